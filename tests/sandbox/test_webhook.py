"""Delivery to a webhook: in order, with the secret, again until it is taken; and to this machine alone."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from bot.sandbox import webhook_delivery
from tests.sandbox.driver import ALEX, Sandbox


class Hook:
    """A bot's endpoint that answers what a test tells it to."""

    def __init__(self) -> None:
        self.url = ""
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}  # of the answers that refuse
        self.secrets: list[str | None] = []
        self.seen: asyncio.Queue[dict[str, Any]] = asyncio.Queue()  # whether taken or not
        self.taken: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.open = asyncio.Event()  # while it is not set, messages get no answer; taps do
        self.open.set()
        self.at_once = self.most_at_once = 0

    async def take(self, request: web.Request) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._answer(request)
        finally:
            self.at_once -= 1

    async def _answer(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.seen.put_nowait(update)
        if "message" in update:
            await self.open.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if 200 <= status <= 299:
            self.taken.put_nowait(update)
            return web.Response(status=status)
        return web.Response(status=status, headers=self.headers)

    async def next(self) -> dict[str, Any]:
        async with asyncio.timeout(5):
            return await self.taken.get()

    async def next_text(self) -> str:
        return str((await self.next())["message"]["text"])


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


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_every_success_counts_as_taken(sandbox: Sandbox, hook: Hook, status: int) -> None:
    hook.statuses = [status]
    await sandbox.call("setWebhook", url=hook.url)
    await sandbox.say("one")
    await sandbox.say("two")
    assert [await hook.next_text(), await hook.next_text()] == ["one", "two"]
    assert "last_error_message" not in await sandbox.call("getWebhookInfo")


@pytest.mark.parametrize("status", [302, 304, 400, 410])
async def test_nothing_else_does(sandbox: Sandbox, hook: Hook, status: int) -> None:
    hook.statuses, hook.headers = [status], {"Location": "/hook"} if status == 302 else {}
    await sandbox.call("setWebhook", url=hook.url)
    await sandbox.say("one")
    assert await hook.next_text() == "one"
    assert hook.seen.qsize() == 2


async def tap(sandbox: Sandbox, data: str) -> None:
    sent = await sandbox.call("sendMessage", chat_id=ALEX, text="?")
    await sandbox.post(f"chats/{ALEX}/tap", message_id=sent["message_id"], data=data)


async def test_taps_and_other_chats_do_not_wait_for_a_message_that_is_under_way(sandbox: Sandbox, hook: Hook) -> None:
    kim = (await sandbox.post("people", 201, name="Kim"))["id"]
    hook.open.clear()
    await sandbox.call("setWebhook", url=hook.url)
    await sandbox.say("one")
    await sandbox.say("two")
    await tap(sandbox, "a")
    await tap(sandbox, "b")
    await sandbox.say("hi", kim)
    assert [(await hook.next())["callback_query"]["data"] for _ in range(2)] == ["a", "b"]
    async with asyncio.timeout(5):
        under_way = [await hook.seen.get() for _ in range(4)]
    assert {update["message"]["text"] for update in under_way if "message" in update} == {"one", "hi"}
    hook.open.set()
    assert {await hook.next_text() for _ in range(3)} == {"one", "hi", "two"}


async def test_an_edit_waits_for_what_came_before_it_in_its_chat(sandbox: Sandbox, hook: Hook) -> None:
    hook.statuses = [500]
    await sandbox.call("setWebhook", url=hook.url)
    mine = await sandbox.say("teh")
    await sandbox.post(f"chats/{ALEX}/edit", message_id=mine, text="the")
    assert "message" in await hook.next()
    assert "edited_message" in await hook.next()


async def test_no_more_connections_are_made_than_the_bot_allows(sandbox: Sandbox, hook: Hook) -> None:
    people = [(await sandbox.post("people", 201, name=f"P{number}"))["id"] for number in range(5)]
    for person in people:
        await sandbox.say("hi", person)
    await sandbox.call("setWebhook", url=hook.url, max_connections=1)
    assert len([await hook.next_text() for _ in people]) == 5
    assert hook.most_at_once == 1


async def test_the_bot_can_ask_for_a_pause(
    sandbox: Sandbox, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:  # the own pause would be too long for this test
    monkeypatch.setattr(webhook_delivery, "FIRST_PAUSE", 3600.0)
    hook.statuses, hook.headers = [429], {"Retry-After": "1"}
    await sandbox.call("setWebhook", url=hook.url)
    before = time.monotonic()
    await sandbox.say("one")
    assert await hook.next_text() == "one"
    assert time.monotonic() - before >= 1


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7), ("999999", 3600), ("-1", 0), ("", 0), ("Wed, 21 Oct 2026 07:28:00 GMT", 0)]
)
def test_a_pause_is_asked_for_in_seconds(header: str, seconds: int) -> None:
    assert webhook_delivery.asked_pause(header) == seconds


async def test_a_webhook_set_anew_is_tried_at_once(
    sandbox: Sandbox, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_delivery, "FIRST_PAUSE", 3600.0)
    hook.statuses = [500]
    await sandbox.call("setWebhook", url=hook.url)
    await sandbox.say("one")
    async with asyncio.timeout(5):
        await hook.seen.get()
        while "last_error_message" not in await sandbox.call("getWebhookInfo"):
            pass
    await sandbox.call("setWebhook", url=hook.url)
    assert await hook.next_text() == "one"


async def test_a_tap_that_was_not_taken_in_time_is_gone(sandbox: Sandbox, hook: Hook) -> None:
    await tap(sandbox, "old")
    await sandbox.post("clock", advance_seconds=151)
    await sandbox.call("setWebhook", url=hook.url)
    await tap(sandbox, "new")
    assert (await hook.next())["callback_query"]["data"] == "new"


@pytest.mark.parametrize("body", [{"message": 5}, {"message": {"chat": []}}, {"something_new": None}, {}])
async def test_a_raw_update_of_any_shape_is_posted(sandbox: Sandbox, hook: Hook, body: dict[str, Any]) -> None:
    await sandbox.call("setWebhook", url=hook.url)
    given = await sandbox.post("updates", **body)
    assert await hook.next() == {"update_id": given["update_id"], **body}


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
