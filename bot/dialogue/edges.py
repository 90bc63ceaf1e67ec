"""What leaves a state: the ways on and out, and the edges of a dialogue's graph, named as the engine passes them.

`transitions` notes which edge a turn passed; coverage, walks, graphs and proofs name the same ones. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

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


Departure = tuple[Choice | None, tuple[Way, ...]]


def departures(state: State) -> Iterator[Departure]:
    """Everything by which a state is left, choices first; None is an answer that is no button, time, or having spoken.

    Each with its ways, one of which is taken then. Where there are none, it leads out of the dialogue.
    """
    for choice in state.choices:
        if not choice.count:
            yield choice, () if leaves(state, choice) else ways_by(state, choice)
    if state.wait or not state.choices:
        yield None, () if leaves(state, None) else state.next


def leaves(state: State, choice: Choice | None) -> bool:
    """Whether nobody is in the dialogue any more once they made the choice; or without one, once the state is over."""
    return bool(choice.start) or choice.do in LEAVING if choice else state.end or state.do in LEAVING


def ways_by(state: State, choice: Choice | None) -> tuple[Way, ...]:
    """The ways on, one of which is taken: a choice that has none goes on by those of its state."""
    return (choice.next if choice else ()) or state.next


def leads_to(state: State) -> list[StateId]:
    """The states that may come next, in the order of the ways; one that several ways lead to, comes several times."""
    return [way.to for _, ways in departures(state) for way in ways]


def edges(state: State) -> Iterator[Edge]:
    """In the order they are written: choices first."""
    return chain.from_iterable(_edges_of(state, departure) for departure in departures(state))


def edges_of_choice(state: State, choice: Choice) -> Iterator[Edge]:
    return (edge for edge in edges(state) if edge.choice == choice.key)


def _edges_of(state: State, departure: Departure) -> Iterator[Edge]:
    choice, ways = departure
    key = choice.key if choice else None
    if not ways:
        yield Edge(state.id, key, 0, None)
    for number, way in enumerate(ways):
        yield Edge(state.id, key, number, way.to)
