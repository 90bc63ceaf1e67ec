"""What a session keeps of an answer: words, a number, a tap, or that it was skipped. Also writes and reads these as
JSON.

Knows neither where a value is kept nor what follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialogue.effects import AnswerPart


@dataclass(frozen=True, kw_only=True)
class Said:
    """An answer in words, in the messages that they came in.

    `answer` is its number in the journal, or None if the words were only read and the journal has none of them.
    """

    parts: tuple[AnswerPart, ...]
    answer: int | None = None

    @property
    def words(self) -> str:
        """Return the words of all messages, one a line."""
        return words_in(self.parts)


@dataclass(frozen=True, kw_only=True)
class Number:
    """An answer that is a number: a rating, or how often a button was tapped."""

    value: int


@dataclass(frozen=True, kw_only=True)
class Picked:
    """One tapped choice or several ticked options: their keys, and their labels as they were at the time."""

    keys: tuple[str, ...]
    words: str


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """A question that the person left out. Conditions are cautious and take it as the highest number."""


Value = Said | Number | Picked | Skipped


def words_in(parts: tuple[AnswerPart, ...]) -> str:
    """Return the words of these messages, one message a line. Voice notes without words are left out."""
    return "\n".join(part.words for part in parts if part.words)


def part_to(part: AnswerPart) -> dict[str, Any]:
    """Return the message as JSON values."""
    return {k: v for k, v in vars(part).items() if v is not None}


def value_to(value: Value) -> dict[str, Any]:
    """Return the value as JSON values."""
    match value:
        case Said():
            return {"said": [part_to(p) for p in value.parts], "answer": value.answer}
        case Number():
            return {"number": value.value}
        case Picked():
            return {"picked": list(value.keys), "words": value.words}
        case Skipped():
            return {"skipped": True}


def value_from(data: Mapping[str, Any]) -> Value:
    """Return the value that `value_to` wrote."""
    if "said" in data:
        return Said(parts=tuple(AnswerPart(**p) for p in data["said"]), answer=data["answer"])
    if "number" in data:
        return Number(value=data["number"])
    if "picked" in data:
        return Picked(keys=tuple(data["picked"]), words=data["words"])
    return Skipped()


def values_to(values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the values as JSON values, by their names."""
    return {name: value_to(value) for name, value in values.items()}


def values_from(data: Mapping[str, Any]) -> dict[str, Value]:
    """Return the values that `values_to` wrote, by their names."""
    return {name: value_from(value) for name, value in data.items()}
