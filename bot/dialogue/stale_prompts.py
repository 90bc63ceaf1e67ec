"""Decides what becomes of a daily prompt or a visit that was decided on and has not been sent yet. Sends nothing.

Meanwhile the night may have come, too much time may have passed, or the person may have done something.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from bot.dialogue.effects import WakeAt
from bot.dialogue.inputs import Timer
from bot.dialogue.reserved import BEGUN
from bot.dialogue.session import Planned, Profile, Session
from bot.dialogue.session_changes import changed
from bot.dialogue.visiting import first_by_day, next_visit

AT_ONCE = timedelta(minutes=10)  # a delay up to this is normal, and the hour is not checked again
LONGEST = timedelta(hours=6)  # after this delay a daily prompt is of no more use


class Freshness(Enum):
    """What becomes of a prompt or a visit that waits to be sent."""

    GOES = "goes"
    OVERTAKEN = "overtaken"  # its question stands no longer
    TAKEN_BACK = "taken back"  # it does not come at this hour


def freshness(profile: Profile, decided: datetime, now: datetime, *, visit: bool, stands: bool) -> Freshness:
    """Return whether a prompt or a visit that was decided on at `decided` is still to be sent.

    `stands` says whether its question still stands; it is true for a message that asks nothing.
    """
    if not stands:
        return Freshness.OVERTAKEN
    waited = now - decided
    is_late = first_by_day(profile, now) > now or (waited >= LONGEST and not visit)
    return Freshness.TAKEN_BACK if waited >= AT_ONCE and is_late else Freshness.GOES


def taken_back(session: Session, now: datetime, *, visit: bool) -> tuple[Session, WakeAt | None]:
    """Return the session without the question that its person never saw.

    What was set aside for that question stays set aside. A visit is planned again, for the first moment by day, and the
    due row of the next visit is returned too; None for a daily prompt.
    """
    begun = session.stack[0].dialogue if session.stack else None
    dialogue = session.wanted if begun == BEGUN else begun
    session = changed(session, stack=(), standing=None)
    if not visit or dialogue is None:
        return session, None
    others = tuple(planned for planned in session.visits if planned.dialogue != dialogue)
    again = Planned(dialogue=dialogue, at=first_by_day(session.profile, now))
    session = changed(session, visits=(*others, again), wanted=None)
    planned, at = next_visit(session.visits, session.profile) or (again, now)
    return session, WakeAt(timer=Timer.VISIT, at=at, token=planned.dialogue)
