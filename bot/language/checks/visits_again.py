"""The rule over visits that come again: whoever agrees each time is still asked a day apart at least.

What a visit opens may plan the next, itself or by what it calls or starts; all circles of these are followed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from heapq import heappop, heappush

from bot.dialogue.model import Choice, Dialogue, DialogueId, State, Visit
from bot.language.checks.links import calls, starts
from bot.language.grammar.build import Built
from bot.language.problems import Rule

_A_DAY = 24  # hours


def check_often(parts: Collection[Built], all_built: Mapping[DialogueId, Built]) -> None:
    ahead = {id: list(_ahead(built.dialogue)) for id, built in all_built.items()}
    for built in parts:
        for visit, path in _visits(built.dialogue):
            hours = _hours(visit)
            if hours >= _A_DAY:
                continue
            again = _soonest(ahead, visit.dialogue, built.dialogue.id)
            if again is not None and hours + again < _A_DAY:
                sentence = "This visit may come again within a day of the last, as often as it is agreed to."
                advice = "Let it come a day later: `in: 1d`."
                built.report.add(Rule.VISIT_TOO_SOON, built.mark(*path), sentence, advice)


def _soonest(
    ahead: Mapping[DialogueId, list[tuple[DialogueId, int]]], begin: DialogueId, end: DialogueId
) -> int | None:
    """Return after how many hours a person who is in `begin` now may be in `end`; None if no way leads there."""
    waiting, done = [(0, begin)], set[DialogueId]()
    while waiting:
        hours, id = heappop(waiting)
        if id == end:
            return hours
        if id not in done:
            done.add(id)
            for to, more in ahead.get(id, ()):
                heappush(waiting, (hours + more, to))
    return None


def _ahead(dialogue: Dialogue) -> Iterator[tuple[DialogueId, int]]:
    yield from ((link.to, 0) for link in (*calls(dialogue), *starts(dialogue)))
    yield from ((visit.dialogue, _hours(visit)) for visit, _ in _visits(dialogue))


def _visits(dialogue: Dialogue) -> Iterator[tuple[Visit, tuple[str, ...]]]:
    for state in dialogue.states.values():
        places: list[tuple[State | Choice, tuple[str, ...]]] = [(state, ())]
        places += [(choice, ("choices", choice.key)) for choice in state.choices]
        for what, path in places:
            if what.visit:
                yield what.visit, ("states", state.id, *path, "visit", "in")


def _hours(visit: Visit) -> int:
    """A day on somebody's clock may be shorter, and still is one."""
    return (visit.hours or 0) + _A_DAY * (visit.days or 0)
