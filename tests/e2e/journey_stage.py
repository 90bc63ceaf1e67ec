"""A browser's window on the whole product: the page, the sandbox and the bot in this process, on a Monday evening."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from playwright.async_api import async_playwright

from bot.clock import now
from bot.coaching import Coaching
from bot.sandbox.server import SandboxServer
from tests.browser import BROWSER_ARGUMENTS
from tests.e2e.running import TOKEN, in_process
from tests.sandbox.driver import Sandbox
from tests.sandbox.page.stage import DESKTOP, Stage

EVENING = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # 17:30 in New York


@asynccontextmanager
async def open_journey(browser_path: str, data: Path) -> AsyncIterator[Stage]:
    """An empty chat with the bot behind it. Time goes on from the evening, and the page can move it."""
    async with (
        _served(data) as sandbox,
        async_playwright() as playwright,
        await playwright.chromium.launch(executable_path=browser_path, args=BROWSER_ARGUMENTS) as browser,
        await browser.new_context(
            viewport=DESKTOP, timezone_id="UTC", locale="en-GB", reduced_motion="reduce"
        ) as window,
    ):
        stage = Stage(await window.new_page(), sandbox)
        await stage.page.goto(sandbox.server.url)
        yield stage


@asynccontextmanager
async def _served(data: Path) -> AsyncIterator[Sandbox]:
    server = SandboxServer(directory=None, token=TOKEN, port=0, real_now=now)
    async with server, aiohttp.ClientSession() as session:
        server.clock.set(EVENING)
        async with in_process(server, data) as running:
            server.show(Coaching(running.coach, server.tell))
            yield Sandbox(server, session)
