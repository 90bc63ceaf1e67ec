"""The stored texts of dialogue versions, so that people who are in an old one can go on in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.dialogue.model import DialogueId, Version
from bot.storage.database import Transaction
from bot.storage.instants import to_ms
from bot.storage.json_text import encode


def remember(tx: Transaction, dialogue: DialogueId, version: Version, source: str, now: datetime) -> None:
    """Store the text of a version, unless it is stored already."""
    tx.execute(
        "INSERT INTO dialogue_versions (dialogue, version, source, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (dialogue, version, source, to_ms(now)),
    )


def source(tx: Transaction, dialogue: DialogueId, version: Version) -> str | None:
    """Return the text of a version; None if it is not stored."""
    row = tx.execute(
        "SELECT source FROM dialogue_versions WHERE dialogue = ? AND version = ?", (dialogue, version)
    ).fetchone()
    return str(row[0]) if row else None


def forget_but(tx: Transaction, kept: Collection[tuple[DialogueId, Version]]) -> None:
    """Remove all texts but those of the versions in `kept`."""
    tx.execute(
        "DELETE FROM dialogue_versions WHERE dialogue || ' ' || version NOT IN (SELECT value FROM json_each(?))",
        (encode([f"{dialogue} {version}" for dialogue, version in kept]),),
    )
