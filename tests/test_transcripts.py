"""Every transcript plays as it is written; and a transcript that is wrong says where, and how.

Whatever a transcript holds, the player passes its session through JSON between any two turns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from bot.dialogue.dialogues import Dialogues, Language
from bot.dialogue.effects import SendMessage
from bot.dialogue.engine import advance
from bot.dialogue.inputs import CommandReceived
from bot.dialogue.model import DialogueId
from bot.dialogue.session import Session
from bot.dialogue.words import parse_words
from bot.errors import DialogueError
from bot.language.load import load_dialogues
from bot.practice.places import TABLE, Places
from bot.workbench.transcripts.checking import play_transcript
from bot.workbench.transcripts.playing import LostInJsonError, play_of, through_json
from bot.workbench.transcripts.reading import read_transcript
from bot.workbench.transcripts.transcript import Happening, Taps, Types

FOLDER = Path(__file__).parent / "transcripts"
FILES = sorted(FOLDER.glob("*.yaml"))

BREATH = "opens: breathe\n"


@pytest.fixture(scope="module")
def dialogues() -> Dialogues:
    return load_dialogues(Path(__file__).parents[1] / "dialogues", Places.load(TABLE)).dialogues


def play(dialogues: Dialogues, path: Path) -> str:
    transcript = read_transcript(f"tests/transcripts/{path.name}", path.read_bytes(), dialogues.live)
    return str(play_transcript(transcript, dialogues) or "")


def played(dialogues: Dialogues, turns: str, head: str = "") -> str:
    """What is wrong with a transcript of these turns; empty where all is as told."""
    source = f"title: Trying\n{head}turns:\n{dedent(turns).strip()}\n"
    return str(play_transcript(read_transcript("t.yaml", source.encode(), dialogues.live), dialogues) or "")


def said_about(dialogues: Dialogues, source: str) -> list[str]:
    with pytest.raises(DialogueError) as refused:
        read_transcript("t.yaml", dedent(source).encode(), dialogues.live, {"en", "de"})
    return str(refused.value).split("\n")


def stations(dialogues: Dialogues) -> Iterator[tuple[Session, datetime]]:
    """Every session there ever is in a transcript, and its time."""
    for path in FILES:
        transcript = read_transcript(path.name, path.read_bytes(), dialogues.live)
        playing = play_of(transcript, dialogues)
        if transcript.opens:
            playing.open(transcript.opens)
        for step in transcript.steps:
            if isinstance(step.what, Happening):
                playing.happen(step.what)
                yield playing.session, playing.now


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_conversation_goes_as_its_transcript_tells(path: Path, dialogues: Dialogues) -> None:
    wrong = play(dialogues, path)

    assert not wrong, wrong


def test_each_dialogue_has_a_transcript_named_after_it(dialogues: Dialogues) -> None:
    without = [id for id in dialogues.live if not any(path.stem.startswith(id) for path in FILES)]

    assert without == []


def test_no_two_transcripts_have_one_title(dialogues: Dialogues) -> None:
    titles = [read_transcript(path.name, path.read_bytes(), dialogues.live).title for path in FILES]

    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", ["stop", "forget", "support", "help"])
def test_wherever_a_transcript_leads_some_commands_always_win(name: str, dialogues: Dialogues) -> None:  # fault 25
    for session, now in stations(dialogues):
        turn = advance(dialogues, session, CommandReceived(name=name), now, seed=0)
        first = next(effect.message.text for effect in turn.effects if isinstance(effect, SendMessage))
        top = turn.session.top

        match name:
            case "stop":
                assert top is None or top.dialogue == "stopped"
            case "help":
                assert first.startswith("I ask one question at a time.")
            case "forget":
                assert top
                assert (top.dialogue, top.state) == ("forget", "sure")
            case "support":
                assert top
                assert (top.dialogue, top.state) == ("support", "card")


# What is wrong is told with its place


def test_another_wording_is_told_with_its_place_and_what_differs(dialogues: Dialogues) -> None:
    wrong = played(
        dialogues,
        """
        - bot: Many people find ...
        - tap: Not now
        - bot: Go on as you wish.
        """,
        BREATH,
    )

    assert wrong.startswith("t.yaml:6:3: The bot says something else.\n")
    assert "Go on as you [-wish.-] [+like.+]" in wrong


def test_at_rest_a_state_without_its_dialogue_is_told_as_it_was_written(dialogues: Dialogues) -> None:
    turns = "- bot: Many people find ...\n- tap: Not now\n- bot: Go on as you like.\n- state: fears"

    wrong = played(dialogues, turns, BREATH)

    assert "Not as told: state.\n  told:\n    fears\n  said:\n    at rest\n" in wrong


def test_a_message_that_nobody_tells_fails_at_what_it_came_of(dialogues: Dialogues) -> None:
    wrong = played(
        dialogues,
        """
        - bot: Many people find ...
        - tap: Not now
        - person: /help
        - bot: I ask one question at a time. ...
        """,
        BREATH,
    )

    assert wrong.startswith("t.yaml:5:3: The bot says this, and no `bot:` tells it:\n    Go on as you like.")


def test_a_message_that_nobody_tells_fails_at_the_end_too(dialogues: Dialogues) -> None:
    assert played(dialogues, "- bot: Many people find ...\n- tap: Not now", BREATH).startswith("t.yaml:5:3: ")


def test_a_message_that_does_not_come_is_told(dialogues: Dialogues) -> None:
    wrong = played(dialogues, "- person: /resume\n- bot: Nothing is waiting ...\n- bot: And more.")

    assert wrong.startswith("t.yaml:5:3: The bot says nothing more here.")


def test_a_button_that_is_not_there_is_told_with_those_that_are(dialogues: Dialogues) -> None:
    wrong = played(dialogues, "- person: /home\n- bot: You have not built ...\n- tap: Maybe")

    assert wrong.startswith("t.yaml:5:3: There is no button `Maybe`. The newest buttons are: Yes, Not now.")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("buttons: [Yes]", "Not as told: buttons."),
        ("state: home.card", "Not as told: state."),
        ("state: at rest", "Not as told: state."),
        ("next_prompt: 2026-03-02 10:00", "Not as told: next prompt."),
        ("profile: {name: Ana}", "Not as told: name."),
        ("remembered: {home_place: The sea}", "Not as told: home_place."),
        ("kept: {words: The sea}", "No further answer is kept here."),
        ("toast: Old", "The bot answered no tap so."),
        ("edited: Breathe in", "The bot reworded no message so."),
        ("prompt: sent", "The bot settled no prompt so."),
        ("edit: {was: Hello, to: Bye}", "Nobody typed `Hello`."),
    ],
)
def test_what_is_not_so_is_told(told: str, said: str, dialogues: Dialogues) -> None:
    wrong = played(dialogues, f"- bot: You have not built ...\n- {told}", "opens: home\n")

    assert wrong.startswith(f"t.yaml:5:3: {said}")


def test_an_answer_that_is_kept_otherwise_is_told(dialogues: Dialogues) -> None:
    before = "- bot: Let a peaceful ...\n- person: The sea\n- bot: Look around ...\n"

    assert "What is kept is something else." in played(
        dialogues, before + "- kept: {words: A lake}", "opens: peaceful_place\n"
    )
    assert "It is kept with another question." in played(
        dialogues, before + "- kept: {words: The sea, question: Where to?}", "opens: peaceful_place\n"
    )
    assert "This is kept, and nothing should be:" in played(
        dialogues, before + "- kept: nothing", "opens: peaceful_place\n"
    )


@pytest.mark.parametrize(
    ("turns", "again", "head"),
    [
        (
            """
            - bot: Many people find ...
            - tap: "Longer out: 4 in, 6 out"
            - bot: Sit so that ...
            - wait: 4s
            - edited: Breathe in ...
            """,
            "- edited: Breathe in ...",
            BREATH,
        ),
        (
            """
            - until: "08:00"
            - prompt: sent
            """,
            "- prompt: sent",
            'begins: "2026-03-02 07:00"\nprofile: {zone: UTC, prompt_time: "08:00"}\n',
        ),
        (
            """
            - bot: Let a peaceful ...
            - person: The sea
            - bot: Look around ...
            - kept: {words: The sea}
            """,
            "- kept: nothing",
            "opens: peaceful_place\n",
        ),
    ],
)
def test_what_came_once_cannot_be_told_once_more(turns: str, again: str, head: str, dialogues: Dialogues) -> None:
    turns = dedent(turns).strip()
    line = len(f"title: Trying\n{head}turns:\n{turns}".splitlines()) + 1

    assert not played(dialogues, turns, head).startswith(f"t.yaml:{line - 1}:")
    assert played(dialogues, f"{turns}\n{again}", head).startswith(f"t.yaml:{line}:3: ")


def test_a_voice_note_is_told_in_the_language_that_is_spoken(dialogues: Dialogues) -> None:
    german = replace(
        dialogues,
        language=Language(tag="de", name="Deutsch"),
        phrases={**dialogues.phrases, "history_voice": parse_words("Sprachnachricht")},
    )
    both = replace(dialogues, others={"de": german})
    begin = "opens: peaceful_place\nprofile: {language: de}\n"
    turns = "- bot: Let a peaceful ...\n- voice: of the sea\n- bot: Look around ...\n- kept: {words: (%s)}"

    assert not played(both, turns % "Sprachnachricht", begin)
    assert "What is kept is something else." in played(both, turns % "voice", begin)


def test_the_answer_to_a_tap_must_be_told(dialogues: Dialogues) -> None:
    wrong = played(
        dialogues,
        """
        - bot: Many people find ...
        - tap: Not now
        - bot: Go on as you like.
        - person: /home
        - bot: You have not built ...
        - tap: Not now
        - bot: /home is there at any time.
        - tap_gone: "Sighing: two in, one long out"
        """,
        BREATH,
    )

    assert wrong.startswith("t.yaml:11:3: A tap is answered with this, and no `toast:` tells it:")


@pytest.mark.parametrize(
    "told",
    [
        "Go on as you like.",
        "Go   on\n    as you like.",
        "Go *on* as you _like_.",
        "Go on ...",
        "... like.",
        "... as ...",
        "Go on ... like.",
    ],
)
def test_line_breaks_and_markup_do_not_count_and_three_dots_are_any_words(told: str, dialogues: Dialogues) -> None:
    assert not played(dialogues, f"- bot: Many people ...\n- tap: Not now\n- bot: {told}", BREATH)


@pytest.mark.parametrize("told", ["go on as you like.", "Go on ... as you like.", "(asks for more)", "Go on"])
def test_other_words_do_not_pass(told: str, dialogues: Dialogues) -> None:
    assert played(dialogues, f"- bot: Many people ...\n- tap: Not now\n- bot: {told}", BREATH)


@pytest.mark.parametrize(
    "told",
    [
        "[Yes, Not now]",
        "[...]",
        "[Yes, ...]",
        "[..., Not now]",
        "[..., Yes, ..., Not now, ...]",
        "[..., Yes, Not now]",
    ],
)
def test_three_dots_among_buttons_are_any_others_or_none(told: str, dialogues: Dialogues) -> None:
    assert not played(dialogues, f"- bot: You have not built ...\n- buttons: {told}", "opens: home\n")


@pytest.mark.parametrize("told", ["[Yes]", "[Not now, ..., Yes]", "[..., Maybe, ...]", "[..., Yes]", "none"])
def test_buttons_that_are_otherwise_do_not_pass(told: str, dialogues: Dialogues) -> None:
    wrong = played(dialogues, f"- bot: You have not built ...\n- buttons: {told}", "opens: home\n")

    assert wrong.startswith("t.yaml:5:3: Not as told: buttons.")


def test_who_is_asked_for_more_twice_running_in_the_same_words_is_told(dialogues: Dialogues) -> None:
    one = replace(dialogues, cues=replace(dialogues.cues, probes={"a": "Tell me more.", "b": "Tell me more."}))
    turns = """
        - bot: You planned ...
        - tap: Yes, they did
        - bot: What did the other ...
        - person: She laughed
        - bot: (asks for more)
        - tap: That is all
        - bot: And what did you ...
        - person: Warm
        - bot: (asks for more)
        """
    opens = "opens: attunement_after\n"

    assert played(dialogues, turns, opens) == ""
    assert played(one, turns, opens).startswith("t.yaml:12:3: The bot asks for more twice running in the same words:\n")


# What is wrong with the file itself


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("turns: []\n", "t.yaml:1:1: `title` is missing here."),
        ("title: T\n", "t.yaml:1:1: `turns` is missing here."),
        ("title: T\nopens: shame_\nturns: []\n", "t.yaml:2:8: There is no dialogue called `shame_`. Did you mean"),
        ("title: T\nbegins: today\nturns: []\n", "t.yaml:2:9: `today` is no moment."),
        ("", "t.yaml:1:1: The file is empty. Write the transcript, or remove the file."),
        (
            "title: T\nprofile: {language: fr}\nturns: []\n",
            "t.yaml:2:10: There is no language `fr` among the dialogues.",
        ),
        ("title: T\nturns:\n  - next_prompt: tomorrow\n", "t.yaml:3:18: `tomorrow` is no moment. Write it like"),
        ("title: T\nturns:\n  - next_prompt: 2026-02-30 08:30\n", "t.yaml:3:18: `2026-02-30 08:30` is no moment."),
        (
            "title: T\nturns:\n  - state: at rset\n",
            "t.yaml:3:12: There is no state called `at rset`. Did you mean `at rest`?",
        ),
        ("title: T\nprofile: {zone: Berlin}\nturns: []\n", "t.yaml:2:10: There is no zone `Berlin`."),
        ("title: T\nprofile: {age: 7}\nturns: []\n", "t.yaml:2:11: `age` is no key that belongs here."),
        ("title: T\nturns:\n  - says: Hello\n", "t.yaml:3:5: `says` is no key that belongs here."),
        ("title: T\nturns:\n  - {bot: Hello, tap: Yes}\n", "t.yaml:3:5: Two things stand here as one."),
        ("title: T\nturns:\n  - wait: a while\n", "t.yaml:3:11: `a while` is no length of time."),
        ("title: T\nturns:\n  - wait: 0m\n", "t.yaml:3:11: `0m` is no length of time."),
        ("title: T\nturns:\n  - until: 24:00\n", "t.yaml:3:12: `24:00` is no time of day."),
        ("title: T\nturns:\n  - state: fear\n", "t.yaml:3:12: There is no state called `fear`. Did you mean `fears`?"),
        ("title: T\nturns:\n  - state: home.fears\n", "t.yaml:3:12: There is no state called `home.fears`."),
        ("title: T\nturns:\n  - edit: {was: A}\n", "t.yaml:3:11: `to` is missing here."),
        ("title: T\nturns:\n  - person:\n", "t.yaml:3:12: Nothing stands here."),
    ],
)
def test_a_slip_in_the_file_is_told_with_its_place(source: str, said: str, dialogues: Dialogues) -> None:
    assert said_about(dialogues, source)[0].startswith(said)


def test_a_transcript_is_what_the_file_says(dialogues: Dialogues) -> None:
    source = b"title: T\nopens: home\nturns:\n  - person: Hello\n  - tap: 'Yes'\n"

    transcript = read_transcript("t.yaml", source, dialogues.live)

    assert transcript.opens == DialogueId("home")
    assert [step.what for step in transcript.steps] == [Types(words="Hello"), Taps(label="Yes")]


def test_a_session_that_json_changes_is_a_bug_and_says_what_was_lost() -> None:
    comes_back_as_a_tuple: Any = []

    with pytest.raises(LostInJsonError, match="aside"):
        through_json(Session(key="k", aside=comes_back_as_a_tuple))
