"""What typed words mean where taps are due: a choice by its label, a number on a scale, a name, an hour, a phrase.

Every reading may fail and then says None; nothing here asks again or moves on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from bot.dialogue.model import Choice, Option, ScaleAsk
from bot.dialogue.words import Words
from bot.listening.hearing import plain

T = TypeVar("T")

NAME_LIMIT = 40  # characters; what a bubble's first line holds

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_RATING = re.compile(
    r"(?:(?:about|maybe|around|a|an|i would say|i'd say)\s+)*(\w+)(?:\s*(?:/|out of|of)\s*(?:10|ten))?\Z"
)


def label_of(words: Words) -> str:
    """A button's label: authors put no values into one."""
    return words.fill({}).text


def choice_for(text: str, choices: tuple[Choice, ...]) -> Choice | None:
    """The choice whose label was typed: all of it, or its beginning where no other begins so."""
    return _by_label(text, [(choice, label_of(choice.label)) for choice in choices])


def options_for(text: str, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options named in a list such as "chest, throat and belly"; empty if one of its items is none of them."""
    items = [item for item in re.split(r"[,;\n]|\band\b", text) if item.strip()]
    labels = [(option, label_of(option.label)) for option in options]
    found = [_by_label(item, labels) for item in items]
    return tuple(dict.fromkeys(option for option in found if option)) if items and all(found) else ()


def _by_label(text: str, labels: Iterable[tuple[T, str]]) -> T | None:
    typed = plain(text)
    if not typed:
        return None
    starts = [(thing, plain(label)) for thing, label in labels if plain(label).startswith(typed)]
    exact = [thing for thing, label in starts if label == typed]
    if exact:
        return exact[0]
    return starts[0][0] if len(starts) == 1 else None


def rating(text: str, scale: ScaleAsk) -> int | None:
    """ "7", "seven", "about 6", "6/10", "ten out of ten"."""
    found = _RATING.match(plain(text))
    if not found:
        return None
    word = found[1]
    number = int(word) if word.isdecimal() and len(word) < 4 else _NUMBERS.index(word) if word in _NUMBERS else None
    return number if number is not None and scale.low <= number <= scale.high else None


def name(text: str) -> str | None:
    """What to call someone: one short line, as they wrote it."""
    said = " ".join(text.split())
    return said if 0 < len(said) <= NAME_LIMIT and "\n" not in text.strip() else None


def same_phrase(text: str, phrase: str) -> bool:
    return plain(text) == plain(phrase)
