"""Sends at once what may be lost: answers to taps, a word to strangers, the support card while the database is gone.

A bounded number is under way; what comes beyond that is dropped, so that a flood costs no memory.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.adapters.telegram_errors import reason
from bot.adapters.telegram_out import answer_press, send_message
from bot.dialogue.words import Message

log = logging.getLogger(__name__)

_AT_ONCE = 100


class DirectSender:
    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._under_way: set[asyncio.Task[None]] = set()

    def answer_press(self, press_id: str, text: str | None) -> None:
        self._begin(answer_press(self._bot, press_id, text))

    def send(self, chat_id: int, message: Message) -> None:
        self._begin(self._send(chat_id, message))

    async def stop(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _send(self, chat_id: int, message: Message) -> None:
        try:
            await send_message(self._bot, chat_id, message)
        except TelegramError as error:
            log.warning("direct message not sent", extra={"chat": chat_id, "reason": reason(error)})

    def _begin(self, call: Coroutine[Any, Any, None]) -> None:
        if len(self._under_way) >= _AT_ONCE:
            call.close()
            log.warning("direct message dropped", extra={"under_way": len(self._under_way)})
            return
        task = asyncio.create_task(call)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
