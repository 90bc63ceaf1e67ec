"""A question's own words for "tell me more": said first, in every language, and refused where nothing could ask."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import Dialogue, DialogueId, State, StateId, TextAsk
from bot.dialogue.newest_words import with_newest_words
from bot.dialogue.words import parse_words
from bot.language.load import load_dialogues
from bot.workbench.transcripts.checking import play_transcript
from bot.workbench.transcripts.reading import read_transcript
from tests.language.folders import load, said_about, said_about_states, sound_folder, with_states
from tests.shipped import PLACES, copy_of_folder

OWN = "What was in their voice?"
ASKING = f"first: {{ask: What came?, keep: came, more: {OWN}, next: done}}"
PLAY = """
title: A short answer
opens: trying
turns:
  - bot: What came?
  - person: A look
  - bot: {first}
  - person: Warm
  - bot: {second}
  - person: No
  - bot: Done.
"""


def trying(tmp_path: Path, states: str) -> Dialogue:
    folder = sound_folder(tmp_path, {"trying.yaml": with_states(states)})
    return load(folder).dialogues.live[DialogueId("trying")]


def with_trying(tmp_path: Path) -> Dialogues:
    folder = copy_of_folder(tmp_path)
    (folder / "trying.yaml").write_text(with_states(ASKING), encoding="utf-8")
    return load_dialogues(folder, PLACES).dialogues


def wrong(dialogues: Dialogues, first: str, second: str) -> str:
    source = PLAY.format(first=first, second=second)
    return str(play_transcript(read_transcript("t.yaml", source.encode(), dialogues.live), dialogues) or "")


def test_a_short_answer_is_asked_about_in_the_questions_own_words_once_and_then_in_others(tmp_path: Path) -> None:
    dialogues = with_trying(tmp_path)

    assert wrong(dialogues, OWN, "(asks for more)") == ""
    assert wrong(dialogues, "(asks for more)", "(asks for more)") == ""
    assert wrong(dialogues, OWN, OWN).startswith("t.yaml:9:5: The bot says something else.")


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (
            f"first: {{ask: What came?, more: {OWN}, listen: {{most: 0}}, next: done}}",
            "trying.yaml:4:28: `more` has no place in this state: nothing asks for more here.",
        ),
        (
            f"first: {{ask: Which?, more: {OWN}, choices: {{a: {{label: A look, next: done}}}}}}",
            "trying.yaml:4:24: `more` has no place in this state: no answer is taken here that could be short.",
        ),
        (
            f"first: {{ask: Your name?, more: {OWN}, read: name, next: done}}",
            "trying.yaml:4:28: `more` has no place in this state: no answer is taken here that could be short.",
        ),
        (
            'first: {ask: What came?, keep: came, more: "What of {came}?", next: done}',
            "trying.yaml:4:46: No value has a place in these words.",
        ),
        (
            "first: {ask: What came?, keep: came, more: You should say more., next: done}",
            "trying.yaml:4:46: ",
        ),
        (
            "first: {ask: What came?, keep: came, more: What else? And who?, next: done}",
            "trying.yaml:4:57: ",
        ),
    ],
)
def test_own_words_are_refused_where_nothing_asks_and_where_they_would_judge_or_ask_twice(
    states: str, said: str, tmp_path: Path
) -> None:
    (problem,) = said_about_states(tmp_path, states)

    assert problem.startswith(said)


def test_own_words_are_words_and_move_nobody_into_another_version(tmp_path: Path) -> None:
    without = ASKING.replace(f"more: {OWN}, ", "")

    assert trying(tmp_path, ASKING).version == trying(tmp_path / "2", without).version


def test_in_another_language_they_have_to_be_said_too(tmp_path: Path) -> None:
    german = "title: Versuch\nstates:\n  first: {ask: Was kam?}\n  done: {say: Fertig.}\n"
    files = {"trying.yaml": with_states(ASKING), "de/trying.yaml": german}
    whole = german.replace("Was kam?}", "Was kam?, more: Und die Stimme?}")

    assert said_about(tmp_path, files) == [
        "de/trying.yaml:3:3: `more` of the state `first` has no words in this language. Add `more: ...`."
    ]
    dialogues = load(sound_folder(tmp_path / "2", {**files, "de/trying.yaml": whole})).dialogues
    assert more_of(dialogues.speaking("de").live[DialogueId("trying")]) == "Und die Stimme?"


def test_who_is_in_an_older_version_is_asked_in_the_newest_of_them(tmp_path: Path) -> None:
    old = trying(tmp_path, ASKING)
    first = old.states[StateId("first")]
    assert isinstance(first.wait, TextAsk)
    newer: State = replace(first, wait=replace(first.wait, more=parse_words("And their face?")))
    live = replace(old, states={**old.states, newer.id: newer})

    assert more_of(with_newest_words(old, live)) == "And their face?"


def more_of(dialogue: Dialogue) -> str | None:
    wait = dialogue.states[StateId("first")].wait
    assert isinstance(wait, TextAsk)
    return wait.more.fill({}).text if wait.more else None
