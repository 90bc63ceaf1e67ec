"""Looks for the commonest slips behind a complaint of libyaml, in the lines around it.

libyaml says where it gave up, which may be far below the slip. `yaml_complaints.py` explains the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from yaml import Mark as Place
from yaml import MarkedYAMLError

from bot.language.problems import Mark
from bot.language.source.nodes import Scalar

Slip = tuple[Mark, str, str]  # where it is, what is wrong, what to do about it

# Words that begin with a quote from a word processor.
_CURLY = re.compile(r"(?:^|[:{\[,-])\s*([\u2018-\u201f\u00ab\u00bb])")
_KEY = re.compile(r"\s*(?:-\s+)*[A-Za-z_]\w*\Z")
_VALUE = re.compile(r"\s*(?:-\s+)*[A-Za-z_]\w*:\s+\S")
_WITHOUT_SPACE = re.compile(r"\s*(?:-\s+)*(?P<key>[A-Za-z_]\w*):(?!//)(?P<words>[^\s:][^\n]*)")
_KEY_WITHIN = re.compile(r"\n\s*(?:-\s+)*[A-Za-z_]\w*:(?:\s|\Z)")
_OPENING = re.compile(r"(?:^|:|-)\s+([{\[])")
_MOST_QUOTED = 30  # characters


class Quoted(NamedTuple):
    """Words in quotes, and where in the source they end."""

    scalar: Scalar
    end: int


def slip(error: MarkedYAMLError, source: str, quoted: Quoted | None) -> Slip | None:
    """Return the slip behind the complaint, or None if it is none of these.

    `quoted` are the last words in quotes before the complaint.
    """
    place = error.problem_mark
    if place is None:
        return None
    said, lines = error.problem or "", source.split("\n")
    line = lines[place.line] if place.line < len(lines) else ""
    if quoted and not source[quoted.end : place.index].strip():
        return _misquoted(quoted)
    if found := _CURLY.search(line, 0, place.column + 1):
        sentence = f"The quote `{found[1]}` is a letter to YAML."
        return Mark(place.line + 1, found.start(1) + 1), sentence, "Put straight quotes around the words: \" or '."
    if without_space := _without_space(error, lines, place):
        return without_space
    if "mapping values are not allowed" in said and _KEY.match(line[: place.column]):
        return _too_far_in(lines, place)
    if "expected key" in said and line[: place.column].rstrip().endswith(("}", "]")):
        return _bracket_before_words(line, place)
    began = error.context_mark
    if began and began.line == place.line and source[place.index : place.index + 1] == ":":
        advice = 'Put words that hold ": " in quotes.'
        return _mark(place), "A colon stands here where no key can be.", advice
    return None


def _misquoted(quoted: Quoted) -> Slip:
    scalar = quoted.scalar
    sign = scalar.raw[0]
    if _KEY_WITHIN.search(scalar.raw):
        closes = scalar.line + scalar.raw.count("\n")
        sentence = f"The quote that opens here does not close before line {closes}."
        return scalar.mark, sentence, f"Close it with {sign} where its words end."
    lines = scalar.raw.split("\n")
    column = len(lines[-1]) + (scalar.column - 1 if len(lines) == 1 else 0)
    other = '"' if sign == "'" else "'"
    within = "''" if sign == "'" else '\\"'
    advice = f"Put all the words between {other} and {other}, or write {within} for a {sign} within them."
    return Mark(scalar.line + len(lines) - 1, column), "The quote closes here, and the words go on.", advice


def _without_space(error: MarkedYAMLError, lines: list[str], place: Place) -> Slip | None:
    """Return a slip such as `ask:Which`, in the line above, in the line itself, or where the trouble began."""
    began = error.context_mark
    for number in (_line_above(lines, place.line), place.line, began.line if began else None):
        if number is None or number >= len(lines):
            continue
        found = _WITHOUT_SPACE.match(lines[number])
        if found:
            words = found["words"]
            short = words if len(words) <= _MOST_QUOTED else f"{words[:_MOST_QUOTED].rstrip()}…"
            advice = f"Write `{found['key']}: {short}`."
            return Mark(number + 1, found.start("key") + 1), "The colon has no space behind it.", advice
    return None


def _line_above(lines: list[str], number: int) -> int | None:
    return next(_lines_above(lines, number), None)


def _lines_above(lines: list[str], number: int) -> Iterator[int]:
    """Yield the numbers of the lines above that hold something, the nearest first."""
    return (above for above in range(number - 1, -1, -1) if lines[above].strip())


def _too_far_in(lines: list[str], place: Place) -> Slip | None:
    above = _line_above(lines, place.line)
    if above is None or not _VALUE.match(lines[above]):
        return None
    start, beside = (len(lines[number]) - len(lines[number].lstrip()) for number in (place.line, above))
    if start <= beside:
        return None
    spaces = "1 space" if start - beside == 1 else f"{start - beside} spaces"
    sentence = f"This line stands {spaces} further in than line {above + 1}, which has its value already."
    return Mark(place.line + 1, start + 1), sentence, "Begin both in the same column."


def _bracket_before_words(line: str, place: Place) -> Slip | None:
    found = _OPENING.search(line, 0, place.column)
    if found is None:
        return None
    sentence = f"Words cannot begin with {found[1]} unless they are in quotes."
    return Mark(place.line + 1, found.start(1) + 1), sentence, "Put all the words in quotes."


def _mark(place: Place) -> Mark:
    return Mark(place.line + 1, place.column + 1)
