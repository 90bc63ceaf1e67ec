"""A refusal of the token is believed after minutes of refusals, and never for good."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from bot.services.token_watch import BELIEVED_AFTER, TokenWatch
from tests.services.telegram_end import Clock

Answers = Iterator[bool | None]


class Telegram:
    """Answers as it is told to, and shows what is believed at each question."""

    def __init__(self, answers: list[bool | None]) -> None:
        self.clock = Clock()
        self.answers = answers
        self.believed: list[bool] = []
        self.watch = TokenWatch(self.ask, monotonic=self.clock.monotonic, sleep=self.sleep, jitter=lambda: 1.0)

    async def ask(self) -> bool | None:
        self.believed.append(self.watch.refused)
        return self.answers.pop(0)

    async def sleep(self, seconds: float) -> None:
        self.clock.move(seconds)


async def test_refusals_that_come_and_go_are_not_believed(caplog: pytest.LogCaptureFixture) -> None:
    telegram = Telegram([*[False] * 6, True] * 20)
    for _ in range(20):
        await telegram.watch.settle()
    assert not any(telegram.believed)
    assert not caplog.records


async def test_minutes_of_refusals_are_believed_until_the_token_is_taken(caplog: pytest.LogCaptureFixture) -> None:
    telegram = Telegram([*[False] * 30, True])
    with caplog.at_level(logging.WARNING):
        await telegram.watch.settle()
    first = telegram.believed.index(True)
    assert 1 + 2 + 4 + 8 + 16 + 32 + 60 * (first - 1 - 6) >= BELIEVED_AFTER.total_seconds() > 60
    assert all(telegram.believed[first:])
    assert not telegram.watch.refused
    assert [record.levelname for record in caplog.records] == ["CRITICAL", "WARNING"]


async def test_a_network_that_is_down_says_nothing_about_the_token() -> None:
    telegram = Telegram([False, *[None] * 50, True])
    await telegram.watch.settle()
    assert not any(telegram.believed)
