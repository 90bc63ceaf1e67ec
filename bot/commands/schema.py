"""`schema`: the JSON Schema of one kind of file, for editors. Reads no dialogue."""

from __future__ import annotations

import argparse

from bot.commands.command import Command, say
from bot.settings import Settings
from bot.workbench.json_schema import SchemaFile, schema_text


def _arguments(parser: argparse.ArgumentParser) -> None:
    kinds = [str(file) for file in SchemaFile]
    parser.add_argument(
        "file", nargs="?", choices=kinds, default=str(SchemaFile.DIALOGUE), help="the kind of file (dialogue)"
    )


def _run(_: Settings, parsed: argparse.Namespace) -> int:
    say(schema_text(SchemaFile(parsed.file)))
    return 0


COMMAND = Command(name="schema", help="the JSON Schema of a kind of file, for editors", arguments=_arguments, run=_run)
