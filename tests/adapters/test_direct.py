"""What is sent past the outbox: a flood of it takes no memory, an end waits for none of it, and help comes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from bot.adapters.direct import DirectSender
from bot.adapters.telegram_errors import MaybeSent, NotSent
from bot.dialogue.words import Entity, Message, Style
from tests.adapters.scripted import ScriptedBot, Sleeps

CARD = Message(text="Call 112", entities=(Entity(style=Style.BOLD, offset=0, length=4),))


class SilentBot(ScriptedBot):
    """Takes every call and answers none."""

    async def do_api_request(self, endpoint: str, api_kwargs: Any = None, *_: Any, **__: Any) -> Any:
        self.asked.append(api_kwargs)
        await asyncio.Event().wait()


def sender_of(bot: Bot, sleeps: Sleeps | None = None) -> DirectSender:
    return DirectSender(bot, sleep=sleeps or Sleeps(), jitter=lambda: 1.0)


async def until_done(sender: DirectSender) -> None:
    while tasks := vars(sender)["_help"]:
        await asyncio.gather(*tasks)
        await asyncio.sleep(0)


async def test_what_comes_beyond_a_hundred_under_way_is_dropped() -> None:
    bot = SilentBot()
    sender = sender_of(bot)
    for chat_id in range(150):
        sender.send(chat_id, Message(text="a word"))
    await asyncio.sleep(0)
    await sender.stop()
    assert len(bot.asked) == 100


async def test_help_finds_a_place_though_all_others_are_taken() -> None:
    bot = SilentBot()
    sender = sender_of(bot)
    for chat_id in range(150):
        sender.answer_press(str(chat_id), None)
    sender.send_help(7, CARD)
    await asyncio.sleep(0)
    await sender.stop()
    assert [asked["text"] for asked in bot.asked] == ["Call 112"]


async def test_help_is_sent_until_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    flood = RetryAfter(timedelta(seconds=9))
    failures = (NotSent("refused"), MaybeSent("http_502"), InvalidToken("401"), flood, MaybeSent("cut"))
    bot, sleeps = ScriptedBot(*failures), Sleeps()
    sender = sender_of(bot, sleeps)
    sender.send_help(7, CARD)
    await until_done(sender)
    assert len(bot.asked) == 6
    assert sleeps.waits == [1, 2, 4, 9, 16]


async def test_help_that_is_refused_goes_once_more_without_its_form() -> None:
    bot = ScriptedBot(BadRequest("can't parse entities"))
    sender = sender_of(bot)
    sender.send_help(7, CARD)
    await until_done(sender)
    assert [asked["entities"] is None for asked in bot.asked] == [False, True]


async def test_whoever_is_gone_is_sent_nothing_more() -> None:
    bot = ScriptedBot(Forbidden("bot was blocked by the user"))
    sender = sender_of(bot)
    sender.send_help(7, CARD)
    await until_done(sender)
    assert len(bot.asked) == 1


async def test_a_word_to_a_stranger_is_tried_once() -> None:
    bot = ScriptedBot(MaybeSent("http_502"))
    sender = sender_of(bot)
    sender.send(7, Message(text="a word"))
    await asyncio.gather(*vars(sender)["_under_way"])
    assert len(bot.asked) == 1
