"""A dialogue's version: the hash of its structure. Sessions are pinned to it, so it must be the same on every machine.

It leaves out what a session does not depend on: words and pictures, titles, sources, and old names of states.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from bot.dialogue.model import Dialogue, Version
from bot.dialogue.words import Words

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_NOT_STRUCTURE = frozenset(
    {"version", "title", "about", "source", "minutes", "renamed_from", "part", "checkpoint", "picture"}
)
_UNSET = {"plus": 0}  # the unset values that are not empty, None or False


def version_of(dialogue: Dialogue) -> Version:
    """Return the version of the dialogue: 16 hexadecimal digits."""
    # States by name: moving one within the file moves nobody. Buttons in their order: it is what people see.
    written = json.dumps(_structure(dialogue), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return Version(hashlib.sha256(written.encode("ascii")).hexdigest()[:16])


def _structure(thing: object) -> object:
    """Return plain data without words.

    Unset fields are left out, so that a field that the model gains later changes no version.
    """
    if isinstance(thing, str | int):  # the most frequent case; JSON writes a member of a StrEnum as its word
        return thing
    if isinstance(thing, tuple):
        return [_structure(value) for value in thing]
    if isinstance(thing, dict):
        return {key: _structure(value) for key, value in thing.items()}
    if isinstance(thing, timedelta):
        return thing // timedelta(seconds=1)
    kind = type(thing)
    if is_dataclass(kind):
        return _fields(thing, kind)
    return thing


def _fields(thing: object, kind: type[DataclassInstance]) -> dict[str, object]:
    found: dict[str, object] = {"is": kind.__name__}
    for name in _names(kind):
        value = getattr(thing, name)
        if not (value is None or value is False or isinstance(value, Words) or value == _UNSET.get(name, ())):
            found[name] = _structure(value)
    return found


@cache  # asked for every part of every state
def _names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in _NOT_STRUCTURE)
