"""One page in a real browser, and the bot behind it: the test says what the bot says. It knows no dialogue."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from bot.sandbox.server import SandboxServer
from tests.sandbox.driver import ALEX, NOON, TOKEN, Answer, Sandbox

PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=800)

LONGEST_WAIT = 10  # seconds for an update that a press on the page should bring


class Stage:
    """The person's hands on the page, and the bot's mouth. Remembers what the browser asked for and complained of."""

    def __init__(self, page: Page, sandbox: Sandbox) -> None:
        self.page = page
        self.sandbox = sandbox
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._next_update = 0
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("Message", exact=True)

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("log").get_by_role("article")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def write(self, text: str) -> None:
        await self.field.fill(text)
        await self.page.keyboard.press("Enter")

    async def begin(self, text: str = "hello") -> None:
        """Writes, so that the bot may answer, has the bot hear it, and sees it in the chat."""
        await self.write(text)
        await self.hear()
        await expect(self.messages.last).to_contain_text(text)

    async def say(self, text: str, *rows: list[str], **more: Any) -> int:
        """The bot's message, with buttons whose data is their label."""
        markup = {"reply_markup": keyboard(*rows)} if rows else {}
        message = await self.sandbox.call("sendMessage", chat_id=ALEX, text=text, **markup, **more)
        return int(message["message_id"])

    async def send_file(self, method: str, kind: str, name: str, content: bytes, **more: str) -> None:
        form = aiohttp.FormData({"chat_id": str(ALEX), **more})
        form.add_field(kind, content, filename=name)
        url = f"{self.sandbox.server.api_url}{TOKEN}/{method}"
        async with self.sandbox.session.post(url, data=form) as response:
            assert response.status == 200

    async def hear(self, kind: str = "message") -> Answer:
        """The next update of this kind; others are passed over."""
        while True:
            updates = await self.sandbox.updates(offset=self._next_update, limit=1, timeout=LONGEST_WAIT)
            assert updates, f"no {kind} came"
            self._next_update = updates[0]["update_id"] + 1
            if kind in updates[0]:
                heard: Answer = updates[0][kind]
                return heard


def keyboard(*rows: list[str]) -> Answer:
    return {"inline_keyboard": [[{"text": label, "callback_data": label} for label in row] for row in rows]}


def sandbox_server(port: int = 0) -> SandboxServer:
    return SandboxServer(directory=None, token=TOKEN, port=port, real_now=lambda: NOON)


@asynccontextmanager
async def open_stage(browser: Browser) -> AsyncIterator[Stage]:
    """A desktop's window on an empty chat of a new sandbox, in UTC and by day."""
    async with (
        sandbox_server() as server,
        aiohttp.ClientSession() as session,
        await browser.new_context(viewport=DESKTOP, locale="en-GB", timezone_id="UTC", color_scheme="light") as window,
    ):
        stage = Stage(await window.new_page(), Sandbox(server, session))
        await stage.page.goto(server.url)
        await expect(stage.button("Start")).to_be_visible()
        yield stage
