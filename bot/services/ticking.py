"""Makes inputs of what is due, each handled in a transaction like any other input.

Waits for nothing and drives no clock: whoever drives it says when to look, as often as they like.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.dialogue.inputs import TimeCame, Timer
from bot.errors import DatabaseError
from bot.services.delivery import Delivery, Handover
from bot.services.next_due import NextDue
from bot.services.onlookers import TurnTaken
from bot.services.planning_anew import plan_anew
from bot.services.turns import Aftermath, SettledTwiceError, Turns
from bot.storage import due, erasure, outbox, people, prompts, updates
from bot.storage.database import Database, Transaction
from bot.storage.due import DueRow

log = logging.getLogger(__name__)

AT_ONCE = 100  # due rows in one transaction, so that replies are not kept waiting
UPDATES_KEPT = timedelta(hours=48)  # Telegram keeps updates for a day, and restarts its numbers after an idle week
QUARANTINE_KEPT = timedelta(days=14)  # the words of people in it; whoever mends a bug has that long to look at one
OUTBOX_KEPT = timedelta(hours=48)  # a delivered row still tells early text from late, and finds the message to edit
LABELS_KEPT = timedelta(days=30)  # whoever turns a page of an older /history finds nothing there, and asks anew
PROMPTS_KEPT = timedelta(days=14)
_PRUNE_EVERY = timedelta(hours=1)
_TRY_AGAIN = timedelta(days=1)
_SET_BACK = timedelta(minutes=1)  # more than a clock is ever corrected by in small steps
_BEFORE_ALL = -(2**63)  # SQLite's smallest integer


@dataclass(frozen=True, kw_only=True)
class _Taken:
    """What one transaction did, and what it leaves to do once it is committed."""

    handover: Handover
    soonest: datetime | None  # of the due rows that are left
    turns: list[TurnTaken]


class Ticking:
    """Handles due rows, and removes old rows from time to time."""

    def __init__(
        self,
        *,
        database: Database,
        delivery: Delivery,
        turns: Turns,
        next_due: NextDue,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self.last_success: float | None = None  # monotonic, for /healthz
        self._database = database
        self._delivery = delivery
        self._turns = turns
        self._next_due = next_due
        self._now = now
        self._monotonic = monotonic
        self._pruned: datetime | None = None
        self._ticked_at: datetime | None = None

    async def tick(self) -> None:
        """Handle everything that is due by now. Raises DatabaseError if the database fails."""
        await self._plan_anew()
        while self._next_due.is_due(self._now()):
            self._next_due.begin_anew()
            try:
                taken = await self._database.run(self._take_due)
            except BaseException:
                self._next_due.look_again()
                raise
            self._delivery.dispatch(taken.handover)
            self._next_due.note(taken.soonest)
            self._turns.onlookers.tell(taken.turns)
        await self._prune()
        self.last_success = self._monotonic()

    async def _plan_anew(self) -> None:
        """Plan anew at the start and after the host's clock was set back: somebody may have been put off by a year."""
        now, before = self._now(), self._ticked_at
        if before is None or before - now > _SET_BACK:
            after: int | None = _BEFORE_ALL
            while after is not None:
                after = await self._database.run(partial(plan_anew, turns=self._turns, now=now, after=after))
            self._next_due.look_again()
        self._ticked_at = now

    def _take_due(self, tx: Transaction) -> _Taken:
        now = self._now()
        turns = [taken for row in due.take(tx, now, AT_ONCE) for taken in self._take_one(tx, row, now)]
        return _Taken(handover=self._delivery.settle_and_claim(tx, now), soonest=due.next_at(tx), turns=turns)

    def _take_one(self, tx: Transaction, row: DueRow, now: datetime) -> list[TurnTaken]:
        reachable = people.is_reachable(tx, row.person_id)
        try:
            turns = self._turn(tx, row.person_id, TimeCame(timer=row.timer, token=row.token, reachable=reachable), now)
            if not reachable:
                outbox.cancel_waiting(tx, row.person_id, now)  # time goes on for them, and nothing is sent
        except DatabaseError:
            raise
        except Exception:
            # A bug: the row is gone, and the others go on. A visit stays planned, so it is tried again.
            log.exception("due row put aside", extra={"timer": row.timer})
            if row.timer is Timer.VISIT:
                due.wake(tx, row.person_id, row.timer, now + _TRY_AGAIN, row.token)
            return []
        return turns

    def _turn(self, tx: Transaction, person_id: int, came: TimeCame, now: datetime) -> list[TurnTaken]:
        # Only its turns are needed: no due row is a tap or an erasure, and `_take_due` asks for the next row.
        aftermath = Aftermath()
        try:
            with tx.savepoint():
                self._turns.take(tx, person_id, came, now, aftermath)
        except SettledTwiceError:
            # The clock was days ahead for a while. Without this nobody would look to the next date any more.
            with tx.savepoint():
                self._turns.pass_over(tx, person_id, came, now)
            return []
        return aftermath.turns

    async def _prune(self) -> None:
        now = self._now()
        if self._pruned is not None and abs(now - self._pruned) < _PRUNE_EVERY:
            return

        def prune(tx: Transaction) -> None:
            updates.prune(tx, now - UPDATES_KEPT)
            updates.prune_quarantine(tx, now - QUARANTINE_KEPT)
            outbox.prune(tx, now - OUTBOX_KEPT, now - LABELS_KEPT)
            prompts.prune(tx, (now - PROMPTS_KEPT).date())

        await self._database.run(prune)
        self._pruned = now
        await erasure.finish(self._database)  # of one that another program, reading, kept from its end
