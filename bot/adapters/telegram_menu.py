"""Tells Telegram the menu of commands until it has it. The newest menu wins, and the bot runs without one too."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from telegram import Bot
from telegram.error import TelegramError

from bot.adapters.telegram_errors import classify, reason
from bot.services.outcomes import Refused, TryLater
from bot.services.settling import back_off

log = logging.getLogger(__name__)

_LANGUAGE_CODE = 2  # letters, of ISO 639-1

Lines = Mapping[str, str]  # what stands beside each command


class CommandMenu:
    """The menu of commands, as Telegram shows it."""

    def __init__(self, bot: Bot, *, sleep: Callable[[float], Awaitable[None]], jitter: Callable[[], float]) -> None:
        self._bot = bot
        self._sleep = sleep
        self._jitter = jitter
        self._trying: asyncio.Task[None] | None = None

    async def tell(self, menus: tuple[Lines, Mapping[str, Lines]]) -> None:
        """Tell the menu's lines, and those in other languages by their tags.

        What fails is tried again in the background. Telegram shows them by the language of the app, and knows languages
        of two letters without a region.
        """
        await self.stop()
        wait = await self._try(menus, failures=1)
        if wait is not None:
            self._trying = asyncio.create_task(self._try_on(menus, wait))

    async def stop(self) -> None:
        """Try no more."""
        if self._trying:
            self._trying.cancel()
            await asyncio.gather(self._trying, return_exceptions=True)

    async def _try_on(self, menus: tuple[Lines, Mapping[str, Lines]], wait: timedelta) -> None:
        failures = 1
        next_wait: timedelta | None = wait
        while next_wait is not None:
            await self._sleep(next_wait.total_seconds())
            failures += 1
            next_wait = await self._try(menus, failures)

    async def _try(self, menus: tuple[Lines, Mapping[str, Lines]], failures: int) -> timedelta | None:
        """Tell the menu once. Return how long to wait until the next try; None if none is wanted."""
        lines, others = menus
        try:
            await self._bot.set_my_commands(list(lines.items()))
            for tag, translated in others.items():
                if len(tag) == _LANGUAGE_CODE:
                    await self._bot.set_my_commands(list(translated.items()), language_code=tag)
        except TelegramError as error:
            log.warning("command menu not set", extra={"reason": reason(error)})
            outcome = classify(error)
            if isinstance(outcome, Refused):
                return None
            ordered = outcome.after if isinstance(outcome, TryLater) else None
            return ordered or back_off(failures, self._jitter())
        return None
