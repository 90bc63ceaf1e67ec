"""The tension asked anew after hours: nobody comes back into a heavy question on what they told long before.

Whoever is about to be asked one is led to the question for their tension first. If they are not tense, they are back
where they were, with all that they had begun there; if they are, they go on as the exercise does for them.
"""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.given_answers import after_a_round
from bot.dialogue.heaviness import may_be_consent, may_stir_up
from bot.dialogue.model import Load, State, StateId
from bot.dialogue.move import Move
from bot.dialogue.session import LeftQuestion
from bot.dialogue.slots import can_be_said
from bot.dialogue.tension import last_tension, tells_high_from_low

HOURS_OLD = timedelta(hours=6)  # as long as somebody has to be away to be told where they are


def is_tension_old(move: Move) -> bool:
    """Return whether the tension that was told last in the heavy dialogue that is going on is hours old."""
    frame, dialogue = move.frame, move.dialogue
    if dialogue.load is not Load.HIGH:
        return False
    names = {state.keep for state in dialogue.states.values() if tells_high_from_low(state)}
    if last_tension([frame.values], names) is None:
        return False
    told = frame.tension_at or move.session.seen  # of sessions from before it was noted, nothing better is known
    return told is not None and move.now - told >= HOURS_OLD


def ask_tension_first(move: Move) -> None:
    """Put the question for the tension in the place of a heavy one, or that one back in its place."""
    if not _is_heavy(move, move.state):
        return
    if is_tension_old(move):
        _leave_for_tension(move)
    elif move.frame.left:
        _come_back(move, move.frame.left)


def _is_heavy(move: Move, state: State) -> bool:
    return move.dialogue.load is Load.HIGH and may_stir_up(state) and not may_be_consent(state)


def _leave_for_tension(move: Move) -> None:
    frame, asking = move.frame, _asking(move)
    if asking is None:
        return
    here = LeftQuestion(
        state=frame.state,
        version=frame.version,
        trail=frame.trail,
        probes=frame.probes,
        answer=frame.answer,
        picks=frame.picks,
        taps=frame.taps,
    )
    before = frame.trail[: frame.trail.index(asking)] if asking in frame.trail else frame.trail
    tensions = [state.id for state in move.dialogue.states.values() if tells_high_from_low(state)]
    move.change_top(given=after_a_round(frame, tensions).given)  # what was told before stays, and is not replaced
    move.change_top(state=asking, trail=before, probes=0, answer=None, picks=(), taps=0, left=frame.left or here)
    move.open_with(move.dialogues.phrase("tension_again"))


def _asking(move: Move) -> StateId | None:
    """Return the tension question that was passed last on the way here, or else the first that there is; else None.

    A question whose words cannot be said any more does not count.
    """
    states = move.dialogue.states
    passed = (states[id] for id in reversed(move.frame.trail) if id in states)
    asking = (state for state in (*passed, *states.values()) if tells_high_from_low(state))
    return next((state.id for state in asking if can_be_said(move, state)), None)


def _come_back(move: Move, left: LeftQuestion) -> None:
    """Whoever was led over to a changed dialogue meanwhile goes on with the question of now."""
    if left.version != move.frame.version:
        move.change_top(left=None)
        return
    move.change_top(
        state=left.state,
        trail=left.trail,
        probes=left.probes,
        answer=left.answer,
        picks=left.picks,
        taps=left.taps,
        left=None,
    )
