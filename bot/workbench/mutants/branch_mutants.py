"""Changes the ways on from one place: leaves one out, leads one elsewhere, moves the limit of a condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.dialogue.model import Comparison, Condition, StateId, Way

Path = tuple[str | int, ...]
Ways = tuple[Way, ...]

_OPPOSITES = {
    Comparison.KEPT: Comparison.NOT_KEPT,
    Comparison.NOT_KEPT: Comparison.KEPT,
    Comparison.EQUAL: Comparison.UNEQUAL,
    Comparison.UNEQUAL: Comparison.EQUAL,
}


def changed_ways(ways: Ways, path: Path, all_states: tuple[StateId, ...]) -> Iterator[tuple[str, str, Path, Ways]]:
    """Yield the kind of each change, what it is in words, where it is written, and the changed ways."""
    for change, what, number, new in _changes(ways, all_states):
        if _in_effect(new) != _in_effect(ways):
            plain = len(ways) == 1 and ways[0].when is None
            yield change, what, path if plain else (*path, number), new


def _changes(ways: Ways, all_states: tuple[StateId, ...]) -> Iterator[tuple[str, str, int, Ways]]:
    for number, way in enumerate(ways):
        if len(ways) > 1:
            yield "edge", f"never goes to `{way.to}`{_if(way)}", number, _without(ways, number)
        other = _another(way.to, all_states)
        if other:
            what = f"goes to `{other}` instead of `{way.to}`{_if(way)}"
            yield "target", what, number, _with(ways, number, replace(way, to=other))
        if way.when:
            for condition in _drawn_elsewhere(way.when):
                what = f"asks whether {shown(condition)} instead of {shown(way.when)}"
                yield "comparison", what, number, _with(ways, number, replace(way, when=condition))


def shown(condition: Condition) -> str:
    return f"`{condition}`"


def _if(way: Way) -> str:
    return f" if {shown(way.when)}" if way.when else ""


def _without(ways: Ways, number: int) -> Ways:
    *left, last = (*ways[:number], *ways[number + 1 :])
    return (*left, replace(last, when=None))


def _with(ways: Ways, number: int, way: Way) -> Ways:
    return (*ways[:number], way, *ways[number + 1 :])


def _another(target: StateId, all_states: tuple[StateId, ...]) -> StateId | None:
    """Return the state that follows the target in the file; None if there is no other."""
    if target not in all_states or len(all_states) == 1:
        return None
    return all_states[(all_states.index(target) + 1) % len(all_states)]


def _drawn_elsewhere(condition: Condition) -> Iterator[Condition]:
    if condition.test in _OPPOSITES:
        yield replace(condition, test=_OPPOSITES[condition.test])
    elif condition.other is not None:
        yield replace(condition, plus=condition.plus - 1)
        yield replace(condition, plus=condition.plus + 1)
    elif isinstance(condition.value, int):
        yield replace(condition, value=condition.value - 1)
        yield replace(condition, value=condition.value + 1)


def _in_effect(ways: Ways) -> Ways:
    """Return the ways without conditions on which nothing depends: those that lead where the last way leads."""
    *before, last = ways or (Way(to=StateId("")),)
    while before and before[-1].to == last.to:
        before.pop()
    return (*before, last)
