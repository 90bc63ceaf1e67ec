"""A sandbox in this process, on a free port, at nine in the morning, and people in it. Time goes on there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.clock import now
from bot.sandbox.server import SandboxServer
from tests.e2e.person import Person
from tests.e2e.running import TOKEN
from tests.sandbox.driver import ALEX, Sandbox

NINE = "2026-03-02T09:00:00Z"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with (
        SandboxServer(directory=None, token=TOKEN, port=0, real_now=now) as server,
        aiohttp.ClientSession() as session,
    ):
        sandbox = Sandbox(server, session)
        await sandbox.post("clock", to=NINE)
        yield sandbox


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The bot's data directory, not made yet."""
    return tmp_path / "data"


@pytest.fixture
def alex(sandbox: Sandbox) -> Person:
    return Person(sandbox, ALEX)


@pytest.fixture
async def sam(sandbox: Sandbox) -> Person:
    person = await sandbox.post("people", 201, name="Sam")
    return Person(sandbox, person["id"])
