"""Short ways to call both sides of a running sandbox over real HTTP. The fixtures that start one are in conftest.py."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import aiohttp

from bot.sandbox.server import SandboxServer

TOKEN = "42:secret"
ALEX = 1001
NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)

Answer = dict[str, Any]


class Sandbox:
    """Both sides of one sandbox, as a bot's program and the page see them."""

    def __init__(self, server: SandboxServer, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.session = session

    async def call(self, method: str, **params: Any) -> Any:
        """The result of a method of the bot's."""
        said = await self.answer(method, **params)
        assert said["ok"], said
        return said["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        said = await self.answer(method, **params)
        assert not said["ok"], said
        return f"{said['error_code']} {said['description']}"

    async def answer(self, method: str, **params: Any) -> Answer:
        async with self.session.post(f"{self.server.api_url}{TOKEN}/{method}", json=params) as response:
            said: Answer = await response.json()
            assert response.status == (200 if said["ok"] else said["error_code"])
            return said

    async def post(self, path: str, status: int = 200, /, **body: Any) -> Answer:
        async with self.session.post(f"{self.server.url}/sandbox/{path}", json=body) as response:
            said: Answer = await response.json()
            assert response.status == status, said
            return said

    async def get(self, path: str, status: int = 200) -> Any:
        async with self.session.get(f"{self.server.url}/sandbox/{path}") as response:
            said = await response.json()
            assert response.status == status, said
            return said

    async def say(self, text: str, chat: int = ALEX) -> int:
        said = await self.post(f"chats/{chat}/send", text=text)
        return int(said["message_ids"][-1])

    async def chat(self, chat: int = ALEX) -> Answer:
        read: Answer = await self.get(f"chats/{chat}")
        return read

    async def last(self, chat: int = ALEX) -> Answer:
        message: Answer = (await self.chat(chat))["messages"][-1]
        return message

    async def updates(self, **params: Any) -> list[Answer]:
        batch: list[Answer] = await self.call("getUpdates", **params)
        return batch


async def until(condition: Callable[[], bool]) -> None:
    """Lets the loop run until something is so; a test that waits for what never comes ends here."""
    now = asyncio.get_running_loop().time
    deadline = now() + 5
    while not condition():
        assert now() < deadline
        await asyncio.sleep(0)
