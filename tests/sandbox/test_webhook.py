"""Delivery to a webhook: in order, with the secret, again until it is taken; and to this machine alone."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from tests.sandbox.driver import Sandbox


class Hook:
    """A bot's endpoint that answers what a test tells it to."""

    def __init__(self) -> None:
        self.url = ""
        self.statuses: list[int] = []
        self.secrets: list[str | None] = []
        self.taken: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def take(self, request: web.Request) -> web.Response:
        status = self.statuses.pop(0) if self.statuses else 200
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if status == 200:
            self.taken.put_nowait(await request.json())
        return web.Response(status=status)

    async def next_text(self) -> str:
        async with asyncio.timeout(5):
            return str((await self.taken.get())["message"]["text"])


@pytest_asyncio.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.add_routes([web.post("/hook", hook.take)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_updates_are_posted_in_order_with_the_secret(sandbox: Sandbox, hook: Hook) -> None:
    await sandbox.say("before it was set")
    await sandbox.call("setWebhook", url=hook.url, secret_token="a-secret_1")
    for word in ("one", "two"):
        await sandbox.say(word)
    assert [await hook.next_text() for _ in range(3)] == ["before it was set", "one", "two"]
    assert set(hook.secrets) == {"a-secret_1"}


async def test_an_update_is_posted_again_until_it_is_taken(sandbox: Sandbox, hook: Hook) -> None:
    hook.statuses = [500, 503]
    await sandbox.call("setWebhook", url=hook.url)
    await sandbox.say("one")
    await sandbox.say("two")
    assert [await hook.next_text(), await hook.next_text()] == ["one", "two"]
    info = await sandbox.call("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_the_info_counts_what_waits_and_says_why(sandbox: Sandbox) -> None:
    await sandbox.call("setWebhook", url="http://127.0.0.1:9/hook", allowed_updates=["message"])
    await sandbox.say("one")
    await sandbox.say("two")
    async with asyncio.timeout(5):
        while "last_error_message" not in (info := await sandbox.call("getWebhookInfo")):
            pass
    assert (info["pending_update_count"], info["last_error_message"]) == (2, "Connection refused")
    assert (info["url"], info["allowed_updates"]) == ("http://127.0.0.1:9/hook", ["message"])


async def test_deleting_the_webhook_can_drop_what_waits(sandbox: Sandbox) -> None:
    await sandbox.say("old")
    await sandbox.call("deleteWebhook", drop_pending_updates=True)
    assert await sandbox.updates() == []
    assert (await sandbox.call("getWebhookInfo"))["url"] == ""


@pytest.mark.parametrize(
    "url", ["https://example.org/hook", "http://192.168.0.2/", "ftp://127.0.0.1/", "x", "http://["]
)
async def test_nothing_is_posted_to_another_machine(sandbox: Sandbox, url: str) -> None:
    words = "400 Bad Request: bad webhook: the sandbox delivers to loopback addresses only"
    assert await sandbox.refusal("setWebhook", url=url) == words


@pytest.mark.parametrize(("secret", "words"), [("a" * 257, "is too long"), ("ä", "contains unallowed characters")])
async def test_a_secret_must_fit_into_a_header(sandbox: Sandbox, secret: str, words: str) -> None:
    refusal = await sandbox.refusal("setWebhook", url="http://localhost/hook", secret_token=secret)
    assert refusal == f"400 Bad Request: secret token {words}"
