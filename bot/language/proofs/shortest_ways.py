"""Shortest ways to what must not be: breadth first over the steps of a dialogue. Says nothing about what that is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from bot.dialogue.graph_search import nearest_first
from bot.dialogue.model import StateId
from bot.language.proofs.state_space import Position, Route, Step, Steps

# Where somebody is, or the state by which they left for good; and what is noted of the way there.
_Noted = tuple[Position | StateId, bool]


def shortest(
    steps: Steps, begin: bool, after: Callable[[bool, Step], bool], breaks: Callable[[bool, Position | None], bool]
) -> Iterator[Route]:
    """A shortest way to each state that must not be come to so, or be left for good; none leads beyond another such.

    On the way one thing is noted: `begin` at first, then what `after` makes of it at each step. `breaks` is told what
    is noted and where the step came to; None is out of the dialogue.
    """
    found: set[StateId] = set()
    broken: set[_Noted] = set()

    def onward(here: _Noted) -> list[tuple[Step, _Noted]]:
        place, noted = here
        if here in broken or not isinstance(place, Position):
            return []
        return [(step, (step.to or step.edge.state, after(noted, step))) for step in steps.on[place]]

    start: _Noted = (steps.begin, begin)
    for arrival in nearest_first(start, onward):
        place, noted = arrival.node
        if not breaks(noted, place if isinstance(place, Position) else None):
            continue
        broken.add(arrival.node)
        if (state := _state(place)) not in found:
            found.add(state)
            yield arrival.way


def first_ways(steps: Steps, states: Collection[StateId]) -> Mapping[StateId, Route]:
    """A shortest way to each of these states that people come to."""

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
    """The state that a way comes to, or leaves for good."""
    if not way:
        return steps.begin.state
    return _state(way[-1].to or way[-1].edge.state)


def _state(place: Position | StateId) -> StateId:
    return place.state if isinstance(place, Position) else place
