"""What becomes of a daily prompt or a visit that was decided on and has not gone yet. Pure; sends and drops nothing.

The night, a long wait, or what its person did meanwhile may have overtaken it.
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

AT_ONCE = timedelta(minutes=10)  # so long everything may take, and nothing is asked anew about the hour
LONGEST = timedelta(hours=6)  # for which a daily prompt is still worth something


class Freshness(Enum):
    GOES = "goes"
    OVERTAKEN = "overtaken"  # its question stands no longer
    TAKEN_BACK = "taken back"  # it does not come at this hour


def freshness(profile: Profile, decided: datetime, now: datetime, *, visit: bool, stands: bool) -> Freshness:
    """`stands` is whether its question still does; of what asks nothing, true."""
    if not stands:
        return Freshness.OVERTAKEN
    waited = now - decided
    is_late = first_by_day(profile, now) > now or (waited >= LONGEST and not visit)
    return Freshness.TAKEN_BACK if waited >= AT_ONCE and is_late else Freshness.GOES


def taken_back(session: Session, now: datetime, *, visit: bool) -> tuple[Session, WakeAt | None]:
    """The session without what its person never saw: they are at rest, and what was set aside for it stays so.

    A visit is planned once more, for the first moment by day; the due row of the next visit is returned.
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
