"""Drives the tick: APScheduler calls it, and a watch on monotonic time makes sure that it goes on.

APScheduler 3 plans by the host's wall clock: if that is set back by an hour, it sleeps for that hour. So the watch,
which no clock change touches, brings the next tick forward whenever ticks have stopped. Knows nothing of what a tick
does.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.errors import DatabaseError

log = logging.getLogger(__name__)

EVERY = timedelta(milliseconds=250)  # a breath's phases are whole seconds, and an idle tick asks no database
STALLED = timedelta(seconds=2)
_JOB = "tick"


class _FromNow(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """The next tick is counted from now. Its own "interval" would list every tick that a suspended night left out."""

    def get_next_fire_time(self, _: datetime | None, now: datetime) -> datetime:
        return now + EVERY


class Ticker:
    def __init__(
        self, tick: Callable[[], Awaitable[None]], *, real_now: Callable[[], datetime], monotonic: Callable[[], float]
    ) -> None:
        self._tick = tick
        self._real_now = real_now
        self._monotonic = monotonic
        self._last = monotonic()
        self._under_way: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        self._scheduler.add_job(self._begin, _FromNow(), id=_JOB, misfire_grace_time=None)
        self._scheduler.start()

    async def watch(self) -> None:
        """Look again and again whether ticks have stopped, for as long as the bot runs."""
        while True:
            await asyncio.sleep(STALLED.total_seconds())
            self.rearm_if_stalled()

    def rearm_if_stalled(self) -> bool:
        """Bring the next tick forward if ticks have stopped. Return whether they had; a long tick is no standstill."""
        if self._is_under_way or self._monotonic() - self._last < STALLED.total_seconds():
            return False
        log.warning("ticks had stopped; the host's clock may have been set back")
        self._scheduler.modify_job(_JOB, next_run_time=self._real_now())
        return True

    async def stop(self) -> None:
        """Begin no more ticks, and wait for one that is under way."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._under_way:
            await self._under_way

    async def _begin(self) -> None:
        """APScheduler cancels its jobs when it ends, so the tick is a task of ours; one at a time."""
        if not self._is_under_way:
            self._under_way = asyncio.create_task(self._run())

    @property
    def _is_under_way(self) -> bool:
        return self._under_way is not None and not self._under_way.done()

    async def _run(self) -> None:
        self._last = self._monotonic()
        try:
            await self._tick()
        except DatabaseError as error:
            log.warning("tick waits for the database", extra={"reason": error.reason})
        except Exception:  # a bug; what is due stays due, and the next tick comes all the same
            log.exception("tick failed")
        finally:
            self._last = self._monotonic()  # however long it took, the next is not late yet
