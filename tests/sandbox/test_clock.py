"""The clock that the person's side moves, and the two ways for a bot to follow it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import SettingError
from bot.sandbox.clock import RemoteClock
from tests.sandbox.driver import ALEX, NOON, Sandbox, until

HOUR = timedelta(hours=1)


async def test_the_clock_moves_on_with_real_time(sandbox: Sandbox, wall_clock: list[datetime]) -> None:
    said = await sandbox.post("clock", advance_seconds=3600)
    assert said == {"now": (NOON + HOUR).isoformat(), "offset_seconds": 3600.0}
    wall_clock[0] += timedelta(minutes=5)
    assert sandbox.server.clock.now() == NOON + HOUR + timedelta(minutes=5)


async def test_the_clock_can_be_set_put_back_and_reset(sandbox: Sandbox) -> None:
    await sandbox.post("clock", to="2026-03-29T00:59:00+00:00")
    assert sandbox.server.clock.now() == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    await sandbox.post("clock", advance_seconds=-3600)
    assert sandbox.server.clock.now() == datetime(2026, 3, 28, 23, 59, tzinfo=UTC)
    assert (await sandbox.post("clock", reset=True))["offset_seconds"] == 0
    assert sandbox.server.clock.now() == NOON


async def test_messages_are_dated_by_it_in_whole_seconds(sandbox: Sandbox, wall_clock: list[datetime]) -> None:
    wall_clock[0] += timedelta(milliseconds=700)
    await sandbox.post("clock", advance_seconds=60)
    sent = await sandbox.call("sendMessage", chat_id=ALEX, text="x")
    assert sent["date"] == int(NOON.timestamp()) + 60
    assert (await sandbox.last())["date"] == "2026-03-28T12:01:00+00:00"


async def test_a_bot_in_another_process_follows_it(sandbox: Sandbox) -> None:
    await sandbox.post("clock", advance_seconds=60)
    async with RemoteClock(sandbox.server.url, lambda: NOON) as remote:
        assert remote.now() == NOON + timedelta(minutes=1)
        await sandbox.post("clock", advance_seconds=3600)
        await until(lambda: remote.now() == NOON + HOUR + timedelta(minutes=1))


async def test_a_remote_clock_needs_a_sandbox_that_answers() -> None:
    clock = RemoteClock("http://127.0.0.1:9", lambda: NOON)
    with pytest.raises(SettingError, match="No sandbox answers at"):
        await clock.start()
    await clock.stop()
