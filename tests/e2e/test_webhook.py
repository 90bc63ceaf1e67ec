"""The bot behind a webhook, over real HTTP: what Telegram posts, and what anybody else does."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.keyhole import look
from tests.e2e.person import Person, until
from tests.e2e.raw_updates import Hook, webhook_settings, written
from tests.e2e.running import free_port, in_process
from tests.e2e.script import phrase, said
from tests.e2e.ways import meet_briefly, reach_fears
from tests.sandbox.driver import Answer, Sandbox

TEN_MB = 10 * 1024 * 1024


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
async def hook(sandbox: Sandbox, data: Path, port: int) -> AsyncIterator[Hook]:
    async with in_process(sandbox.server, data, **webhook_settings(port)):
        yield Hook(port=port, session=sandbox.session)


def update(update_id: int, person: Person) -> Answer:
    return {"update_id": update_id, "message": written(person.id, "/help")}


@pytest.mark.usefixtures("hook")
async def test_people_are_answered_over_a_webhook(sandbox: Sandbox, alex: Person) -> None:
    await meet_briefly(alex)
    await reach_fears(alex)
    assert "getUpdates" not in {call["method"] for call in sandbox.server.world.calls}


async def test_whoever_is_not_telegram_is_refused(  # fault 12
    alex: Person, hook: Hook, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    await meet_briefly(alex)
    seen = look(data, "SELECT count(*) FROM updates_seen")
    caplog.clear()
    assert await hook.answers(update(700, alex), secret="another-secret-altogether") == 401
    assert await hook.answers(update(700, alex), secret="") == 401
    assert await hook.answers(update(700, alex), kind="application/x-www-form-urlencoded") == 415
    assert await hook.answers(b'{"update_id": 700') == 400
    assert await hook.answers(b"[" * TEN_MB) == 413
    assert caplog.records == []
    assert look(data, "SELECT count(*) FROM updates_seen") == seen
    assert await alex.counts(said("help.help")) == 0


async def test_an_update_that_comes_twice_is_answered_twice_and_handled_once(  # fault 5
    sandbox: Sandbox, alex: Person, data: Path, port: int
) -> None:
    async with in_process(sandbox.server, data, **webhook_settings(port)):
        hook = Hook(port=port, session=sandbox.session)
        await meet_briefly(alex)
        assert [await hook.answers(update(700, alex)) for _ in range(2)] == [200, 200]
        await alex.hears(said("help.help"))
    async with in_process(sandbox.server, data):  # and once more, polled
        await sandbox.post("updates", **update(700, alex))
        await until(lambda: not sandbox.server.world.updates)
        await alex.says("/history")
        await alex.hears(phrase("history_empty"))
    assert await alex.counts(said("help.help")) == 1
