"""Decides whether what was said is what a transcript tells, and shows how they differ. Spaces and line breaks do not
count.

In what is told, `...` stands for any words, and markup may be left out.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from textwrap import fill, indent

from bot.dialogue.words import MarkupError, parse_words

ANY_WORDS = "..."
_WIDTH = 96  # of what is shown, beside its indentation


def says(told: str, said: str) -> bool:
    """Return whether `said` is what is `told`."""
    words = said.split()
    return told.split() == words or any(_is(way.split(), words, 1) for way in {told, without_markup(told)})


def lists(told: Sequence[str], said: Sequence[str]) -> bool:
    """Return whether `said` are the labels that are `told`, where `...` stands for any others or none."""
    return _is(told, said, 0)


def without_markup(words: str) -> str:
    """Return the words without markup; as they are if they are no markup."""
    try:
        return parse_words(words).fill({}).text
    except (MarkupError, KeyError):  # the person's own words may hold such signs
        return words


def shown(words: str) -> str:
    """Return the words wrapped and indented."""
    return indent(fill(_plain(words), _WIDTH, break_long_words=False), "    ")


def difference(told: str, said: str) -> str:
    """Return both, and below them what is told but not said, and what is said but not told."""
    parts = [f"  told:\n{shown(told)}", f"  said:\n{shown(said)}"]
    if _plain(told) and ANY_WORDS not in told.split():
        parts.append(indent(fill(" ".join(_marked(without_markup(told).split(), said.split())), _WIDTH), "    "))
    return "\n".join(parts)


def _marked(told: list[str], said: list[str]) -> Iterator[str]:
    for kind, a, b, c, d in difflib.SequenceMatcher(a=told, b=said, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from _shortened(told[a:b])
            continue
        if a < b:
            yield f"[-{' '.join(told[a:b])}-]"
        if c < d:
            yield f"[+{' '.join(said[c:d])}+]"


def _shortened(words: list[str]) -> Iterable[str]:
    return words if len(words) <= 8 else (*words[:4], ANY_WORDS, *words[-4:])


def _is(told: Sequence[str], said: Sequence[str], least: int) -> bool:
    """Return whether the items are the same, with at least so many for each `...`.

    The parts between two of them are looked for as early as possible: that leaves the most room for the others.
    """
    first, *parts = _parts(told)
    if said[: len(first)] != first or not parts:
        return said == first
    *between, last = parts
    at = len(first)
    for part in between:
        found = next((n for n in range(at + least, len(said)) if said[n : n + len(part)] == part), None)
        if found is None:
            return False
        at = found + len(part)
    return at + least <= len(said) - len(last) and said[len(said) - len(last) :] == last


def _parts(told: Sequence[str]) -> list[list[str]]:
    """Return what is before, between and after all `...`."""
    parts: list[list[str]] = [[]]
    for word in told:
        if word == ANY_WORDS:
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _plain(words: str) -> str:
    return " ".join(words.split())
