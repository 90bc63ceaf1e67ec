"""Delivery: drains the outbox, several chats at a time. Knows no Telegram: `send` sends, and says what came of it.

A turn needs no transaction of delivery's own. Whoever writes to the outbox ends the transaction with
`settle_and_claim`, which writes what became of earlier sends and claims what may go next, and hands the result to
`dispatch` after the commit. A rollback undoes both and loses nothing: outcomes stay here until a transaction that wrote
them is dispatched. If nobody writes soon, delivery does. `settling.py` decides what a failed send means.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import DatabaseError
from bot.services import claiming
from bot.services.alarm import Alarm
from bot.services.claiming import Claim, StillAsked
from bot.services.flood import Flood
from bot.services.outcomes import NothingToDo, Outcome, TokenRefused, TryLater, Unknown
from bot.services.pace import Pace
from bot.services.settling import Sent, Settlement, after_crash, settle
from bot.services.token_watch import TokenWatch
from bot.storage import outbox, outbox_reading
from bot.storage.database import Database, Transaction
from bot.storage.outbox_reading import Fate

# Adapters import the parcels that they send from here, since they may not import storage.
from bot.storage.parcels import Parcel as Parcel
from bot.storage.parcels import ParcelKind as ParcelKind
from bot.storage.parcels import ParcelState

log = logging.getLogger(__name__)

Send = Callable[[Parcel], Awaitable[Sent | Outcome]]

AT_ONCE = 32  # sends under way; more would wait for a connection
GATHER = 0.02  # seconds that outcomes wait for somebody else's transaction
LONGEST_REST = 30.0  # seconds after which delivery looks for itself: the host's clock may have jumped
DATABASE_REST = 5.0  # seconds after the database failed
_OVERTAKEN = "overtaken"


@dataclass(frozen=True, kw_only=True, eq=False)
class Handover:
    """What one transaction wrote and claimed. It holds once the transaction is committed: then `dispatch` it."""

    settled: tuple[Settlement, ...]
    claim: Claim


class Delivery:
    """The loop that drains the outbox.

    All of it runs on the event loop but `settle_and_claim` and `reached`. Transactions call these two, which change
    nothing here.
    """

    def __init__(
        self,
        *,
        database: Database,
        send: Send,
        pace: Pace,
        still_asked: StillAsked,
        note_due: Callable[[datetime | None], None],  # a due row was put for then
        token: TokenWatch,
        now: Callable[[], datetime],  # the bot's time, for records
        real_now: Callable[[], datetime],  # for waits: the sandbox's clock may be days ahead
        monotonic: Callable[[], float],
        jitter: Callable[[], float],
    ) -> None:
        self._database = database
        self._send = send
        self._pace = pace
        self._still_asked = still_asked
        self._note_due = note_due
        self._token = token
        self._now = now
        self._real_now = real_now
        self._monotonic = monotonic
        self._jitter = jitter
        self._flood = Flood()
        self._open = False  # between `start` and `stop`
        self._under_way: set[asyncio.Task[None]] = set()
        self._edits: dict[tuple[int, str | None], asyncio.Task[None]] = {}  # the last of each message
        self._free = AT_ONCE
        self._finished: list[Settlement] = []  # not known to be written
        self._more = False  # rows could go at once if there were room
        self._gathering: asyncio.TimerHandle | None = None
        self._alarm = Alarm()

    async def start(self) -> None:
        """Settle what an earlier process left under way, then open. Nothing is claimed before. Raises DatabaseError."""
        self._flood.everybody_until, waits = await self._database.run(self._take_over)
        for instant in waits:
            self._alarm.ring_in((instant - self._real_now()).total_seconds())
        self._open = True
        self.wake()

    async def run(self) -> None:
        """Look for rows whenever the alarm rings, until `stop`. A database that fails is tried again."""
        while True:
            await self._alarm.wait()
            if not self._open:
                return
            try:
                await self.look()
            except DatabaseError as error:
                log.warning("delivery waits for the database", extra={"reason": error.reason})
                self._alarm.ring_within(DATABASE_REST)
            else:
                self._alarm.ring_within(LONGEST_REST)

    async def stop(self, within: timedelta = timedelta(seconds=5)) -> None:
        """Let what is under way arrive for so long, and write what became of it. Raises DatabaseError.

        Whoever writes to the outbox must have ended before.
        """
        self._open = False
        self._alarm.silence()
        self._alarm.ring()
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=within.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._database.run(self._close_books)

    def wake(self) -> None:
        """Look for rows soon: there may be some to send."""
        self._alarm.ring()

    async def look(self) -> None:
        """Settle and claim in a transaction of delivery's own. Raises DatabaseError."""
        self.dispatch(await self._database.run(lambda tx: self._settle_and_claim(tx, self._now(), by_itself=True)))

    def settle_and_claim(self, tx: Transaction, now: datetime) -> Handover:
        """Write what became of earlier sends, and claim the next rows.

        Call it last in a transaction that wrote to the outbox.
        """
        return self._settle_and_claim(tx, now, by_itself=False)

    def reached(self, chat_id: int, turn: int) -> Fate | None:
        """Return the fate of a turn's question that has just arrived, if the outbox does not have it yet; else None."""
        for settlement in self._finished[:]:
            parcel = settlement.parcel
            if settlement.message_id and (parcel.chat_id, parcel.question) == (chat_id, turn):
                resent = bool(parcel.resent)
                return Fate(state=ParcelState.DELIVERED, message_id=settlement.message_id, resent=resent)
        return None

    def dispatch(self, handover: Handover) -> None:
        """Send what was claimed. Call it once the transaction is committed."""
        if handover.settled:
            self._finished = [s for s in self._finished if s not in handover.settled]
        if not self._open:
            return  # `stop` puts the rows back
        claim = handover.claim
        self._note_due(claim.due_at)
        self._more = claim.more
        for parcel in claim.parcels:
            self._free -= 1
            self._pace.count(parcel.chat_id, self._monotonic())
            task = asyncio.create_task(self._deliver(parcel))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            if parcel.kind is ParcelKind.EDIT:
                self._overtake(parcel, task)
        if claim.prompts:
            self._alarm.ring_within(GATHER)
        if claim.look_in is not None:
            self._alarm.ring_within(claim.look_in)

    def _overtake(self, edit: Parcel, task: asyncio.Task[None]) -> None:
        """Wait no longer for an unanswered edit of the same message: its words are old."""
        message = (edit.chat_id, edit.label)
        if older := self._edits.get(message):
            older.cancel(_OVERTAKEN)
        self._edits[message] = task
        task.add_done_callback(lambda done: self._edits.pop(message) if self._edits.get(message) is done else None)

    def _settle_and_claim(self, tx: Transaction, now: datetime, *, by_itself: bool) -> Handover:
        settled = tuple(self._finished[:])  # a slice is whole, whatever the event loop's thread appends meanwhile
        for settlement in settled:
            claiming.write(tx, settlement, now)
        return Handover(settled=settled, claim=self._claim(tx, now, by_itself=by_itself))

    def _claim(self, tx: Transaction, now: datetime, *, by_itself: bool) -> Claim:
        if not self._open:
            return Claim()
        real, monotonic = self._real_now(), self._monotonic()
        wait = self._flood.wait_at(real).total_seconds() or self._pace.ready_in(monotonic)
        if wait > 0:
            return Claim(look_in=wait)
        # While the token is refused only help is tried, again and again: everybody's everything would be a flood.
        room = 0 if self._token.refused else self._pace.room(monotonic, most=self._free)
        return claiming.claim(
            tx,
            room=room,
            chat_ready_in=lambda chat_id: self._pace.chat_ready_in(chat_id, monotonic),
            take_prompts=by_itself,
            still_asked=self._still_asked,
            at=real,
            now=now,
        )

    async def _deliver(self, parcel: Parcel) -> None:
        outcome: Sent | Outcome = Unknown()  # if this task is cancelled, or `send` has a bug
        try:
            outcome = await self._send(parcel)
        except asyncio.CancelledError as cancelled:
            if _OVERTAKEN not in cancelled.args:
                raise
            outcome = NothingToDo()
        except Exception as error:
            # Not its message or traceback: they may quote what is being sent.
            log.critical("send failed by a bug", extra=_ids(parcel) | {"error": type(error).__name__})
        finally:
            self._finish(parcel, outcome)

    def _finish(self, parcel: Parcel, outcome: Sent | Outcome) -> None:
        at = self._real_now()
        settlement = settle(parcel, outcome, at=at, jitter=self._jitter())
        if isinstance(outcome, TryLater) and outcome.after:
            everybody = self._flood.told_to_wait(parcel.chat_id, at, outcome.after)
            settlement = replace(settlement, everybody_waits=everybody)
        elif isinstance(outcome, TokenRefused):
            self._token.doubt()
        if not isinstance(outcome, Sent | NothingToDo):
            _report(settlement, outcome)
        self._free += 1
        self._finished.append(settlement)
        if not self._open:
            return
        if settlement.not_before:
            self._alarm.ring_in((settlement.not_before - at).total_seconds())
        if self._more and self._free >= AT_ONCE // 2:
            self.wake()
        else:
            self._gather()

    def _gather(self) -> None:
        if self._gathering is None:
            self._gathering = asyncio.get_running_loop().call_later(GATHER, self._gathered)

    def _gathered(self) -> None:
        self._gathering = None
        if self._finished:
            self.wake()

    def _take_over(self, tx: Transaction) -> tuple[datetime | None, list[datetime]]:
        for parcel in outbox.under_way(tx):
            claiming.write(tx, after_crash(parcel), self._now())
        return claiming.everybody_waits_until(tx), outbox_reading.waits(tx)

    def _close_books(self, tx: Transaction) -> None:
        for settlement in self._finished:
            claiming.write(tx, settlement, self._now())
        outbox.put_back(tx)  # claimed for a `dispatch` that never came


def _ids(parcel: Parcel) -> dict[str, int]:
    return {"chat": parcel.chat_id, "row": parcel.row, "attempt": parcel.attempt}


def _report(settlement: Settlement, outcome: Outcome) -> None:
    level = logging.WARNING if settlement.plain or settlement.state is ParcelState.REFUSED else logging.INFO
    outcome_name = type(outcome).__name__
    log.log(
        level, "message not sent", extra=_ids(settlement.parcel) | {"outcome": outcome_name, "next": settlement.state}
    )
