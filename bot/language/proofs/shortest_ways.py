"""Shortest ways to what must not be: breadth first over the steps of a dialogue. Says nothing about what that is."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

from bot.dialogue.model import StateId
from bot.language.proofs.state_space import Position, Route, Step, Steps

_Noted = tuple[Position, bool]
P = TypeVar("P")


def shortest(
    steps: Steps, begin: bool, after: Callable[[bool, Step], bool], breaks: Callable[[bool, Position | None], bool]
) -> Iterator[Route]:
    """A shortest way to each state that must not be come to so, or be left for good; none leads beyond another such.

    On the way one thing is noted: `begin` at first, then what `after` makes of it at each step. `breaks` is told what
    is noted and where the step came to; None is out of the dialogue.
    """
    if breaks(begin, steps.begin):
        yield ()
        return
    came: dict[_Noted, tuple[Step, _Noted] | None] = {(steps.begin, begin): None}
    found: set[StateId] = set()
    ahead = deque([(steps.begin, begin)])
    while ahead:
        here = ahead.popleft()
        for step in steps.on[here[0]]:
            noted = after(here[1], step)
            if breaks(noted, step.to):
                if (place := _place(step)) not in found:
                    found.add(place)
                    yield (*_way_to(here, came), step)
            elif step.to and (step.to, noted) not in came:
                came[step.to, noted] = (step, here)
                ahead.append((step.to, noted))


def first_ways(steps: Steps, states: Collection[StateId]) -> Mapping[StateId, Route]:
    """A shortest way to each of these states that people come to."""
    wanted, came = set(states), dict[Position, tuple[Step, Position] | None]({steps.begin: None})
    ahead, found = deque([steps.begin]), dict[StateId, Route]()
    while ahead and wanted:
        here = ahead.popleft()
        if here.state in wanted:
            wanted.remove(here.state)
            found[here.state] = _way_to(here, came)
        for step in steps.on[here]:
            if step.to and step.to not in came:
                came[step.to] = (step, here)
                ahead.append(step.to)
    return found


def end_of(steps: Steps, way: Route) -> StateId:
    """The state that a way comes to, or leaves for good."""
    return _place(way[-1]) if way else steps.begin.state


def _place(step: Step) -> StateId:
    return step.to.state if step.to else step.edge.state


def _way_to(place: P, came: Mapping[P, tuple[Step, P] | None]) -> Route:
    way: list[Step] = []
    while last := came[place]:
        step, place = last
        way.append(step)
    return tuple(reversed(way))
