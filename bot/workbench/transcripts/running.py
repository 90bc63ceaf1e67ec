"""Runs transcripts: finds their files, plays each, and gathers what failed and what was passed. Shows nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import DialogueId
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
class Unreadable:
    """A transcript that cannot be played."""

    path: Path
    why: str

    def __str__(self) -> str:
        return self.why


@dataclass(frozen=True, kw_only=True)
class FoundTranscripts:
    """The transcripts that can be played, and those that cannot."""

    transcripts: tuple[Transcript, ...]
    unreadable: tuple[Unreadable, ...]


@dataclass(frozen=True, kw_only=True)
class Run:
    """One transcript that was played."""

    transcript: Transcript
    failure: Failure | None
    passed: frozenset[CoveragePoint]  # empty where it failed: what was passed was not as told
    came_to: frozenset[DialogueId]  # the dialogues, as far as it was played


def find_transcripts(paths: Iterable[Path], dialogues: Dialogues) -> FoundTranscripts:
    """Return the transcripts in these files and folders. Raises NoTranscriptsError if one of the paths has none."""
    transcripts, unreadable = [], []
    tags = [language.tag for language in dialogues.languages]
    titled: dict[str, Path] = {}
    for path in _files(paths):
        try:
            transcript = read_transcript(str(path), path.read_bytes(), dialogues.live, tags)
        except DialogueError as error:
            unreadable.append(Unreadable(path=path, why=str(error)))
        except OSError as error:
            unreadable.append(Unreadable(path=path, why=f"{path}: This file cannot be read: {error.strerror}."))
        else:
            first = titled.setdefault(transcript.title, path)
            if first.resolve() == path.resolve():
                transcripts.append(transcript)
            else:
                why = f"{path}: {first.name} has the same title. Say in each what it alone shows."
                unreadable.append(Unreadable(path=path, why=why))
    return FoundTranscripts(transcripts=tuple(transcripts), unreadable=tuple(unreadable))


def run_transcript(transcript: Transcript, dialogues: Dialogues) -> Run:
    """Play a transcript, and return what became of it."""
    play = play_of(transcript, dialogues)
    failure = check_play(transcript, play)
    came_through = passed(play.taken, dialogues)
    return Run(
        transcript=transcript,
        failure=failure,
        passed=frozenset() if failure else came_through,
        came_to=frozenset(thing.dialogue for thing in came_through),
    )


def about(run: Run | Unreadable, ids: Collection[DialogueId]) -> frozenset[DialogueId]:
    """Return the dialogues that a transcript is about.

    That is the one that its file is named after, or else all that it came to.
    """
    stem = Path(run.transcript.path).stem if isinstance(run, Run) else run.path.stem
    named = [id for id in ids if stem == id or stem.startswith(f"{id}_")]
    if named:
        return frozenset({max(named, key=len)})
    return run.came_to if isinstance(run, Run) else frozenset()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        found = sorted(path.glob("*.yaml")) if path.is_dir() else [path] if path.is_file() else []
        if not found:
            raise NoTranscriptsError(f"There is no transcript at {path}.")
        yield from found
