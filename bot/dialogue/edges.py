"""The edges of a dialogue's graph: every way on from a state, named as the engine passes it.

`transitions` notes which edge a turn passed; coverage, walks, graphs and proofs name the same ones. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue.model import Choice, Deed, DialogueId, State, StateId, Way

LEAVING = frozenset({Deed.ERASE, Deed.START_WANTED, Deed.PAUSE, Deed.RESUME})  # after these nobody is in it any more


@dataclass(frozen=True, slots=True)
class Edge:
    state: StateId
    choice: str | None  # the button that was tapped; None: by the state's own `next`, or its end
    number: int  # which way of several, from 0
    to: StateId | None  # None: out of the dialogue

    def __str__(self) -> str:
        by = f" [{self.choice}]" if self.choice else ""
        return f"{self.state}{by} → {self.to or 'out'}"


@dataclass(frozen=True, slots=True)
class Passed:
    """An edge that somebody went along."""

    dialogue: DialogueId
    edge: Edge


def edges(state: State) -> Iterator[Edge]:
    """In the order they are written: choices first."""
    for choice in state.choices:
        yield from edges_of_choice(state, choice)
    if state.wait or not state.choices:
        yield from edges_of_answer(state)


def edges_of_choice(state: State, choice: Choice) -> Iterator[Edge]:
    if choice.start or choice.do in LEAVING:
        yield Edge(state.id, choice.key, 0, None)
    elif not choice.count:
        yield from _along(state, choice.key, choice.next or state.next)


def edges_of_answer(state: State) -> Iterator[Edge]:
    """By an answer that is no button, by time, or by just having spoken."""
    if state.end or state.do in LEAVING:
        yield Edge(state.id, None, 0, None)
    else:
        yield from _along(state, None, state.next)


def _along(state: State, choice: str | None, ways: tuple[Way, ...]) -> Iterator[Edge]:
    for number, way in enumerate(ways):
        yield Edge(state.id, choice, number, way.to)
