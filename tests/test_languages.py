"""Conversations in another language play as they are written, and every state of the small folder is said in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.words import Words
from bot.workbench.transcripts.checking import play_transcript
from bot.workbench.transcripts.reading import read_transcript
from tests.bilingual import FOLDER, bilingual, german

TRANSCRIPTS = sorted((FOLDER.parent / "transcripts").glob("*.yaml"))
SAME = {"English", "Deutsch"}  # each language's name, in itself


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=[path.stem for path in TRANSCRIPTS])
def test_a_conversation_in_german_goes_as_its_transcript_tells(path: Path) -> None:
    transcript = read_transcript(path.name, path.read_bytes(), bilingual().live)

    wrong = play_transcript(transcript, bilingual())

    assert not wrong, str(wrong)


def test_no_words_were_left_in_english() -> None:
    for id, dialogue in german().live.items():
        for state in dialogue.states.values():
            there = bilingual().live[id].states[state.id]
            said = [(state.say, there.say), (state.ask, there.ask)]
            said += [(own.label, other.label) for own, other in zip(state.choices, there.choices, strict=True)]
            assert not [own for own, other in said if own == other and _text(own) not in SAME]


def _text(words: Words | None) -> str | None:
    return words.fill({}).text if words else next(iter(SAME))
