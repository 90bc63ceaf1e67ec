"""Facts about the whole database, remembered sources, and instants as numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.model import DialogueId, Version
from bot.errors import DatabaseError
from bot.storage import meta, versions
from bot.storage.database import Database, Transaction
from bot.storage.instants import from_ms, to_ms

SHAME = DialogueId("shame")


async def test_a_fact_is_what_was_put_last(database: Database) -> None:
    def work(tx: Transaction) -> list[str | None]:
        found = [meta.get(tx, "send_again_at")]
        for value in ("1", "2"):
            meta.put(tx, "send_again_at", value)
            found.append(meta.get(tx, "send_again_at"))
        return found

    assert await database.run(work) == [None, "1", "2"]


async def test_a_database_stays_the_bots_that_used_it_first(database: Database) -> None:
    await database.run(lambda tx: meta.bind_bot(tx, 111))
    await database.run(lambda tx: meta.bind_bot(tx, 111))
    with pytest.raises(DatabaseError, match="belongs to bot 111, and BOT_TOKEN is bot 222's"):
        await database.run(lambda tx: meta.bind_bot(tx, 222))
    await database.run(lambda tx: meta.bind_bot(tx, 111))


async def test_the_source_first_remembered_for_a_version_stays(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> list[str | None]:
        versions.remember(tx, SHAME, Version("v1"), "title: Shame", now)
        versions.remember(tx, SHAME, Version("v1"), "title: Other words", now)
        return [versions.source(tx, SHAME, Version(version)) for version in ("v1", "v2")]

    assert await database.run(work) == ["title: Shame", None]


@given(ms=st.integers(0, 10**13), hours=st.integers(-14, 14))
def test_an_instant_comes_back_to_the_millisecond_from_whatever_zone(ms: int, hours: int) -> None:
    instant = from_ms(ms)
    assert instant.tzinfo is UTC
    assert to_ms(instant.astimezone(timezone(timedelta(hours=hours)))) == ms
