"""JSON Schemas of the YAML files, for editors. They are made only from the tables by which the builder reads.

Draft 2020-12, in words that editors which only know draft 07 understand as well. A schema sees one file at a time, and
no words in it: what needs more (ways, values, other files, markup) is left to `check`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from bot.language.checked_folder import THE_BOTS
from bot.language.grammar.build import DIALOGUE
from bot.language.grammar.cues_file import LISTENING, SAFETY
from bot.language.grammar.helplines_file import HELPLINES
from bot.language.grammar.phrases_file import phrases_table
from bot.language.grammar.tables import Definition, Reader, Table
from bot.language.overlays.dialogue_overlay import OVERLAY
from bot.language.overlays.helplines_overlay import OVERLAY_HELPLINES
from bot.language.overlays.phrases_overlay import overlay_phrases_table
from bot.language.overlays.translations import OVERLAY_SAFETY
from bot.practice.breathing import PATTERNS
from bot.workbench.transcripts.reading import transcript_table

Json = dict[str, Any]


class SchemaFile(StrEnum):
    """The kinds of files that have a schema."""

    DIALOGUE = "dialogue"
    OVERLAY = "overlay"  # a dialogue's words in another language
    PHRASES = "phrases"
    LISTENING = "listening"
    SAFETY = "safety"
    HELPLINES = "helplines"
    OVERLAY_PHRASES = "overlay_phrases"
    OVERLAY_SAFETY = "overlay_safety"
    OVERLAY_HELPLINES = "overlay_helplines"
    TRANSCRIPT = "transcript"


_TABLES: Mapping[SchemaFile, Callable[[], Table]] = {
    SchemaFile.DIALOGUE: lambda: DIALOGUE,
    SchemaFile.OVERLAY: lambda: OVERLAY,
    SchemaFile.PHRASES: lambda: phrases_table(THE_BOTS.phrases, PATTERNS),
    SchemaFile.LISTENING: lambda: LISTENING,
    SchemaFile.SAFETY: lambda: SAFETY,
    SchemaFile.HELPLINES: lambda: HELPLINES,
    SchemaFile.OVERLAY_PHRASES: lambda: overlay_phrases_table(THE_BOTS.phrases, PATTERNS),
    SchemaFile.OVERLAY_SAFETY: lambda: OVERLAY_SAFETY,
    SchemaFile.OVERLAY_HELPLINES: lambda: OVERLAY_HELPLINES,
    SchemaFile.TRANSCRIPT: lambda: transcript_table({}),
}


def schema_text(file: SchemaFile) -> str:
    """Return the schema as text, as it is printed and as it is in the folder `schema`."""
    return json.dumps(schema_of(file), indent=2, ensure_ascii=False)


def schema_of(file: SchemaFile) -> Json:
    return as_schema(_TABLES[file]())


def as_schema(table: Table) -> Json:
    definitions: Json = {}
    whole = _object(table, definitions)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, "$defs": definitions}


def _object(table: Table, definitions: Json) -> Json:
    needed = [key.name for key in table.keys.values() if key.needed]
    return {
        **_described(table.about),
        "type": "object",
        "properties": {
            key.name: {**_described(key.about), **_json(key.reader, definitions)} for key in table.keys.values()
        },
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
        **({"allOf": _json(table.rules, definitions)} if table.rules else {}),
    }


def _described(about: str) -> Json:
    """Return the description of a key. Without the second entry editors would show code marks as they stand."""
    return {"description": about} | ({"markdownDescription": about} if "`" in about else {})


def _json(part: Any, definitions: Json) -> Any:
    """Return a fragment as plain data. Tables and definitions go into `definitions`, and are named in their place."""
    if isinstance(part, Reader):
        return _json(part.takes, definitions)
    if isinstance(part, Table | Definition):
        if part.name not in definitions:
            definitions[part.name] = {}  # one that holds itself ends here
            definitions[part.name] = (
                _object(part, definitions) if isinstance(part, Table) else _json(part.takes, definitions)
            )
        return {"$ref": f"#/$defs/{part.name}"}
    if isinstance(part, Mapping):
        return {key: _json(value, definitions) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_json(item, definitions) for item in part]
    return part
