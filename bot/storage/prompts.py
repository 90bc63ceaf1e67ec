"""What became of the daily prompt: one row for each person, kind and local date, so that no date has two."""

from __future__ import annotations

from datetime import date, datetime

from bot.storage.database import Transaction
from bot.storage.instants import to_ms


def settle(tx: Transaction, person_id: int, kind: str, local_date: date, outcome: str, now: datetime) -> bool:
    """Store what became of a date's prompt. Return False if that was stored before; the first outcome stays."""
    settled = tx.execute(
        "INSERT INTO prompts (person_id, kind, local_date, outcome, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (person_id, kind, local_date.isoformat(), outcome, to_ms(now)),
    )
    return settled.rowcount > 0


def take_back(tx: Transaction, person_id: int, kind: str, decided: datetime) -> None:
    """Note that the prompt which was settled as sent at that instant was not sent after all."""
    tx.execute(
        "UPDATE prompts SET outcome = 'dropped' WHERE person_id = ? AND kind = ? AND at = ? AND outcome = 'sent'",
        (person_id, kind, to_ms(decided)),
    )


def prune(tx: Transaction, before: date) -> None:
    """Remove local dates before `before`."""
    tx.execute("DELETE FROM prompts WHERE local_date < ?", (before.isoformat(),))
