"""What is sent past the outbox: a flood of it takes no memory, and an end waits for none of it."""

from __future__ import annotations

import asyncio
from typing import Any

from telegram import Bot

from bot.adapters.direct import DirectSender
from bot.dialogue.words import Message
from tests.adapters.loopback import TOKEN


class SilentBot(Bot):
    """Takes every call and answers none."""

    asked = 0

    async def do_api_request(self, *_: Any, **__: Any) -> Any:
        type(self).asked += 1
        await asyncio.Event().wait()


async def test_what_comes_beyond_a_hundred_under_way_is_dropped() -> None:
    sender = DirectSender(SilentBot(TOKEN))
    for chat_id in range(150):
        sender.send(chat_id, Message(text="a word"))
    await asyncio.sleep(0)
    await sender.stop()
    assert SilentBot.asked == 100
