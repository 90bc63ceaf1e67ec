"""Shows the lines of a file where a problem is, with the part that is meant underlined, as a terminal shows them.

It looks only at the lines, so that it works if a file cannot be read as YAML. Knows nothing about problems.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.problems import Mark

_TAB = "    "
_UNSEEN = "\ufffd"
_JOINERS = "\u200c\u200d"  # they shape the signs beside them
_MOST_CELLS = 100  # of a line; more is cut off on both sides
_BEFORE = 40  # signs that stay before the part where a line is cut
_MOST_OF_BLOCK = 2  # lines shown below a `|` or `>`

_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"")
_KEY = re.compile(r"[\w.-]+(?=\s*:(?:\s|$))")
_WORD = re.compile(r"\w[\w'’-]*|\S")
_BLOCK = re.compile(r"[|>][-+0-9]*\s*$")
_OPENING = {"[": 1, "{": 1, "]": -1, "}": -1}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One line that is shown: a line of the file, or an underlining."""

    number: int | None  # of the line; None: what follows underlines the line before
    text: str


def excerpt(text: str, mark: Mark, quoted: str = "") -> Iterator[Shown]:
    """Yield the line of the mark, its underlining, and the first lines of a block if one begins at the mark.

    If `quoted` is what stands at the mark, that is underlined.
    """
    lines = text.split("\n")
    if mark.line > len(lines):
        return
    line = lines[mark.line - 1]
    start, end = part(line, mark.column, quoted)
    left = max(start - _BEFORE, 0) if _cells(line) > _MOST_CELLS else 0
    cut = _cut(line[left:])
    lead = "…" if left else ""
    end = min(end, left + len(cut))
    yield Shown(number=mark.line, text=lead + _drawn(cut) + ("…" if left + len(cut) < len(line) else ""))
    yield Shown(number=None, text=" " * (len(lead) + _cells(line[left:start])) + _underlining(line[start:end]))
    if _BLOCK.match(line, start):
        yield from _block(lines, mark.line)


def part(line: str, column: int, quoted: str = "") -> tuple[int, int]:
    """Return where on its line the thing that begins in this column starts and ends, counted in characters from 0."""
    start = min(column - 1, len(line))
    if not line[start : start + 1].isprintable():
        return start, start + 1
    if quoted and line.startswith(quoted, start):
        return start, start + len(quoted)
    if found := _QUOTED.match(line, start) or _KEY.match(line, start):
        return start, found.end()
    before = line[:start].rstrip()
    if line[start : start + 1] in ("[", "{"):
        return start, _closing(line, start)
    if before.endswith((":", "[", "{", ",")) or before.strip() in ("", "-"):
        return start, _end_of_words(line, start)
    found = _WORD.match(line, start)
    return start, found.end() if found else start + 1


def _closing(line: str, start: int) -> int:
    depth = 0
    for position in range(start, len(line)):
        depth += _OPENING.get(line[position], 0)
        if depth == 0:
            return position + 1
    return len(line.rstrip())


def _end_of_words(line: str, start: int) -> int:
    """Return where words without quotes end: at a remark, and between brackets at a comma or the bracket."""
    within = sum(_OPENING.get(sign, 0) for sign in line[:start]) > 0
    ends = re.compile(r"\s*(?:[,\]}]|\s#|$)" if within else r"\s*(?:\s#|$)")
    found = ends.search(line, start + 1)
    return max(found.start() if found else 0, start + 1)


def _block(lines: list[str], number: int) -> Iterator[Shown]:
    indented = len(lines[number - 1]) - len(lines[number - 1].lstrip())
    for below, line in enumerate(lines[number : number + _MOST_OF_BLOCK], number + 1):
        if line.strip() and len(line) - len(line.lstrip()) <= indented:
            break
        cut = _cut(line)
        yield Shown(number=below, text=_drawn(cut) + ("…" if len(cut) < len(line) else ""))


def _underlining(underlined: str) -> str:
    return "^" + "~" * (_cells(underlined) - 1)


def _cut(line: str) -> str:
    """Return as much of the line as fits."""
    cells = 0
    for position, sign in enumerate(line):
        cells += _cells(sign)
        if cells > _MOST_CELLS:
            return line[:position]
    return line


def _drawn(line: str) -> str:
    return "".join(map(_drawn_sign, line))


def _drawn_sign(sign: str) -> str:
    if sign == "\t":
        return _TAB
    return sign if sign.isprintable() or sign in _JOINERS else _UNSEEN


def _cells(line: str) -> int:
    """Return how wide the line is on a terminal."""
    if line.isascii() and line.isprintable():
        return len(line)
    return sum(_cells_of(sign) for sign in line)


def _cells_of(sign: str) -> int:
    if sign == "\t":
        return len(_TAB)
    if sign in _JOINERS or unicodedata.category(sign) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1
