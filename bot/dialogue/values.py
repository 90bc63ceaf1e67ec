"""What is kept on the way: an answer's words, a number, a tap, or that it was left out. And each of them as JSON.

Knows neither where it was kept nor what follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialogue.effects import AnswerPart


@dataclass(frozen=True, kw_only=True)
class Said:
    """Words, in the messages they came in. `answer` is the journal's number of them; None for what is only read."""

    parts: tuple[AnswerPart, ...]
    answer: int | None = None

    @property
    def words(self) -> str:
        return words_in(self.parts)


@dataclass(frozen=True, kw_only=True)
class Number:
    value: int


@dataclass(frozen=True, kw_only=True)
class Picked:
    """A tapped choice, or several: their keys, and the labels as they stood."""

    keys: tuple[str, ...]
    words: str


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """Left out by the person. Comparisons treat it as the cautious side: as the highest number."""


Value = Said | Number | Picked | Skipped


def words_in(parts: tuple[AnswerPart, ...]) -> str:
    return "\n".join(part.words for part in parts if part.words)


def part_to(part: AnswerPart) -> dict[str, Any]:
    return {k: v for k, v in vars(part).items() if v is not None}


def value_to(value: Value) -> dict[str, Any]:
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
    if "said" in data:
        return Said(parts=tuple(AnswerPart(**p) for p in data["said"]), answer=data["answer"])
    if "number" in data:
        return Number(value=data["number"])
    if "picked" in data:
        return Picked(keys=tuple(data["picked"]), words=data["words"])
    return Skipped()


def values_to(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: value_to(value) for name, value in values.items()}


def values_from(data: Mapping[str, Any]) -> dict[str, Value]:
    return {name: value_from(value) for name, value in data.items()}
