"""What is told of a picture: in a transcript, in its recording, and in the terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.commands.play import play
from bot.dialogue.dialogues import Dialogues
from bot.language.load import load_dialogues
from bot.workbench.transcripts.checking import play_transcript
from bot.workbench.transcripts.reading import read_transcript
from bot.workbench.transcripts.writing import written
from tests.language.folders import with_states
from tests.pictures import png
from tests.shipped import PLACES, copy_of_folder

STATES = """
first: {picture: lake.png, say: A lake at dusk., next: see}
see: {ask: What do you see?, keep: see, next: done}
"""


@cache
def dialogues() -> Dialogues:
    """Those that are shipped, and one that shows a picture."""
    with TemporaryDirectory() as place:
        folder = copy_of_folder(Path(place))
        (folder / "pictures").mkdir(exist_ok=True)
        (folder / "pictures" / "lake.png").write_bytes(png())
        (folder / "trying.yaml").write_text(with_states(STATES), encoding="utf-8")
        return load_dialogues(folder, PLACES).dialogues


def played(*turns: str) -> str:
    lines = ["title: Trying", "opens: trying", "turns:", *(f"  - {turn}" for turn in turns)]
    transcript = read_transcript("t.yaml", "\n".join(lines).encode(), dialogues().live)
    return str(play_transcript(transcript, dialogues()) or "")


@pytest.mark.parametrize(
    "turns",
    [
        ("bot: A lake at dusk.", "picture: lake.png", "bot: What do you see?", "picture: none"),
        ("bot: A lake at dusk.", "bot: What do you see?"),
    ],
    ids=["told", "not told"],
)
def test_a_picture_may_be_told_behind_its_words(turns: tuple[str, ...]) -> None:
    assert played(*turns) == ""


@pytest.mark.parametrize(
    "turns",
    [
        ("bot: A lake at dusk.", "picture: sea.png", "bot: What do you see?"),
        ("bot: A lake at dusk.", "picture: none", "bot: What do you see?"),
        ("bot: A lake at dusk.", "bot: What do you see?", "picture: lake.png"),
    ],
    ids=["another", "none", "with the question"],
)
def test_what_is_told_of_a_picture_and_is_not_so_fails(turns: tuple[str, ...]) -> None:
    failure = played(*turns)

    assert "Not as told: picture." in failure
    assert "lake.png" in failure


def test_the_terminal_shows_its_name_and_the_recording_of_it_plays_back() -> None:
    screen: list[str] = []
    record = play(
        dialogues(), "trying", now=lambda: datetime(2026, 3, 2, 9, tzinfo=UTC), read=lambda: "", write=screen.append
    )
    text = written(record.transcript("A lake"))

    assert screen[0] == "\n[picture: lake.png]\nA lake at dusk."
    assert "  - bot: A lake at dusk.\n  - picture: lake.png\n" in text
    assert play_transcript(read_transcript("t.yaml", text.encode(), dialogues().live), dialogues()) is None
