"""Watches whether Telegram takes the bot's token. Knows no Telegram; `ask` does.

One refusal proves nothing: Telegram has refused good tokens, for a moment and now and then. So it is asked again and
again, and believed only after minutes in which it has said nothing else. It is also asked after that: a token that is
taken again needs no restart.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.services.settling import back_off

log = logging.getLogger(__name__)

BELIEVED_AFTER = timedelta(minutes=3)
REST = timedelta(seconds=5)  # between two doubts: calls may be refused by the dozen while `ask` is answered well

Ask = Callable[[], Awaitable[bool | None]]  # True: it takes the token; False: it refuses it; None: it did not say


class TokenWatch:
    """What is known of the token: `refused` is true once that is believed."""

    def __init__(
        self,
        ask: Ask,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        jitter: Callable[[], float],
    ) -> None:
        self.refused = False  # believed
        self._ask = ask
        self._monotonic = monotonic
        self._sleep = sleep
        self._jitter = jitter
        self._doubted = asyncio.Event()

    def doubt(self) -> None:
        """Ask soon, since a call was refused for its token."""
        self._doubted.set()

    async def watch(self) -> None:
        """Ask whenever there is a doubt, for as long as the bot runs."""
        while True:
            await self._doubted.wait()
            await self.settle()
            await self._sleep(REST.total_seconds())

    async def settle(self) -> None:
        """Ask until Telegram takes the token."""
        self._doubted.clear()
        since: float | None = None
        tries = 0
        while not (answer := await self._ask()):
            tries += 1
            if answer is False:
                since = self._monotonic() if since is None else since
                self._believe(self._monotonic() - since)
            await self._sleep(back_off(tries, self._jitter()).total_seconds())
        if self.refused:
            self.refused = False
            log.warning("Telegram takes the bot token again")

    def _believe(self, refused_for: float) -> None:
        if not self.refused and refused_for >= BELIEVED_AFTER.total_seconds():
            self.refused = True
            log.critical("Telegram has refused the bot token for minutes. Check BOT_TOKEN and start the bot again.")
