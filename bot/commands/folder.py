"""What several commands do with the folder of dialogues and with files of their own. No command itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import Dialogue, DialogueId
from bot.errors import SettingError
from bot.language.problems import suggest
from bot.workbench.transcripts.writing import schema_line


def chosen(dialogues: Dialogues, ids: Sequence[str]) -> list[Dialogue]:
    """Return the dialogues that were named, in that order, or all if none was. Raises SettingError for unknown ones."""
    unknown = next((id for id in ids if DialogueId(id) not in dialogues.live), None)
    if unknown is not None:
        raise SettingError(f"There is no dialogue called `{unknown}`. {suggest(unknown, dialogues.live)}")
    return [dialogues.live[DialogueId(id)] for id in ids or sorted(dialogues.live)]


def named_schema(file: Path, dialogues: Path, kind: str) -> str:
    """Return the first line of a file, which tells editors where its schema is; "" if none is beside the dialogues."""
    schema = dialogues.resolve().parent / "schema" / f"{kind}.json"
    try:
        where = Path(os.path.relpath(schema, file.resolve().parent)).as_posix()
    except ValueError:  # on another drive
        return ""
    return schema_line(where) if schema.exists() else ""


def into_file(folder: Path, name: str, text: str) -> Path:
    """Write a file of a command's, and make its folder if need be. Raises SettingError if that fails."""
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingError(f"{path} cannot be written: {error.strerror}.") from None
    return path
