"""What a dialogue relies on, state by state, for those who are led into it from an older version.

A value is relied on at a state if from there on words hold it, or a branch compares it, before it is asked for again.
Only sound dialogues have terms; `checks.values` sees to it that in them everything is told on every way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from bot.dialogue.model import Choice, Dialogue, State, StateId, TextAsk
from bot.dialogue.slots import ALWAYS_KNOWN, WORKED_OUT_OF
from bot.dialogue.tension import asks_for_tension
from bot.dialogue.version_diff import Requirements
from bot.language.proofs.exits import Exit, exits, kept_by
from bot.language.proofs.heavy_and_calm import consents

Names = Mapping[StateId, frozenset[str]]
Given = Callable[[State, Exit], frozenset[str]]


def requirements_of(dialogue: Dialogue) -> Requirements:
    states = dialogue.states.values()
    asked = _asked_before(dialogue)
    compared = {state.id: (frozenset(_compared(state)) - kept_by(state)) & asked[state.id] for state in states}
    return Requirements(
        words=_needed(dialogue, {state.id: _in_words(state) for state in states}, lambda _, found: found.certain),
        branches=_needed(dialogue, compared, _asked),
        consents=frozenset(consents(dialogue)),
        tensions=frozenset(state.id for state in states if asks_for_tension(state)),
    )


def _in_words(state: State) -> frozenset[str]:
    unclear = state.wait.unclear if isinstance(state.wait, TextAsk) else None
    slots = frozenset[str]().union(*(words.slots for words in (state.say, state.ask, unclear) if words))
    return frozenset(WORKED_OUT_OF.get(name, name) for name in slots - ALWAYS_KNOWN)


def _compared(state: State) -> Iterator[str]:
    """By its branches; or copied into the profile."""
    parts: tuple[State | Choice, ...] = (state, *state.choices)
    for part in parts:
        yield from (name for way in part.next if way.when for name in way.when.names)
        yield from (setting.field for setting in part.sets if setting.constant is None)


def _asked(state: State, found: Exit) -> frozenset[str]:
    """Told, or left out by somebody who was asked."""
    return found.certain | ({state.keep} if state.keep else frozenset())


def _asked_before(dialogue: Dialogue) -> dict[StateId, frozenset[str]]:
    """For each state what was asked when it is entered, whatever the way to it."""
    asked: dict[StateId, frozenset[str]] = {dialogue.start: frozenset()}
    ahead = [dialogue.start]
    while ahead:
        state = dialogue.states[ahead.pop()]
        for found in exits(state):
            now = (asked[state.id] | _asked(state, found)) - found.sealed
            met = asked[found.to] & now if found.to in asked else now
            if met != asked.get(found.to):
                asked[found.to] = met
                ahead.append(found.to)
    return defaultdict(frozenset, asked)


def _needed(dialogue: Dialogue, used: Names, given: Given) -> dict[StateId, frozenset[str]]:
    """From each state on: what is used there, and what is needed further on and not given on the way."""
    back: dict[StateId, list[tuple[State, Exit]]] = defaultdict(list)
    for state in dialogue.states.values():
        for found in exits(state):
            back[found.to].append((state, found))
    needed = dict(used)
    ahead = [id for id, names in used.items() if names]
    while ahead:
        id = ahead.pop()
        for state, found in back[id]:
            more = needed[id] - given(state, found)
            if not more <= needed[state.id]:
                needed[state.id] |= more
                ahead.append(state.id)
    return needed
