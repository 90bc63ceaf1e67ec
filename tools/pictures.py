"""Takes the README's pictures anew: the real bot in the sandbox, a person who writes, and a browser that looks on.

Run it with a Chromium or Chrome on the path, after changing what the page looks like. Its clock stands still and chance
is seeded, so the pictures of two runs show the same words.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.coaching import Coaching
from bot.sandbox.server import SandboxServer
from bot.settings import ROOT
from tests.browser import BROWSER_ARGUMENTS, find_browser
from tests.e2e.running import TOKEN, in_process

FOLDER = ROOT / "docs" / "pictures"
EVENING = datetime(2026, 5, 12, 18, 40, tzinfo=UTC)
SEED = 1  # of the bot's choice among ways to ask for more

ANSWERS = (
    ("What do you fear most", "Being laughed at"),
    ("That is all", "That they see how much I want to belong, and then look away"),
    ("What happened?", "My brother read my letter aloud at dinner. They laughed"),
    ("What was going on in you", "I wanted to vanish. My hands shook, and I looked at my plate until it was over"),
)


@dataclass(frozen=True, kw_only=True)
class Picture:
    name: str
    size: ViewportSize
    scheme: Literal["light", "dark"]
    coach: bool = False  # with the coach's view beside the chat


DESKTOP, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1440, height=900)
PICTURES = (
    Picture(name="sandbox-desktop", size=DESKTOP, scheme="light"),
    Picture(name="sandbox-desktop-dark", size=DESKTOP, scheme="dark"),
    Picture(name="sandbox-phone", size=PHONE, scheme="light"),
    Picture(name="sandbox-phone-dark", size=PHONE, scheme="dark"),
    Picture(name="coach-desktop", size=DESK, scheme="light", coach=True),
    Picture(name="coach-desktop-dark", size=DESK, scheme="dark", coach=True),
)


async def main() -> None:
    path = find_browser()
    if path is None:
        raise SystemExit("No Chromium or Chrome was found. CHROME names one.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with (
        _sandbox() as url,
        async_playwright() as playwright,
        await playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS) as browser,
    ):
        await _converse(browser, url)
        for picture in PICTURES:
            await _take(browser, url, picture)


@asynccontextmanager
async def _sandbox() -> AsyncIterator[str]:
    """The address of a sandbox with the bot in it, both gone afterwards."""
    random.seed(SEED)
    with tempfile.TemporaryDirectory() as data:
        async with (
            SandboxServer(None, TOKEN, 0, lambda: EVENING) as server,
            in_process(server, Path(data) / "data") as running,
        ):
            server.show(Coaching(running.coach, server.tell))
            yield server.url


async def _converse(browser: Browser, url: str) -> None:
    """From the Start button to the middle of the shame exercise."""
    page = await browser.new_page()
    await page.goto(url)
    for label in ("Start", "I am 18 or older, begin", "No name", "No daily prompt"):
        await _press(page, label)
    await _write(page, "/start shame")
    await _press(page, "Yes, I am ready")
    await _press(page, "3")
    for question, answer in ANSWERS:
        await _newest(page, question)
        await _write(page, answer)
    await _newest(page, "Which signals")
    await page.close()


async def _take(browser: Browser, url: str, picture: Picture) -> None:
    async with await browser.new_context(
        viewport=picture.size,
        color_scheme=picture.scheme,
        locale="en-GB",
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
    ) as window:
        page = await window.new_page()
        await page.goto(url)
        await _newest(page, "Which signals")
        if picture.coach:
            await _press(page, "Coach’s view")
            await page.locator("#state-hard_signals.here").wait_for()
        await page.locator("#log:not(.is-scrolling)").wait_for()  # then the day's name no longer covers any words
        path = FOLDER / f"{picture.name}.png"
        await page.screenshot(path=path)
        print(path.relative_to(ROOT), path.stat().st_size)


async def _press(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label, exact=True).click()


async def _write(page: Page, words: str) -> None:
    await page.get_by_label("Message", exact=True).fill(words)
    await page.keyboard.press("Enter")


async def _newest(page: Page, words: str) -> None:
    await page.get_by_role("article").last.filter(has_text=words).wait_for()


if __name__ == "__main__":
    asyncio.run(main())
