"""`python -m bot sandbox` in a process of its own: which token opens its Bot API."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from bot.clock import now
from bot.commands import sandbox as command
from bot.sandbox.server import SandboxServer
from bot.settings import Settings, read_settings
from tests.e2e.running import TOKEN, free_port, launched

pytestmark = pytest.mark.slow


async def test_only_the_token_that_is_given_opens_the_bot_api(tmp_path: Path) -> None:
    port = free_port()
    serve = ["-m", "bot", "sandbox", "--token", TOKEN]
    async with (
        launched(serve, tmp_path / "data", SANDBOX_PORT=str(port)) as process,
        aiohttp.ClientSession() as session,
    ):
        address = f"http://127.0.0.1:{port}"
        assert address in await process.ready()
        for token, status in ((TOKEN, 200), ("1001001:opens-nothing-but-the-sandbox-of-this-machine", 401)):
            async with session.get(f"{address}/bot{token}/getMe") as response:
                assert response.status == status


def test_each_run_has_another_token_and_the_same_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens: list[str] = []

    async def serve(_: Settings, token: str) -> None:
        tokens.append(token)

    monkeypatch.setattr(command, "_serve", serve)
    monkeypatch.setattr(command, "set_up_logs", lambda *_: None)
    for _ in range(2):
        command.run_sandbox(read_settings(None, {}))
    ids, secrets = zip(*(token.split(":") for token in tokens), strict=True)
    assert len(set(ids)) == 1
    assert len(set(secrets)) == 2
    assert all(len(secret) >= 32 for secret in secrets)


async def test_a_sandbox_is_joined_by_its_token_and_never_without(tmp_path: Path) -> None:
    async with SandboxServer(directory=None, token=TOKEN, port=0, real_now=now) as server:
        join = ["-m", "bot", "sandbox", "--join", server.url]
        async with launched(join, tmp_path / "data") as process:
            assert await process.ended() == 2
            assert "--join needs --token" in process.log
        async with launched([*join, "--token", TOKEN], tmp_path / "data") as process:
            assert await process.ready() == "The bot runs.\n"
