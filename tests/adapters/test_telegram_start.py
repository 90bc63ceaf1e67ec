"""The first calls, of which some fail: what is waited for, and what ends the start."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from telegram import Bot, User
from telegram.error import EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.adapters import telegram_start
from bot.adapters.telegram_errors import MaybeSent, NotSent
from bot.adapters.telegram_start import REFUSED_AT_FIRST, REFUSED_LATER, takes_token, until_answered, warn_of_topics
from bot.errors import SettingError, TokenError
from tests.adapters.loopback import TOKEN


class Call:
    """Fails as it is told to, and then succeeds; time is what it was made to wait."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.waits: list[float] = []

    async def __call__(self) -> None:
        if self.failures:
            raise self.failures.pop(0)

    async def wait(self, _: asyncio.Event, seconds: float) -> None:
        self.waits.append(seconds)


async def answered(call: Call, monkeypatch: pytest.MonkeyPatch, patience: timedelta = REFUSED_LATER) -> None:
    monkeypatch.setattr(telegram_start, "_wait", call.wait)
    stop = asyncio.Event()
    await until_answered(call, stop, patience=patience, monotonic=lambda: sum(call.waits), jitter=lambda: 1.0)


async def test_a_call_is_repeated_with_growing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    call = Call(NotSent("refused"), MaybeSent("http_502"), KeyError("result"), MaybeSent("cut"))
    await answered(call, monkeypatch)
    assert call.waits == [1, 2, 4, 8]


async def test_the_wait_that_telegram_asks_for_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    call = Call(RetryAfter(timedelta(seconds=37)))
    await answered(call, monkeypatch)
    assert call.waits == [37]


@pytest.mark.parametrize("error", [InvalidToken(), EndPointNotFound("Not Found")])
async def test_a_token_that_is_refused_for_minutes_ends_the_start(
    monkeypatch: pytest.MonkeyPatch, error: TelegramError
) -> None:
    call = Call(*[error] * 100)
    with pytest.raises(TokenError):
        await answered(call, monkeypatch)
    assert REFUSED_LATER.total_seconds() <= sum(call.waits) < 2 * REFUSED_LATER.total_seconds()


async def test_at_a_first_start_it_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    call = Call(InvalidToken())
    with pytest.raises(TokenError):
        await answered(call, monkeypatch, REFUSED_AT_FIRST)
    assert call.waits == []


async def test_a_token_that_is_refused_now_and_then_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = [InvalidToken()] * 2
    call = Call(*[*refused, MaybeSent("cut")] * 20)
    await answered(call, monkeypatch)
    assert not call.failures


async def test_what_an_operator_has_to_mend_ends_the_start_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    call = Call(SettingError("wrong"))
    with pytest.raises(SettingError):
        await answered(call, monkeypatch)
    assert call.waits == []


async def test_an_end_waits_for_no_answer() -> None:
    stop = asyncio.Event()

    async def silence() -> None:
        stop.set()
        await asyncio.Event().wait()

    async with asyncio.timeout(5):
        await until_answered(silence, stop, patience=REFUSED_LATER, monotonic=lambda: 0.0, jitter=lambda: 1.0)


@pytest.mark.parametrize(("topics", "warnings"), [(True, 1), (False, 0), (None, 0)])
async def test_topics_in_private_chats_are_warned_of(
    topics: bool | None, warnings: int, caplog: pytest.LogCaptureFixture
) -> None:
    bot = Bot(TOKEN)
    with bot._unfrozen():
        bot._bot_user = User(id=42, is_bot=True, first_name="Coach", has_topics_enabled=topics)
    warn_of_topics(bot)
    assert len(caplog.records) == warnings


class AskedBot(Bot):
    def __init__(self, answer: Callable[[], Awaitable[object]]) -> None:
        super().__init__(TOKEN)
        with self._unfrozen():
            self.answer = answer

    async def get_me(self, *_: object, **__: object) -> object:  # type: ignore[override]
        return await self.answer()


@pytest.mark.parametrize(("failure", "takes"), [((), True), ((InvalidToken(),), False), ((MaybeSent("cut"),), None)])
async def test_whether_the_token_is_taken(failure: tuple[Exception, ...], takes: bool | None) -> None:
    assert await takes_token(AskedBot(Call(*failure))) is takes
