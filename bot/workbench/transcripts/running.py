"""Runs transcripts: finds their files, plays each, and gathers what failed and what was passed. Shows nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.dialogue.dialogues import Dialogues
from bot.errors import DialogueError
from bot.workbench.transcripts.checking import Failure, check_play
from bot.workbench.transcripts.coverage import CoveragePoint, passed
from bot.workbench.transcripts.playing import play_of
from bot.workbench.transcripts.reading import read_transcript
from bot.workbench.transcripts.transcript import Transcript


class NoTranscriptsError(DialogueError):
    """There are no transcripts."""

    exit_code = 2


@dataclass(frozen=True, kw_only=True)
class FoundTranscripts:
    """The transcripts that can be played, and what is wrong with the others: a text each."""

    transcripts: tuple[Transcript, ...]
    unreadable: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Run:
    """One transcript that was played."""

    transcript: Transcript
    failure: Failure | None
    passed: frozenset[CoveragePoint]  # empty where it failed: what was passed was not as told


def find_transcripts(paths: Iterable[Path], dialogues: Dialogues) -> FoundTranscripts:
    """The files that are named, and all in the folders that are. Raises NoTranscriptsError where nothing is there."""
    transcripts, unreadable = [], []
    tags = [language.tag for language in dialogues.languages]
    titled: dict[str, Path] = {}
    for path in _files(paths):
        try:
            transcript = read_transcript(str(path), path.read_bytes(), dialogues.live, tags)
        except DialogueError as error:
            unreadable.append(str(error))
        except OSError as error:
            unreadable.append(f"{path}: This file cannot be read: {error.strerror}.")
        else:
            first = titled.setdefault(transcript.title, path)
            if first.resolve() == path.resolve():
                transcripts.append(transcript)
            else:
                unreadable.append(f"{path}: {first.name} has the same title. Say in each what it alone shows.")
    return FoundTranscripts(transcripts=tuple(transcripts), unreadable=tuple(unreadable))


def run_transcript(transcript: Transcript, dialogues: Dialogues) -> Run:
    play = play_of(transcript, dialogues)
    failure = check_play(transcript, play)
    credited = frozenset() if failure else passed(play.taken, dialogues)
    return Run(transcript=transcript, failure=failure, passed=credited)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        found = sorted(path.glob("*.yaml")) if path.is_dir() else [path] if path.is_file() else []
        if not found:
            raise NoTranscriptsError(f"There is no transcript at {path}.")
        yield from found
