"""Readers of what may stand at a place in the tree: words, a name, a number, one of a closed list, the keys of a
mapping.

Each reports what does not fit and then returns something harmless, so that the rest of the file is read as well.
Nothing is made from a file with problems.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from itertools import chain
from typing import Any, TypeVar

from bot.dialogue.words import Literal, MarkupError, Words, WordsPart, parse_words, utf16_length
from bot.language.grammar.tables import Definition, Fragment, Reader, Table, entries, reads, spelled
from bot.language.names import HOW_TO_NAME, NAME_PATTERN, is_name
from bot.language.problems import Mark, Report, Rule, suggest
from bot.language.source.nodes import Entry, Node, Scalar

E = TypeVar("E", bound=StrEnum)

LONGEST_LABEL = 40  # characters; what a phone shows of a button
LONGEST_TEXT = 3500  # UTF-16 units by the author; Telegram takes 4,096, the rest is left to what people said
LONGEST_HELPLINES = 2000  # of these, what `{helplines}` may take

_PLAIN_LABEL = re.compile(r"(?:\\[^\n]|[^\\*_{}\n])*\\?\Z")
_NOTHING = frozenset(("~", "null", "Null", "NULL"))  # YAML's words for it
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})\Z")

# Words may look like a number or like `true` to YAML: what stands there is read as it is written.
_WORDS: Fragment = {
    "type": ["string", "number", "boolean"],
    "pattern": r"\S",
    "patternErrorMessage": "Write something.",
}
WORDS = Definition(name="words", takes=_WORDS)
NAME = Definition(name="name", takes=spelled(NAME_PATTERN, HOW_TO_NAME))
LABEL = Definition(
    name="label",
    takes={
        **_WORDS,
        "pattern": rf"^(?=\s*\S)(?:\\[^\n]|[^\\*_{{}}\n]){{0,{LONGEST_LABEL}}}\\?\s*$",
        "patternErrorMessage": f"Write one line without *, _ and {{value}}, {LONGEST_LABEL} characters at most.",
    },
)


def at_most(length: int) -> Fragment:
    """Return the schema of words of at most `length` characters, without the space around them."""
    most = rf"^\s*\S(?:[\s\S]{{0,{length - 2}}}\S)?\s*$"
    return {**_WORDS, "pattern": most, "patternErrorMessage": f"Write something, {length:,} characters at most."}


def scalar(node: Node, report: Report) -> Scalar:
    """Read a text that is not empty."""
    if not isinstance(node, Scalar):
        advice = "If it is words that begin with { or [, put them in quotes."
        report.add(Rule.WRONG_SHAPE, node.mark, "One text belongs here.", advice)
    elif node.plain and node.text in _NOTHING:
        advice = "If it is a word, put it in quotes: without them YAML takes it for nothing."
        report.add(Rule.EMPTY_TEXT, node.mark, f"`{node.text}` stands here.", advice)
    elif not node.text.strip():
        report.add(Rule.EMPTY_TEXT, node.mark, "Nothing stands here.", "Write something, or take the key out.")
    else:
        return node
    return Scalar(*node.mark, text="x", raw="x", plain=True)


def mark_of_value(node: Node, name: str, otherwise: Mark) -> Mark:
    """Return where `{name}` first is in words of several lines; `otherwise` if there is one line, which is in sight."""
    if not isinstance(node, Scalar) or "\n" not in node.raw:
        return otherwise
    found = re.search(rf"\{{({re.escape(name)})[?}}]", node.text)
    return node.at(found.start(1)) if found else otherwise


def is_nothing(node: Node) -> bool:
    """Return whether the key has no value, by YAML's rules."""
    return isinstance(node, Scalar) and (not node.text.strip() or (node.plain and node.text in _NOTHING))


@reads(WORDS)
def text(node: Node, report: Report) -> str:
    """Read words without markup, without the line break at the end of a block."""
    return scalar(node, report).text.strip()


@reads(WORDS)
def words(node: Node, report: Report) -> Words:
    found = scalar(node, report)
    try:
        read = parse_words(found.text.rstrip())
    except MarkupError as error:
        advice = "Markup is *bold*, _italic_, {value} and {value?}."
        report.add(Rule.MARKUP, found.at(error.offset), str(error), advice)
        return Words(lines=())
    if 2 * len(found.text) > LONGEST_TEXT or "{" in found.text:  # else it cannot be too long
        check_length(written_length(read), found.mark, report, wide=not found.text.isascii())
    return read


@reads(WORDS)
def plain_words(node: Node, report: Report) -> Words:
    """Read words without values."""
    read = words(node, report)
    if read.holds_values:
        report.add(Rule.OUT_OF_PLACE, node.mark, "No value has a place in these words.", "Say it without one.")
    return read


@reads(LABEL)
def label(node: Node, report: Report) -> Words:
    """Read what stands on a button."""
    read = words(node, report)
    if read.lines and isinstance(node, Scalar) and not _PLAIN_LABEL.match(node.text.rstrip()):
        advice = "Write one line without *, _ and {value}."
        report.add(Rule.LABEL_NOT_PLAIN, node.mark, "A button holds plain words only.", advice)
        return Words(lines=())
    written = "".join(part.text for part in chain(*read.lines) if isinstance(part, Literal))
    if (width := _width(written)) > LONGEST_LABEL:
        sentence = f"This button's words are {width} characters long; {LONGEST_LABEL} is the most."
        if width > len(written):
            sentence = f"This button's words are as wide as {width} letters; {LONGEST_LABEL} is the most."
        report.add(Rule.LABEL_TOO_LONG, node.mark, sentence, "Say it shorter, and the rest in the text above.")
    return read


def _width(written: str) -> int:
    """Return the width in letters. An emoji or a Chinese character is as wide as two on a button."""
    return len(written) + sum(unicodedata.east_asian_width(sign) in ("W", "F") for sign in written)


def written_length(read: Words) -> int:
    """Return how much of a message the author's own words take, in UTF-16 units. Of the values only helplines count."""
    breaks = max(len(read.lines) - 1, 0)
    return breaks + sum(_length(part) for line in read.lines for part in line)


def _length(part: WordsPart) -> int:
    if isinstance(part, Literal):
        return utf16_length(part.text)
    return LONGEST_HELPLINES if part.name == "helplines" else utf16_length(part.otherwise or "")


def check_length(length: int, mark: Mark, report: Report, most: int = LONGEST_TEXT, *, wide: bool = False) -> None:
    """Report a text that is longer than `most`.

    `length` is in UTF-16 units, and `wide` says that some signs may be two of them.
    """
    if length > most:
        counted = ", as Telegram counts (an emoji is two or more)" if wide else ""
        sentence = f"This is {length:,} characters long{counted}; {most:,} is the most."
        report.add(Rule.TEXT_TOO_LONG, mark, sentence, "Say it shorter, or share it out over two.")


@reads(NAME)
def name(node: Node, report: Report) -> str:
    """Read the name of a value, a state, a choice or a dialogue."""
    found = scalar(node, report)
    if not is_name(found.text):
        advice = HOW_TO_NAME
        if found.text in ("true", "false", "null"):
            advice = "It means something else in YAML. Use another word."
        report.add(Rule.BAD_NAME, found.mark, f"`{found.text}` cannot be a name.", advice)
    return found.text


@reads(NAME)
def reference(node: Node, report: Report) -> str:
    """Read a name that is defined elsewhere. The checks look whether it is."""
    return scalar(node, report).text


def named(
    each: Fragment | Table | Reader[Any], *, least: int = 0, most: int | None = None
) -> Reader[tuple[Entry, ...]]:
    """Return a reader of a mapping from names to what `each` takes.

    It returns the entries. Its user reads their names and values, and counts them.
    """
    bounds = {"minProperties": least} | ({} if most is None else {"maxProperties": most})
    takes = {"type": "object", "propertyNames": NAME, "additionalProperties": each, **bounds}
    return Reader(read=entries, takes=takes)


def whole(low: int, high: int) -> Reader[int]:
    """Return a reader of a whole number from `low` to `high`."""

    @reads({"type": "integer", "minimum": low, "maximum": high})
    def read(node: Node, report: Report) -> int:
        found = scalar(node, report)
        if found.plain and _WHOLE.match(found.text) and low <= int(found.text) <= high:
            return int(found.text)
        report.add(Rule.BAD_NUMBER, found.mark, "A whole number belongs here.", f"Write one from {low} to {high}.")
        return low

    return read


@reads({"const": True})
def only_true(node: Node, report: Report) -> bool:
    """Read a key that is there or not, as in `end: true`."""
    found = scalar(node, report)
    if not (found.plain and found.text == "true"):
        report.add(Rule.ONLY_TRUE, found.mark, "Only `true` belongs here.", "Write `true`, or take the key out.")
    return True


def is_false(node: Node) -> bool:
    """Return whether the text is YAML's `false`."""
    return isinstance(node, Scalar) and node.plain and node.text == "false"


def one_of(kinds: type[E]) -> Reader[E]:
    """Return a reader of one word of a closed list."""
    members = {str(kind): kind for kind in kinds}

    @reads({"enum": list(members)})
    def read(node: Node, report: Report) -> E:
        found = scalar(node, report)
        if found.text not in members:
            report.add(
                Rule.UNKNOWN_WORD, found.mark, f"`{found.text}` is not known here.", suggest(found.text, members)
            )
        return members.get(found.text, next(iter(kinds)))

    return read
