"""The sandbox's clock: real time plus an offset that the person's side moves. Real time comes in as a callable."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import aiohttp

from bot.errors import SettingError

MOST = timedelta(days=50 * 365)  # beyond, dates soon fall outside of what a datetime or Telegram's 32 bits can hold
WAIT = 25  # seconds of one long poll for a change
AGAIN = 0.5  # seconds before asking a sandbox that did not answer once more
NO_ANSWER = (aiohttp.ClientError, TimeoutError, ValueError, KeyError)  # none, or not a clock's


class SandboxClock:
    """What time it is in the sandbox, for the server and for a bot in the same process."""

    def __init__(self, real_now: Callable[[], datetime], offset: timedelta = timedelta(0)) -> None:
        self.real_now = real_now
        self.offset = offset

    def now(self) -> datetime:
        return self.real_now() + self.offset

    def move(self, offset: timedelta) -> None:
        """Set the offset. Raises ValueError beyond fifty years."""
        if abs(offset) > MOST:
            raise ValueError("The clock moves fifty years at most.")
        self.offset = offset

    def advance(self, by: timedelta) -> None:
        self.move(self.offset + by)

    def set(self, moment: datetime) -> None:
        self.move(moment - self.real_now())


class RemoteClock:
    """What time it is in a sandbox that runs in another process."""

    def __init__(self, sandbox_url: str, real_now: Callable[[], datetime]) -> None:
        self._clock_url = f"{sandbox_url}/sandbox/clock"
        self._clock = SandboxClock(real_now)
        self._session: aiohttp.ClientSession | None = None
        self._following: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        return self._clock.now()

    async def start(self) -> None:
        """Ask the sandbox for its time, and follow it. Raises SettingError if no sandbox answers.

        From here on `now()` is right, within the time of one request.
        """
        session = self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=WAIT + 10))
        try:
            await self._ask(session, {})
        except NO_ANSWER as error:
            await session.close()
            raise SettingError(f"No sandbox answers at {self._clock_url}.") from error
        self._following = asyncio.create_task(self._follow(session))

    async def stop(self) -> None:
        """Follow the sandbox no longer."""
        if self._following is not None:
            self._following.cancel()
            with suppress(asyncio.CancelledError):
                await self._following
        if self._session is not None:
            await self._session.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _follow(self, session: aiohttp.ClientSession) -> None:
        while True:
            try:
                await self._ask(session, {"after": str(self._clock.offset.total_seconds()), "wait": str(WAIT)})
            except NO_ANSWER:
                await asyncio.sleep(AGAIN)

    async def _ask(self, session: aiohttp.ClientSession, query: dict[str, str]) -> None:
        async with session.get(self._clock_url, params=query) as response:
            response.raise_for_status()
            said = await response.json()
        self._clock.move(timedelta(seconds=said["offset_seconds"]))
