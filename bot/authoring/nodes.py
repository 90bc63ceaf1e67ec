"""The tree that `reader` makes of a file: scalars, sequences and mappings that know where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.authoring.problems import Mark

# The visible signs of a scalar as it is written, each worth one visible sign of its text.
_SIGNS = {
    '"': re.compile(r"\\[ntrvf_ \n]|(\\(?:x..|u.{4}|U.{8}|.)|\S)"),
    "'": re.compile(r"(''|\S)"),
}
_PLAIN_SIGNS = re.compile(r"(\S)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Scalar:
    mark: Mark
    text: str
    raw: str  # as it is written, quotes and all
    plain: bool  # neither quoted nor a block: only then can it mean a number or true

    def at(self, offset: int) -> Mark:
        """Where in the file the sign at `offset` of `text` stands.

        Signs are counted: folding and indentation change only the space between them.
        """
        position = self._position(sum(not sign.isspace() for sign in self.text[:offset]))
        before = self.raw[:position]
        if "\n" in before:
            return Mark(line=self.mark.line + before.count("\n"), column=position - before.rfind("\n"))
        return Mark(line=self.mark.line, column=self.mark.column + position)

    def _position(self, nth: int) -> int:
        quote = self.raw[0]
        start = 1 if quote in _SIGNS else 0 if self.plain else self.raw.index("\n")
        signs = _SIGNS.get(quote, _PLAIN_SIGNS).finditer(self.raw, start)
        positions = [sign.start(1) for sign in signs if sign[1]]
        return positions[nth]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sequence:
    mark: Mark
    items: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    key: Scalar
    value: Node


@dataclass(frozen=True, kw_only=True, slots=True)
class Mapping:
    mark: Mark
    entries: tuple[Entry, ...]

    def entry(self, key: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.key.text == key), None)


Node = Scalar | Sequence | Mapping


def place(root: Node, *path: str | int) -> Mark:
    """Where the value at `path` stands; where the path ends early, the place of its last key that is there."""
    node, mark = root, root.mark
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str) and (entry := node.entry(step)):
            node = entry.value
            mark = node.mark if isinstance(node, Scalar) and node.text else entry.key.mark
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
            mark = node.mark
        else:
            break
    return mark
