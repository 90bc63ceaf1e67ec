"""What the shipped dialogues say, by ids that stay: a coach may change every sentence, and no test here breaks."""

from __future__ import annotations

from itertools import groupby

from bot.dialogue.matching import label_of
from bot.dialogue.model import DialogueId, ManyAsk, State, StateId, TextAsk
from bot.dialogue.words import Literal, Words
from tests.shipped import shipped


def said(place: str) -> str:
    """What tells the message of a state, such as "shame.fears", from others: its question, or what it says."""
    state = _state(place)
    words = state.ask or state.say
    assert words, f"{place} says nothing"
    return _longest_piece(words)


def phrase(name: str) -> str:
    """What tells one of the bot's own sentences from others."""
    return _longest_piece(shipped().phrases[name])


def label(place: str) -> str:
    """What is written on a button, such as "shame.consent.ready"; or, by its name, on one of the bot's own."""
    where, _, key = place.rpartition(".")
    if not where:
        return label_of(shipped().phrases[key])
    state = _state(where)
    labels = {choice.key: choice.label for choice in state.choices}
    if isinstance(state.wait, ManyAsk):
        labels |= {option.key: option.label for option in state.wait.options}
    return label_of(labels[key])


def to_type(place: str) -> str:
    """The phrase that a state wants to be typed."""
    wait = _state(place).wait
    assert isinstance(wait, TextAsk)
    assert wait.phrase
    return wait.phrase


def _state(place: str) -> State:
    dialogue, _, state = place.partition(".")
    return shipped().live[DialogueId(dialogue)].states[StateId(state)]


def _longest_piece(words: Words) -> str:
    """Of what stands between values and ends of lines."""
    runs = (groupby(line, lambda part: isinstance(part, Literal)) for line in words.lines)
    pieces = (
        "".join(part.text for part in run if isinstance(part, Literal))
        for line in runs
        for literal, run in line
        if literal
    )
    return max(pieces, key=len)
