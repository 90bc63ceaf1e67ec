"""`packet`: for each exercise one page with all that a clinician needs to review it."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from bot.commands.command import Command, say
from bot.commands.folder import chosen, into_file
from bot.dialogue.model import DialogueKind
from bot.language.load import load_dialogues
from bot.language.source.picture_files import read_picture
from bot.practice.places import TABLE, Places
from bot.settings import Settings
from bot.workbench.drawing.packet import packet_of
from bot.workbench.drawing.packet_html import html_of


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dialogue", nargs="*", help="ids; without any, all exercises")
    parser.add_argument("--out", type=Path, metavar="DIR", default=Path("packets"), help="where the pages go: packets")


def _run(settings: Settings, parsed: argparse.Namespace) -> int:
    loaded = load_dialogues(settings.dialogues, Places.load(TABLE))
    picture = partial(read_picture, settings.dialogues)
    for dialogue in chosen(loaded.dialogues, parsed.dialogue):
        if parsed.dialogue or dialogue.kind is DialogueKind.EXERCISE:
            packet = packet_of(loaded.dialogues, dialogue.id, loaded.sources[dialogue.id], picture)
            say(str(into_file(parsed.out, f"{dialogue.id}.html", html_of(packet))))
    return 0


COMMAND = Command(name="packet", help="a page for a clinician's review of an exercise", arguments=_arguments, run=_run)
