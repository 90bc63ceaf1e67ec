"""Due rows: what comes at a time. A person has at most one of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.inputs import Timer
from bot.storage.database import Transaction
from bot.storage.instants import from_ms, to_ms


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """Something that comes at a time, for one person."""

    person_id: int
    timer: Timer
    token: str
    at: datetime


def wake(tx: Transaction, person_id: int, timer: Timer, at: datetime, token: str) -> None:
    """Set the person's due row for this timer. It replaces an earlier one."""
    tx.execute(
        "INSERT INTO due (person_id, timer, token, due_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (person_id, timer) DO UPDATE SET token = excluded.token, due_at = excluded.due_at",
        (person_id, timer, token, to_ms(at)),
    )


def cancel(tx: Transaction, person_id: int, timer: Timer) -> None:
    """Remove the person's due row for this timer."""
    tx.execute("DELETE FROM due WHERE person_id = ? AND timer = ?", (person_id, timer))


def take(tx: Transaction, now: datetime, limit: int) -> list[DueRow]:
    """Remove up to `limit` rows that are due by now, and return them, the oldest first.

    Whoever takes them handles them in this transaction.
    """
    rows = tx.execute(
        "DELETE FROM due WHERE (person_id, timer) IN"
        " (SELECT person_id, timer FROM due WHERE due_at <= ? ORDER BY due_at LIMIT ?)"
        " RETURNING person_id, timer, token, due_at",
        (to_ms(now), limit),
    ).fetchall()
    taken = [
        DueRow(person_id=person_id, timer=Timer(timer), token=token, at=from_ms(due_at))
        for person_id, timer, token, due_at in rows
    ]
    return sorted(taken, key=lambda row: row.at)  # RETURNING keeps no order


def at(tx: Transaction, person_id: int, timer: Timer) -> datetime | None:
    """Return when this timer of the person's is due (UTC); None if it is not set."""
    row = tx.execute("SELECT due_at FROM due WHERE person_id = ? AND timer = ?", (person_id, timer)).fetchone()
    return from_ms(row[0]) if row else None


def of(tx: Transaction, person_id: int) -> list[DueRow]:
    """Return all due rows of this person, the next one first."""
    rows = tx.execute(
        "SELECT person_id, timer, token, due_at FROM due WHERE person_id = ? ORDER BY due_at, timer", (person_id,)
    )
    return [
        DueRow(person_id=person_id, timer=Timer(timer), token=token, at=from_ms(due_at))
        for person_id, timer, token, due_at in rows
    ]


def people_beyond(tx: Transaction, at: datetime, after: int, limit: int) -> list[int]:
    """Return the first people, with numbers above `after`, for whom something waits beyond that instant."""
    rows = tx.execute(
        "SELECT DISTINCT person_id FROM due WHERE due_at > ? AND person_id > ? ORDER BY person_id LIMIT ?",
        (to_ms(at), after, limit),
    )
    return [int(person_id) for (person_id,) in rows]


def next_at(tx: Transaction) -> datetime | None:
    """Return when the next row of all is due (UTC); None if there is none."""
    row = tx.execute("SELECT min(due_at) FROM due").fetchone()
    return from_ms(row[0]) if row and row[0] is not None else None
