"""A real encrypted database in a directory of its own for each test, and a moment to call now."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.dialogue.model import DialogueId, StateId, Version
from bot.dialogue.session import Frame, Session
from bot.storage.database import Database
from bot.storage.key import DatabaseKey, read_or_make_key


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "coach.db"


@pytest.fixture
def key(tmp_path: Path, path: Path) -> DatabaseKey:
    return read_or_make_key(tmp_path / "key", path)


@pytest.fixture
async def database(path: Path, key: DatabaseKey) -> AsyncIterator[Database]:
    database = await Database.open(path, key)
    yield database
    await database.close()


@pytest.fixture
def session() -> Session:
    """Somebody in the middle of an exercise."""
    frame = Frame(dialogue=DialogueId("shame"), version=Version("v1"), state=StateId("fears"), run=1)
    return Session(key="k3y", stack=(frame,))
