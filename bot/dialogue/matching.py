"""What typed words mean where taps are due: a choice by its label, a number on a scale, a name, an hour, a phrase.

Every reading may fail and then says None; nothing here asks again or moves on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from bot.dialogue.model import Choice, ManyAsk, Option, ScaleAsk, State
from bot.dialogue.words import Words
from bot.listening.hearing import plain, plain_or_signs

T = TypeVar("T")

NAME_LIMIT = 40  # characters; what a bubble's first line holds

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
YES_OR_NO = ("yes", "no")  # a label's first word that may be left out when it is typed

_BELOW_ZERO = ("-", "−")
_RATING = re.compile(
    r"(?:(?:about|maybe|perhaps|around|a|an|i would say|i'd say|i think|it is|it's)\s+)*(\w+)"
    r"(?:\s*(?:/|out of|of)\s*(?:10|ten))?"
    r"(?:,?\s+(?:i guess|i think|i would say|i'd say|maybe|perhaps|probably|or so|now|right now|today))*\Z"
)


def label_of(words: Words) -> str:
    """A button's label: authors put no values into one."""
    return words.fill({}).text


def choice_for(text: str, choices: tuple[Choice, ...]) -> Choice | None:
    """The choice whose label was typed: all of it, or its first words where no other begins so."""
    return by_label(text, [(choice, label_of(choice.label)) for choice in choices]) if choices else None


def names_a_button(text: str, state: State) -> bool:
    """Whether `text` is what stands on one of the state's buttons."""
    if choice_for(text, state.choices):
        return True
    match state.wait:
        case ManyAsk(options=options):
            return bool(options_for(text, options))
        case ScaleAsk() as scale:
            return rating(text, scale) is not None
        case _:
            return False


def options_for(text: str, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options named in a list such as "chest, throat and belly"; empty if one of its items is none of them."""
    items = [item for item in re.split(r"[,;\n]|\band\b", text, flags=re.I) if item.strip()]
    labels = [(option, label_of(option.label)) for option in options]
    found = [by_label(item, labels) for item in items]
    return tuple(dict.fromkeys(option for option in found if option)) if items and all(found) else ()


def by_label(text: str, labels: Iterable[tuple[T, str]]) -> T | None:
    """What bears the label that was typed: all of it, all but its yes or no, or words that it alone begins with."""
    return borne_by(whole_words(text), [(thing, whole_words(label)) for thing, label in labels])


def borne_by(typed: list[str], read: Sequence[tuple[T, list[str]]]) -> T | None:
    """As `by_label`, of words that were told apart before."""
    exact = [thing for thing, label in read if typed in (label, _bare(label))]
    if typed and exact:
        return exact[0]
    starts = [thing for thing, label in read if label[: len(typed)] == typed]
    return starts[0] if typed and len(starts) == 1 else None


def _bare(label: list[str]) -> list[str]:
    return label[1:] if label and label[0] in YES_OR_NO else label


def whole_words(text: str) -> list[str]:
    """Whole words are compared: "8" is not the beginning of "8:30". Of a text without words, its signs are."""
    words = [word for written in text.split() if (word := plain(written))]
    return words or plain_or_signs(text).split()


def rating(text: str, scale: ScaleAsk) -> int | None:
    """A number on the scale, as people type it: "7", "seven", "about 6", "6/10", "ten out of ten"."""
    found = _RATING.match(plain(text))
    if not found or text.strip().startswith(_BELOW_ZERO):
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
