"""Moves everybody from older versions to the live ones in one transaction, or only counts what that would do.

`dialogue/session_migration.py` decides, one person at a time. Nothing is sent: due rows are set, and people are told
when the bot runs.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.migration_policy import MigrationAction, MigrationVerdict
from bot.dialogue.session_migration import MigratedSession, SessionMigration
from bot.dialogue.version_diff import RequirementsOf
from bot.errors import DatabaseError
from bot.services.turns import Aftermath, Turns
from bot.storage import outbox, outbox_reading, people
from bot.storage.database import Transaction
from bot.storage.parcels import ParcelState

log = logging.getLogger(__name__)

_SEED = 0  # of a choice between wordings; nothing that is said here has several


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many people each verdict is about. Somebody who is in two places counts at both."""

    people: Mapping[MigrationVerdict, int]
    told: int  # people who are told so and asked something anew, soon or when they are back
    undecided: int  # people who wait for the author's decision, at one place or more
    failed: int  # people whose going over met a bug


def outlook(tx: Transaction, dialogues: Dialogues, requirements_of: RequirementsOf, now: datetime) -> Tally:
    """Return what `migrate` would do. Only reads."""
    migration = SessionMigration(dialogues, requirements_of)
    return _tally(tx, dialogues, lambda person_id: _migrated(tx, migration, person_id, now))


def migrate(tx: Transaction, turns: Turns, requirements_of: RequirementsOf, now: datetime) -> Tally:
    """Move everybody, in this transaction, and return the counts. The live versions' sources must be stored before."""
    migration = SessionMigration(turns.dialogues, requirements_of)

    def migrate_one(person_id: int) -> MigratedSession | None:
        migrated = _migrated(tx, migration, person_id, now)
        if migrated and migrated.goes_over:
            turns.write(tx, person_id, migrated.session, migrated.effects, now, Aftermath())
            if migrated.asks_anew:
                outbox.cancel_question(tx, person_id, migrated.session.turn, now)
        return migrated

    return _tally(tx, turns.dialogues, migrate_one)


def _migrated(tx: Transaction, migration: SessionMigration, person_id: int, now: datetime) -> MigratedSession | None:
    session = people.load(tx, person_id)
    if session is None:
        return None
    asked = outbox_reading.question(tx, person_id, session.turn)
    owed = asked is not None and asked.state is ParcelState.WAITING and not asked.resent
    return migration.migrate(session, now, _SEED, reachable=people.is_reachable(tx, person_id), owed=owed)


def _tally(tx: Transaction, dialogues: Dialogues, migrate_one: Callable[[int], MigratedSession | None]) -> Tally:
    """Migrate each person and return the counts. A person whose migration meets a bug stays in their version."""
    live = [(dialogue.id, dialogue.version) for dialogue in dialogues.live.values()]
    found: Counter[MigrationVerdict] = Counter()
    told = undecided = failed = 0
    for person_id in people.outside(tx, live):
        try:
            with tx.savepoint():
                migrated = migrate_one(person_id)
        except DatabaseError:
            raise
        except Exception:
            log.exception("somebody not led over")
            failed += 1
            continue
        if migrated:
            found.update(set(migrated.verdicts))
            told += migrated.asks_anew and migrated.reachable
            undecided += any(verdict.action is MigrationAction.DECIDE for verdict in migrated.verdicts)
    return Tally(people=found, told=told, undecided=undecided, failed=failed)
