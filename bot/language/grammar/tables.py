"""What may be in a mapping of a file: its table of keys, each with its reader and a sentence about it.

The builder reads files by these tables, and `workbench/json_schema.py` makes the schema for editors from them, so both
know the same keys and bounds. Knows no dialogues: each table is in the module that builds from it.
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
    """A fragment that is used in many places. The schema writes it once."""

    name: str  # unlike any other's, and any table's
    takes: Fragment


@dataclass(frozen=True, kw_only=True)
class Reader(Generic[T_co]):
    """Reads what is at a place in the tree: reports what does not fit, and then returns something harmless."""

    read: Callable[[Node, Report], T_co]
    takes: Fragment | Definition | Table | Reader[Any]

    def __call__(self, node: Node, report: Report) -> T_co:
        return self.read(node, report)


def reads(takes: Fragment | Definition | Table | Reader[Any]) -> Callable[[Callable[[Node, Report], T]], Reader[T]]:
    """Return a decorator that makes a function a reader. `takes` must accept whatever it reads without a problem."""
    return lambda read: Reader(read=read, takes=takes)


@dataclass(frozen=True, kw_only=True)
class Key(Generic[T_co]):
    """A key of a mapping, with what reads it."""

    name: str
    reader: Reader[T_co]
    about: str  # for editors, one or two sentences
    needed: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """The keys of one kind of mapping. `key` adds them where the table is made, and never later."""

    name: str  # unlike any other table's
    about: str
    rules: tuple[Fragment, ...] = ()  # which keys may stand together; held by the builder in its own way
    keys: dict[str, Key[Any]] = field(default_factory=dict)
    slips: Mapping[str, str] = field(default_factory=dict)  # keys that people write here, each for one that is known
    elsewhere: Mapping[str, str] = field(default_factory=dict)  # keys that belong somewhere else, each with the advice

    def key(self, name: str, reader: Reader[T], about: str, *, needed: bool = False) -> Key[T]:
        """Add a key, and return it."""
        key = Key(name=name, reader=reader, about=about, needed=needed)
        self.keys[name] = key
        return key

    def eased(self, name: str) -> Table:
        """Return a table with the same keys, none of which is needed."""
        keys = {key.name: replace(key, needed=False) for key in self.keys.values()}
        return replace(self, name=name, keys=keys)

    def read(self, node: Node, report: Report, *, mark: Mark | None = None) -> Found:
        """Return the entries of a mapping, by key, and report all other keys.

        `mark` says where a missing key is reported.
        """
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
    """The entries that were found in one mapping, by key."""

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
        """Return where the key is written."""
        return self.entries[key].key.mark

    def take(self, key: Key[T]) -> T | None:
        """Return what the key's reader makes of it; None if it is missing. Report a needed key that is missing."""
        entry = self.entries.get(key.name)
        if entry is not None:
            return key.reader.read(entry.value, self.report)
        if key.needed and key.name not in self.meant:
            sentence = f"`{key.name}` is missing here."
            self.report.add(Rule.MISSING_KEY, self.mark, sentence, f"Add `{key.name}: ...`.")
        return None

    def given(self, key: Key[T]) -> T | None:
        """Return what `take` does, without a report if a needed key is missing."""
        entry = self.entries.get(key.name)
        return None if entry is None else key.reader.read(entry.value, self.report)


def _likely(text: str, table: Table) -> str | None:
    """Return the key that was probably meant, or None."""
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
    """Return whether the keys stand between { and }. Without these, a mapping begins where its first key does."""
    return isinstance(node, Tree) and bool(node.entries) and node.mark != node.entries[0].key.mark


def _holds_keys_of(table: Table, value: Node) -> bool:
    return isinstance(value, Tree) and bool(value.entries) and all(e.key.text in table.keys for e in value.entries)


def _is_close(text: str, table: Table) -> bool:
    return bool(difflib.get_close_matches(text[:_LONGEST_COMPARED], table.keys, n=1, cutoff=0.8))


def entries(node: Node, report: Report) -> tuple[Entry, ...]:
    """Return the entries of a mapping. Report anything else."""
    if isinstance(node, Tree):
        return node.entries
    report.add(Rule.WRONG_SHAPE, node.mark, "Keys and values belong here.", "Write `key: value`, indented, one a line.")
    return ()


def items(node: Node, report: Report) -> tuple[Node, ...]:
    """Return the items of a list. Report anything else."""
    if isinstance(node, Sequence):
        return node.items
    report.add(
        Rule.WRONG_SHAPE, node.mark, "A list belongs here.", "Write `[a, b]`, or a line with a hyphen for each item."
    )
    return ()


def pattern(expression: re.Pattern[str], around: str = "") -> str:
    """Return the expression, which is matched from the start, as JSON Schema writes it.

    `around` is an expression for what may stand before and after it.
    """
    plain = re.sub(r"\(\?P<\w+>", "(?:", expression.pattern).removesuffix(r"\Z").replace(r"\Z", "$")
    return f"^{around}{plain}{around}$"


def spelled(expression: re.Pattern[str], advice: str, around: str = "") -> Fragment:
    """Return the schema of a text that the expression matches, as for `pattern`.

    Editors show `advice` where it does not match.
    """
    return {"type": "string", "pattern": pattern(expression, around), "patternErrorMessage": advice}
