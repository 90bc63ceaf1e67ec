"""Records as JSON, by the fields of their dataclass: each field is named there, and nowhere else. Knows no record.

A field holds what JSON knows, or says in its metadata how it is written and read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, Generic, TypeVar

Record = TypeVar("Record")

ALWAYS: Mapping[str, Any] = {"always": True}  # metadata of a field that is written even as it is by default


def as_json(write: Callable[[Any], Any], read: Callable[[Any], Any]) -> Mapping[str, Any]:
    """Return the metadata of a field that is written by `write` and read by `read`. A null is left as it is."""
    return {"write": write, "read": read}


def each(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the metadata of a field that holds a tuple of what `one` writes and reads."""
    write, read = one["write"], one["read"]
    return as_json(lambda values: [write(value) for value in values], lambda told: tuple(read(value) for value in told))


class Fields(Generic[Record]):
    """The fields of one dataclass, looked up once: sessions are written and read at every turn."""

    def __init__(self, kind: type[Record]) -> None:
        described: tuple[Field[Any], ...] = fields(kind)  # type: ignore[arg-type]
        self._kind = kind
        self._written = [(one.name, _default(one), one.metadata.get("write")) for one in described]
        self._read = {one.name: one.metadata.get("read") for one in described}

    def to_json(self, record: Record) -> dict[str, Any]:
        """Return the fields that are not as they are by default, and those that are `ALWAYS` written."""
        told = {}
        here = vars(record)
        for name, default, write in self._written:
            value = here[name]
            if value != default:
                told[name] = value if write is None or value is None else write(value)
        return told

    def from_json(self, told: Mapping[str, Any]) -> Record:
        """Return what `to_json` wrote; what an older version wrote beside that is passed over.

        Raises TypeError if a field without a default is missing.
        """
        found = {}
        for name, value in told.items():
            if name in self._read:
                read = self._read[name]
                found[name] = value if read is None or value is None else read(value)
        return self._kind(**found)

    @property
    def several(self) -> Mapping[str, Any]:
        """The metadata of a field that holds a tuple of such records."""
        return each(as_json(self.to_json, self.from_json))


def _default(one: Field[Any]) -> object:
    """The default of a field; MISSING, which is equal to no value, where it is always written."""
    if "always" in one.metadata:
        return MISSING
    return one.default if one.default_factory is MISSING else one.default_factory()
