"""The menu of commands comes in the end, and the bot lives without it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import TelegramError

from bot.adapters.telegram_menu import CommandMenu
from tests.adapters.loopback import Loopback, Reply, client, refusal, result, says
from tests.adapters.scripted import Sleeps

MENU = {"stop": "Stop here"}
OTHERS = {"de": {"stop": "Hier aufhören"}, "pt-BR": {"stop": "Parar aqui"}}


@pytest.fixture(autouse=True)
def _durations_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def server() -> AsyncIterator[Loopback]:
    async with Loopback().running() as server:
        yield server


async def told(server: Loopback, *replies: Reply) -> list[float]:
    """What was waited between the tries."""
    server.script.extend(replies)
    sleeps = Sleeps()
    async with client(server.address) as bot:
        menu = CommandMenu(bot, sleep=sleeps, jitter=lambda: 1.0)
        await menu.tell((MENU, OTHERS))
        if trying := vars(menu)["_trying"]:
            await trying
    return sleeps.waits


async def test_it_has_its_lines_in_the_languages_that_telegram_knows(server: Loopback) -> None:
    assert await told(server, result(True), result(True)) == []
    assert [call.get("language_code") for _, call in server.calls] == [None, "de"]


async def test_it_is_told_again_until_telegram_has_it(server: Loopback) -> None:
    flood = refusal(429, "Too Many Requests: retry after 37", {"retry_after": 37})
    odd = says(200, {"ok": False, "error_code": 429, "description": "x", "parameters": {"retry_after": 9}})
    waits = await told(server, flood, odd, refusal(502, "Bad Gateway"), *[result(True)] * 2)
    assert waits == [37, 9, 4]


async def test_one_that_is_refused_is_let_be(server: Loopback) -> None:
    assert await told(server, refusal(400, "Bad Request: command names")) == []
    assert len(server.calls) == 1


class HangingBot(Bot):
    async def set_my_commands(self, *_: object, **__: object) -> bool:
        raise TelegramError("no")


async def test_a_newer_menu_takes_the_place_of_one_that_is_still_told() -> None:
    async def never(_: float) -> None:
        await asyncio.Event().wait()

    menu = CommandMenu(HangingBot("42:x"), sleep=never, jitter=lambda: 1.0)
    await menu.tell((MENU, {}))
    first = vars(menu)["_trying"]
    await menu.tell((MENU, OTHERS))
    assert first.cancelled()
    await menu.stop()
