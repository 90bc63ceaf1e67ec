"""The steps by which texts that people write become comparable. Knows no cue, no label and no place: each room that
compares says itself which steps it takes, and what else it leaves out. PURE; everybody may import it.
"""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "'’ʼ`"  # as keyboards put them in: all mean the first

_STRAIGHT = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")  # without width, or a hint where a line may break
_VARIATIONS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # how the sign before looks, in colour or not
_OF_A_WORD = re.compile(r"[^\W_]")


def with_straight_apostrophes(text: str) -> str:
    """Return `text` with one kind of apostrophe."""
    return text.translate(_STRAIGHT)


def without_invisible(text: str) -> str:
    """Return `text` without signs that nobody sees: people put them in unknowingly, or to get past a filter."""
    return _INVISIBLE.sub("", text)


def without_variations(text: str) -> str:
    """Return `text` without what only says how a sign looks: a keyboard puts it behind an emoji, or does not."""
    return _VARIATIONS.sub("", text)


def folded(text: str) -> str:
    """Return `text` with one kind of apostrophe, without case, one space between words."""
    return " ".join(text.translate(_STRAIGHT).casefold().split())


def is_mark(sign: str) -> bool:
    """Return whether a sign belongs to the letter before it, as an accent or a vowel does.

    `अच्छा` and `अच्छी` differ in theirs.
    """
    return unicodedata.category(sign) in ("Mn", "Mc") and not _VARIATIONS.match(sign)


def without_edges(text: str) -> str:
    """Return `text` from its first letter or digit to its last, with the marks of that; empty where there is none."""
    if text and text[0].isalnum() and text[-1].isalnum():  # as most words: nothing stands at their edges
        return text
    first, last = _OF_A_WORD.search(text), _OF_A_WORD.search(text[::-1])
    if not first or not last:
        return ""
    end = len(text) - last.start()
    while end < len(text) and is_mark(text[end]):
        end += 1
    return text[first.start() : end]
