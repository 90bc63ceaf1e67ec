"""A dialogue's version: the hash of its structure. Sessions are pinned to it, so it comes out alike on every machine.

Left out is what a session does not stand on: words, titles, sources, and where a state was renamed from.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.dialogue.model import Dialogue, Version
from bot.dialogue.words import Words

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_NOT_STRUCTURE = frozenset({"version", "title", "about", "source", "minutes", "renamed_from"})


def version_of(dialogue: Dialogue) -> Version:
    # States by name: moving one within the file moves nobody. Buttons in their order: it is what people see.
    written = json.dumps(_structure(dialogue), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return Version(hashlib.sha256(written.encode("ascii")).hexdigest()[:16])


def _structure(thing: object) -> object:
    """Plain data without words. What is unset is left out, so that a field the model gains later changes no version."""
    if isinstance(thing, dict):
        return {key: _structure(value) for key, value in thing.items()}
    if isinstance(thing, tuple):
        return [_structure(value) for value in thing]
    if isinstance(thing, timedelta):
        return thing // timedelta(seconds=1)
    if isinstance(thing, StrEnum):
        return str(thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        return {"is": type(thing).__name__} | _fields(thing)
    return thing


def _fields(thing: DataclassInstance) -> dict[str, object]:
    values = {f.name: getattr(thing, f.name) for f in fields(thing) if f.name not in _NOT_STRUCTURE}
    return {name: _structure(value) for name, value in values.items() if _is_structure(value)}


def _is_structure(value: object) -> bool:
    return not (value is None or value is False or value == () or isinstance(value, Words))
