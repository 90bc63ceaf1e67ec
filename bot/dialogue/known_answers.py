"""What the welcome need not ask, since its person told it elsewhere while it waited. Asks nothing, moves nobody."""

from __future__ import annotations

from itertools import chain

from bot.dialogue.model import READ_NAMES, Choice, State, TextAsk
from bot.dialogue.move import Move
from bot.dialogue.reserved import ONBOARDING


def told_elsewhere(move: Move, *, returning: bool) -> frozenset[str]:
    """What the profile has and the welcome has not asked for; `returning`, also what it has only read so far.

    Who goes back in the welcome to correct what they told it is asked again.
    """
    if move.frame.dialogue != ONBOARDING:
        return frozenset()
    told = {name for name in chain.from_iterable(READ_NAMES.values()) if getattr(move.session.profile, name)}
    asked = {name for id in move.frame.trail for name in asked_for(move.dialogue.states[id])}
    read = move.frame.values.keys()
    return frozenset(told - (asked - read if returning else asked | read))


def asked_for(state: State) -> frozenset[str]:
    """The names in the profile of what the state reads."""
    return frozenset(READ_NAMES[state.wait.reading]) if isinstance(state.wait, TextAsk) else frozenset()


def confirming(state: State) -> Choice | None:
    """The choice by which somebody confirms what the state asks for, if it has one."""
    names = asked_for(state)
    return next((c for c in state.choices if {s.field for s in c.sets if s.constant is None} == names), None)
