"""Finds the questions whose order changed in the live version: those already answered, and those that would be missed.

Facts for `migration_policy.py` and `session_migration.py`, about one person in one dialogue. Moves nobody.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.edges import leads_to
from bot.dialogue.graph_search import reachable
from bot.dialogue.model import Dialogue, State, StateId
from bot.dialogue.session import Frame
from bot.dialogue.version_diff import VersionDiff


def answered_ahead(diff: VersionDiff, frame: Frame, to: StateId) -> tuple[StateId, ...]:
    """Return the live states ahead of `to` whose questions this person answered, and would not have been asked again.

    A consent or tension question is left out: it is about the present moment, and is asked again.
    """
    if diff.old is None or frame.state not in diff.old.states:
        return ()
    again = _ahead(diff.old, frame.state)
    gates = diff.requirements.consents | diff.requirements.tensions
    known = dict.fromkeys((*(id for id in frame.trail if id not in again), *frame.answered))
    found = [here for id in known if (here := diff.counterpart(id)) and _is_answered(diff, frame, id, here)]
    ahead = _ahead(diff.live, to)
    return tuple(here.id for here in found if here.id in ahead and here.id != to and here.id not in gates)


def unasked_before(diff: VersionDiff, frame: Frame, here: State) -> State | None:
    """Return the first live question that everybody meets before `here` and that was still ahead of this person."""
    if diff.old is None or frame.state not in diff.old.states:
        return None
    passed = {state.id for id in frame.trail if (state := diff.counterpart(id))}
    behind = _ahead(diff.live, here.id)
    ahead = {
        state.id: state
        for id in _ahead(diff.old, frame.state)
        if (state := diff.counterpart(id)) and state.waits and state.id not in passed and state.id not in behind
    }
    before = [id for id in ahead if id != here.id and _is_on_every_way(diff.live, id, here.id)]
    first = [id for id in before if not any(_is_on_every_way(diff.live, one, id) for one in before if one != id)]
    return ahead[first[0]] if first else None


def _is_answered(diff: VersionDiff, frame: Frame, id: StateId, here: State) -> bool:
    """Return whether the live state would keep what they answered at the old one."""
    old = diff.old.states.get(id) if diff.old else None
    return bool(old and old.keep and old.keep == here.keep and here.waits and diff.means_the_same(frame, old.keep))


def _ahead(dialogue: Dialogue, id: StateId) -> dict[StateId, None]:
    """Return the states that may come after this one."""
    return reachable(_leads_to(dialogue, id), lambda here: _leads_to(dialogue, here))


def _is_on_every_way(dialogue: Dialogue, gate: StateId, target: StateId) -> bool:
    """Return whether every way from the start to `target` passes `gate`."""
    return target not in reachable([dialogue.start], lambda here: () if here == gate else _leads_to(dialogue, here))


def _leads_to(dialogue: Dialogue, id: StateId) -> Iterable[StateId]:
    return leads_to(dialogue.states[id])
