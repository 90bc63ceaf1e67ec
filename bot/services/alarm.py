"""Wakes one loop, at once or later. It decides nothing, and rather rings too often than too seldom."""

from __future__ import annotations

import asyncio

# A timer may ring a tick early, and the database counts whole milliseconds.
_LATE = 0.002


class Alarm:
    """An alarm for one loop. Only the event loop's thread may use it."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self._soonest: asyncio.TimerHandle | None = None
        self._others: set[asyncio.TimerHandle] = set()

    async def wait(self) -> None:
        """Wait until the alarm rings."""
        await self._rung.wait()
        self._rung.clear()

    def ring(self) -> None:
        """Ring at once."""
        self._rung.set()

    def ring_within(self, seconds: float) -> None:
        """Ring after so many seconds, or sooner. Only the soonest time is kept: the loop finds the others again."""
        loop = asyncio.get_running_loop()
        at = loop.time() + seconds
        if self._soonest is not None:
            if self._soonest.when() <= at:
                return
            self._soonest.cancel()
        self._soonest = loop.call_at(at, self._ring_soonest)

    def ring_in(self, seconds: float) -> None:
        """Ring after so many seconds, whatever else rings. It is for times that the loop does not find again."""
        timer = asyncio.get_running_loop().call_later(seconds + _LATE, self._ring_other)
        self._others.add(timer)

    def silence(self) -> None:
        """Cancel all timers."""
        for timer in (*self._others, *([self._soonest] if self._soonest else [])):
            timer.cancel()
        self._soonest = None
        self._others.clear()

    def _ring_soonest(self) -> None:
        self._soonest = None
        self.ring()

    def _ring_other(self) -> None:
        now = asyncio.get_running_loop().time()
        self._others = {timer for timer in self._others if timer.when() > now}
        self.ring()
