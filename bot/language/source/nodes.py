"""The tree that `reader.py` makes of a file: scalars, sequences and mappings that know where they are written.

Nodes are tuples: most of all objects that a file becomes are nodes, and a tuple is made in a third of the time of a
frozen dataclass. A scalar holds its place as two numbers, since the place of most is never asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from bot.language.problems import Mark

# The visible signs of a scalar as it is written, each worth one visible sign of its text.
_SIGNS = {
    '"': re.compile(r"\\[ntrvf_ \n]|(\\(?:x..|u.{4}|U.{8}|.)|\S)"),
    "'": re.compile(r"(''|\S)"),
}
_PLAIN_SIGNS = re.compile(r"(\S)")


class Scalar(NamedTuple):
    """A text in the tree."""

    line: int  # both counted from 1
    column: int
    text: str
    raw: str  # as it is written, quotes and all
    plain: bool  # neither quoted nor a block: only then can it mean a number or true

    @property
    def mark(self) -> Mark:
        return Mark(self.line, self.column)

    def at(self, offset: int) -> Mark:
        """Return where in the file the character at `offset` of `text` is.

        It counts visible characters: folding and indentation only change the space between them.
        """
        (mark,) = self.all_at((offset,))
        return mark

    def all_at(self, offsets: Iterable[int]) -> list[Mark]:
        """Return what `at` does for many offsets. A long text is read only once."""
        wanted = list(offsets)
        if not wanted:
            return []
        visible = [0, *accumulate(not sign.isspace() for sign in self.text)]  # before each sign
        signs = self._signs()
        ends = [number for number, sign in enumerate(self.raw) if sign == "\n"]
        return [self._mark_at(signs[visible[offset]], ends) for offset in wanted]

    def _mark_at(self, position: int, ends: list[int]) -> Mark:
        """Return the place of a position in `raw`, whose lines end at `ends`."""
        before = bisect_left(ends, position)
        if before:
            return Mark(line=self.line + before, column=position - ends[before - 1])
        return Mark(line=self.line, column=self.column + position)

    def _signs(self) -> list[int]:
        """Return where each visible character of the text begins in `raw`."""
        quote = self.raw[0]
        start = 1 if quote in _SIGNS else 0 if self.plain else self.raw.index("\n")
        signs = _SIGNS.get(quote, _PLAIN_SIGNS).finditer(self.raw, start)
        return [sign.start(1) for sign in signs if sign[1]]


class Sequence(NamedTuple):
    """A list in the tree."""

    mark: Mark
    items: tuple[Node, ...]


class Entry(NamedTuple):
    """A key of a mapping, with its value."""

    key: Scalar
    value: Node


class Mapping(NamedTuple):
    """A mapping in the tree, its entries in the order of the file."""

    mark: Mark
    entries: tuple[Entry, ...]

    def entry(self, key: str) -> Entry | None:
        """Return the entry with this key, or None."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry
        return None


Node = Scalar | Sequence | Mapping


def scalars(root: Node) -> Iterator[Scalar]:
    """Yield all values at any depth, without the keys."""
    match root:
        case Scalar():
            yield root
        case Sequence(items=items):
            for item in items:
                yield from scalars(item)
        case Mapping(entries=entries):
            for entry in entries:
                yield from scalars(entry.value)


def place(root: Node, *path: str | int) -> Mark:
    """Return where the value at `path` is written.

    If the path ends early, return the place of its last key that is there.
    """
    node, mark = root, root.mark
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str) and (entry := node.entry(step)):
            node = entry.value
            mark = node.mark if isinstance(node, Scalar) else entry.key.mark
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
            mark = node.mark
        else:
            break
    return mark
