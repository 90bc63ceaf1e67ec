"""The ways out of a state, and which values are kept on each. Facts for the checks; judges nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import or_

from bot.dialogue.edges import departures, leads_to, leaves, ways_by
from bot.dialogue.graph_search import reachable, spread
from bot.dialogue.model import (
    READ_NAMES,
    Comparison,
    Condition,
    Dialogue,
    ManyAsk,
    Reading,
    ScaleAsk,
    State,
    StateId,
    TextAsk,
    Way,
)

# A value that was skipped counts as the highest number, so these hold only for one that was told ...
_TOLD_IF_TRUE = frozenset({Comparison.KEPT, Comparison.EQUAL, Comparison.LESS, Comparison.AT_MOST})
# ... and these fail only for one that was told.
_TOLD_IF_FALSE = frozenset({Comparison.NOT_KEPT, Comparison.UNEQUAL, Comparison.MORE, Comparison.AT_LEAST})


@dataclass(frozen=True, kw_only=True)
class Exit:
    """A way out of a state, with what is surely known of the kept values once it is taken."""

    to: StateId
    path: tuple[str | int, ...]  # where in the state's part of the file it is written
    certain: frozenset[str] = frozenset()  # values that surely have words once it is taken
    sealed: frozenset[str] = frozenset()  # values that are put away when it is taken


def exits(state: State) -> Iterator[Exit]:
    """Yield the ways out of a state that lead to another state, choices first."""
    for choice, ways in departures(state):
        path = ("choices", choice.key, "next") if choice and choice.next else ("next",)
        certain = _named(state.keep) if choice else _certain_by_answer(state)
        yield from _way_exits(ways, path, certain, choice.seal if choice else state.seal)


def reached(
    states: Mapping[StateId, State], begin: Iterable[StateId], through: Callable[[State], bool] = lambda _: True
) -> frozenset[StateId]:
    """Return the states that can be reached from `begin`, which are included.

    The search goes on only from the states that `through` accepts.
    """
    return frozenset(reachable(begin, lambda id: leads_to(states[id]) if through(states[id]) else ()))


def is_stuck(state: State) -> bool:
    """Return whether a person in this state could not go on."""
    if state.wait and not state.next:
        return True
    if state.choices:
        return any(not (choice.count or leaves(state, choice) or ways_by(state, choice)) for choice in state.choices)
    return not (state.next or leaves(state, None))


def kept_by(state: State) -> frozenset[str]:
    """Return the names of all values that this state may keep."""
    reads = READ_NAMES[state.wait.reading] if isinstance(state.wait, TextAsk) else ()
    return frozenset((*reads, state.keep)) if state.keep else frozenset(reads)


def kept_before(dialogue: Dialogue, names: frozenset[str]) -> Mapping[StateId, frozenset[str]]:
    """Return for each state that can be reached which of `names` may have been kept on a way to it."""

    def onward(id: StateId, before: frozenset[str]) -> Iterator[tuple[StateId, frozenset[str]]]:
        state = dialogue.states[id]
        after = before | (kept_by(state) & names) if names else before
        return ((to, after) for to in leads_to(state))

    return spread({dialogue.start: frozenset[str]()}, onward, or_)


def may_be_spoken(state: State) -> bool:
    """Return whether the state may keep a voice note, which has no words to put into a text."""
    return isinstance(state.wait, TextAsk) and state.wait.reading is Reading.WORDS


def _way_exits(
    ways: tuple[Way, ...], path: tuple[str | int, ...], certain: frozenset[str], seal: tuple[str, ...]
) -> Iterator[Exit]:
    sealed = frozenset(seal)
    for number, way in enumerate(ways):
        written = path if len(ways) == 1 and way.when is None else (*path, number, "to")
        yield Exit(to=way.to, path=written, certain=certain | _told(way.when, _TOLD_IF_TRUE), sealed=sealed)
        certain |= _told(way.when, _TOLD_IF_FALSE)


def _told(condition: Condition | None, tests: frozenset[Comparison]) -> frozenset[str]:
    return frozenset(condition.names) if condition and condition.test in tests else frozenset()


def _certain_by_answer(state: State) -> frozenset[str]:
    if state.counts:
        return _named(state.keep)
    may_be_left_out = state.skippable and state.skip is None
    if may_be_left_out or may_be_spoken(state) or isinstance(state.wait, ManyAsk):
        return frozenset()
    if isinstance(state.wait, ScaleAsk):
        return _named(state.keep)
    return frozenset(READ_NAMES[state.wait.reading]) if isinstance(state.wait, TextAsk) else frozenset()


def _named(name: str | None) -> frozenset[str]:
    return frozenset({name}) if name else frozenset()
