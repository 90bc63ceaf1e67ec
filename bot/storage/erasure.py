"""Removes every trace of a person, and keeps a ledger of hashed ids by which a restored backup can be cleaned.

Deleted words stay in the files until these are written anew. So an erasure is `erase` in a transaction and then
`finish`. `finish` also runs at the start and every hour, for an erasure that a crash or another program kept from its
end.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.errors import DatabaseError
from bot.storage import meta
from bot.storage.database import Database, Transaction
from bot.storage.instants import to_ms

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Removed:
    """How many rows an erasure removed."""

    answers: int
    messages: int  # of the bot's, sent or waiting
    others: int  # the session, timers, prompts, updates that could not be handled


def erase(tx: Transaction, person_id: int, now: datetime) -> Removed:
    """Remove every row about a person, note that in the ledger, and return what was removed.

    The chat's number is the person's number. Raises LookupError if the database has no salt for the ledger.
    """
    deleted = {name: tx.execute(sql, (person_id,)).rowcount for name, sql in _DELETIONS.items()}
    tx.execute("INSERT INTO erasures (person_hash, finished, at) VALUES (?, 0, ?)", (_hash(tx, person_id), to_ms(now)))
    answers, messages = deleted.pop("answers"), deleted.pop("outbox")
    return Removed(answers=answers, messages=messages, others=sum(deleted.values()))


async def finish(database: Database) -> bool:
    """Remove what is left of erased rows from the files. Costs almost nothing if nothing was erased.

    Return False if that cannot be done now: another program reads, or the disk or the memory is full. It has to be
    tried again, but not soon, since everybody else waits meanwhile.
    """
    try:
        last = await database.run(_last_unfinished)
        if last is not None:
            await database.rewrite()
            await database.run(lambda tx: _mark_finished(tx, last))
    except DatabaseError as error:
        log.warning("what was erased is not gone from the files yet", extra={"reason": error.reason})
        return False
    return True


def is_erased(tx: Transaction, person_id: int) -> bool:
    """Return whether a person with this number was ever erased."""
    row = tx.execute("SELECT 1 FROM erasures WHERE person_hash = ?", (_hash(tx, person_id),)).fetchone()
    return row is not None


_DELETIONS: Mapping[str, str] = {
    "answers": "DELETE FROM answers WHERE person_id = ?",  # takes the parts with it
    "outbox": "DELETE FROM outbox WHERE chat_id = ?",
    "people": "DELETE FROM people WHERE person_id = ?",
    "due": "DELETE FROM due WHERE person_id = ?",
    "prompts": "DELETE FROM prompts WHERE person_id = ?",
    # Of an update that could not be read nobody may know whose it is: then any that holds the number goes.
    "quarantine": "DELETE FROM quarantine WHERE person_id = ?1"
    " OR person_id IS NULL AND body GLOB '*[^0-9]' || ?1 || '[^0-9]*'",
}


def _last_unfinished(tx: Transaction) -> int | None:
    row = tx.execute("SELECT max(id) FROM erasures WHERE finished = 0").fetchone()
    return row[0] if row else None


def _mark_finished(tx: Transaction, last: int) -> None:
    tx.execute("UPDATE erasures SET finished = 1 WHERE id <= ?", (last,))


def _hash(tx: Transaction, person_id: int) -> str:
    salt = meta.get(tx, "erasure_salt")
    if salt is None:
        raise LookupError("schema.prepare makes every database with an erasure_salt")
    return hmac.digest(bytes.fromhex(salt), str(person_id).encode(), "sha256").hex()
