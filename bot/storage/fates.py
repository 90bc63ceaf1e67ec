"""What became of what the outbox sent, as far as anybody knows. Reads; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.database import Row, Transaction
from bot.storage.parcels import ParcelState


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What became of a message, as far as anybody knows."""

    state: ParcelState
    message_id: int | None = None  # once it is delivered
    resent: bool = False  # it may have arrived more than once
    unheard: bool = False  # a try ended without Telegram's answer, so it may well not have arrived


def question(tx: Transaction, chat_id: int, turn: int) -> Fate | None:
    """What became of a turn's question."""
    row = tx.execute(
        "SELECT state, message_id, resent, not_before FROM outbox"
        " WHERE chat_id = ? AND question = ? ORDER BY id DESC LIMIT 1",
        (chat_id, turn),
    ).fetchone()
    return _fate(row) if row else None


def newest(tx: Transaction, chat_id: int) -> Fate | None:
    """What became of the last message of the chat."""
    row = tx.execute(
        "SELECT state, message_id, resent, not_before FROM outbox"
        " WHERE chat_id = ? AND kind IN ('send', 'voice') ORDER BY id DESC LIMIT 1",
        (chat_id,),
    ).fetchone()
    return _fate(row) if row else None


def _fate(row: Row) -> Fate:
    state, message_id, resent = ParcelState(row["state"]), row["message_id"], bool(row["resent"])
    # What a crash cut off has no wait of its own.
    unheard = state is ParcelState.UNKNOWN or (resent and row["not_before"] is not None)
    return Fate(state=state, message_id=message_id, resent=resent, unheard=unheard)
