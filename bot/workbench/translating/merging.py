"""Puts what is missing into a language's file, as text. Nothing that is there changes, not even its layout.

What a translator has to write is left empty, below what the original says, so that the check refuses it until then.
Above words whose original has changed is what the original says now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from bot.language.overlays.safety_words import OF
from bot.language.problems import Mark
from bot.language.source.nodes import Entry, Scalar
from bot.language.source.nodes import Mapping as Tree
from bot.workbench.translating.skeleton import Part

REMARK = "#: "  # begins each line of what is said about stale words; `confirmed` takes these away
_STEP = 2  # columns
_MISSING, _ON_LINE = 1, 2  # ranks


@dataclass(kw_only=True)
class Merged:
    """A file as it should be, and how much is to be done in it."""

    text: str
    added: int = 0  # texts that were not there
    empty: int = 0  # texts that were there, and are still to be written
    stale: int = 0  # states, or the file itself, whose original is another now


class _Edit(NamedTuple):
    start: int
    rank: int  # at one place: what ends a block, the deepest first; what comes before a line; remarks on that line
    end: int
    written: str  # stands there then


@dataclass(kw_only=True)
class _Edits:
    text: str
    made: list[_Edit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = re.split(r"(?<=\n)", self.text)
        self.starts = [0, *accumulate(map(len, self.lines))]

    def offset(self, mark: Mark) -> int:
        return self.starts[mark.line - 1] + mark.column - 1

    def insert(self, at: int, written: str, rank: int = 0) -> None:
        self.made.append(_Edit(at, rank, at, written))

    def replace(self, start: int, end: int, written: str) -> None:
        self.made.append(_Edit(start, 0, end, written))

    def before_line(self, number: int, lines: Iterable[str], rank: int) -> None:
        """Insert lines before a line, which is counted from 1. Remarks right above it stay with it.

        Above it, text that is indented more deeply is no remark, but words.
        """
        indent = _indent(self.lines[number - 1])
        while number > 1 and _is_remark(line := self.lines[number - 2]) and _indent(line) == indent:
            number -= 1
        self.insert(self.starts[number - 1], "".join(f"{line}\n" for line in lines), rank)

    def behind_block(self, entry: Entry, lines: Iterable[str]) -> None:
        """Insert lines after the last line of the block that the entry begins."""
        last = number = entry.key.line
        for number, line in enumerate(self.lines[entry.key.line :], entry.key.line + 1):
            if line.strip() and _indent(line) >= entry.key.column:
                last = number
            elif line.strip() and not _is_remark(line):
                break
        ended = self.lines[last - 1].endswith("\n")
        written = ("" if ended else "\n") + "".join(f"{line}\n" for line in lines)
        self.insert(self.starts[last], written, -entry.key.column)

    def applied(self) -> str:
        written, at = "", 0
        for edit in sorted(self.made, key=lambda made: (made.start, made.rank)):
            written += self.text[at : edit.start] + edit.written
            at = edit.end
        return written + self.text[at:]


def whole(parts: Sequence[Part], head: str = "") -> Merged:
    """Return a file that is not there yet."""
    text = head + "".join(f"{line}\n" for line in _lines(parts, 0))
    return Merged(text=text, added=sum(map(_texts_in, parts)))


def merged(text: str, tree: Tree, parts: Sequence[Part]) -> Merged:
    """Return the file with what is missing in it."""
    edits, found = _Edits(text=text), Merged(text=text)
    _merge(edits, found, tree, parts, None)
    found.text = edits.applied()
    return found


def confirmed(text: str, tree: Tree, parts: Sequence[Part]) -> str:
    """Return the file with fingerprints of the original's present words, wherever they belong."""
    edits = _Edits(text=text)
    for own, expected, _ in _fingerprints(tree, parts, None):
        entry = own.entry(OF)
        if entry and isinstance(entry.value, Scalar):
            start = edits.offset(entry.value.mark)
            edits.replace(start, start + len(entry.value.raw), expected)
        elif entry is None and own.entries:
            edits.insert(edits.offset(own.entries[0].key.mark), f"{OF}: {expected}{_behind_key(own)}")
    return re.sub(rf"^ *{REMARK.rstrip()}(?: .*)?\n", "", edits.applied(), flags=re.M)


def _merge(edits: _Edits, found: Merged, tree: Tree, parts: Sequence[Part], above: Entry | None) -> None:
    _remark_on_stale(edits, found, tree, parts, above)
    missing = [part for part in parts if part.name != OF and tree.entry(part.name) is None]
    for part in missing:
        found.added += _texts_in(part)
    if missing and tree.entries:
        _insert(edits, tree, parts, missing)
    for part in parts:
        entry = tree.entry(part.name)
        if entry is None or not part.follows:
            continue
        if isinstance(entry.value, Tree) and part.parts:
            _merge(edits, found, entry.value, part.parts, entry)
        elif isinstance(entry.value, Scalar) and not entry.value.text.strip():
            found.empty += 1


def _insert(edits: _Edits, tree: Tree, parts: Sequence[Part], missing: Sequence[Part]) -> None:
    """Insert each missing part before what follows it in the original and is there, or else at the end."""
    first = tree.entries[0].key
    if _is_in_flow(tree):
        edits.insert(edits.offset(first.mark), "".join(f"{_in_flow(part)}, " for part in missing))
        return
    for part in missing:
        behind = parts[parts.index(part) + 1 :]
        following = next((entry for one in behind if (entry := tree.entry(one.name))), None)
        lines = _lines([part], first.column - 1)
        if following:
            edits.before_line(following.key.line, lines, _MISSING)
        else:
            edits.behind_block(tree.entries[-1], lines)


def _remark_on_stale(edits: _Edits, found: Merged, tree: Tree, parts: Sequence[Part], above: Entry | None) -> None:
    expected = next((part.value for part in parts if part.name == OF), None)
    entry = tree.entry(OF)
    if expected is None or (entry and isinstance(entry.value, Scalar) and entry.value.text.strip() == expected):
        return
    found.stale += 1
    remark = f"When these words say the same, write `{OF}: {expected}`."
    if remark in edits.text:
        return
    at = above.key if above else tree.entries[0].key if tree.entries else None
    if at is None:
        return
    said = [f"{name}: {words}" for name, words in _said(parts)]
    lines = ["The original says now:", *(line for words in said for line in words.split("\n")), remark]
    edits.before_line(at.line, (f"{' ' * (at.column - 1)}{REMARK}{line}".rstrip() for line in lines), _ON_LINE)


def _fingerprints(tree: Tree, parts: Sequence[Part], above: Entry | None) -> Iterator[tuple[Tree, str, Entry | None]]:
    for part in parts:
        entry = tree.entry(part.name)
        if part.name == OF:
            yield tree, part.value, above
        elif entry and isinstance(entry.value, Tree):
            yield from _fingerprints(entry.value, part.parts, entry)


def _said(parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if part.original:
            yield part.name, part.original
        yield from _said(part.parts)


def _lines(parts: Sequence[Part], indent: int) -> Iterator[str]:
    """Yield a block of keys, each below what the original says."""
    before = " " * indent
    for part in parts:
        yield from (f"{before}# {line}".rstrip() for line in part.original.split("\n") if part.original)
        yield f"{before}{part.name}:{f' {part.value}' if part.value else ''}"
        yield from _lines(part.parts, indent + _STEP)


def _in_flow(part: Part) -> str:
    if part.parts:
        return f"{part.name}: {{{', '.join(map(_in_flow, part.parts))}}}"
    return f"{part.name}: {part.value or repr('')}"


def _is_in_flow(tree: Tree) -> bool:
    return tree.mark != tree.entries[0].key.mark


def _behind_key(tree: Tree) -> str:
    return ", " if _is_in_flow(tree) else "\n" + " " * (tree.entries[0].key.column - 1)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_remark(line: str) -> bool:
    return line.lstrip(" ").startswith("#")


def _texts_in(part: Part) -> int:
    return sum(map(_texts_in, part.parts)) if part.parts else int(not part.value)
