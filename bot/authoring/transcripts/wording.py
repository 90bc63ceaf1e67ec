"""Whether what was said is what a transcript tells, and how the two differ. Line breaks and spaces do not count.

In what is told, `...` stands for any words, and markup may stand or be left out.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from textwrap import fill, indent

from bot.dialogue.words import MarkupError, parse_words

ANY_WORDS = "..."
_WIDTH = 96  # of what is shown, beside its indentation


def says(told: str, said: str) -> bool:
    """Whether `said` is what is `told`."""
    return _plain(told) == _plain(said) or any(
        _pattern(way).fullmatch(_plain(said)) for way in {told, without_markup(told)}
    )


def without_markup(words: str) -> str:
    try:
        return parse_words(words).fill({}).text
    except (MarkupError, KeyError):  # the person's own words may hold such signs
        return words


def shown(words: str) -> str:
    return indent(fill(_plain(words), _WIDTH, break_long_words=False), "    ")


def difference(told: str, said: str) -> str:
    """Both, and below what is told but not said, and what is said but not told."""
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


def _pattern(told: str) -> re.Pattern[str]:
    words = (r"\S+(?: \S+)*" if word == ANY_WORDS else re.escape(word) for word in told.split())
    return re.compile(" ".join(words))


def _plain(words: str) -> str:
    return " ".join(words.split())
