"""Works out what a dialogue needs at each state of people who are moved into it from an older version.

A value is needed at a state if, from there on, words hold it or a branch compares it before it is asked for again.
Dialogues must be sound: `checks/values.py` makes sure that in them everything is told on every way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from operator import and_, or_

from bot.dialogue.graph_search import spread
from bot.dialogue.model import Choice, Dialogue, State, StateId, TextAsk
from bot.dialogue.slots import ALWAYS_KNOWN, WORKED_OUT_OF
from bot.dialogue.tension import asks_for_tension
from bot.dialogue.version_diff import Requirements
from bot.language.proofs.exits import Exit, exits, kept_by
from bot.language.proofs.heavy_and_calm import consents

Names = Mapping[StateId, frozenset[str]]
Given = Callable[[State, Exit], frozenset[str]]


def requirements_of(dialogue: Dialogue) -> Requirements:
    """Return what the dialogue needs at each of its states."""
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
    """Yield the values that the state's branches compare, or that it copies into the profile."""
    parts: tuple[State | Choice, ...] = (state, *state.choices)
    for part in parts:
        yield from (name for way in part.next if way.when for name in way.when.names)
        yield from (setting.field for setting in part.sets if setting.constant is None)


def _asked(state: State, found: Exit) -> frozenset[str]:
    """Return the values that are told, or skipped by somebody who was asked, when the exit is taken."""
    return found.certain | ({state.keep} if state.keep else frozenset())


def _asked_before(dialogue: Dialogue) -> dict[StateId, frozenset[str]]:
    """Return for each state what was asked before it is entered, whichever way led there."""

    def onward(id: StateId, asked: frozenset[str]) -> Iterator[tuple[StateId, frozenset[str]]]:
        state = dialogue.states[id]
        return ((found.to, (asked | _asked(state, found)) - found.sealed) for found in exits(state))

    return defaultdict(frozenset, spread({dialogue.start: frozenset[str]()}, onward, and_))


def _needed(dialogue: Dialogue, used: Names, given: Given) -> dict[StateId, frozenset[str]]:
    """Return for each state what is used there, and what is needed further on and not given on the way."""
    back: dict[StateId, list[tuple[State, Exit]]] = defaultdict(list)
    for state in dialogue.states.values():
        for found in exits(state):
            back[found.to].append((state, found))

    def onward(id: StateId, needed: frozenset[str]) -> Iterator[tuple[StateId, frozenset[str]]]:
        return ((state.id, needed - given(state, found)) for state, found in back[id])

    return spread(used, onward, or_)
