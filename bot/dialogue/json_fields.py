"""Writes and reads records as JSON by the fields of their dataclass, so that each field is named only there.

A field holds what JSON knows, or says in its metadata how it is written and read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, Generic, TypeVar

Record = TypeVar("Record")

ALWAYS: Mapping[str, Any] = {"always": True}  # metadata of a field that is written even if it has its default


def as_json(write: Callable[[Any], Any], read: Callable[[Any], Any]) -> Mapping[str, Any]:
    """Return the metadata of a field that `write` writes and `read` reads. A null is left as it is."""
    return {"write": write, "read": read}


def each(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the metadata of a field that holds a tuple, each item of which is written and read as `one` says."""
    write, read = one["write"], one["read"]
    return as_json(lambda values: [write(value) for value in values], lambda told: tuple(read(value) for value in told))


class Fields(Generic[Record]):
    """The fields of one dataclass. They are looked up once, since sessions are written and read at every turn."""

    def __init__(self, kind: type[Record]) -> None:
        described: tuple[Field[Any], ...] = fields(kind)  # type: ignore[arg-type]
        self._kind = kind
        self._written = [(one.name, _default(one), one.metadata.get("write")) for one in described]
        self._read = {one.name: one.metadata.get("read") for one in described}

    def to_json(self, record: Record) -> dict[str, Any]:
        """Return the fields that differ from their default, and those that are `ALWAYS` written."""
        told = {}
        here = vars(record)
        for name, default, write in self._written:
            value = here[name]
            if value != default:
                told[name] = value if write is None or value is None else write(value)
        return told

    def from_json(self, told: Mapping[str, Any]) -> Record:
        """Return the record that `to_json` wrote. Fields that are not known any more are ignored.

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
        """Return the metadata of a field that holds a tuple of such records."""
        return each(as_json(self.to_json, self.from_json))


def _default(one: Field[Any]) -> object:
    """Return the default of a field; MISSING, which equals no value, if the field is always written."""
    if "always" in one.metadata:
        return MISSING
    return one.default if one.default_factory is MISSING else one.default_factory()
