"""Delivery's part of a transaction: writes what became of sent rows, and claims the rows that go next.

Runs on the database's thread and keeps nothing. `delivery.py` holds what delivery remembers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue import stale_prompts as unsent
from bot.dialogue.stale_prompts import Freshness
from bot.services.settling import Settlement
from bot.services.turns import PROMPT_KIND
from bot.storage import due, meta, outbox, outbox_reading, people, prompts
from bot.storage.database import Row, Transaction
from bot.storage.instants import from_ms, to_ms
from bot.storage.parcels import Parcel, ParcelKind, ParcelState

StillAsked = Callable[[Transaction, int, int], bool]  # chat, turn: is that turn's question the one that stands?

KEPT_FREE = 8  # sends that may be under way beside all others: nobody's help waits for a place among them

_SEND_AGAIN_AT = "send_again_at"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """The rows that one transaction claimed, and what it learnt about the others."""

    parcels: tuple[Parcel, ...] = ()
    more: bool = False  # others could go at once if there were room
    prompts: bool = False  # prompts could go, and were left for a claim that takes them
    look_in: float | None = None  # seconds until a chat that had too much may get more
    due_at: datetime | None = None  # of a visit that was taken back


def write(tx: Transaction, settlement: Settlement, now: datetime) -> None:
    """Write what became of a row. Writing it a second time changes nothing."""
    parcel = settlement.parcel
    if settlement.everybody_waits and settlement.not_before:
        meta.put(tx, _SEND_AGAIN_AT, str(to_ms(settlement.not_before)))
    if settlement.state is ParcelState.WAITING:
        outbox.send_again(
            tx,
            parcel,
            settlement.not_before,
            now,
            resent=settlement.resent,
            plain=settlement.plain,
            elsewhere=settlement.elsewhere,
        )
    elif outbox.finish(tx, parcel, settlement.state, now, settlement.message_id) and settlement.person_gone:
        people.set_reachable(tx, parcel.chat_id, False)
        outbox.cancel_waiting(tx, parcel.chat_id, now)


def everybody_waits_until(tx: Transaction) -> datetime | None:
    """Return until when nothing may be sent at all (real time), as stored; None if nothing is stored."""
    stored = meta.get(tx, _SEND_AGAIN_AT)
    return from_ms(int(stored)) if stored else None


def claim(
    tx: Transaction,
    *,
    room: int,
    chat_ready_in: Callable[[int], float],
    take_prompts: bool,
    still_asked: StillAsked,
    at: datetime,  # real time, on which waits run
    now: datetime,
) -> Claim:
    """Claim the next row of up to `room` chats. Rows that are not worth sending any more are finished instead."""
    rows: list[Row] = []
    waits: list[float] = []
    more = prompts = False
    for row in outbox.next_rows(tx, at):
        if row["prompt"] and not take_prompts:
            prompts = True
            break  # all else comes first, so only prompts follow
        wait = 0.0 if row["urgent"] else chat_ready_in(row["chat_id"])
        if wait > 0:
            waits.append(wait)
        elif len(rows) >= room + (row["urgent"] and KEPT_FREE):
            more = True
            break
        else:
            rows.append(row)
    claimed = outbox.claim(tx, rows)
    due_rows: list[datetime] = []
    parcels = tuple(parcel for parcel in claimed if _goes(tx, parcel, still_asked, now, due_rows))
    if len(parcels) < len(claimed):
        waits.append(0.0)  # what stood behind the rows that do not go
    return Claim(
        parcels=parcels,
        more=more,
        prompts=prompts,
        look_in=min(waits, default=None),
        due_at=min(due_rows, default=None),
    )


def _goes(tx: Transaction, parcel: Parcel, still_asked: StillAsked, now: datetime, due_rows: list[datetime]) -> bool:
    end = _overtaken(tx, parcel, still_asked)
    if end is None and parcel.prompt and parcel.kind is ParcelKind.SEND:
        end = _too_late(tx, parcel, still_asked, now, due_rows)
    if end:
        outbox.finish(tx, parcel, end, now)
    return end is None


def _overtaken(tx: Transaction, parcel: Parcel, still_asked: StillAsked) -> ParcelState | None:
    """Return the last state of a row that events have overtaken; None if it is to be sent."""
    if parcel.prompt and not _is_wanted(tx, parcel):
        return ParcelState.CANCELLED
    if parcel.kind is ParcelKind.EDIT and parcel.message_id is None:
        return ParcelState.DROPPED
    if parcel.resent and parcel.question is not None and not parcel.urgent:
        return None if still_asked(tx, parcel.chat_id, parcel.question) else ParcelState.UNKNOWN
    return None


def _is_wanted(tx: Transaction, parcel: Parcel) -> bool:
    """Return whether the person still wants a prompt or a visit. Pausing the daily prompt does not stop visits."""
    session = people.load(tx, parcel.chat_id)
    wants = session is not None and (parcel.visit or session.profile.prompts == "on")
    return wants and people.is_reachable(tx, parcel.chat_id)


def _too_late(
    tx: Transaction, parcel: Parcel, still_asked: StillAsked, now: datetime, due_rows: list[datetime]
) -> ParcelState | None:
    """Return the last state of a prompt or a visit that waited too long to come now; None if it is to be sent."""
    session = people.load(tx, parcel.chat_id)
    if session is None:
        return ParcelState.DROPPED
    decided, question = outbox_reading.decided(tx, parcel)
    stands = question is None or still_asked(tx, parcel.chat_id, question)
    found = unsent.freshness(session.profile, decided, now, visit=parcel.visit, stands=stands)
    if found is Freshness.GOES:
        return None
    if not parcel.visit:
        prompts.take_back(tx, parcel.chat_id, PROMPT_KIND, decided)
    if found is Freshness.TAKEN_BACK and question is not None:
        session, wake = unsent.taken_back(session, now, visit=parcel.visit)
        people.save(tx, parcel.chat_id, session, now)
        if wake:
            due.wake(tx, parcel.chat_id, wake.timer, wake.at, wake.token)
            due_rows.append(wake.at)
    return ParcelState.DROPPED
