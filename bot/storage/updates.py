"""Telegram's updates: which have come already, and those that could not be handled."""

from __future__ import annotations

from datetime import datetime

from bot.storage.database import Transaction
from bot.storage.instants import to_ms


def first_time(tx: Transaction, update_id: int, now: datetime) -> bool:
    """Note an update as seen. Return False if it was seen before."""
    noted = tx.execute(
        "INSERT INTO updates_seen (update_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING", (update_id, to_ms(now))
    )
    return noted.rowcount > 0


def quarantine(tx: Transaction, update_id: int, person_id: int | None, reason: str, body: str, now: datetime) -> None:
    """Put an update aside that could not be handled.

    `reason` holds no word of the person's. `body` is the update as it came.
    """
    tx.execute(
        "INSERT INTO quarantine (update_id, person_id, reason, body, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (update_id) DO UPDATE SET"
        " person_id = excluded.person_id, reason = excluded.reason, body = excluded.body, at = excluded.at",
        (update_id, person_id, reason, body, to_ms(now)),
    )


def quarantined(tx: Transaction) -> int:
    """Return how many updates were put aside."""
    row = tx.execute("SELECT count(*) FROM quarantine").fetchone()
    return int(row[0]) if row else 0


def prune(tx: Transaction, before: datetime) -> None:
    """Forget the ids that were seen before `before`. After a quiet week Telegram starts its numbers anew, at random."""
    tx.execute("DELETE FROM updates_seen WHERE at < ?", (to_ms(before),))


def prune_quarantine(tx: Transaction, before: datetime) -> None:
    """Remove what was put aside before `before`, since it holds people's words."""
    tx.execute("DELETE FROM quarantine WHERE at < ?", (to_ms(before),))
