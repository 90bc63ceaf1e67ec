"""Keeps for good what an exercise brought, such as the home base, once it is over. Moves nobody."""

from __future__ import annotations

from bot.dialogue.model import Breath, Pause, ScaleAsk, State, TextAsk
from bot.dialogue.move import Move
from bot.dialogue.values import Number, Picked, Said, Value


def remember(move: Move) -> None:
    """Replace what an earlier time remembered by what the finished dialogue keeps for good: all of it, or nothing.

    The first of its values stands for the whole. If that was skipped, what was remembered earlier stays.
    """
    told = move.frame.values
    remembering = [(s.remember, s) for s in move.dialogue.states.values() if s.remember and s.keep]
    named = dict.fromkeys(name for name, _ in remembering)
    answers = {name: v for name, s in remembering if (v := told.get(s.keep or "")) and isinstance(v, _asked_for(s))}
    if named and next(iter(named)) in answers:
        others = {name: value for name, value in move.session.remembered.items() if name not in named}
        move.change(remembered={**others, **answers})


def _asked_for(state: State) -> type[Value]:
    """Return the type of an answer to the state's question. A tap on a button beside it is no answer."""
    match state.wait:
        case TextAsk():
            return Said
        case ScaleAsk() | Pause() | Breath():
            return Number
        case _:
            return Picked
