"""A scripted Bot API on a real loopback socket: answers calls in the order the test wrote down, and remembers them."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import telegram
from aiohttp import web
from telegram.error import TelegramError

from bot.adapters.telegram_request import AiohttpRequest

TOKEN = "424242:AAcanaryTokenThatNobodyMayEverSee0123"
CANARY = "what I am most ashamed of"
SENT_MESSAGE = {"message_id": 7, "date": 1700000000, "chat": {"id": 1, "type": "private", "first_name": "Alex"}}

Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Loopback:
    def __init__(self) -> None:
        self.script: deque[Reply] = deque()
        self.calls: list[tuple[str, dict[str, str]]] = []  # method and the parameters of its query or JSON body
        self.address = ""
        self.called = asyncio.Event()
        self._over = asyncio.Event()

    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]

    async def silence(self, _: web.Request) -> web.StreamResponse:
        """Keeps the socket open and says nothing."""
        await self._over.wait()
        return web.Response()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        parameters: dict[str, str] = dict(request.query)
        if request.content_type == "application/json":
            parameters |= await request.json()
        self.calls.append((request.match_info["method"], parameters))
        self.called.set()
        reply = self.script.popleft() if self.script else self.silence
        return await reply(request)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Loopback"]:
        app = web.Application(client_max_size=16 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_route("*", "/file/bot{token}/{method:.*}", self._answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        self.address = f"http://{host}:{port}"
        try:
            yield self
        finally:
            self._over.set()
            await runner.cleanup()


@asynccontextmanager
async def client(address: str, **settings: Any) -> AsyncIterator[telegram.Bot]:
    request = AiohttpRequest(**settings)
    await request.initialize()
    try:
        yield telegram.Bot(
            TOKEN,
            base_url=f"{address}/bot",
            base_file_url=f"{address}/file/bot",
            request=request,
            get_updates_request=request,
        )
    finally:
        await request.shutdown()


def says(status: int, body: object) -> Reply:
    """Any status with a JSON body, or with bytes as they are."""

    async def reply(_: web.Request) -> web.StreamResponse:
        if isinstance(body, bytes):
            return web.Response(status=status, body=body, content_type="text/html")
        return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json")

    return reply


def result(value: object) -> Reply:
    return says(200, {"ok": True, "result": value})


def refusal(status: int, description: str, parameters: dict[str, Any] | None = None) -> Reply:
    body = {"ok": False, "error_code": status, "description": description}
    return says(status, body | ({"parameters": parameters} if parameters else {}))


async def cut(request: web.Request) -> web.StreamResponse:
    """Takes the whole call, then resets the connection."""
    await request.read()
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def failure_of_a_send(address: str, **settings: Any) -> TelegramError:
    async with client(address, **settings) as bot:
        with pytest.raises(TelegramError) as failed:
            await bot.send_message(1, CANARY)
    return failed.value
