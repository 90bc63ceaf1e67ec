"""What may stand at a place in the tree: words, a name, a number, one of a closed list, the keys of a mapping.

Each function reports what does not fit and then answers with something harmless, so that the rest of the file is read
as well; nothing is made of a file with problems.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.authoring.nodes import Entry, Mapping, Node, Scalar, Sequence
from bot.authoring.problems import Mark, Report, Rule, suggest
from bot.dialogue.words import Literal, MarkupError, Part, Words, parse_words, utf16_length

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

# A button's data is `key:turn:action`, 8 + 1 + 10 + 1 bytes and the action: with these it stays below Telegram's 64.
LONGEST_NAME = 24
LONGEST_LABEL = 40  # characters; what a phone shows of a button
LONGEST_TEXT = 3500  # UTF-16 units by the author; Telegram takes 4,096, the rest is left to what people said
LONGEST_HELPLINES = 2000  # of these, what `{helplines}` may take

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})\Z")


@dataclass(frozen=True, kw_only=True)
class Fields:
    """The entries of one mapping, by key."""

    found: dict[str, Entry]
    mark: Mark  # of whatever they belong to
    report: Report

    def __contains__(self, key: object) -> bool:
        return key in self.found

    def mark_of(self, key: str) -> Mark:
        return self.found[key].key.mark

    def take(self, key: str, read: Callable[[Node, Report], T]) -> T | None:
        return read(self.found[key].value, self.report) if key in self.found else None

    def need(self, key: str, read: Callable[[Node, Report], T]) -> T | None:
        """As `take`, for what must be there: its absence is a problem."""
        if key not in self:
            self.report.add(Rule.MISSING_KEY, self.mark, f"`{key}` is missing here.", f"Add `{key}: ...`.")
        return self.take(key, read)


def fields(node: Node, known: Collection[str], report: Report, *, mark: Mark | None = None) -> Fields:
    """The entries whose keys are `known`; any other is a problem. `mark` says where a missing one is reported."""
    found = {}
    for entry in entries(node, report):
        if entry.key.text in known:
            found[entry.key.text] = entry
        else:
            report.add(Rule.UNKNOWN_KEY, entry.key.mark, *_unknown_key(entry, known))
    return Fields(found=found, mark=mark or node.mark, report=report)


def _unknown_key(entry: Entry, known: Collection[str]) -> tuple[str, str]:
    sentence = f"`{entry.key.text}` is no key that belongs here."
    if isinstance(entry.value, Scalar) and entry.value.plain and not entry.value.text:
        return sentence, "If it is part of the words before it, put those in quotes: a comma ended them."
    return sentence, suggest(entry.key.text, known)


def entries(node: Node, report: Report) -> tuple[Entry, ...]:
    if isinstance(node, Mapping):
        return node.entries
    report.add(Rule.WRONG_SHAPE, node.mark, "Keys and values belong here.", "Write `key: value`, indented, one a line.")
    return ()


def items(node: Node, report: Report) -> tuple[Node, ...]:
    if isinstance(node, Sequence):
        return node.items
    report.add(
        Rule.WRONG_SHAPE, node.mark, "A list belongs here.", "Write `[a, b]`, or a line with a hyphen for each item."
    )
    return ()


def scalar(node: Node, report: Report) -> Scalar:
    """A text that is not empty."""
    if not isinstance(node, Scalar):
        advice = "If it is words that begin with { or [, put them in quotes."
        report.add(Rule.WRONG_SHAPE, node.mark, "One text belongs here.", advice)
    elif not node.text.strip():
        report.add(Rule.EMPTY_TEXT, node.mark, "Nothing stands here.", "Write something, or take the key out.")
    else:
        return node
    return Scalar(mark=node.mark, text="x", raw="x", plain=True)


def text(node: Node, report: Report) -> str:
    """Words without markup. The line break at the end of a block is not part of them."""
    return scalar(node, report).text.strip()


def words(node: Node, report: Report) -> Words:
    found = scalar(node, report)
    try:
        read = parse_words(found.text.rstrip())
    except MarkupError as error:
        advice = "Markup is *bold*, _italic_, {value} and {value?}."
        report.add(Rule.MARKUP, found.at(error.offset), str(error), advice)
        return Words(lines=())
    check_length(written_length(read), found.mark, report)
    return read


def label(node: Node, report: Report) -> Words:
    """What stands on a button."""
    read = words(node, report)
    parts = [part for line in read.lines for part in line]
    if len(read.lines) > 1 or any(not isinstance(part, Literal) or part.styles for part in parts):
        advice = "Write one line without *, _ and {value}."
        report.add(Rule.LABEL_NOT_PLAIN, node.mark, "A button holds plain words only.", advice)
    elif (length := sum(len(part.text) for part in parts if isinstance(part, Literal))) > LONGEST_LABEL:
        sentence = f"This button's words are {length} characters long; {LONGEST_LABEL} is the most."
        report.add(Rule.LABEL_TOO_LONG, node.mark, sentence, "Say it shorter, and the rest in the text above.")
    return read


def written_length(read: Words) -> int:
    """What the author's own words take of a message: no values but the helplines, which are an author's too."""
    breaks = max(len(read.lines) - 1, 0)
    return breaks + sum(_length(part) for line in read.lines for part in line)


def _length(part: Part) -> int:
    if isinstance(part, Literal):
        return utf16_length(part.text)
    return LONGEST_HELPLINES if part.name == "helplines" else 0


def check_length(length: int, mark: Mark, report: Report, most: int = LONGEST_TEXT) -> None:
    if length > most:
        sentence = f"This is {length:,} characters long; {most:,} is the most."
        report.add(Rule.TEXT_TOO_LONG, mark, sentence, "Say it shorter, or share it out over two.")


def name(node: Node, report: Report) -> str:
    """The name of a value, a state, a choice, a dialogue."""
    found = scalar(node, report)
    if not is_name(found.text):
        advice = f"Use small letters, digits and _, beginning with a letter, {LONGEST_NAME} at most."
        report.add(Rule.BAD_NAME, found.mark, f"`{found.text}` cannot be a name.", advice)
    return found.text


def is_name(word: str) -> bool:
    return len(word) <= LONGEST_NAME and _NAME.match(word) is not None


def whole(low: int, high: int) -> Callable[[Node, Report], int]:
    """Reads a whole number from `low` to `high`."""

    def read(node: Node, report: Report) -> int:
        found = scalar(node, report)
        if found.plain and _WHOLE.match(found.text) and low <= int(found.text) <= high:
            return int(found.text)
        report.add(Rule.BAD_NUMBER, found.mark, "A whole number belongs here.", f"Write one from {low} to {high}.")
        return low

    return read


def only_true(node: Node, report: Report) -> bool:
    """For keys that are there or not: `end: true`."""
    found = scalar(node, report)
    if not (found.plain and found.text == "true"):
        report.add(Rule.ONLY_TRUE, found.mark, "Only `true` belongs here.", "Write `true`, or take the key out.")
    return True


def is_false(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text == "false"


def one_of(kinds: type[E]) -> Callable[[Node, Report], E]:
    """Reads one word of a closed list."""

    def read(node: Node, report: Report) -> E:
        found = scalar(node, report)
        members = {str(kind): kind for kind in kinds}
        if found.text not in members:
            report.add(
                Rule.UNKNOWN_WORD, found.mark, f"`{found.text}` is not known here.", suggest(found.text, members)
            )
        return members.get(found.text, next(iter(kinds)))

    return read
