"""A running sandbox on a free port."""

from collections.abc import AsyncIterator
from datetime import datetime

import aiohttp
import pytest
import pytest_asyncio

from bot.sandbox.server import SandboxServer
from tests.sandbox.driver import NOON, TOKEN, Sandbox


@pytest.fixture
def wall_clock() -> list[datetime]:
    """Real time for the sandbox: a test moves it by replacing its one entry."""
    return [NOON]


@pytest_asyncio.fixture
async def silent_sandbox(wall_clock: list[datetime]) -> AsyncIterator[Sandbox]:
    """Nobody has written to the bot yet."""
    async with (
        SandboxServer(directory=None, token=TOKEN, port=0, real_now=lambda: wall_clock[0]) as server,
        aiohttp.ClientSession() as session,
    ):
        yield Sandbox(server, session)


@pytest_asyncio.fixture
async def sandbox(silent_sandbox: Sandbox) -> Sandbox:
    """Alex has written once, and the bot has taken it."""
    await silent_sandbox.say("/start")
    silent_sandbox.server.world.updates.clear()
    return silent_sandbox
