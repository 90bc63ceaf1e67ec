"""What may stand in a mapping of a file: its table of keys, each with what reads it and a sentence about it.

The builder reads files by these tables, and the JSON Schema that editors go by is made of them (`json_schema`), so
neither can know a key or a bound that the other does not. Knows no dialogues: the tables stand beside what is built
from them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from bot.language.problems import Mark, Report, Rule, nearest, suggest
from bot.language.source.nodes import Entry, Node, Scalar, Sequence
from bot.language.source.nodes import Mapping as Tree

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

# A part of a JSON Schema. A reader, a table or a definition may stand in it for the schema of what it takes.
Fragment = Mapping[str, Any]

_LONGEST_COMPARED = 100  # characters; no key is longer, and comparing takes time that grows with the square


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A fragment that stands in many places, so the schema writes it once."""

    name: str  # unlike any other's, and any table's
    takes: Fragment


@dataclass(frozen=True, kw_only=True)
class Reader(Generic[T_co]):
    """Reads what stands at a place: reports what does not fit, and then answers with something harmless."""

    read: Callable[[Node, Report], T_co]
    takes: Fragment | Definition | Table | Reader[Any]

    def __call__(self, node: Node, report: Report) -> T_co:
        return self.read(node, report)


def reads(takes: Fragment | Definition | Table | Reader[Any]) -> Callable[[Callable[[Node, Report], T]], Reader[T]]:
    """Makes a function a reader. `takes` must hold for whatever it reads without a problem."""
    return lambda read: Reader(read=read, takes=takes)


@dataclass(frozen=True, kw_only=True)
class Key(Generic[T_co]):
    name: str
    reader: Reader[T_co]
    about: str  # for editors, one or two sentences
    needed: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """The keys of one kind of mapping. They are given to it by `key`, right where it is made, and never later."""

    name: str  # unlike any other table's
    about: str
    rules: tuple[Fragment, ...] = ()  # which keys may stand together; held by the builder in its own way
    keys: dict[str, Key[Any]] = field(default_factory=dict)
    slips: Mapping[str, str] = field(default_factory=dict)  # keys that people write here, each for one that is known
    elsewhere: Mapping[str, str] = field(default_factory=dict)  # keys that belong somewhere else, each with the advice

    def key(self, name: str, reader: Reader[T], about: str, *, needed: bool = False) -> Key[T]:
        key = Key(name=name, reader=reader, about=about, needed=needed)
        self.keys[name] = key
        return key

    def eased(self, name: str) -> Table:
        """The same keys, none of them needed."""
        keys = {key.name: replace(key, needed=False) for key in self.keys.values()}
        return replace(self, name=name, keys=keys)

    def read(self, node: Node, report: Report, *, mark: Mark | None = None) -> Found:
        """The entries of a mapping, by key; any other is a problem. `mark` says where a missing one is reported."""
        found = {}
        meant = set()
        for entry in entries(node, report):
            text = entry.key.text
            if text in self.keys:
                found[text] = entry
            else:
                likely = _likely(text, self)
                advice = _advice(entry, self, likely, in_flow=_is_in_flow(node))
                report.add(Rule.UNKNOWN_KEY, entry.key.mark, f"`{text}` is no key that belongs here.", advice)
                meant.add(likely)
        return Found(entries=found, mark=mark or node.mark, report=report, meant=frozenset(meant))


@dataclass(frozen=True, kw_only=True)
class Found:
    """The entries of one mapping, by key."""

    entries: dict[str, Entry]
    mark: Mark  # of whatever they belong to
    report: Report
    # Keys that are probably there under a wrong name, so they are not missing as well.
    meant: frozenset[str | None] = frozenset()

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self.entries)

    def mark_of(self, key: str) -> Mark:
        return self.entries[key].key.mark

    def take(self, key: Key[T]) -> T | None:
        """What the key's reader makes of it. Where a needed one is missing, that is a problem."""
        entry = self.entries.get(key.name)
        if entry is not None:
            return key.reader.read(entry.value, self.report)
        if key.needed and key.name not in self.meant:
            sentence = f"`{key.name}` is missing here."
            self.report.add(Rule.MISSING_KEY, self.mark, sentence, f"Add `{key.name}: ...`.")
        return None

    def given(self, key: Key[T]) -> T | None:
        """As `take`, where even a needed one may be missing."""
        entry = self.entries.get(key.name)
        return None if entry is None else key.reader.read(entry.value, self.report)


def _likely(text: str, table: Table) -> str | None:
    """The key that was probably meant."""
    if text in table.elsewhere:
        return None
    if (joined := text.partition(":")[0]) in table.keys:
        return joined
    return table.slips.get(text) or nearest(text, table.keys)


def _advice(entry: Entry, table: Table, likely: str | None, *, in_flow: bool) -> str:
    text = entry.key.text
    is_empty = isinstance(entry.value, Scalar) and not entry.value.raw
    if text in table.elsewhere:
        return table.elsewhere[text]
    if ":" in text and likely:
        return f"Put a space behind the colon: `{likely}: ...`."
    if is_empty and in_flow:
        return "If it is part of the words before it, put those in quotes: a comma ended them."
    if text in table.slips:
        return f"Did you mean `{likely}`?"
    if _holds_keys_of(table, entry.value) or (is_empty and not _is_close(text, table)):
        return f"If it is a {table.name.removeprefix('overlay_')} by itself, begin it in the column of the others."
    return suggest(text, table.keys)


def _is_in_flow(node: Node) -> bool:
    """Whether the keys stand between { and }: a mapping without begins where its first key does."""
    return isinstance(node, Tree) and bool(node.entries) and node.mark != node.entries[0].key.mark


def _holds_keys_of(table: Table, value: Node) -> bool:
    return isinstance(value, Tree) and bool(value.entries) and all(e.key.text in table.keys for e in value.entries)


def _is_close(text: str, table: Table) -> bool:
    return bool(difflib.get_close_matches(text[:_LONGEST_COMPARED], table.keys, n=1, cutoff=0.8))


def entries(node: Node, report: Report) -> tuple[Entry, ...]:
    if isinstance(node, Tree):
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


def pattern(expression: re.Pattern[str], around: str = "") -> str:
    """An expression that is matched from the start, as JSON Schema writes it; `around` may stand before and behind."""
    plain = re.sub(r"\(\?P<\w+>", "(?:", expression.pattern).removesuffix(r"\Z").replace(r"\Z", "$")
    return f"^{around}{plain}{around}$"


def spelled(expression: re.Pattern[str], advice: str, around: str = "") -> Fragment:
    """A text that the expression matches, as for `pattern`. `advice` is what editors show where it does not."""
    return {"type": "string", "pattern": pattern(expression, around), "patternErrorMessage": advice}
