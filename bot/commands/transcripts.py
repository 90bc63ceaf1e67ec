"""What `test`, `mutate` and `walk` have in common: which dialogues, which transcripts, and that none of it is a bot."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.dialogue.dialogues import Dialogues
from bot.language.checked_folder import Loaded
from bot.language.load import load_dialogues
from bot.practice.places import TABLE, Places
from bot.settings import Settings
from bot.workbench.transcripts.running import Run as Run
from bot.workbench.transcripts.running import Unreadable, find_transcripts, run_transcript

BESIDE = Path("tests") / "transcripts"  # beside the folder of dialogues


def add_dialogues(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dialogues", type=Path, metavar="DIR", help="the folder of dialogues, if not the bot's own")


def add_transcripts(parser: argparse.ArgumentParser) -> None:
    where = f"transcripts, or folders of them; without any, {BESIDE.as_posix()} beside the dialogues"
    parser.add_argument("--transcripts", nargs="+", type=Path, metavar="path", default=[], help=where)


def folder_of(settings: Settings, parsed: argparse.Namespace) -> Path:
    """Return the folder of dialogues as it is shown: from here, if it is below."""
    folder: Path = parsed.dialogues or settings.dialogues
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def load(folder: Path) -> Loaded:
    """Load the dialogues. Raises DialogueError if they have a problem, since what is tried must be in order first."""
    return load_dialogues(folder, Places.load(TABLE))


def runs_of(paths: Iterable[Path], folder: Path, dialogues: Dialogues) -> Iterator[Run | Unreadable]:
    """Yield each transcript as it was played, or what is wrong with its file."""
    found = find_transcripts(tuple(paths) or (folder.parent / BESIDE,), dialogues)
    yield from found.unreadable
    yield from (run_transcript(transcript, dialogues) for transcript in found.transcripts)
