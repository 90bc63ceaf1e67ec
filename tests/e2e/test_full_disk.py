"""The database takes nothing more: nothing is confirmed, help is given all the same, and it mends itself."""

from __future__ import annotations

import resource
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.person import Person, until
from tests.e2e.raw_updates import Hook, webhook_settings, written
from tests.e2e.running import Process, beside, free_port, joining, launched, on_telegram
from tests.e2e.script import said
from tests.e2e.ways import meet_briefly
from tests.sandbox.driver import Sandbox

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux lets one process limit another"),
]

# The bot, on a disk that is full from the start.
ON_A_FULL_DISK = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
sys.argv = ["bot", *sys.argv[1:]]
runpy.run_module("bot", run_name="__main__")
"""


async def test_support_comes_while_the_database_fails_and_the_rest_after(  # fault 25, fault 41
    sandbox: Sandbox, alex: Person, sam: Person, data: Path
) -> None:
    async with beside(sandbox.server, data) as bot:
        await meet_briefly(alex)
        bot.fill_disk()
        await alex.says("/support")
        await alex.hears(said("support.card"))
        await sam.says("I want to end my life")  # whom the bot has never met
        await sam.hears(said("support.card"))
        await alex.says("/help")
        failed = sum(call["method"] == "getUpdates" for call in sandbox.server.world.calls)
        await until(lambda: sum(c["method"] == "getUpdates" for c in sandbox.server.world.calls) > failed)
        assert len(sandbox.server.world.updates) == 3  # nothing is confirmed
        assert (await alex.counts(said("support.card")), await alex.counts(said("help.help"))) == (1, 0)
        bot.empty_disk()
        await alex.hears(said("help.help"))
        await until(lambda: not sandbox.server.world.updates)


async def test_a_webhook_does_not_confirm_what_is_not_safe(  # fault 41
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    hook = Hook(port=free_port(), session=sandbox.session)
    update = {"update_id": 700, "message": written(alex.id, "/help")}
    async with on_telegram(sandbox.server, data, **webhook_settings(hook.port)) as bot:
        await meet_briefly(alex)
        bot.fill_disk()
        assert await hook.answers(update) == 500
        bot.empty_disk()
        assert await hook.answers(update) == 200
        await alex.hears(said("help.help"))


async def test_an_end_on_a_full_disk_is_an_orderly_one_and_a_start_waits_for_room(  # fault 41
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    async with beside(sandbox.server, data) as bot:
        await meet_briefly(alex)
        bot.fill_disk()
        await alex.says("/help")
        assert await bot.ends() == 0
    port = free_port()
    async with starting_on_a_full_disk(sandbox, data, HEALTH_PORT=str(port)) as bot:
        await alex.says("/support")
        await alex.hears(said("support.card"))
        assert (await health(sandbox, port))["database"] is False
        assert len(sandbox.server.world.updates) == 2  # nothing is confirmed
        bot.empty_disk()
        await bot.ready()
        await alex.hears(said("help.help"))
        assert (await health(sandbox, port))["well"] is True


async def test_a_first_start_on_a_full_disk_waits_for_room_and_may_be_ended(sandbox: Sandbox, data: Path) -> None:
    async with starting_on_a_full_disk(sandbox, data) as bot:
        await until(lambda: any(call["method"] == "getUpdates" for call in sandbox.server.world.calls))
        assert await bot.ends() == 0
    async with beside(sandbox.server, data) as bot:
        assert await bot.ends() == 0


async def test_health_is_red_on_a_full_disk_though_nobody_writes(sandbox: Sandbox, data: Path) -> None:
    port = free_port()
    async with beside(sandbox.server, data, HEALTH_PORT=str(port)) as bot:
        assert (await health(sandbox, port))["well"] is True
        bot.fill_disk()
        assert (await health(sandbox, port))["database"] is False
        bot.empty_disk()
        assert (await health(sandbox, port))["well"] is True


def starting_on_a_full_disk(sandbox: Sandbox, data: Path, **environ: str) -> AbstractAsyncContextManager[Process]:
    return launched(["-c", ON_A_FULL_DISK, *joining(sandbox.server)], data, **environ)


async def health(sandbox: Sandbox, port: int) -> dict[str, Any]:
    async with sandbox.session.get(f"http://127.0.0.1:{port}/healthz") as answer:
        said: dict[str, Any] = await answer.json()
        return said
