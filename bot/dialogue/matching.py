"""What typed words mean where a tap is due: a choice by its label, a number on a scale, a name, a phrase.

Each function returns None, or nothing, if the words do not fit. Nothing here asks again or moves on.
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
    """Return the text of a button's label. Labels hold no values."""
    return words.fill({}).text


def choice_for(text: str, choices: tuple[Choice, ...]) -> Choice | None:
    """Return the choice whose label was typed, or None. What counts as typing a label, `by_label` says."""
    return by_label(text, [(choice, label_of(choice.label)) for choice in choices]) if choices else None


def names_a_button(text: str, state: State) -> bool:
    """Return whether `text` is the label of one of the state's buttons."""
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
    """Return the options named in a list such as "chest, throat and belly"; none if one of its items is no option."""
    items = [item for item in re.split(r"[,;\n]|\band\b", text, flags=re.I) if item.strip()]
    labels = [(option, label_of(option.label)) for option in options]
    found = [by_label(item, labels) for item in items]
    return tuple(dict.fromkeys(option for option in found if option)) if items and all(found) else ()


def by_label(text: str, labels: Iterable[tuple[T, str]]) -> T | None:
    """Return the thing whose label was typed, or None.

    A label may be typed whole, without its yes or no, or by first words that no other label begins with.
    """
    return borne_by(whole_words(text), [(thing, whole_words(label)) for thing, label in labels])


def borne_by(typed: list[str], read: Sequence[tuple[T, list[str]]]) -> T | None:
    """Return what `by_label` does, for labels that were split into words before."""
    exact = [thing for thing, label in read if typed in (label, _bare(label))]
    if typed and exact:
        return exact[0]
    starts = [thing for thing, label in read if label[: len(typed)] == typed]
    return starts[0] if typed and len(starts) == 1 else None


def _bare(label: list[str]) -> list[str]:
    return label[1:] if label and label[0] in YES_OR_NO else label


def whole_words(text: str) -> list[str]:
    """Return the words of a text, so that whole words are compared: "8" is not the beginning of "8:30".

    For a text without words, return its signs, such as emoji.
    """
    words = [word for written in text.split() if (word := plain(written))]
    return words or plain_or_signs(text).split()


def rating(text: str, scale: ScaleAsk) -> int | None:
    """Return the number on the scale that was typed, or None.

    People type "7", "seven", "about 6", "6/10" or "ten out of ten".
    """
    found = _RATING.match(plain(text))
    if not found or text.strip().startswith(_BELOW_ZERO):
        return None
    word = found[1]
    number = int(word) if word.isdecimal() and len(word) < 4 else _NUMBERS.index(word) if word in _NUMBERS else None
    return number if number is not None and scale.low <= number <= scale.high else None


def name(text: str) -> str | None:
    """Return what to call somebody, as they wrote it; None if it is not one short line."""
    said = " ".join(text.split())
    return said if 0 < len(said) <= NAME_LIMIT and "\n" not in text.strip() else None


def same_phrase(text: str, phrase: str) -> bool:
    """Return whether both are the same words, however they are written."""
    return plain(text) == plain(phrase)
