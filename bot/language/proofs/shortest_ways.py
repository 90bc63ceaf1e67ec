"""Finds the shortest ways to what must not happen, breadth first over the steps of a dialogue. The caller says what
that is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

from bot.dialogue.graph_search import nearest_first
from bot.dialogue.model import StateId
from bot.language.proofs.state_space import Position, Route, Step, Steps

Note = TypeVar("Note")  # whatever can be told apart and hashed

# Where somebody is, or the state by which they left for good.
_Place = Position | StateId


def shortest(
    steps: Steps, begin: Note, after: Callable[[Note, Step], Note], breaks: Callable[[Note, Position | None], bool]
) -> Iterator[Route]:
    """Yield a shortest way to each state that must not be reached, or be left for good, in this way.

    One fact is noted along the way: `begin` at first, then what `after` returns at each step. `breaks` gets the fact
    and where the step came to (None: out of the dialogue), and returns whether that must not be. No way goes on beyond
    such a place.
    """
    found: set[StateId] = set()
    broken: set[tuple[_Place, Note]] = set()

    def onward(here: tuple[_Place, Note]) -> list[tuple[Step, tuple[_Place, Note]]]:
        place, noted = here
        if here in broken or not isinstance(place, Position):
            return []
        return [(step, (step.to or step.edge.state, after(noted, step))) for step in steps.on[place]]

    start: tuple[_Place, Note] = (steps.begin, begin)
    for arrival in nearest_first(start, onward):
        place, noted = arrival.node
        if not breaks(noted, place if isinstance(place, Position) else None):
            continue
        broken.add(arrival.node)
        if (state := _state(place)) not in found:
            found.add(state)
            yield arrival.way


def first_ways(steps: Steps, states: Collection[StateId]) -> Mapping[StateId, Route]:
    """Return a shortest way to each of these states that people can reach."""

    def onward(spot: Position) -> Iterator[tuple[Step, Position]]:
        return ((step, step.to) for step in steps.on[spot] if step.to)

    wanted, found = set(states), dict[StateId, Route]()
    for arrival in nearest_first(steps.begin, onward):
        if not wanted:
            break
        if arrival.node.state in wanted:
            wanted.remove(arrival.node.state)
            found[arrival.node.state] = arrival.way
    return found


def end_of(steps: Steps, way: Route) -> StateId:
    """Return the state that a way leads to, or the state by which it leaves the dialogue."""
    if not way:
        return steps.begin.state
    return _state(way[-1].to or way[-1].edge.state)


def _state(place: Position | StateId) -> StateId:
    return place.state if isinstance(place, Position) else place
