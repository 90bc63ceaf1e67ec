"""Works out what people can answer at a state: each choice, and each sort of answer that a branch could tell from
others.

Values are of one sort if the same conditions of the dialogue hold for them. `state_space.py` follows the ways.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf, isfinite

from bot.dialogue.conditions import holds
from bot.dialogue.effects import AnswerPart
from bot.dialogue.matching import label_of
from bot.dialogue.model import (
    READ_NAMES,
    Choice,
    Comparison,
    Condition,
    Dialogue,
    ManyAsk,
    Reading,
    ScaleAsk,
    State,
    TextAsk,
    Way,
)
from bot.dialogue.pressing import NOWHERE
from bot.dialogue.profile import FIELDS
from bot.dialogue.tension import TENSE, asks_for_tension, is_tense, tells_high_from_low
from bot.dialogue.values import Number, Picked, Said, Skipped, Value
from bot.language.proofs.heavy_and_calm import asks_for_more

Sort = int  # a bit for each condition on the name, set where it holds
Sorts = frozenset[Sort]

_ANYTHING = (-inf, inf)
_WORDS = "some words that no condition names"

# What the core itself tells branches beside the profile, each with an example of its value.
FACTS: Mapping[str, Value] = {
    "sealed": Number(value=1),
    "next_visit": Picked(keys=("a dialogue",), words=""),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that a person can do at a state, and what is known from it."""

    choice: Choice | None
    told: str  # what the person did, for a reader
    sort: Sort | None = None  # of the value that is kept; None: what was kept before stays
    tense: bool | None = None  # whether a tension that was told is high, or skipped; None: none was told


@dataclass(frozen=True, kw_only=True)
class Branching:
    """What the branches of one dialogue ask about, and which sorts of values there can be."""

    bits: Mapping[str, Mapping[Condition, int]]  # the conditions on each name
    possible: Mapping[str, Sorts]  # all that a value of this name may ever be
    at_first: Mapping[str, Sort]  # of names that nothing but this dialogue keeps: that nothing is there yet
    kept: frozenset[str]  # names that questions of this dialogue keep
    elsewhere: frozenset[str]  # names that other dialogues, or settings, may change
    distances: Mapping[str, tuple[str, ...]]  # the names of distances, each with the two numbers that it lies between
    told: Mapping[str, Sorts]  # what is possible where the value was not left out
    sorts: dict[tuple[str, Value], Sort] = field(default_factory=dict, compare=False)  # found before

    def may_hold(self, condition: Condition) -> bool:
        """Return whether the condition holds for some possible value."""
        condition = of_one(condition)
        return any(sort & self.bits[condition.name][condition] for sort in self.possible[condition.name])

    def holds_only_if_left_out(self, condition: Condition) -> bool:
        """Return whether the condition holds for a skipped value, and for no other."""
        condition = of_one(condition)
        bit = self.bits[condition.name][condition]
        return self.may_hold(condition) and not any(sort & bit for sort in self.told[condition.name])

    def covers(self, earlier: Iterable[Condition], condition: Condition) -> bool:
        """Return whether an earlier condition about the same name holds for every value for which `condition` holds."""
        condition = of_one(condition)
        bits = self.bits[condition.name]
        before = sum({bits[one] for one in map(of_one, earlier) if one.name == condition.name})
        return all(sort & before for sort in self.possible[condition.name] if sort & bits[condition])

    def from_to(self, names: Collection[str]) -> frozenset[str]:
        """Return the names of the distances of which one of these names is an end."""
        return frozenset(name for name, ends in self.distances.items() if not set(ends).isdisjoint(names))

    def sort(self, name: str, value: Value) -> Sort:
        found = self.sorts.get((name, value))
        if found is None:
            found = sum(bit for condition, bit in self.bits[name].items() if holds(condition, {name: value}))
            self.sorts[name, value] = found
        return found


def branching(dialogue: Dialogue, elsewhere: Iterable[str] = ()) -> Branching:
    """Return what the dialogue's branches ask about. It need not keep the values named in `elsewhere` itself."""
    states = dialogue.states.values()
    found: dict[str, dict[Condition, int]] = {}
    distances: dict[str, tuple[str, ...]] = {}
    for when in (way.when for state in states for way in ways_of(state) if way.when):
        condition = of_one(when)
        bits = found.setdefault(condition.name, {})
        bits.setdefault(condition, 1 << len(bits))
        distances |= {condition.name: when.names} if when.other else {}
    kept = frozenset(state.keep for state in states if state.keep)
    read = {name for state in states if isinstance(state.wait, TextAsk) for name in READ_NAMES[state.wait.reading]}
    asked = (found.keys() - distances.keys()).union(*distances.values())
    told = asked & (FIELDS | read | set(elsewhere)) | (asked - kept)
    others = frozenset(told | {name for name, ends in distances.items() if not told.isdisjoint(ends)})
    bare = Branching(bits=found, possible={}, at_first={}, kept=kept, elsewhere=others, distances=distances, told={})
    left_out = {name: bare.sort(name, Skipped()) for name in found}
    told_as: dict[str, set[Sort]] = {name: set() for name in found}
    for name in (others & found.keys()) - distances.keys():
        told_as[name] |= {bare.sort(name, value) for value in _told_elsewhere(name, found[name])}
    for name, ends in distances.items():
        first, second = (_ANYTHING if end in others else _bounds(end, dialogue) for end in ends)
        told_as[name] |= {bare.sort(name, value) for value in _distances(first, second, found[name])}
    for state in states:
        if state.keep in found:
            values = (value for value in values_at(state, found[state.keep]) if not isinstance(value, Skipped))
            told_as[state.keep] |= {bare.sort(state.keep, value) for value in values}
    return Branching(
        bits=found,
        possible={name: frozenset(sorts | {left_out[name]}) for name, sorts in told_as.items()},
        at_first={name: left_out[name] for name in found.keys() - others},
        kept=kept,
        elsewhere=others,
        distances=distances,
        told={name: frozenset(sorts) for name, sorts in told_as.items()},
    )


def of_one(condition: Condition) -> Condition:
    """Return the condition as one on a single value. Two kept numbers are compared by their distance.

    The distance is how far the first is above the other. It counts as skipped if one of the two is.
    """
    if condition.other is None:
        return condition
    return Condition(name=f"{condition.name} - {condition.other}", test=condition.test, value=condition.plus)


def ways_of(state: State) -> Iterator[Way]:
    """Yield all ways that are written in a state, those of its choices first."""
    for choice in state.choices:
        yield from choice.next
    yield from state.next


def outcomes(state: State, values: Branching) -> tuple[Outcome, ...]:
    """Return what people can do at the state: each choice, and each sort of answer that can be told apart."""
    name = state.keep if state.keep in values.bits else None
    if name is None and not asks_for_tension(state):
        return tuple(_alike(state))
    found: dict[tuple[str | None, Sort | None, bool | None], Outcome] = {}
    for choice, value, told in _answers(state, values.bits.get(name or "", {})):
        sort = values.sort(name, value) if name and value else None
        tense = _tells_tense(state, value) if value and asks_for_tension(state) else None
        found.setdefault((choice.key if choice else None, sort, tense), Outcome(choice, told, sort, tense))
    return tuple(found.values())


def _alike(state: State) -> Iterator[Outcome]:
    """Yield the outcomes of a state whose answer no branch ever asks about."""
    for choice in state.choices:
        if not choice.count:
            yield Outcome(choice, f" [{label_of(choice.label)}]")
    if state.wait or not state.choices:
        yield Outcome(None, "")


def keeps_surely(state: State) -> bool:
    """Return whether a value is kept under the state's name however it is left, even if only that it was skipped."""
    return bool(state.keep) and all(value for _, value, _ in _answers(state, ()))


def values_at(state: State, conditions: Iterable[Condition] = ()) -> Iterator[Value]:
    """Yield every value that the state may keep, as far as these conditions could tell them apart."""
    return (value for _, value, _ in _answers(state, conditions) if value)


def _answers(state: State, conditions: Iterable[Condition]) -> Iterator[tuple[Choice | None, Value | None, str]]:
    """Yield what somebody may do: the choice if any, the value that is kept, and words for a reader."""
    if state.counts:
        yield from _counted(state, conditions)
        return
    for choice in state.choices:
        label = label_of(choice.label)
        yield choice, Picked(keys=(choice.key,), words=label), f" [{label}]"
    if state.wait or not state.choices:
        for value, told in _by_wait(state, conditions):
            yield None, value, told
    stands_for = state.choice(state.skip) if state.skip else None
    if stands_for:
        yield stands_for, Picked(keys=(stands_for.key,), words=label_of(stands_for.label)), " skipped"
        if asks_for_more(state):  # words that were begun stay, however the question is left
            yield from ((stands_for, said, " skipped") for said in _words(conditions))
    elif state.wait and state.skippable:
        yield None, Skipped(), " skipped"


def _counted(state: State, conditions: Iterable[Condition]) -> Iterator[tuple[Choice | None, Value | None, str]]:
    """Yield what somebody may do in a silence that counts taps. However it ends, their number is kept."""
    numbers = _near(conditions)
    for choice in (None, *(choice for choice in state.choices if not choice.count)):
        done = f" [{label_of(choice.label)}]" if choice else ""
        yield from ((choice, Number(value=number), f"{done} = {number}") for number in numbers)


def _by_wait(state: State, conditions: Iterable[Condition]) -> Iterator[tuple[Value | None, str]]:
    match state.wait:
        case ScaleAsk(low=low, high=high):
            for number in _on_scale(low, high, conditions):
                yield Number(value=number), f" = {number}"
        case ManyAsk():
            yield from _ticked(state.wait)
        case TextAsk(reading=Reading.WORDS):
            for said in _words(conditions):
                yield said, "" if said.words == _WORDS else f" = {said.words}"
        case _:
            yield None, ""


def _ticked(wait: ManyAsk) -> Iterator[tuple[Value, str]]:
    for option in wait.options:
        yield Picked(keys=(option.key,), words=""), f" = {option.key}"
    several = tuple(option.key for option in wait.options if option.key != NOWHERE)[:2]
    if len(several) > 1:
        yield Picked(keys=several, words=""), f" = {', '.join(several)}"
    yield Skipped(), " skipped"  # "done" with nothing ticked


def _words(conditions: Iterable[Condition]) -> Iterator[Said]:
    """Yield words that are none of those in the conditions, and then each of those."""
    named = (c.value for c in conditions if c.test in (Comparison.EQUAL, Comparison.UNEQUAL))
    for words in dict.fromkeys((_WORDS, *(value for value in named if isinstance(value, str)))):
        yield Said(parts=(AnswerPart(message_id=0, words=words),))


def _told_elsewhere(name: str, conditions: Collection[Condition]) -> Iterator[Value]:
    """Yield the values that a name may have if something other than this dialogue keeps it."""
    fact = FACTS.get(name)
    anything = fact is None and name not in FIELDS  # what is kept for good may be of any kind
    if anything or isinstance(fact, Number):
        yield from (Number(value=number) for number in _near(conditions) if number > 0 or anything)
    if isinstance(fact, Picked):
        named = (condition.value for condition in conditions if isinstance(condition.value, str))
        yield from (Picked(keys=(key,), words="") for key in (*fact.keys, *named))
    if fact is None:
        yield from _words(conditions)


def _on_scale(low: int, high: int, conditions: Iterable[Condition]) -> list[int]:
    """Return the numbers on a scale that begin a new sort, and the first that is tense."""
    named = [condition.value for condition in conditions if isinstance(condition.value, int)]
    begins = {low, TENSE, *named, *(number + 1 for number in named)}
    return sorted(number for number in begins if low <= number <= high)


def _near(conditions: Iterable[Condition]) -> list[int]:
    """Return numbers from 0 up, at least one of each sort."""
    named = [condition.value for condition in conditions if isinstance(condition.value, int)]
    return sorted({0, 1, *(number for value in named for number in (value - 1, value, value + 1) if number >= 0)})


def _bounds(name: str, dialogue: Dialogue) -> tuple[float, float]:
    """Return the lowest and the highest number that this dialogue may keep under a name."""
    keeping = [state for state in dialogue.states.values() if state.keep == name]
    scales = [(state.wait.low, state.wait.high) for state in keeping if isinstance(state.wait, ScaleAsk)]
    bounds = [*scales, *((0, inf) for state in keeping if state.counts)]
    return min((low for low, _ in bounds), default=inf), max((high for _, high in bounds), default=-inf)


def _distances(
    first: tuple[float, float], second: tuple[float, float], conditions: Iterable[Condition]
) -> Iterator[Number]:
    """Yield distances between two numbers within their bounds, at least one of each sort."""
    low, high = first[0] - second[1], first[1] - second[0]
    named = [condition.value for condition in conditions if isinstance(condition.value, int)]
    ends = (int(end) for end in (low, high) if isfinite(end))
    for number in sorted({*ends, *(near for value in named for near in (value - 1, value, value + 1))}):
        if low <= number <= high:
            yield Number(value=number)


def _tells_tense(state: State, value: Value) -> bool | None:
    """Return whether the value is a high tension; None if the scale has no high numbers, so that it tells nothing."""
    if is_tense(value):
        return True
    return False if tells_high_from_low(state) else None
