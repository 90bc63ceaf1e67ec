"""`walk`: goes every way of the dialogues once, then at random, and shows what nobody can reach and what breaks."""

from __future__ import annotations

import argparse

from bot.commands.command import Command, say
from bot.commands.folder import chosen
from bot.commands.transcripts import add_dialogues, folder_of, load
from bot.settings import Settings
from bot.workbench.recheck import Recheck
from bot.workbench.transcripts.coverage import Aspect, CoveragePoint
from bot.workbench.transcripts.writing import written
from bot.workbench.walks.explore import MOST_PLACES, walk_everywhere
from bot.workbench.walks.invariants import Grief
from bot.workbench.walks.random_walk import Walked, beginnings_of, walk_at_random

_STEPS, _SEED = 500, 1


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dialogue", nargs="*", help="ids; without any, all of them")
    parser.add_argument(
        "--steps", type=_steps, default=_STEPS, help=f"at random, of each dialogue; {_STEPS} if not said"
    )
    parser.add_argument("--seed", type=int, default=_SEED, help="the same seed walks the same way")
    add_dialogues(parser)


def _steps(written: str) -> int:
    if not written.isascii() or not written.isdigit():
        raise argparse.ArgumentTypeError("a whole number belongs here; 0 goes none at random")
    return int(written)


def _run(settings: Settings, parsed: argparse.Namespace) -> int:
    folder = folder_of(settings, parsed)
    loaded = load(folder)
    dialogues, files = loaded.dialogues, Recheck(loaded, folder)
    wanted = chosen(dialogues, parsed.dialogue)
    found = walk_everywhere(dialogues)
    if not found.is_whole:
        say(f"There are more than {MOST_PLACES} places; the rest was not walked.")
    griefs, closed = list(found.griefs), 0
    for dialogue in wanted:
        nobody = [passed for passed in found.not_passed(dialogues) if passed.dialogue == dialogue.id]
        for passed in nobody:
            thing = CoveragePoint(Aspect.EDGES, passed.dialogue, passed.edge.state, passed.edge)
            say(f"{files.where_is(thing)}: Nobody can go {passed.edge}.")
        beginnings = beginnings_of(dialogue.id, found, dialogues)
        walked = walk_at_random(dialogues, beginnings, steps=parsed.steps, seed=parsed.seed)
        griefs += [walked.grief] if walked.grief else []
        closed += len(nobody)
        say(_told(dialogue.id, len(nobody), walked, parsed.seed))
    for grief in griefs:
        _show(grief)
    return 1 if griefs or closed else 0


def _told(dialogue: str, closed: int, walked: Walked, seed: int) -> str:
    everywhere = f"{closed} ways cannot be gone" if closed else "every way can be gone"
    promises = "broke a promise" if walked.grief else "kept every promise"
    return f"{dialogue}: {everywhere}; {walked.steps} steps at random from seed {seed} {promises}."


def _show(grief: Grief) -> None:
    say(f"\n{grief.sentence} This transcript comes to it:\n\n{written(grief.transcript)}")


COMMAND = Command(name="walk", help="every way once, then at random", arguments=_arguments, run=_run)
