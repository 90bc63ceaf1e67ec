"""Each update is handled once; what cannot be handled is put by."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.storage import updates
from bot.storage.database import Database, Transaction


async def test_the_same_update_is_new_once(database: Database, now: datetime) -> None:  # fault 5
    assert await database.run(lambda tx: updates.first_time(tx, 7, now))
    assert not await database.run(lambda tx: updates.first_time(tx, 7, now))


async def test_the_same_update_twice_in_one_batch_is_new_once(database: Database, now: datetime) -> None:  # fault 5
    assert await database.run(lambda tx: [updates.first_time(tx, n, now) for n in (7, 7, 8)]) == [True, False, True]


async def test_an_update_whose_handling_failed_is_new_again(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> bool:
        try:
            with tx.savepoint():
                updates.first_time(tx, 7, now)
                raise KeyError
        except KeyError:
            return updates.first_time(tx, 7, now)

    assert await database.run(work)


async def test_ids_seen_long_ago_are_forgotten(database: Database, now: datetime) -> None:  # fault 6
    def work(tx: Transaction) -> list[bool]:
        updates.first_time(tx, 7, now - timedelta(hours=49))
        updates.first_time(tx, 8, now - timedelta(hours=47))
        updates.prune(tx, now - timedelta(hours=48))
        return [updates.first_time(tx, 7, now), updates.first_time(tx, 8, now)]

    assert await database.run(work) == [True, False]


async def test_quarantined_updates_are_counted_once_each(database: Database, now: datetime) -> None:  # fault 7
    def work(tx: Transaction) -> int:
        updates.quarantine(tx, 7, None, "no date", "{}", now)
        updates.quarantine(tx, 7, None, "no date", "{}", now)
        updates.quarantine(tx, 8, 11, "KeyError", "{}", now)
        return updates.quarantined(tx)

    assert await database.run(work) == 2
