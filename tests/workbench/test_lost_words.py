"""Whatever somebody writes is followed: a walk notices when the core loses it, and nothing else counts as lost."""

from __future__ import annotations

import pytest

from bot.dialogue import answering, commands, engine, held_words, keeping, timers
from bot.dialogue.engine import Turn
from bot.dialogue.model import DialogueId
from bot.workbench.transcripts.recorded_play import RecordedPlay
from bot.workbench.transcripts.recording import Start
from bot.workbench.transcripts.transcript import Edits, Happening, Pastes, Sends, Taps, Types
from bot.workbench.walks.explore import walk_everywhere
from bot.workbench.walks.invariant_watch import InvariantWatch
from bot.workbench.walks.invariants import broken_by
from tests.shipped import NOW, everywhere, explored, shipped
from tests.workbench.test_walks import walked

LOST = "is neither kept nor held."
LONG = "He went past me when I wanted to tell him about it, and I said nothing for the rest of the day"
AT_FEARS = (Taps(label="Yes, I am ready"), Taps(label="2"))


def switched_off(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A function of the core does nothing, wherever it is called."""
    for module in (answering, commands, engine, keeping, held_words, timers):
        if hasattr(module, name):
            monkeypatch.setattr(module, name, lambda *_, **__: None)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("keep_words", LOST),
        ("keep_beside", LOST),
        ("keep_held", "is still held behind it."),
        ("join", LOST),
        ("replace_words", "A message was edited, and its old words stand."),
        ("sounds_like_crisis", "was not heard."),
    ],
)
def test_a_walk_at_random_notices_a_core_that_loses_what_was_written(
    name: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    explored()  # by a core that is whole
    switched_off(monkeypatch, name)

    grief = walked(shipped(), "shame", steps=2000, seed=1).grief

    assert grief
    assert grief.sentence.endswith(sentence)


def test_a_walk_everywhere_notices_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    switched_off(monkeypatch, "keep_words")

    assert any(grief.sentence.endswith(LOST) for grief in walk_everywhere(shipped()).griefs)


def broken_in_shame(monkeypatch: pytest.MonkeyPatch, name: str, *happenings: Happening) -> list[str]:
    """What the watch says when the function is switched off before the last of these."""
    played = RecordedPlay(Start(begins=NOW, remembered={"home_place": "The sea"}, opens=DialogueId("shame")), shipped())
    watch = InvariantWatch(played.play)
    played.open()
    for what in happenings[:-1]:
        played.happens(what)
    assert list(watch.broken()) == []
    switched_off(monkeypatch, name)
    played.happens(happenings[-1])
    return list(watch.broken())


@pytest.mark.parametrize(
    ("name", "last", "sentence"),
    [
        ("keep_words", Types(words=LONG), f"What was written at shame.fears {LOST}"),
        ("keep_words", Sends(kind="voice", words="of an evening"), f"What was written at shame.fears {LOST}"),
        ("sounds_like_crisis", Types(words="I want to die"), "A cry for help at shame.fears was not heard."),
        ("hold_paste", Types(words=LONG), None),
        ("keep_words", Types(words="/skip"), None),
        ("keep_words", Types(words="stop"), None),
        ("keep_words", Types(words="i'd rather not"), None),
    ],
)
def test_what_comes_to_nothing_is_named_by_its_place_and_what_was_no_answer_is_not(
    name: str, last: Happening, sentence: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert broken_in_shame(monkeypatch, name, *AT_FEARS, last) == ([sentence] if sentence else [])


def test_words_beside_a_tap_are_followed_and_a_number_that_was_asked_for_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_scale = AT_FEARS[:1]
    place = "shame.tension_before"

    assert broken_in_shame(monkeypatch, "keep_beside", *at_scale, Types(words=LONG)) == [
        f"What was written at {place} {LOST}"
    ]
    monkeypatch.undo()
    assert broken_in_shame(monkeypatch, "keep_beside", *at_scale, Types(words="7")) == []


def test_what_was_held_must_not_be_held_behind_its_question(monkeypatch: pytest.MonkeyPatch) -> None:
    held = (*AT_FEARS, Pastes(words="It was a long winter."))

    assert broken_in_shame(monkeypatch, "keep_held", *held, Types(words="/breathe")) == [
        "What was held at shame.fears is still held behind it."
    ]


def test_a_cry_for_help_that_comes_as_the_exercise_ends_is_kept_with_the_answer_before_it() -> None:
    place = Start(begins=NOW, opens=DialogueId("peaceful_place"))
    played = RecordedPlay(place, shipped())
    watch = InvariantWatch(played.play)
    played.open()
    while played.play.session.stack:
        played.happens(Types(words=LONG))
    early = Types(words="I want to die", early=True)
    played.happens(early)

    assert list(watch.broken()) == []
    assert early.words in [part.words for kept in played.play.world.journal.values() for part in kept.parts]


def test_an_edit_that_changes_nothing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    written = (*AT_FEARS, Types(words=LONG))

    assert broken_in_shame(monkeypatch, "replace_words", *written, Edits(was=LONG, to="Other words")) == [
        "A message was edited, and its old words stand."
    ]


@pytest.mark.parametrize("words", ["Not now", "I want to die"])
def test_an_edit_after_which_a_message_says_what_it_said_breaks_no_promise(words: str) -> None:
    played = RecordedPlay(Start(begins=NOW, opens=DialogueId("home")), shipped())
    watch = InvariantWatch(played.play)
    played.open()
    for what in (Types(words=words), Types(words="/settings"), Edits(was=words, to=words)):
        played.happens(what)

    assert list(watch.broken()) == []


def test_a_stop_that_does_not_stop_is_a_broken_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    session = next(session for (dialogue, _), session in everywhere().items() if dialogue == "shame")
    top = session.stack[-1]

    assert list(broken_by(Turn(session=session, effects=()), NOW, shipped())) == []
    monkeypatch.setitem(commands._ACTS, "stop", lambda *_: None)

    assert list(broken_by(Turn(session=session, effects=()), NOW, shipped())) == [
        f"/stop leads to {top.dialogue}.{top.state}."
    ]
