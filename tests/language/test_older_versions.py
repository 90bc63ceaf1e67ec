"""Versions that people are still in say the newest words, in every language that there is."""

from __future__ import annotations

from pathlib import Path

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import DialogueId, State, StateId, TextAsk, Version
from bot.language.older_versions import Pin, with_pinned
from tests.language.folders import load, sound_folder, with_states

TRYING = DialogueId("trying")
OLDER: Pin = (TRYING, Version("older"))

NOW = "first: {ask: Say go on., read: phrase, phrase: go on, next: done}"
BEFORE = """
first: {ask: Say on., read: phrase, phrase: yes, next: gone}
gone: {ask: And what else?, next: done}
"""
GERMAN = """title: Versuch
states:
  first: {ask: Sag weiter., phrase: weiter}
  done: {say: Fertig.}
"""


def pinned(tmp_path: Path, source: str = BEFORE) -> Dialogues:
    """The dialogues of now, with the older version in which `source` was the dialogue."""
    files = {"trying.yaml": with_states(NOW), "de/trying.yaml": GERMAN}
    return with_pinned(load(sound_folder(tmp_path, files)), {OLDER: with_states(source)})


def state(dialogues: Dialogues, id: str) -> State:
    return dialogues.pinned[OLDER].states[StateId(id)]


def asked(found: State) -> str | None:
    return found.ask.fill({}).text if found.ask else None


def phrase(found: State) -> str | None:
    return found.wait.phrase if isinstance(found.wait, TextAsk) else None


def test_an_older_version_says_the_newest_words_in_each_language(tmp_path: Path) -> None:
    dialogues = pinned(tmp_path)

    assert asked(state(dialogues, "first")) == "Say go on."
    assert asked(state(dialogues.speaking("de"), "first")) == "Sag weiter."
    assert dialogues.speaking("de").pinned[OLDER].title == "Versuch"


def test_the_phrase_that_is_asked_for_is_the_one_that_counts(tmp_path: Path) -> None:
    dialogues = pinned(tmp_path)

    assert phrase(state(dialogues, "first")) == "go on"
    assert phrase(state(dialogues.speaking("de"), "first")) == "weiter"


def test_a_state_that_nobody_has_translated_any_more_stays_as_it_was(tmp_path: Path) -> None:
    assert asked(state(pinned(tmp_path).speaking("de"), "gone")) == "And what else?"


def test_an_older_version_stands_beside_the_live_one_in_every_language(tmp_path: Path) -> None:
    dialogues = pinned(tmp_path)

    assert dialogues.pinned.keys() == dialogues.speaking("de").pinned.keys()
    assert dialogues.speaking("de").pinned_to(TRYING, dialogues.live[TRYING].version)


def test_a_version_that_cannot_be_read_is_left_out_in_every_language(tmp_path: Path) -> None:
    dialogues = pinned(tmp_path, "first: {next: [}")

    assert OLDER not in dialogues.pinned
    assert OLDER not in dialogues.speaking("de").pinned
