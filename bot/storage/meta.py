"""Single facts about the whole database: whose it is, and until when nothing may be sent."""

from __future__ import annotations

from datetime import datetime

from bot.errors import DatabaseError
from bot.storage.database import Transaction
from bot.storage.instants import to_ms


def get(tx: Transaction, key: str) -> str | None:
    """Return the value of a fact, or None if it was never stored."""
    row = tx.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


def put(tx: Transaction, key: str, value: str) -> None:
    """Store a fact, in place of its earlier value."""
    tx.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def touch(tx: Transaction, now: datetime) -> None:
    """Write something. Whether that works shows at the commit: a full disk can still be read."""
    put(tx, "touched_at", str(to_ms(now)))


def bind_bot(tx: Transaction, bot_id: int) -> None:
    """Note that the database belongs to this bot. Raises DatabaseError if it belongs to another."""
    owner = get(tx, "bot_id")
    if owner is None:
        put(tx, "bot_id", str(bot_id))
    elif owner != str(bot_id):
        raise DatabaseError(
            f"The database belongs to bot {owner}, and BOT_TOKEN is bot {bot_id}'s. Use that bot's token, or another"
            " data directory."
        )
