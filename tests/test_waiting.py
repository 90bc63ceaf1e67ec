"""A database that fails for the moment is waited for; anything else is told at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot import waiting
from bot.errors import DatabaseError, TokenError


def failing(*, may_pass: bool) -> DatabaseError:
    error = DatabaseError()
    error.may_pass = may_pass
    return error


class Opening:
    """Fails some times, and then is open."""

    def __init__(self, *failures: Exception) -> None:
        self._failures = list(failures)

    async def __call__(self) -> str:
        if self._failures:
            raise self._failures.pop(0)
        return "open"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "AGAIN", timedelta(0))


async def test_what_opens_at_once_needs_nothing_meanwhile() -> None:
    assert await waiting.when_possible(Opening(), lambda _: pytest.fail("nobody waits")) == "open"


async def test_what_may_pass_is_waited_for_and_something_else_runs_meanwhile() -> None:
    ran: list[bool] = []

    async def meanwhile(stop: asyncio.Event) -> None:
        await stop.wait()
        ran.append(True)

    opening = Opening(failing(may_pass=True), failing(may_pass=True))
    assert await waiting.when_possible(opening, meanwhile) == "open"
    assert ran == [True]


async def test_what_waiting_cannot_mend_is_raised_at_once_also_later() -> None:
    async def meanwhile(stop: asyncio.Event) -> None:
        await stop.wait()

    for opening in (Opening(failing(may_pass=False)), Opening(failing(may_pass=True), failing(may_pass=False))):
        with pytest.raises(DatabaseError):
            await waiting.when_possible(opening, meanwhile)


async def test_what_ends_meanwhile_by_a_failure_is_raised() -> None:
    async def meanwhile(_: asyncio.Event) -> None:
        raise TokenError

    with pytest.raises(TokenError):
        await waiting.when_possible(Opening(*(failing(may_pass=True) for _ in range(100))), meanwhile)


async def test_an_end_that_cannot_be_written_comes_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_LAST_WAITS", (0, 0))
    tries: list[None] = []

    async def end() -> None:
        tries.append(None)
        raise failing(may_pass=True)

    await waiting.if_possible(end)
    assert len(tries) == 2


async def test_what_is_retried_ends_with_the_bot() -> None:
    stop = asyncio.Event()

    async def do() -> None:
        stop.set()
        raise failing(may_pass=True)

    await waiting.retried(do, stop)
