"""Finds every step that people can take in a dialogue, with what is known of the values that decide its branches.

A spot is a state and what is known there. So every way that some values allow is followed, and no other. /back is not
followed: it leads to a question that was already answered, and is the person's own way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from bot.dialogue.edges import Edge, leads_to, leaves, ways_by
from bot.dialogue.graph_search import backwards, nearest_first, spread
from bot.dialogue.model import READ_NAMES, Dialogue, DialogueId, State, StateId, TextAsk, Way
from bot.dialogue.tension import asks_for_tension
from bot.language.proofs.outcomes import Branching, Outcome, Sorts, branching, keeps_surely, of_one, outcomes, ways_of

Known = frozenset[tuple[str, Sorts]]  # names whose values a branch ahead may ask about, each with what it may be here
Route = tuple["Step", ...]

_SPOTS_OF_A_STATE = 20  # on average; a dialogue whose values combine in more ways is followed with fewer of them known


class Position(NamedTuple):
    """A spot: a state, and what is known of the values there."""

    state: StateId
    known: Known


@dataclass(frozen=True, slots=True)
class Step:
    """One step that people can take from a spot."""

    edge: Edge
    to: Position | None  # None: out of the dialogue
    told: str  # what was done at the state, for a reader
    tense: bool | None = None  # whether a tension that was told is high; None: none was told
    calls: DialogueId | None = None  # the dialogue that is gone through on the way, or begun

    def __str__(self) -> str:
        return f"{self.edge.state}{self.told}"


@dataclass(frozen=True, kw_only=True)
class Steps:
    """Every step of a dialogue, by the spot that it starts from."""

    values: Branching  # that its branches ask about
    begin: Position
    on: Mapping[Position, tuple[Step, ...]]  # from every spot that can be come to


def steps_of(dialogue: Dialogue, elsewhere: Collection[str] = ()) -> Steps:
    """Return the steps that people can take in the dialogue.

    `elsewhere` holds names of values that its branches see and that it need not keep itself. If the values combine in
    too many ways, only tensions are known, or else nothing: then more ways are followed than people can take, but none
    is missed.
    """
    values = branching(dialogue, elsewhere)
    tensions = {state.keep for state in dialogue.states.values() if state.keep and asks_for_tension(state)}
    most = _SPOTS_OF_A_STATE * len(dialogue.states)
    for followed in (values.bits.keys(), tensions & values.bits.keys()):
        steps = _Walk(dialogue, values, followed).steps(most)
        if len(steps.on) <= most:
            return steps
    return every_step(dialogue, elsewhere)


def every_step(dialogue: Dialogue, elsewhere: Collection[str] = ()) -> Steps:
    """Return the steps as if nothing were known of any value.

    Each state is one spot then, and a branch is taken if any value could take it.
    """
    return _Walk(dialogue, branching(dialogue, elsewhere), ()).steps(len(dialogue.states))


def written(steps: Steps, way: Route) -> tuple[str, ...]:
    """Return the way for a reader: each state with what was done there, and where the way ends."""
    last = way[-1].to if way else steps.begin
    return (*map(str, way), last.state if last else "out")


class _Walk:
    """The search for all spots. It follows the values in `followed`, and knows nothing of the others."""

    def __init__(self, dialogue: Dialogue, values: Branching, followed: Collection[str]) -> None:
        self.states = dialogue.states
        self.start = dialogue.start
        self.values = values
        self.at_first = {name: frozenset({sort}) for name, sort in values.at_first.items()}
        self.outcomes: dict[StateId, tuple[Outcome, ...]] = {}
        self.asked_ahead = asked_ahead(dialogue, followed, values.distances)

    def steps(self, most: int) -> Steps:
        """Return the steps from every spot, or from `most` and one if there are more."""
        begin = self._spot(self.start, self.at_first)
        on: dict[Position, tuple[Step, ...]] = {}

        def onward(spot: Position) -> Iterator[tuple[Step, Position]]:
            return ((step, step.to) for step in on[spot] if step.to)

        for arrival in nearest_first(begin, onward):
            on[arrival.node] = tuple(dict.fromkeys(self._steps_from(arrival.node)))
            if len(on) > most:
                break
        return Steps(values=self.values, begin=begin, on=on)

    def _spot(self, state: StateId, known: Mapping[str, Sorts]) -> Position:
        asked = self.asked_ahead[state]
        return Position(state, frozenset((name, sorts) for name, sorts in known.items() if name in asked))

    def _steps_from(self, spot: Position) -> Iterator[Step]:
        state = self.states[spot.state]
        if state.id not in self.outcomes:
            self.outcomes[state.id] = outcomes(state, self.values)
        for outcome in self.outcomes[state.id]:
            yield from self._steps_by(state, outcome, dict(spot.known))

    def _steps_by(self, state: State, outcome: Outcome, known: dict[str, Sorts]) -> Iterator[Step]:
        choice, told, tense = outcome.choice, outcome.told, outcome.tense
        key = choice.key if choice else None
        if leaves(state, choice):
            yield Step(Edge(state.id, key, 0, None), None, told, tense, choice.start if choice else None)
            return
        calls = choice.call if choice else state.call
        for name in self._forgotten(state, calls) & known.keys():
            del known[name]
        if outcome.sort is not None and state.keep:
            known[state.keep] = frozenset({outcome.sort})
        sealed = choice.seal if choice else state.seal
        for name in self.values.from_to((*sealed, state.keep or "")):
            known.pop(name, None)
        for name in sealed:
            known.pop(name, None)
            known |= {name: self.at_first[name]} if name in self.at_first else {}
        for number, way, then in self._open_ways(ways_by(state, choice), known):
            seen = f"{told} ({way.when})" if way.when and len(known.get(of_one(way.when).name, ())) != 1 else told
            yield Step(Edge(state.id, key, number, way.to), self._spot(way.to, then), seen, tense, calls)

    def _forgotten(self, state: State, calls: DialogueId | None) -> frozenset[str]:
        """Return the names whose values may change before the state is left.

        While it waits, a command can change much.
        """
        read = frozenset(READ_NAMES[state.wait.reading] if isinstance(state.wait, TextAsk) else ())
        changes = state.waits or calls or state.sets or state.seal or state.visit or state.do
        read |= self.values.from_to(read)
        return read | (self.values.elsewhere - self.values.kept) if changes else read

    def _open_ways(
        self, ways: tuple[Way, ...], known: dict[str, Sorts]
    ) -> Iterator[tuple[int, Way, Mapping[str, Sorts]]]:
        """Yield the ways that may be taken with what is known, and what is known after each."""
        passing = (self.values.elsewhere & self.values.kept) - known.keys()  # not this dialogue's yet: it may change
        for number, way in enumerate(ways):
            if way.when is None:
                yield number, way, _without(known, passing)
                return
            when = of_one(way.when)
            name, bit = when.name, self.values.bits[when.name][when]
            may_be = known.get(name, self.values.possible[name])
            holding = frozenset(sort for sort in may_be if sort & bit)
            if holding:
                yield number, way, _without({**known, name: holding}, passing)
            if holding == may_be:
                return
            known = {**known, name: may_be - holding}


def asked_ahead(
    dialogue: Dialogue, names: Collection[str], distances: Mapping[str, tuple[str, ...]]
) -> Mapping[StateId, frozenset[str]]:
    """Return for each state which of the names some branch ahead asks about, before they are kept anew.

    A distance changes once either of its ends is kept anew.
    """
    states = dialogue.states
    bits = {name: 1 << number for number, name in enumerate(names)}  # sets of many names would take long to join
    asked = {id: _bits_of((of_one(way.when).name for way in ways_of(s) if way.when), bits) for id, s in states.items()}
    if not any(asked.values()):
        return dict.fromkeys(states, frozenset[str]())
    before = backwards({id: set(leads_to(state)) for id, state in states.items()})
    renewed: dict[StateId, int] = {}
    for id, state in states.items():
        kept = [state.keep, *(name for name, ends in distances.items() if state.keep in ends)] if state.keep else []
        renewed[id] = _bits_of(kept, bits) if keeps_surely(state) else 0

    def onward(id: StateId, here: int) -> Iterator[tuple[StateId, int]]:
        entering = here & ~renewed[id]
        return ((earlier, entering) for earlier in before.get(id, ()))

    from_below = {id: asked[id] for id in reversed(list(states))}  # most of what comes later stands below
    found = spread(from_below, onward, or_)
    return {id: frozenset(name for name, bit in bits.items() if bit & found[id] & ~renewed[id]) for id in states}


def _bits_of(names: Iterable[str], bits: Mapping[str, int]) -> int:
    return reduce(or_, (bits[name] for name in names if name in bits), 0)


def _without(known: Mapping[str, Sorts], names: frozenset[str]) -> Mapping[str, Sorts]:
    return {name: sorts for name, sorts in known.items() if name not in names} if names else known
