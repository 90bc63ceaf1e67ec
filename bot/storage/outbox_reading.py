"""Reads what is in the outbox, what waits there, and what became of what was sent. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Row, Transaction
from bot.storage.instants import from_ms
from bot.storage.parcels import Parcel, ParcelState


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What became of a message, as far as anybody knows."""

    state: ParcelState
    message_id: int | None = None  # once it is delivered
    resent: bool = False  # it may have arrived more than once
    unheard: bool = False  # a try ended without Telegram's answer, so it may well not have arrived


def question(tx: Transaction, chat_id: int, turn: int) -> Fate | None:
    """Return what became of a turn's question; None if there is no such row."""
    row = tx.execute(
        "SELECT state, message_id, resent, not_before FROM outbox"
        " WHERE chat_id = ? AND question = ? ORDER BY id DESC LIMIT 1",
        (chat_id, turn),
    ).fetchone()
    return _fate(row) if row else None


def newest(tx: Transaction, chat_id: int) -> Fate | None:
    """Return what became of the last message of the chat; None if there is none."""
    row = tx.execute(
        "SELECT state, message_id, resent, not_before FROM outbox"
        " WHERE chat_id = ? AND kind IN ('send', 'voice') ORDER BY id DESC LIMIT 1",
        (chat_id,),
    ).fetchone()
    return _fate(row) if row else None


def thread(tx: Transaction, chat_id: int) -> int | None:
    """Return the topic of the chat's last message; None if it has none."""
    row = tx.execute(
        "SELECT thread FROM outbox WHERE chat_id = ? AND kind <> 'edit' ORDER BY id DESC LIMIT 1", (chat_id,)
    ).fetchone()
    return row["thread"] if row else None


def decided(tx: Transaction, parcel: Parcel) -> tuple[datetime, int | None]:
    """Return when a prompt or a visit was decided on (UTC), and the turn of its question; None if it asks nothing."""
    ((at, turn),) = tx.execute(
        "SELECT created_at, (SELECT question FROM outbox AS last WHERE last.chat_id = this.chat_id"
        " AND last.id >= this.id AND last.prompt = this.prompt AND question IS NOT NULL ORDER BY id LIMIT 1)"
        " FROM outbox AS this WHERE id = ?",
        (parcel.row,),
    ).fetchall()
    return from_ms(at), turn


def knows(tx: Transaction, chat_id: int) -> bool:
    """Return whether anything for that chat was not sent yet."""
    row = tx.execute(
        "SELECT 1 FROM outbox WHERE chat_id = ? AND state IN ('waiting', 'sending') LIMIT 1", (chat_id,)
    ).fetchone()
    return row is not None


def waits(tx: Transaction) -> list[datetime]:
    """Return the instants (UTC) at which rows that had to wait may go."""
    rows = tx.execute(
        "SELECT DISTINCT not_before FROM outbox"
        " WHERE state IN ('waiting', 'sending') AND state = 'waiting' AND not_before IS NOT NULL"
    )
    return [from_ms(not_before) for (not_before,) in rows]


def oldest_unsent(tx: Transaction) -> datetime | None:
    """Return when the oldest row that was not sent yet was added (UTC); None if there is none."""
    row = tx.execute("SELECT min(created_at) FROM outbox WHERE state IN ('waiting', 'sending')").fetchone()
    return from_ms(row[0]) if row and row[0] is not None else None


def _fate(row: Row) -> Fate:
    state, message_id, resent = ParcelState(row["state"]), row["message_id"], bool(row["resent"])
    # What a crash cut off has no wait of its own.
    unheard = state is ParcelState.UNKNOWN or (resent and row["not_before"] is not None)
    return Fate(state=state, message_id=message_id, resent=resent, unheard=unheard)
