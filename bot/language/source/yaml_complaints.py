"""Puts libyaml's complaints into a coach's words. `common_slips.py` finds the well-known slips behind them."""

from __future__ import annotations

from dataclasses import dataclass

from yaml import MarkedYAMLError

from bot.language.problems import Mark
from bot.language.source.common_slips import Quoted, slip

_QUOTE = 'Put words that hold ": " or begin with a sign in quotes, or write them behind `|` on lines of their own.'


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What is wrong with the YAML of a file, and what to do."""

    mark: Mark
    sentence: str
    advice: str


# The first whose part is in libyaml's own sentence counts. True: point to where the trouble began, not where it showed.
_MEANINGS: tuple[tuple[str, bool, str, str], ...] = (
    ("mapping values are not allowed", False, "A colon stands here where no key can be.", _QUOTE),
    ("alphabetic or numeric", True, "Words cannot begin with this sign.", _QUOTE),
    ("cannot start any token", False, "Words cannot begin with this sign.", _QUOTE),
    ("mapping keys are not allowed", False, "Words cannot begin with this sign.", _QUOTE),
    ("unexpected end of stream", True, "The quote that opens here never closes.", "Close it with the same sign."),
    (
        "unknown escape",
        False,
        "This backslash means nothing in double quotes.",
        "Write two backslashes, or use single quotes.",
    ),
    (
        "expected ',' or",
        True,
        "The bracket that opens here is not closed rightly.",
        "Close it, and put a comma between its parts.",
    ),
    (
        "expected ':'",
        True,
        "A key stands here without its colon.",
        "Write `key: value`, or indent the line to go on with words.",
    ),
    (
        "expected key",
        False,
        "This does not fit what stands before it.",
        "Check the indentation and the quotes here and above.",
    ),
    ("expected '-'", False, "A list is interrupted here.", "Begin each item with a hyphen at the same indentation."),
    (
        "sequence entries",
        False,
        "A list cannot begin on this line.",
        "Begin each item on a line of its own, or use quotes.",
    ),
    ("comment or line break", False, "Words stand beside `|` or `>`.", "Begin them on the next line, indented."),
    ("document start", False, "Something stands behind the end of the document.", "Take out the line of three dots."),
)


def complaint(error: MarkedYAMLError, source: str, quoted: Quoted | None) -> Complaint:
    """Return the complaint in a coach's words. `quoted` are the last words in quotes before it."""
    if found := slip(error, source, quoted):
        mark, sentence, advice = found
        return Complaint(mark=mark, sentence=sentence, advice=advice)
    said = error.problem or ""
    for part, began, sentence, advice in _MEANINGS:
        if part in said:
            return Complaint(mark=_mark(error, began=began), sentence=sentence, advice=advice)
    return Complaint(
        mark=_mark(error, began=False), sentence=f"This is no YAML: {said}.", advice="Check the line and the one above."
    )


def _mark(error: MarkedYAMLError, *, began: bool) -> Mark:
    mark = (error.context_mark if began else None) or error.problem_mark
    return Mark(line=mark.line + 1, column=mark.column + 1) if mark else Mark(line=1, column=1)
