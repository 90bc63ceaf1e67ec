"""Sends past the outbox: answers to taps and a word to strangers once, and the support card until it has arrived.

Only a limited number is under way. What comes beyond that is dropped, so that a flood costs no memory.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.adapters.telegram_errors import classify, reason
from bot.adapters.telegram_out import answer_press, send_message
from bot.dialogue.words import Message
from bot.services.outcomes import Gone, NothingToDo, Outcome, Refused, TryLater
from bot.services.settling import back_off

log = logging.getLogger(__name__)

_AT_ONCE = 100
_HELP_AT_ONCE = 1000  # beside these: most of them wait


class DirectSender:
    """Sends past the outbox, without waiting."""

    def __init__(self, bot: Bot, *, sleep: Callable[[float], Awaitable[None]], jitter: Callable[[], float]) -> None:
        self._bot = bot
        self._sleep = sleep
        self._jitter = jitter
        self._under_way: set[asyncio.Task[None]] = set()
        self._help: set[asyncio.Task[None]] = set()

    def answer_press(self, press_id: str, text: str | None) -> None:
        """Begin to answer a tap."""
        _begin(answer_press(self._bot, press_id, text), self._under_way, _AT_ONCE)

    def send(self, chat_id: int, message: Message, thread: int | None = None) -> None:
        """Begin to send a message."""
        _begin(self._send(chat_id, message, thread), self._under_way, _AT_ONCE)

    def send_help(self, chat_id: int, message: Message, thread: int | None = None) -> None:
        """Begin to send a message again and again, with growing waits, until it has arrived or the person is gone.

        It is not sent after a restart.
        """
        _begin(self._send_until_delivered(chat_id, message, thread), self._help, _HELP_AT_ONCE)

    async def stop(self) -> None:
        """Cancel what is under way."""
        tasks = self._under_way | self._help
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _send_until_delivered(self, chat_id: int, message: Message, thread: int | None) -> None:
        tries = 0
        while (outcome := await self._send(chat_id, message, thread)) is not None:
            match outcome:
                case Refused(thread_gone=True) if thread is not None:
                    thread = None
                case Refused() if message.entities:
                    message = Message(text=message.text)
                case Gone() | Refused() | NothingToDo():
                    return
                case _:
                    tries += 1
                    await self._sleep(self._wait_after(outcome, tries).total_seconds())

    def _wait_after(self, outcome: Outcome, tries: int) -> timedelta:
        ordered = outcome.after if isinstance(outcome, TryLater) else None
        return ordered or back_off(tries, self._jitter())

    async def _send(self, chat_id: int, message: Message, thread: int | None) -> Outcome | None:
        """Send a message. Return what a failure means; None once it is delivered."""
        try:
            await send_message(self._bot, chat_id, message, thread=thread)
        except TelegramError as error:
            log.warning("direct message not sent", extra={"chat": chat_id, "reason": reason(error)})
            return classify(error)
        return None


def _begin(call: Coroutine[Any, Any, object], under_way: set[asyncio.Task[Any]], most: int) -> None:
    if len(under_way) >= most:
        call.close()
        log.warning("direct message dropped", extra={"under_way": len(under_way)})
        return
    task = asyncio.create_task(call)
    under_way.add(task)
    task.add_done_callback(under_way.discard)
