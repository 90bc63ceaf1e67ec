"""What the welcome need not ask, since the person told it elsewhere meanwhile. Asks nothing and moves nobody."""

from __future__ import annotations

from itertools import chain

from bot.dialogue.model import READ_NAMES, Choice, State, TextAsk
from bot.dialogue.move import Move
from bot.dialogue.reserved import ONBOARDING


def told_elsewhere(move: Move, *, returning: bool) -> frozenset[str]:
    """Return what the profile has and the welcome has not asked for.

    With `returning`, also what it has only read so far. Somebody who goes back in the welcome to correct what they told
    it is asked again.
    """
    if move.frame.dialogue != ONBOARDING:
        return frozenset()
    told = {name for name in chain.from_iterable(READ_NAMES.values()) if getattr(move.session.profile, name)}
    asked = {name for id in move.frame.trail for name in asked_for(move.dialogue.states[id])}
    read = move.frame.values.keys()
    return frozenset(told - (asked - read if returning else asked | read))


def asked_for(state: State) -> frozenset[str]:
    """Return the profile's names for what the state reads."""
    return frozenset(READ_NAMES[state.wait.reading]) if isinstance(state.wait, TextAsk) else frozenset()


def confirming(state: State) -> Choice | None:
    """Return the choice by which somebody confirms what the state asks for, or None."""
    names = asked_for(state)
    return next((c for c in state.choices if {s.field for s in c.sets if s.constant is None} == names), None)
