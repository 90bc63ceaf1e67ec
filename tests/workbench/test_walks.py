"""Walks go every way that there is, say what nobody can reach, and find what breaks, the same each time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import AnswerPart, Button, EditMessage, SendMessage
from bot.dialogue.engine import Turn
from bot.dialogue.model import Comparison, Condition, DialogueId
from bot.dialogue.reserved import CRISIS, STOPPED, SUPPORT
from bot.dialogue.session import Held, Session
from bot.dialogue.words import Entity, Message, Style, parse_words
from bot.language.load import load_dialogues
from bot.workbench.mutants.mutation_score import with_dialogue
from bot.workbench.possible_edges import possible_edges
from bot.workbench.transcripts.checking import play_transcript
from bot.workbench.transcripts.playing import Play
from bot.workbench.transcripts.reading import read_transcript
from bot.workbench.transcripts.recorded_play import RecordedPlay
from bot.workbench.transcripts.recording import Start
from bot.workbench.transcripts.transcript import Happening, Taps, Types
from bot.workbench.transcripts.writing import written
from bot.workbench.walks.explore import Exploration, walk_everywhere
from bot.workbench.walks.invariant_watch import InvariantWatch
from bot.workbench.walks.invariants import Grief, broken_by
from bot.workbench.walks.random_walk import Walked, beginnings_of, walk_at_random
from bot.workbench.walks.starting_points import starts_of
from tests.language.folders import with_states
from tests.shipped import NOW, PLACES, copy_of_folder, explored, session_at, shipped, within

TRYING = DialogueId("trying")


def with_trying(tmp_path: Path, states: str, head: str = "") -> Dialogues:
    """One more than is shipped, and of these what a person may need meanwhile."""
    folder = copy_of_folder(tmp_path)
    (folder / f"{TRYING}.yaml").write_text(with_states(states, head), encoding="utf-8")
    return within(load_dialogues(folder, PLACES).dialogues, TRYING, STOPPED, SUPPORT, CRISIS)


def not_passed(dialogues: Dialogues, everything: Exploration | None = None) -> list[str]:
    everything = everything or walk_everywhere(dialogues)
    assert everything.griefs == []
    assert everything.is_whole
    return [str(passed.edge) for passed in everything.not_passed(dialogues)]


def test_every_edge_of_what_is_shipped_can_be_gone_along_and_nothing_breaks_on_the_way() -> None:
    assert not_passed(shipped(), explored()) == []


@pytest.mark.parametrize(
    "states",
    [
        # an answer to which each branch leads
        """
        first:
          ask: How tense are you?
          scale: 0-10
          keep: tension
          next: [{if: tension == 4, to: low}, {to: done}]
        low: {say: Four., next: done}
        """,
        # a value that was kept some states before
        """
        first: {ask: Who?, keep: who, next: second}
        second: {ask: Where?, keep: where, next: third}
        third: {say: There., next: [{if: who not kept, to: nobody}, {to: done}]}
        nobody: {say: Nobody., next: done}
        """,
        # several that are ticked
        """
        first:
          ask: Which of these?
          many: {look: A look, tone: Tone and voice}
          keep: signals
          next: [{if: signals == tone, to: tone}, {if: signals not kept, to: nothing}, {to: done}]
        tone: {say: A tone., next: done}
        nothing: {say: Nothing., next: done}
        """,
        # a number that is compared with an earlier one, of which some leave only one way
        """
        first: {ask: How tense?, scale: 0-10, keep: before, next: second}
        second: {ask: What is there?, keep: what, next: third}
        third: {ask: And now?, scale: 0-10, keep: after, skip: false, next: fourth}
        fourth:
          say: There.
          next:
            - {if: after == before + 3, to: three}
            - {if: after > before + 9, to: more}
            - {to: done}
        three: {say: Three., next: done}
        more: {say: More., next: done}
        """,
        # ... with one that is told only later, and with one of another time
        """
        first: {ask: How tense?, scale: 0-10, keep: before, remember: last_time, next: second}
        second: {ask: And now?, scale: 0-10, keep: after, next: [{if: before <= after + 1, to: near}, {to: third}]}
        near: {say: Near., next: third}
        third: {say: And the last time., next: [{if: last_time < after, to: below}, {to: done}]}
        below: {say: Below., next: done}
        """,
        # what people bring along
        """
        first:
          say: Hello.
          next: [{if: listening == quiet, to: quiet}, {if: name kept, to: named}, {to: done}]
        quiet: {say: I ask nothing., next: done}
        named: {say: You have a name., next: [{if: home_place kept, to: home}, {to: done}]}
        home: {say: And a place., next: done}
        """,
        # more of it than can be combined in every way
        """
        first:
          say: Hello.
          next:
            - {if: country kept, to: known}
            - {if: name kept, to: known}
            - {if: place kept, to: known}
            - {if: prompt_time kept, to: known}
            - {if: zone kept, to: known}
            - {if: home_place kept, to: known}
            - {if: listening == quiet, to: known}
            - {to: done}
        known: {say: Known., next: done}
        """,
        # taps in a silence that a button ends
        """
        first:
          say: Tap as often as you like.
          pause: 10
          keep: taps
          choices: {tap: {label: A tap, count: true}, enough: {label: Enough now}}
          next: [{if: taps >= 2, to: often}, {to: done}]
        often: {say: Often., next: done}
        """,
    ],
)
def test_whatever_a_branch_asks_about_somebody_goes_each_of_its_ways(states: str, tmp_path: Path) -> None:
    assert not_passed(with_trying(tmp_path, states)) == []


SHARED_WAYS = [
    # what a tap keeps leaves one of the ways that the buttons share
    """
    first:
      ask: Who?
      choices: {ana: {label: Ana}, ben: {label: Ben}, other: {label: Another, next: done}}
      keep: who
      next: [{if: who == ana, to: ana}, {to: done}]
    ana: {say: Ana., next: done}
    """,
    # ... and so does what it sets
    """
    first:
      ask: How shall I listen?
      choices: {quiet: {label: Quietly, set: {listening: quiet}}, same: {label: As before}}
      next: [{if: listening == quiet, to: quiet}, {to: done}]
    quiet: {say: Quietly., next: done}
    """,
]


@pytest.mark.parametrize("states", SHARED_WAYS)
def test_a_way_that_no_value_leads_along_is_nobodys_to_go(states: str, tmp_path: Path) -> None:
    assert not_passed(with_trying(tmp_path, states)) == []


def test_a_way_is_left_to_a_button_that_sets_what_its_dialogue_keeps_too(tmp_path: Path) -> None:
    states = """
    first: {ask: How?, keep: name, next: second}
    second:
      ask: And now?
      choices: {ana: {label: Ana, set: {name: Ana}}, same: {label: As before}}
      next: [{if: name kept, to: kept}, {to: done}]
    kept: {say: Kept., next: done}
    """
    dialogues = with_trying(tmp_path, states)
    found = {str(edge) for edge in possible_edges(dialogues.live[TRYING], dialogues)}

    assert {"second [ana] → kept", "second [ana] → done"} <= found


def test_an_edge_that_nobody_can_go_along_is_named() -> None:
    home = shipped().live[DialogueId("home")]
    never = Condition(name="home_place", test=Comparison.LESS, value=1)  # of words, which are no number
    to_card, to_none = home.states[home.start].next
    known = replace(home.states[home.start], next=(replace(to_card, when=never), to_none))
    changed = with_dialogue(shipped(), replace(home, states={**home.states, home.start: known}))

    assert not_passed(within(changed, home.id, STOPPED, SUPPORT, CRISIS)) == [
        "known → card",
        "card → back",
        "back → out",
    ]


def walked(dialogues: Dialogues, dialogue: str, *, steps: int, seed: int) -> Walked:
    beginnings = beginnings_of(DialogueId(dialogue), explored(), dialogues)
    return walk_at_random(dialogues, beginnings, steps=steps, seed=seed)


def test_a_walk_at_random_keeps_all_promises_and_comes_far() -> None:
    far = walked(shipped(), "shame", steps=600, seed=3)

    assert far.grief is None
    assert far.steps == 600
    assert len({passed.edge for passed in far.passed if passed.dialogue == "shame"}) > 25


def test_the_same_seed_walks_the_same_way_and_another_does_not() -> None:
    assert walked(shipped(), "shame", steps=100, seed=1).passed == walked(shipped(), "shame", steps=100, seed=1).passed
    assert walked(shipped(), "shame", steps=100, seed=1).passed != walked(shipped(), "shame", steps=100, seed=2).passed


def without_phrase(phrase: str) -> Dialogues:
    """A program that fails whenever it would say this."""
    return replace(shipped(), phrases={name: words for name, words in shipped().phrases.items() if name != phrase})


def assert_reproduces(grief: Grief, dialogues: Dialogues) -> None:
    again = read_transcript("t.yaml", written(grief.transcript).encode(), dialogues.live)

    failure = play_transcript(again, dialogues)

    assert failure
    assert grief.sentence in failure.sentence


def test_a_walk_at_random_that_breaks_is_told_as_a_short_transcript_that_breaks_too() -> None:
    broken = without_phrase("paused")

    grief = walked(broken, "shame", steps=5000, seed=1).grief

    assert grief
    assert "KeyError: 'paused'" in grief.sentence
    assert len([step for step in grief.transcript.steps if isinstance(step.what, Happening)]) <= 8
    assert_reproduces(grief, broken)


def test_a_walk_everywhere_that_breaks_is_told_as_a_transcript_that_breaks_too() -> None:
    broken = without_phrase("cannot_skip")

    griefs = walk_everywhere(within(broken, DialogueId("home"), STOPPED, SUPPORT, CRISIS)).griefs

    assert {grief.sentence for grief in griefs} == {"The program itself fails here: KeyError: 'cannot_skip'"}
    for grief in griefs[:5]:
        assert_reproduces(grief, broken)


def test_a_message_that_telegram_would_refuse_is_explored() -> None:
    blank = {**shipped().phrases, "unknown_command": parse_words(" \n" * 10)}

    grief = walked(replace(shipped(), phrases=blank), "help", steps=5000, seed=1).grief

    assert grief
    assert grief.sentence == "A message is empty."


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (SendMessage(message=Message(text="\n")), "A message is empty."),
        (EditMessage(label="q1", message=Message(text="a" * 4097)), "A message is 4097 long; Telegram takes 4096."),
        (
            SendMessage(message=Message(text="a", entities=(Entity(style=Style.BOLD, offset=0, length=2),))),
            "Markup reaches out of its message.",
        ),
        (
            SendMessage(message=Message(text="a"), buttons=((Button(label=" ", data="x"),),)),
            "A button bears no words.",
        ),
        (
            SendMessage(message=Message(text="a"), buttons=((Button(label="b", data="é" * 33),),)),
            "The button `b` carries more than 64 bytes.",
        ),
        (
            SendMessage(message=Message(text="a"), buttons=tuple((Button(label="b", data="x"),) for _ in range(101))),
            "There are 101 buttons under one message; Telegram takes 100.",
        ),
    ],
)
def test_what_telegram_would_refuse_is_a_broken_promise(effect: SendMessage | EditMessage, said: str) -> None:
    turn = Turn(session=Session(key="k"), effects=(effect,))

    assert list(broken_by(turn, NOW, shipped())) == [said]


def test_to_stand_where_nothing_is_waited_for_is_a_broken_promise() -> None:
    session = session_at("home", "card")
    stuck = replace(session, stack=(replace(session.stack[-1], state="back"),))  # type: ignore[arg-type]

    said = list(broken_by(Turn(session=stuck, effects=()), NOW, shipped()))

    assert said == ["The conversation stands at home.back, which waits for nothing."]


def watched(*happenings: Happening) -> tuple[Play, InvariantWatch]:
    """Somebody in the shame exercise with a home base, so far as all is well."""
    start = Start(begins=NOW, remembered={"home_place": "The sea"}, opens=DialogueId("shame"))
    played = RecordedPlay(start, shipped())
    watch = InvariantWatch(played.play)
    played.open()
    for what in happenings:
        played.happens(what)
    assert list(watch.broken()) == []
    return played.play, watch


ANSWERED = (Taps(label="Yes, I am ready"), Taps(label="2"), Types(words="That they see how little I have to say"))


def test_an_answer_that_is_gone_from_the_journal_is_a_broken_promise() -> None:
    play, watch = watched(*ANSWERED)

    del play.world.journal[2]

    assert list(watch.broken()) == [
        "The answer 2 was kept, and is not in the journal any more.",
        "The answer 2 is another in the journal than in the session.",
    ]


def test_an_answer_that_the_journal_holds_otherwise_is_a_broken_promise() -> None:
    play, watch = watched(*ANSWERED)

    play.world.journal[2].parts = [replace(part, words="Other words") for part in play.world.journal[2].parts]

    assert list(watch.broken()) == ["The answer 2 is another in the journal than in the session."]


def test_an_answer_under_the_number_of_another_is_a_broken_promise() -> None:
    play, watch = watched(*ANSWERED)

    play.session = replace(play.session, answers=1)
    play.happen(Types(words="He went past me when I wanted to tell him about it"))

    assert "The answer 2 takes the place of another." in list(watch.broken())


def test_what_was_erased_need_not_be_there() -> None:
    _, watch = watched(*ANSWERED, Types(words="/forget"), Types(words="forget me"))

    assert list(watch.broken()) == []


def test_a_silence_whose_timer_is_gone_is_a_broken_promise() -> None:
    play, watch = watched(Types(words="/home"))

    play.world.due.clear()

    assert list(watch.broken()) == ["home.card would never end by itself."]


def test_a_silence_before_which_somebody_is_asked_about_their_words_may_wait() -> None:
    play, watch = watched(Types(words="/home"))

    play.world.due.clear()
    play.session = replace(play.session, held=(AnswerPart(message_id=1, words="Hello"),), held_for=Held.RETURN)

    assert list(watch.broken()) == []


def test_who_comes_first_brings_nothing_and_others_bring_what_makes_a_difference() -> None:
    first, *others = starts_of(shipped(), DialogueId("home"))

    assert not first.remembered
    assert {*others[0].remembered, *others[1].remembered, *others[2].remembered} == {"home_place"}
