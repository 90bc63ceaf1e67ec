"""The database takes nothing more: nothing is confirmed, help is given all the same, and it mends itself."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from tests.e2e.person import Person, until
from tests.e2e.raw_updates import Hook, webhook_settings, written
from tests.e2e.running import beside, free_port, on_telegram
from tests.e2e.script import said
from tests.e2e.ways import meet_briefly
from tests.sandbox.driver import Sandbox

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux lets one process limit another"),
]


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
