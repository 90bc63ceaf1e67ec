"""The outbox: messages that are decided but not yet known to be delivered, in the order in which each chat gets them.

One row of a chat is under way at a time, except for edits and what is urgent. `services/settling.py` decides what a
failed send means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.dialogue.effects import EditMessage, SendMessage, SendVoice
from bot.storage.database import Row, Transaction
from bot.storage.instants import to_ms
from bot.storage.json_text import encode
from bot.storage.parcels import Parcel, ParcelKind, ParcelState, message_body, plainer, read_body, voice_body

_VISIT = 2  # in the column `prompt`; 1 is a daily prompt


def put_send(tx: Transaction, chat_id: int, order: SendMessage, now: datetime, thread: int | None = None) -> int:
    """Add a message. A question replaces those before it whose fate is unknown: they are not sent again."""
    if order.question is not None:
        tx.execute(_LET_GO, (to_ms(now), chat_id))
    return _put(
        tx,
        chat_id,
        ParcelKind.SEND,
        now,
        body=message_body(order.message, order.buttons, order.picture),
        label=order.label,
        question=order.question,
        prompt=_VISIT if order.visit else int(order.prompt),
        urgent=order.urgent,
        thread=thread,
    )


def put_voice(tx: Transaction, chat_id: int, order: SendVoice, now: datetime, thread: int | None = None) -> int:
    return _put(tx, chat_id, ParcelKind.VOICE, now, body=voice_body(order.file_id, order.otherwise), thread=thread)


def put_edit(tx: Transaction, chat_id: int, order: EditMessage, now: datetime) -> int:
    """Add an edit, which waits for its message. Earlier edits of that message that still wait are dropped."""
    prompt, urgent = _goes_with(tx, chat_id, order.label)
    row = _put(
        tx,
        chat_id,
        ParcelKind.EDIT,
        now,
        body=message_body(order.message, order.buttons),
        label=order.label,
        prompt=prompt,
        urgent=urgent,
    )
    _drop_overtaken(tx, chat_id, order.label, to_ms(now))
    return row


def put_leave(tx: Transaction, chat_id: int, now: datetime) -> int:
    return _put(tx, chat_id, ParcelKind.LEAVE, now)


def drop_beyond(tx: Transaction, chat_id: int, most: int, turn: int, now: datetime) -> None:
    """Drop the oldest rows that wait for a chat, until `most` are left.

    The question of that turn, prompts and what is urgent stay.
    """
    tx.execute(_DROP_BEYOND, {"chat": chat_id, "most": most, "turn": turn, "now": to_ms(now)})


def next_rows(tx: Transaction, at: datetime) -> Iterator[Row]:
    """Yield the next row of every chat that may have one at that instant, for `claim`.

    Urgent rows come first and prompts last. It reads no further than it is asked to, so that a hundred thousand waiting
    prompts cost nothing.
    """
    return iter(tx.execute(_NEXT, (to_ms(at),)))


def claim(tx: Transaction, rows: Sequence[Row]) -> list[Parcel]:
    """Mark these rows as under way, each for one more attempt, and return them as parcels."""
    if rows:
        tx.execute(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id IN (SELECT value FROM json_each(?))",
            (encode([row["id"] for row in rows]),),
        )
    return [_parcel(row) for row in rows]


def finish(tx: Transaction, parcel: Parcel, state: ParcelState, now: datetime, message_id: int | None = None) -> bool:
    """Write a row's last state and remove its words. Return False if that was written before, or the row is gone."""
    finished = tx.execute(
        "UPDATE outbox SET state = ?, message_id = ?, body = NULL, settled_at = ?"
        " WHERE id = ? AND state = 'sending' AND attempts = ?",
        (state, message_id, to_ms(now), parcel.row, parcel.attempt),
    )
    return finished.rowcount > 0


def send_again(
    tx: Transaction,
    parcel: Parcel,
    not_before: datetime | None,
    now: datetime,
    *,
    resent: bool,
    plain: bool,
    elsewhere: bool = False,
) -> bool:
    """Let a row wait once more. Return False as `finish` does."""
    waiting = tx.execute(
        "UPDATE outbox SET state = 'waiting', not_before = ifnull(?, not_before), resent = resent + ?"
        " WHERE id = ? AND state = 'sending' AND attempts = ? RETURNING body",
        (to_ms(not_before) if not_before else None, resent, parcel.row, parcel.attempt),
    ).fetchone()
    if waiting is None:
        return False
    if plain:
        tx.execute("UPDATE outbox SET body = ?, kind = 'send' WHERE id = ?", (plainer(waiting["body"]), parcel.row))
    if elsewhere:
        tx.execute("UPDATE outbox SET thread = NULL WHERE id = ?", (parcel.row,))
    if parcel.kind is ParcelKind.EDIT and parcel.label:
        _drop_overtaken(tx, parcel.chat_id, parcel.label, to_ms(now))
    return True


def under_way(tx: Transaction) -> list[Parcel]:
    """Return the rows that an earlier process was sending."""
    return [_parcel(row) for row in tx.execute(_UNDER_WAY)]


def put_back(tx: Transaction) -> None:
    """Let rows wait again that were claimed and certainly never sent."""
    tx.execute("UPDATE outbox SET state = 'waiting' WHERE state IN ('waiting', 'sending') AND state = 'sending'")


def cancel_waiting(tx: Transaction, chat_id: int, now: datetime) -> None:
    """Cancel everything that waits for this chat."""
    tx.execute(
        "UPDATE outbox SET state = 'cancelled', body = NULL, settled_at = ?"
        " WHERE chat_id = ? AND state IN ('waiting', 'sending') AND state = 'waiting'",
        (to_ms(now), chat_id),
    )


def cancel_question(tx: Transaction, chat_id: int, turn: int, now: datetime) -> None:
    """Cancel the question of a turn that is asked differently now, if it still waits."""
    tx.execute(
        "UPDATE outbox SET state = 'cancelled', body = NULL, settled_at = ?"
        " WHERE chat_id = ? AND state IN ('waiting', 'sending') AND state = 'waiting' AND question = ?",
        (to_ms(now), chat_id, turn),
    )


def cancel_prompts(tx: Transaction, person_id: int, now: datetime) -> None:
    """Cancel the daily prompts that wait. `claiming.py` asks before each try, so none that is under way goes again."""
    tx.execute(
        "UPDATE outbox SET state = 'cancelled', body = NULL, settled_at = ?"
        " WHERE chat_id = ? AND state IN ('waiting', 'sending') AND state = 'waiting' AND prompt = 1",
        (to_ms(now), person_id),
    )


def prune(tx: Transaction, before: datetime, labelled_before: datetime) -> None:
    """Remove rows that were settled before `before`, or before `labelled_before` if a later edit may name them.

    A chat's last question always stays. Of chats without a person (a goodbye after erasure, a group that was left),
    everything that was settled is removed.
    """
    tx.execute(_PRUNE, (to_ms(before), to_ms(labelled_before)))
    tx.execute("DELETE FROM outbox WHERE settled_at IS NOT NULL AND chat_id NOT IN (SELECT person_id FROM people)")


# Open rows are selected as in the schema, IN ('waiting', 'sending'). Otherwise SQLite does not use its index
# `outbox_open`, and reads everything that was ever sent.

# A wait that Telegram ordered for one row holds for its whole chat. An urgent row passes by all that is not urgent,
# also what is under way or has to wait: that is one call more, to a chat where somebody may be waiting for help.
# Nothing waits for an edit that is under way: it may be answered late, and what it says is there, or never will be.
_NEXT = """
    SELECT id, attempts + 1, chat_id, thread, kind, body, label, question, prompt, urgent, resent,
        CASE kind WHEN 'edit' THEN (
            SELECT target.message_id FROM outbox AS target
            WHERE target.chat_id = this.chat_id AND target.label = this.label AND target.kind <> 'edit'
            ORDER BY target.id DESC LIMIT 1) END
    FROM outbox AS this
    WHERE state IN ('waiting', 'sending') AND state = 'waiting' AND NOT EXISTS (
        SELECT 1 FROM outbox AS other
        WHERE other.chat_id = this.chat_id AND other.state IN ('waiting', 'sending') AND other.urgent >= this.urgent
        AND NOT (other.kind = 'edit' AND other.state = 'sending')
        AND (other.state = 'sending' OR other.not_before > ?
            OR (-other.urgent, other.prompt, other.id) < (-this.urgent, this.prompt, this.id)))
    ORDER BY urgent DESC, prompt, id
"""

_UNDER_WAY = """
    SELECT id, attempts, chat_id, thread, kind, body, label, question, prompt, urgent, resent, NULL FROM outbox
    WHERE state IN ('waiting', 'sending') AND state = 'sending'
"""

_LET_GO = """
    UPDATE outbox SET state = 'unknown', body = NULL, settled_at = ?
    WHERE chat_id = ? AND state IN ('waiting', 'sending') AND state = 'waiting'
    AND question IS NOT NULL AND resent AND NOT urgent AND NOT prompt
"""

_DROP_BEYOND = """
    UPDATE outbox SET state = 'dropped', body = NULL, settled_at = :now
    WHERE created_at < :now AND id IN (
        SELECT id FROM outbox
        WHERE chat_id = :chat AND state IN ('waiting', 'sending') AND state = 'waiting'
        AND NOT urgent AND NOT prompt AND ifnull(question, -1) <> :turn ORDER BY id DESC LIMIT -1 OFFSET :most)
"""

_DROP_OVERTAKEN = """
    UPDATE outbox SET state = 'dropped', body = NULL, settled_at = :at
    WHERE chat_id = :chat AND label = :label AND kind = 'edit' AND state = 'waiting' AND id < (
        SELECT max(id) FROM outbox WHERE chat_id = :chat AND label = :label AND kind = 'edit')
    RETURNING not_before
"""

_PRUNE = """
    DELETE FROM outbox WHERE settled_at < CASE WHEN kind = 'edit' OR label IS NULL THEN ? ELSE ? END
    AND (question IS NULL OR EXISTS (
        SELECT 1 FROM outbox AS later WHERE later.chat_id = outbox.chat_id AND later.question > outbox.question))
"""


def _put(
    tx: Transaction,
    chat_id: int,
    kind: ParcelKind,
    now: datetime,
    *,
    body: str | None = None,
    label: str | None = None,
    question: int | None = None,
    prompt: int = 0,
    urgent: bool = False,
    thread: int | None = None,
) -> int:
    return tx.execute(
        "INSERT INTO outbox (chat_id, thread, kind, label, question, prompt, urgent, body, state, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)",
        (chat_id, thread, kind, label, question, prompt, urgent, body, to_ms(now)),
    ).lastrowid


def _goes_with(tx: Transaction, chat_id: int, label: str) -> tuple[int, bool]:
    """Return the columns `prompt` and `urgent` of the labelled message if that was not sent yet.

    Without these an edit would go before its message.
    """
    row = tx.execute(
        "SELECT prompt, urgent FROM (SELECT * FROM outbox WHERE chat_id = ? AND label = ? AND kind <> 'edit'"
        " ORDER BY id DESC LIMIT 1) WHERE state IN ('waiting', 'sending')",
        (chat_id, label),
    ).fetchone()
    return (row[0], bool(row[1])) if row else (0, False)


def _drop_overtaken(tx: Transaction, chat_id: int, label: str, at: int) -> None:
    """Drop all waiting edits of a message but the last: only that is worth sending."""
    waits = [row[0] for row in tx.execute(_DROP_OVERTAKEN, {"chat": chat_id, "label": label, "at": at}).fetchall()]
    if any(waits):
        # The wait that Telegram ordered for a dropped edit holds for the one that replaces it.
        tx.execute(
            "UPDATE outbox SET not_before = max(ifnull(not_before, 0), ?)"
            " WHERE chat_id = ? AND label = ? AND kind = 'edit' AND state = 'waiting'",
            (max(filter(None, waits)), chat_id, label),
        )


def _parcel(columns: Row) -> Parcel:
    row, attempt, chat_id, thread, kind, body, label, question, prompt, urgent, resent, message_id = columns
    return Parcel(
        row=row,
        attempt=attempt,
        chat_id=chat_id,
        thread=thread,
        kind=ParcelKind(kind),
        message_id=message_id,
        label=label,
        question=question,
        prompt=bool(prompt),
        visit=prompt == _VISIT,
        urgent=bool(urgent),
        resent=resent,
        **read_body(body),
    )
