"""`test`: plays transcripts, shows what differs from them, and how much of each dialogue they pass."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from bot.commands.command import Command, say
from bot.commands.transcripts import BESIDE, add_dialogues, folder_of, load, runs_of
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import DialogueId
from bot.settings import Settings
from bot.workbench.recheck import Recheck
from bot.workbench.transcripts.coverage import Aspect, CoveragePoint, things
from bot.workbench.transcripts.running import Run

_NOTHING = "-"


def _arguments(parser: argparse.ArgumentParser) -> None:
    where = f"transcripts, or folders of them; without any, {BESIDE.as_posix()} beside the dialogues"
    parser.add_argument("paths", nargs="*", type=Path, metavar="path", help=where)
    parser.add_argument("--missing", action="store_true", help="also list what no transcript passes, with its place")
    add_dialogues(parser)


def _run(settings: Settings, parsed: argparse.Namespace) -> int:
    folder = folder_of(settings, parsed)
    loaded = load(folder)
    runs, unplayed = [], 0
    for run in runs_of(parsed.paths, folder, loaded.dialogues):
        failure = run.failure if isinstance(run, Run) else run
        if isinstance(run, Run):
            runs.append(run)
        else:
            unplayed += 1
        if failure:
            say(f"{failure}\n")
    passed = frozenset(thing for run in runs for thing in run.passed)
    shown = sorted({thing.dialogue for thing in passed} if parsed.paths else loaded.dialogues.live)
    if shown:
        for line in _table(shown, loaded.dialogues, passed):
            say(line)
    if parsed.missing:
        for line in _missing(shown, loaded.dialogues, passed, Recheck(loaded, folder)):
            say(line)
    say(("\n" if shown else "") + _told(len(runs), sum(run.failure is not None for run in runs), unplayed))
    return 1 if unplayed or any(run.failure for run in runs) else 0


def _told(played: int, failed: int, unplayed: int) -> str:
    """Return a line such as `2 transcripts played: 1 as told, 1 not. 1 could not be played.`"""
    transcripts = "1 transcript" if played == 1 else f"{played} transcripts"
    outcome = f"{transcripts} played"
    if failed:
        outcome += f": {played - failed} as told, {failed} not" if failed < played else ", none as told"
    return f"{outcome}.{f' {unplayed} could not be played.' if unplayed else ''}"


def _table(shown: Sequence[DialogueId], dialogues: Dialogues, passed: Collection[CoveragePoint]) -> Iterator[str]:
    """Yield how much of each dialogue was passed: the count, and of how many."""
    widest = max((len(id) for id in shown), default=0)
    yield f"{'':{widest}}  " + "  ".join(f"{aspect:>9}" for aspect in Aspect)
    for id in shown:
        all_of_it = tuple(things(dialogues.live[id], dialogues))
        cells = (_cell([thing for thing in all_of_it if thing.aspect is aspect], passed) for aspect in Aspect)
        yield f"{id:{widest}}  " + "  ".join(f"{cell:>9}" for cell in cells)


def _cell(wanted: list[CoveragePoint], passed: Collection[CoveragePoint]) -> str:
    return f"{sum(thing in passed for thing in wanted)}/{len(wanted)}" if wanted else _NOTHING


def _missing(
    shown: Sequence[DialogueId], dialogues: Dialogues, passed: Collection[CoveragePoint], files: Recheck
) -> Iterator[str]:
    yield ""
    for id in shown:
        for thing in things(dialogues.live[id], dialogues):
            if thing not in passed:
                yield f"{files.where_is(thing)}: {thing}."


COMMAND = Command(name="test", help="play transcripts, and show what they pass", arguments=_arguments, run=_run)
