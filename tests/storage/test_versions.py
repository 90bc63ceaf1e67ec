"""The texts of versions: the first stays, and those that nobody can need are let go."""

from __future__ import annotations

from datetime import datetime

from bot.dialogue.model import DialogueId, Version
from bot.storage import versions
from bot.storage.database import Database, Transaction

SHAME, BREATHE = DialogueId("shame"), DialogueId("breathe")
ONE, TWO = Version("1"), Version("2")


async def test_the_text_first_stored_for_a_version_stays(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> str | None:
        versions.remember(tx, SHAME, ONE, "first", now)
        versions.remember(tx, SHAME, ONE, "other words", now)
        return versions.source(tx, SHAME, ONE)

    assert await database.run(work) == "first"


async def test_only_what_is_kept_stays(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> list[str | None]:
        for dialogue, version in ((SHAME, ONE), (SHAME, TWO), (BREATHE, ONE)):
            versions.remember(tx, dialogue, version, "text", now)
        versions.forget_but(tx, {(SHAME, TWO), (BREATHE, TWO)})
        return [versions.source(tx, *pin) for pin in ((SHAME, ONE), (SHAME, TWO), (BREATHE, ONE))]

    assert await database.run(work) == [None, "text", None]
