"""Goes past questions that the person answered before an exercise changed their order.

`reordering.py` finds out which these are, and the frame holds them. This says by which choice the way goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.model import Choice, ManyAsk, State
from bot.dialogue.move import Move
from bot.dialogue.values import Picked, Skipped, Value


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer that was given to a question before."""

    choice: Choice | None  # the button that was the answer; None: it was no button


def take_answered(move: Move) -> Answered | None:
    """Return how the state that was just entered was answered before; None if it is to be asked.

    An earlier answer counts once, so the question is asked after /back. It is also asked if the answer was a button
    that does something.
    """
    frame, state = move.frame, move.state
    if state.id not in frame.answered:
        return None
    move.change_top(answered=tuple(id for id in frame.answered if id != state.id))
    value = frame.values.get(state.keep or "")
    return _as_answered(state, value) if value is not None else None


def _as_answered(state: State, value: Value) -> Answered | None:
    choice = _chosen(state, value)
    if choice and (choice.call or choice.start or choice.do or choice.seal or choice.unseal or choice.visit):
        return None
    return Answered(choice) if choice or state.next else None


def _chosen(state: State, value: Value) -> Choice | None:
    match value:
        case Picked(keys=(key,)) if not isinstance(state.wait, ManyAsk):
            return state.choice(key)
        case Skipped():
            return state.choice(state.skip) if state.skip else None
        case _:
            return None
