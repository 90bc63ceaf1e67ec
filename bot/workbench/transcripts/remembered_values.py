"""Writes what is kept for good in words, as transcripts tell it, and reads it as the question would have kept it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import AnswerPart
from bot.dialogue.matching import label_of
from bot.dialogue.model import ManyAsk, ScaleAsk, State
from bot.dialogue.values import Number, Picked, Said, Value


def told(value: Value | None) -> str | None:
    """Return the value in words; None if there is none."""
    match value:
        case Said() | Picked():
            return value.words
        case Number():
            return str(value.value)
        case _:
            return None


def remembered(dialogues: Dialogues, words: Mapping[str, str]) -> dict[str, Value]:
    """Return the values that these words stand for.

    They are a number if some dialogue asks for one, a tapped choice if they are its key or its label, and else words.
    """
    return {name: _value(dialogues, name, said) for name, said in words.items()}


def _value(dialogues: Dialogues, name: str, words: str) -> Value:
    for dialogue in dialogues.live.values():
        for state in dialogue.states.values():
            value = _as_answer(state, words) if state.remember == name else None
            if value:
                return value
    return Said(parts=(AnswerPart(message_id=0, words=words),))


def _as_answer(state: State, words: str) -> Value | None:
    if (isinstance(state.wait, ScaleAsk) or state.counts) and words.isascii() and words.isdecimal():
        return Number(value=int(words))
    options = state.wait.options if isinstance(state.wait, ManyAsk) else ()
    labels = {choice.key: label_of(choice.label) for choice in state.choices}
    labels |= {option.key: label_of(option.label) for option in options}
    keys = tuple(key for key, label in labels.items() if words in (key, label))
    return Picked(keys=keys[:1], words=labels[keys[0]]) if keys else None
