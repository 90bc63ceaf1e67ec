"""The tick goes on, whatever the host's wall clock does. APScheduler is the real one; its clock is the test's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from apscheduler.schedulers import base

from bot.clock import now
from bot.errors import DatabaseError
from bot.ticker import STALLED, Ticker

A_WHILE = 5.0  # seconds, in which twenty ticks have their time


class Host:
    """A wall clock, which an operator may set; a steady one, which the test moves; and the ticks that come."""

    def __init__(self) -> None:
        self.set_forward = timedelta(0)
        self.steady = 0.0
        self.failure: Exception | None = None
        self.goes_on = asyncio.Event()  # a tick takes until then
        self.goes_on.set()
        self._came = asyncio.Event()
        self.ticker = Ticker(self._tick, real_now=self.now, monotonic=lambda: self.steady)

    def now(self) -> datetime:
        return now() + self.set_forward

    async def tick_comes(self) -> None:
        self._came.clear()
        async with asyncio.timeout(A_WHILE):
            await self._came.wait()

    async def _tick(self) -> None:
        self._came.set()
        await self.goes_on.wait()
        if self.failure:
            raise self.failure


@pytest.fixture
async def host(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Host]:
    host = Host()
    monkeypatch.setattr(base, "datetime", SimpleNamespace(now=lambda _: host.now()))
    host.ticker.start()
    yield host
    host.goes_on.set()
    await host.ticker.stop()


async def test_ticks_come_again_and_again(host: Host) -> None:
    for _ in range(3):
        await host.tick_comes()


async def test_a_clock_set_back_an_hour_stops_no_tick(host: Host) -> None:  # fault 38
    await host.tick_comes()
    host.set_forward = -timedelta(hours=1)
    host.steady += STALLED.total_seconds()
    assert host.ticker.rearm_if_stalled()
    await host.tick_comes()
    await host.tick_comes()  # and the one after it is not an hour away either
    assert not host.ticker.rearm_if_stalled()


async def test_a_clock_set_forward_a_year_brings_no_burst(host: Host) -> None:  # fault 38
    await host.tick_comes()
    host.set_forward = timedelta(days=365)
    await host.tick_comes()  # at once: nobody counts the hundred million that were left out
    assert not host.ticker.rearm_if_stalled()
    await host.tick_comes()


async def test_while_ticks_come_nothing_is_brought_forward(host: Host) -> None:
    await host.tick_comes()
    host.steady += STALLED.total_seconds() - 0.1
    assert not host.ticker.rearm_if_stalled()


async def test_one_long_tick_is_no_standstill(host: Host, caplog: pytest.LogCaptureFixture) -> None:
    host.goes_on.clear()
    await host.tick_comes()
    for _ in range(3):
        host.steady += STALLED.total_seconds()
        assert not host.ticker.rearm_if_stalled()
    host.goes_on.set()
    await vars(host.ticker)["_under_way"]
    assert not host.ticker.rearm_if_stalled()
    assert "ticks had stopped" not in caplog.text
    await host.tick_comes()


async def test_ticks_go_on_after_the_database_failed(host: Host, caplog: pytest.LogCaptureFixture) -> None:
    host.failure = DatabaseError()
    await host.tick_comes()
    await host.tick_comes()
    assert "tick waits for the database" in caplog.text


async def test_ticks_go_on_after_a_bug(host: Host, caplog: pytest.LogCaptureFixture) -> None:
    host.failure = RuntimeError("a bug")
    await host.tick_comes()
    await host.tick_comes()
    assert caplog.records
