"""Answers, which people read as reflections: their words, in the messages they came in, and the question as it was
asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.effects import AddToAnswer, AnswerPart, ContinueAnswer, KeepAnswer
from bot.dialogue.model import DialogueId, StateId
from bot.storage.database import Transaction
from bot.storage.instants import from_ms, to_ms

_ABOVE_ALL = 2**63 - 1  # SQLite's greatest integer


@dataclass(frozen=True, kw_only=True)
class Reflection:
    """An answer as its person reads it."""

    number: int
    dialogue: DialogueId
    state: StateId
    question: str
    at: datetime
    parts: tuple[AnswerPart, ...]
    zone: str | None = None  # where it was written; None while the person has named no place


def keep(tx: Transaction, person_id: int, answer: KeepAnswer, now: datetime, zone: str | None = None) -> None:
    """Begin an answer with its first parts.

    `zone` is that of the place where the person is now. The answer keeps its day and hour there.
    """
    tx.execute(
        "INSERT INTO answers (person_id, number, dialogue, run, state, question, at, zone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (person_id, answer.number, answer.dialogue, answer.run, answer.state, answer.question, to_ms(now), zone),
    )
    for position, part in enumerate(answer.parts):
        _put(tx, person_id, answer.number, position, part)


def add(tx: Transaction, person_id: int, addition: AddToAnswer) -> None:
    """Add one more part to an answer."""
    row = tx.execute(
        "SELECT ifnull(max(position) + 1, 0) FROM answer_parts WHERE person_id = ? AND number = ?",
        (person_id, addition.number),
    ).fetchone()
    _put(tx, person_id, addition.number, row[0] if row else 0, addition.part)


def go_on(tx: Transaction, person_id: int, order: ContinueAnswer, now: datetime, zone: str | None = None) -> None:
    """Begin a further answer to the question of another one. It is sealed if that one is."""
    tx.execute(
        "INSERT INTO answers (person_id, number, dialogue, run, state, question, sealed, at, zone)"
        " SELECT person_id, ?, dialogue, run, state, question, sealed, ?, ? FROM answers"
        " WHERE person_id = ? AND number = ?",
        (order.number, to_ms(now), zone, person_id, order.of),
    )
    _put(tx, person_id, order.number, 0, order.part)


def remove(tx: Transaction, person_id: int, number: int) -> None:
    """Remove an answer with all its words."""
    tx.execute("DELETE FROM answers WHERE person_id = ? AND number = ?", (person_id, number))


def replace_words(tx: Transaction, person_id: int, message_id: int, words: str | None) -> bool:
    """Replace the words of an edited message; the old wording is gone.

    `words` is None if they were removed from under a voice note. Return False if no answer has words from that message.
    """
    replaced = tx.execute(
        "UPDATE answer_parts SET words = ? WHERE person_id = ? AND message_id = ?"
        " AND (? IS NOT NULL OR (voice IS NOT NULL AND words IS NOT NULL))",
        (words, person_id, message_id, words),
    )
    return replaced.rowcount > 0


def place(tx: Transaction, person_id: int, zone: str) -> None:
    """Take the first place that a person names for the one where all their answers so far were written."""
    tx.execute("UPDATE answers SET zone = ? WHERE person_id = ? AND zone IS NULL", (zone, person_id))


def words_of_message(tx: Transaction, person_id: int, message_id: int) -> str | None:
    """Return the words of a message as an answer holds them, sealed or not; None if none does."""
    row = tx.execute(
        "SELECT words FROM answer_parts WHERE person_id = ? AND message_id = ? AND words IS NOT NULL LIMIT 1",
        (person_id, message_id),
    ).fetchone()
    return row["words"] if row else None


def seal(tx: Transaction, person_id: int, numbers: Iterable[int]) -> None:
    """Put these answers outside history and search. Edits, and what joins them, still reach them."""
    for number in numbers:
        tx.execute("UPDATE answers SET sealed = 1 WHERE person_id = ? AND number = ?", (person_id, number))


def unseal(tx: Transaction, person_id: int) -> None:
    """Bring all of this person's sealed answers back."""
    tx.execute("UPDATE answers SET sealed = 0 WHERE person_id = ? AND sealed = 1", (person_id,))


def page(tx: Transaction, person_id: int, before: int | None, limit: int) -> list[Reflection]:
    """Return up to `limit` answers, the newest first, numbered below `before` (None: all). Sealed ones are left out."""
    rows = tx.execute(
        "SELECT number, dialogue, state, question, at, zone FROM answers"
        " WHERE person_id = ? AND number < ? AND sealed = 0 ORDER BY number DESC LIMIT ?",
        (person_id, _ABOVE_ALL if before is None else before, limit),
    ).fetchall()
    if not rows:
        return []
    parts = _parts(tx, person_id, first=rows[-1]["number"], last=rows[0]["number"])
    return [
        Reflection(
            number=row["number"],
            dialogue=row["dialogue"],
            state=row["state"],
            question=row["question"],
            at=from_ms(row["at"]),
            parts=tuple(parts[row["number"]]),
            zone=row["zone"],
        )
        for row in rows
    ]


def _put(tx: Transaction, person_id: int, number: int, position: int, part: AnswerPart) -> None:
    tx.execute(
        "INSERT INTO answer_parts (person_id, number, position, message_id, words, voice) VALUES (?, ?, ?, ?, ?, ?)",
        (person_id, number, position, part.message_id, part.words, part.voice),
    )


def _parts(tx: Transaction, person_id: int, first: int, last: int) -> dict[int, list[AnswerPart]]:
    parts: dict[int, list[AnswerPart]] = defaultdict(list)
    rows = tx.execute(
        "SELECT number, message_id, words, voice FROM answer_parts"
        " WHERE person_id = ? AND number BETWEEN ? AND ? ORDER BY number, position",
        (person_id, first, last),
    )
    for number, message_id, words, voice in rows:
        parts[number].append(AnswerPart(message_id=message_id, words=words, voice=voice))
    return parts
