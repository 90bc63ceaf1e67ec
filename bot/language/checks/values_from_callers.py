"""Works out which values dialogues give to each other's words, from what may lie beneath them. Judges nothing.

An exercise replaces what is going on, so only its callers lie beneath it. Anything else may come on top of everything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.dialogue.graph_search import reachable
from bot.dialogue.model import Dialogue, DialogueId, DialogueKind
from bot.language.proofs.exits import kept_by


def given_by_others(dialogues: Collection[Dialogue]) -> Mapping[DialogueId, frozenset[str]]:
    """Return for each dialogue the names of the values that dialogues beneath it may keep."""
    kept = {one.id: frozenset[str]().union(*map(kept_by, one.states.values())) for one in dialogues}
    keeping = {id: names for id, names in kept.items() if names}
    callers = _callers(dialogues)
    exercises = {one.id for one in dialogues if one.kind is DialogueKind.EXERCISE}
    given = {}
    for id in kept:
        beneath = _beneath(id, callers)
        others = beneath if beneath | {id} <= exercises else keeping.keys()
        given[id] = frozenset[str]().union(*(kept[other] for other in others if other != id))
    return given


def _callers(dialogues: Collection[Dialogue]) -> Mapping[DialogueId, set[DialogueId]]:
    callers: dict[DialogueId, set[DialogueId]] = {}
    for one in dialogues:
        for state in one.states.values():
            for called in (state.call, *(choice.call for choice in state.choices)):
                if called:
                    callers.setdefault(called, set()).add(one.id)
    return callers


def _beneath(id: DialogueId, callers: Mapping[DialogueId, set[DialogueId]]) -> set[DialogueId]:
    """Return all dialogues from which a chain of calls leads to this one."""
    return set(reachable(callers.get(id, ()), lambda caller: callers.get(caller, ())))
