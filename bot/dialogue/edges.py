"""What leaves a state: its ways on and out, and the edges of a dialogue's graph, named as the engine passes them.

`transitions.py` notes which edge a turn passed. Coverage, walks, drawings and proofs name the same edges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from bot.dialogue.model import Choice, Deed, DialogueId, State, StateId, Way

LEAVING = frozenset(
    {Deed.ERASE, Deed.START_WANTED, Deed.PAUSE, Deed.RESUME}
)  # deeds after which the person is no longer in the dialogue


@dataclass(frozen=True, slots=True)
class Edge:
    """One arrow of a dialogue's graph: from a state, by a button or not, to a state or out."""

    state: StateId
    choice: str | None  # the button that was tapped; None: by the state's own `next`, or its end
    number: int  # which way of several, from 0
    to: StateId | None  # None: out of the dialogue

    def __str__(self) -> str:
        by = f" [{self.choice}]" if self.choice else ""
        return f"{self.state}{by} → {self.to or 'out'}"


@dataclass(frozen=True, slots=True)
class Passed:
    """An edge that somebody went along, with its dialogue."""

    dialogue: DialogueId
    edge: Edge


Departure = tuple[Choice | None, tuple[Way, ...]]


def departures(state: State) -> Iterator[Departure]:
    """Yield everything by which a state is left, with the ways that it leads by; choices come first.

    None stands for what is no button: an answer, the end of a wait, or having spoken. No ways mean: out of the
    dialogue.
    """
    for choice in state.choices:
        if not choice.count:
            yield choice, () if leaves(state, choice) else ways_by(state, choice)
    if state.wait or not state.choices:
        yield None, () if leaves(state, None) else state.next


def leaves(state: State, choice: Choice | None) -> bool:
    """Return whether the choice, or without one the end of the state, takes the person out of the dialogue."""
    return bool(choice.start) or choice.do in LEAVING if choice else state.end or state.do in LEAVING


def ways_by(state: State, choice: Choice | None) -> tuple[Way, ...]:
    """Return the ways on, one of which is taken. A choice without ways of its own goes on by those of its state."""
    return (choice.next if choice else ()) or state.next


def leads_to(state: State) -> list[StateId]:
    """Return the states that may come next, in the order of the ways. A state comes once for each way to it."""
    return [way.to for _, ways in departures(state) for way in ways]


def by_itself(state: State) -> list[StateId]:
    """Return the states that may come next if nobody does anything: the time is over, or the state only spoke."""
    return [way.to for choice, ways in departures(state) for way in ways if choice is None]


def edges(state: State) -> Iterator[Edge]:
    """Yield the edges of a state in the order in which they are written, choices first."""
    return chain.from_iterable(_edges_of(state, departure) for departure in departures(state))


def edges_of_choice(state: State, choice: Choice) -> Iterator[Edge]:
    """Yield the edges that one of the state's choices leads along."""
    return (edge for edge in edges(state) if edge.choice == choice.key)


def _edges_of(state: State, departure: Departure) -> Iterator[Edge]:
    choice, ways = departure
    key = choice.key if choice else None
    if not ways:
        yield Edge(state.id, key, 0, None)
    for number, way in enumerate(ways):
        yield Edge(state.id, key, number, way.to)
