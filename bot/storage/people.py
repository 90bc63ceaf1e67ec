"""People: where each is in the dialogues, and whether they can be reached."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.dialogue.model import DialogueId, Version
from bot.dialogue.session import Session
from bot.storage.database import Transaction
from bot.storage.instants import to_ms
from bot.storage.json_text import decode, encode


def load(tx: Transaction, person_id: int) -> Session | None:
    """Return the person's session; None if they have none."""
    row = tx.execute("SELECT session FROM people WHERE person_id = ?", (person_id,)).fetchone()
    return Session.from_dict(decode(row[0])) if row else None


def save(tx: Transaction, person_id: int, session: Session, now: datetime) -> None:
    """Store the person's session."""
    tx.execute(
        "INSERT INTO people (person_id, session, seen_at) VALUES (?, ?, ?)"
        " ON CONFLICT (person_id) DO UPDATE SET session = excluded.session, seen_at = excluded.seen_at",
        (person_id, encode(session.to_dict()), to_ms(now)),
    )


def set_reachable(tx: Transaction, person_id: int, reachable: bool) -> bool:
    """Note whether a person can be reached. Return whether that changed anything."""
    changed = tx.execute(
        "UPDATE people SET reachable = ? WHERE person_id = ? AND reachable <> ?", (reachable, person_id, reachable)
    )
    return changed.rowcount > 0


def is_reachable(tx: Transaction, person_id: int) -> bool:
    """Return whether a person can be reached. Somebody without a session can."""
    row = tx.execute("SELECT reachable FROM people WHERE person_id = ?", (person_id,)).fetchone()
    return row is None or bool(row[0])


def met_anybody(tx: Transaction) -> bool:
    return tx.execute("SELECT 1 FROM people LIMIT 1").fetchone() is not None


def pinned(tx: Transaction) -> set[tuple[DialogueId, Version]]:
    """Return every dialogue version that somebody is in, also in what they set aside."""
    rows = tx.execute(f"SELECT DISTINCT dialogue, version FROM ({_FRAMES})")  # noqa: S608 - a text of ours
    return {(DialogueId(dialogue), Version(version)) for dialogue, version in rows}


def outside(tx: Transaction, live: Collection[tuple[DialogueId, Version]]) -> list[int]:
    """Return everybody who is in a version that is not among `live`, also in what they set aside."""
    rows = tx.execute(
        f"SELECT DISTINCT person_id FROM ({_FRAMES}) WHERE dialogue || ' ' || version"  # noqa: S608 - a text of ours
        " NOT IN (SELECT value FROM json_each(?)) ORDER BY person_id",
        (encode([f"{dialogue} {version}" for dialogue, version in live]),),
    )
    return [int(person_id) for (person_id,) in rows]


_FRAMES = """
    SELECT person_id, frame.value ->> 'dialogue' AS dialogue, frame.value ->> 'version' AS version
    FROM people, json_each(people.session, '$.stack') AS frame
    UNION ALL SELECT person_id, frame.value ->> 'dialogue', frame.value ->> 'version'
    FROM people, json_each(people.session, '$.aside') AS stack, json_each(stack.value) AS frame
"""
