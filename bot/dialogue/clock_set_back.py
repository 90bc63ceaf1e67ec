"""Corrects what was decided while the host's clock was ahead: instants that have not come yet, and plans after them.

Pure. `services/planning_anew.py` decides whose session is looked at, and when.
"""

from __future__ import annotations

from datetime import datetime

from bot.dialogue.daily_prompt import schedule_prompt
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import Effect
from bot.dialogue.move import Move
from bot.dialogue.session import Session, Stack
from bot.dialogue.session_changes import changed
from bot.dialogue.visiting import schedule_visit


def planned_anew(dialogues: Dialogues, session: Session, now: datetime) -> tuple[Session, list[Effect]]:
    """Return the session without instants after now, and the due rows of its daily prompt and its visits.

    Otherwise a person would count as present, or as in the day after a crisis, until the time that the wrong clock
    told.
    """
    move = Move(dialogues=dialogues, session=session, now=now, seed=0)
    move.change(
        seen=_not_after(session.seen, now),
        crisis_at=_not_after(session.crisis_at, now),
        stack=_begun_by(session.stack, now),
        aside=tuple(_begun_by(stack, now) for stack in session.aside),
    )
    schedule_prompt(move)
    schedule_visit(move)
    return move.session, move.effects


def _begun_by(stack: Stack, now: datetime) -> Stack:
    return tuple(changed(frame, since=_not_after(frame.since, now)) for frame in stack)


def _not_after(at: datetime | None, now: datetime) -> datetime | None:
    return min(at, now) if at else None
