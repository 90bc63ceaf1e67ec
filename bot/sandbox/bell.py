"""Waits until something has changed. A bell carries no value: whoever is woken looks for themselves."""

import asyncio
from collections.abc import Callable


class Bell:
    """Wakes everybody who waits, and each goes on waiting until their own condition holds."""

    def __init__(self) -> None:
        self._rung: asyncio.Event | None = None  # there only while somebody waits: most rings wake nobody

    def ring(self) -> None:
        """Wake everybody who waits."""
        if self._rung is not None:
            self._rung.set()
            self._rung = None

    async def wait_until(self, condition: Callable[[], bool], seconds: float) -> None:
        """Wait until the condition holds, for at most so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    await self._next_ring()
        except TimeoutError:
            return

    async def _next_ring(self) -> None:
        if self._rung is None:
            self._rung = asyncio.Event()
        await self._rung.wait()
