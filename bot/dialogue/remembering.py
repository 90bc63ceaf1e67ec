"""What an exercise keeps for good, such as the home base, once it is over. Moves nobody."""

from __future__ import annotations

from bot.dialogue.model import Breath, Pause, ScaleAsk, State, TextAsk
from bot.dialogue.move import Move
from bot.dialogue.values import Number, Picked, Said, Value


def remember(move: Move) -> None:
    """What the finished dialogue keeps for good takes the place of what it kept before: all of it, or nothing.

    The first of its values names the whole. Where that was left out, what an earlier time brought stays as it was.
    """
    told = move.frame.values
    remembering = [(s.remember, s) for s in move.dialogue.states.values() if s.remember and s.keep]
    named = dict.fromkeys(name for name, _ in remembering)
    answers = {name: v for name, s in remembering if (v := told.get(s.keep or "")) and isinstance(v, _asked_for(s))}
    if named and next(iter(named)) in answers:
        others = {name: value for name, value in move.session.remembered.items() if name not in named}
        move.change(remembered={**others, **answers})


def _asked_for(state: State) -> type[Value]:
    """What an answer to its question is, and a button beside it is not."""
    match state.wait:
        case TextAsk():
            return Said
        case ScaleAsk() | Pause() | Breath():
            return Number
        case _:
            return Picked
