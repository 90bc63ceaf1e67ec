"""`mutate`: changes dialogues in small ways, and shows the changes that no transcript notices. Writes no file."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping

from bot.commands.command import Command, say
from bot.commands.folder import chosen
from bot.commands.transcripts import add_dialogues, add_transcripts, folder_of, load, runs_of
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import DialogueId
from bot.settings import Settings
from bot.workbench.mutants.mutation_score import MutantStatus, Score, score
from bot.workbench.recheck import Recheck
from bot.workbench.transcripts.running import Run, Unreadable, about


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dialogue", nargs="*", help="ids; without any, all of them")
    add_transcripts(parser)
    add_dialogues(parser)


def _run(settings: Settings, parsed: argparse.Namespace) -> int:
    folder = folder_of(settings, parsed)
    loaded = load(folder)
    dialogues, files = loaded.dialogues, Recheck(loaded, folder)
    wanted = chosen(dialogues, parsed.dialogue)
    runs = tuple(runs_of(parsed.transcripts, folder, dialogues))
    left_out = _left_out(runs, dialogues)
    missed = 0
    for dialogue in wanted:
        if failing := left_out.get(dialogue.id):
            say(f"{dialogue.id}: left out, since {failing} is not as told. `python -m bot test` shows it.")
            continue
        found = score(dialogue, [run for run in runs if isinstance(run, Run)], dialogues, files.refuses)
        missed += len(found.missed)
        _show(found, files)
    return 1 if missed or any(dialogue.id in left_out for dialogue in wanted) else 0


def _left_out(runs: Iterable[Run | Unreadable], dialogues: Dialogues) -> Mapping[DialogueId, str]:
    """Return the dialogues whose transcripts fail without any change, each with such a file.

    What is noticed in them is not known.
    """
    found: dict[DialogueId, str] = {}
    for run in runs:
        path = run.transcript.path if isinstance(run, Run) else str(run.path)
        if isinstance(run, Unreadable) or run.failure:
            found |= {id: path for id in about(run, dialogues.live) if id not in found}
    return found


def _show(found: Score, files: Recheck) -> None:
    for one in found.missed:
        nobody = " No transcript comes here." if one.status is MutantStatus.UNVISITED else ""
        where = files.where(found.dialogue, one.mutant.state, *one.mutant.path)
        say(f"{where}: Nothing fails if {one.mutant.what}.{nobody}")
    counted, noticed = len(found.counted), len(found.counted) - len(found.missed)
    refused = len(found.judged) - counted
    share = f" ({found.share:.0%})" if counted else ""
    say(f"{found.dialogue}: {noticed} of {counted} changes noticed{share}; the checks refuse {refused} more.")


COMMAND = Command(name="mutate", help="which changes of a dialogue go unnoticed", arguments=_arguments, run=_run)
