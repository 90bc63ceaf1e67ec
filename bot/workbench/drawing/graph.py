"""A dialogue as a graph for drawing: a card for each state, with an exit for each way on, in words.

Draws nothing: `mermaid.py` writes it as text, `layout.py` and `svg.py` as a picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.dialogue.edges import Edge, edges, ways_by
from bot.dialogue.matching import label_of
from bot.dialogue.model import (
    Breath,
    Choice,
    Comparison,
    Condition,
    Deed,
    Dialogue,
    DialogueId,
    ManyAsk,
    Pause,
    Reading,
    ScaleAsk,
    State,
    StateId,
    TextAsk,
    Way,
)
from bot.dialogue.words import Literal, Words
from bot.language.proofs.heavy_and_calm import is_heavy_question

_SIGNS = {
    Comparison.EQUAL: "=",
    Comparison.UNEQUAL: "≠",
    Comparison.LESS: "<",
    Comparison.AT_MOST: "≤",
    Comparison.MORE: ">",
    Comparison.AT_LEAST: "≥",
}


@dataclass(frozen=True, kw_only=True)
class CardExit:
    """One way on, as it is written on its state's card."""

    edge: Edge
    label: str  # the button's words, the condition, the time; "" for the one way of an answer
    call: DialogueId | None = None  # the dialogue that is called on the way
    start: DialogueId | None = None  # the dialogue that is begun instead
    skip: bool = False  # /skip goes this way too


@dataclass(frozen=True, kw_only=True)
class Card:
    """One state, as it is drawn."""

    id: StateId
    kind: str  # what it waits for, in a word or three
    words: str  # its question, or what it says
    exits: tuple[CardExit, ...]
    part: str | None = None
    picture: str | None = None  # the name of its file
    keeps: str | None = None
    calls: DialogueId | None = None
    heavy: bool = False
    begins: bool = False
    ends: bool = False


@dataclass(frozen=True, kw_only=True)
class Graph:
    """A dialogue as cards, in the order of its file."""

    id: DialogueId
    title: str
    cards: tuple[Card, ...]  # as they stand in the file

    @property
    def parts(self) -> tuple[str | None, ...]:
        """Return the parts in the order in which they first appear; None for the states that are in none."""
        return tuple(dict.fromkeys(card.part for card in self.cards))


def graph_of(dialogue: Dialogue) -> Graph:
    """Return the dialogue as a graph."""
    cards = tuple(_card(dialogue, state) for state in dialogue.states.values())
    return Graph(id=dialogue.id, title=dialogue.title, cards=cards)


def _card(dialogue: Dialogue, state: State) -> Card:
    question = state.ask or state.say
    return Card(
        id=state.id,
        kind=kind_of(state),
        words=plain(question) if question else "",
        exits=tuple(_exits(state)),
        part=state.part,
        picture=state.picture,
        keeps=state.keep,
        calls=state.call,
        heavy=is_heavy_question(dialogue, state),
        begins=state.id == dialogue.start,
        ends=state.end,
    )


def plain(words: Words) -> str:
    """Return the words as one line, with values in braces."""
    lines = ("".join(p.text if isinstance(p, Literal) else f"{{{p.name}}}" for p in line) for line in words.lines)
    return " ".join(" ".join(lines).split())


def kind_of(state: State) -> str:
    """Return in a few words what the state does."""
    match state.wait:
        case TextAsk(reading=Reading.WORDS):
            return "words or a tap" if state.choices else "words"
        case TextAsk(reading=reading):
            return f"reads {'a' if reading is not Reading.HOUR else 'an'} {reading}"
        case ManyAsk():
            return "taps, several"
        case ScaleAsk(low=low, high=high):
            return f"scale {low} to {high}"
        case Pause(lasts=lasts):
            return f"silence, {_length(lasts)}"
        case Breath(minutes=minutes):
            return f"breath, {minutes} min"
        case None if state.choices:
            return "a tap"
        case None:
            return "the end" if state.end else "says" if state.say else "decides"


def _length(lasts: timedelta) -> str:
    seconds = int(lasts.total_seconds())
    return f"{seconds // 60} min" if seconds % 60 == 0 else f"{seconds} s"


def _exits(state: State) -> Iterator[CardExit]:
    for edge in edges(state):
        choice = state.choice(edge.choice) if edge.choice else None
        if edge.to is None and not choice and state.end:
            continue  # the end is told on the card itself
        yield CardExit(
            edge=edge,
            label=_label(state, edge, choice),
            call=choice.call if choice else None,
            start=choice.start if choice else None,
            skip=choice is not None and choice.key == state.skip,
        )


def _label(state: State, edge: Edge, choice: Choice | None) -> str:
    condition = _condition_at(ways_by(state, choice), edge.number) if edge.to else ""
    if choice:
        parts = [label_of(choice.label), condition, _deed(choice.do)]
    else:
        parts = [_by_itself(state), condition, _deed(state.do)]
    return ", ".join(part for part in parts if part)


def _condition_at(ways: tuple[Way, ...], number: int) -> str:
    if len(ways) < 2:
        return ""
    condition = ways[number].when
    return f"if {in_words(condition)}" if condition else "else"


def in_words(condition: Condition) -> str:
    """Return the condition in plain words."""
    name = condition.name.replace("_", " ")
    if condition.test is Comparison.KEPT:
        return f"{name} is there"
    if condition.test is Comparison.NOT_KEPT:
        return f"{name} is not there"
    if condition.other is None:
        return f"{name} {_SIGNS[condition.test]} {condition.value}"
    more = f" + {condition.plus}" if condition.plus else ""
    return f"{name} {_SIGNS[condition.test]} {condition.other.replace('_', ' ')}{more}"


def _by_itself(state: State) -> str:
    """Return in words what leads on without a button. Beside buttons the way without one must be named."""
    match state.wait:
        case Pause(lasts=lasts):
            return f"after {_length(lasts)}"
        case Breath(minutes=minutes):
            return f"after {minutes} min"
        case TextAsk() if state.choices:
            return "written"
        case _:
            return ""


def _deed(deed: Deed | None) -> str:
    return str(deed).replace("_", " ") if deed else ""
