"""Plans anew, or lets come now, what was put far into the future while the host's clock was ahead.

Due rows show it: except for visits, none is ever two days away. What becomes of a person's session,
`dialogue/clock_set_back.py` decides.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.dialogue.clock_set_back import planned_anew
from bot.dialogue.effects import WakeAt
from bot.dialogue.inputs import Timer
from bot.errors import DatabaseError
from bot.services.turns import Aftermath, Turns
from bot.storage import due, people
from bot.storage.database import Transaction

log = logging.getLogger(__name__)

FAR = timedelta(days=2)  # the daily prompt of tomorrow is settled already: so far away may the next one be
AT_ONCE = 100  # people in one transaction, so that replies are not kept waiting

_BY_THE_CORE = {Timer.PROMPT, Timer.VISIT}


def plan_anew(tx: Transaction, turns: Turns, now: datetime, after: int) -> int | None:
    """Look at some people whose numbers follow `after`. Return the last one's number; None if there are no more.

    Raises DatabaseError if the database fails.
    """
    found = due.people_beyond(tx, now + FAR, after, AT_ONCE)
    for person_id in found:
        try:
            with tx.savepoint():
                _plan_one(tx, turns, person_id, now)
        except DatabaseError:
            raise
        except Exception:  # a bug; the others are planned for all the same
            log.exception("somebody not planned for anew")
    return found[-1] if found else None


def _plan_one(tx: Transaction, turns: Turns, person_id: int, now: datetime) -> None:
    session = people.load(tx, person_id)
    if session is None:
        return
    rows = {row.timer: row for row in due.of(tx, person_id)}
    planned, effects = planned_anew(turns.dialogues, session, now)
    stale = [row for row in rows.values() if row.timer not in _BY_THE_CORE and row.at > now + FAR]
    moved = [order for order in effects if isinstance(order, WakeAt) and rows.get(order.timer, order).at != order.at]
    if not stale and not moved:
        return  # a visit that is far away, as it was planned
    turns.write(tx, person_id, planned, effects, now, Aftermath())
    for row in stale:
        if row.timer is Timer.PROMPT_AGAIN:
            due.cancel(tx, person_id, row.timer)  # of a day that has not come
        else:
            due.wake(tx, person_id, row.timer, now, row.token)
