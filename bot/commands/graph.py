"""`graph`: dialogues as pictures, in Mermaid or SVG."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.commands.command import Command, say
from bot.commands.folder import chosen, into_file
from bot.language.load import load_dialogues
from bot.practice.places import TABLE, Places
from bot.settings import Settings
from bot.workbench.drawing.graph import Graph, graph_of
from bot.workbench.drawing.mermaid import mermaid_of
from bot.workbench.drawing.svg import svg_of

_WRITERS = {"mermaid": (mermaid_of, "mmd"), "svg": (svg_of, "svg")}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dialogue", nargs="*", help="ids; without any, all of them")
    parser.add_argument("--format", choices=sorted(_WRITERS), default="mermaid")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="a file for each there; without it, everything is printed"
    )


def _run(settings: Settings, parsed: argparse.Namespace) -> int:
    dialogues = load_dialogues(settings.dialogues, Places.load(TABLE)).dialogues
    for dialogue in chosen(dialogues, parsed.dialogue):
        written, ending = _write(graph_of(dialogue), parsed.format)
        if parsed.out:
            say(str(into_file(parsed.out, f"{dialogue.id}.{ending}", written)))
        else:
            say(written)
    return 0


def _write(graph: Graph, format: str) -> tuple[str, str]:
    writer, ending = _WRITERS[format]
    return writer(graph), ending


COMMAND = Command(name="graph", help="a dialogue as a picture, in Mermaid or SVG", arguments=_arguments, run=_run)
