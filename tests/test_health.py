"""`/healthz`: what it says, and when it turns red."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.errors import InUseError
from bot.health import OLDEST_POLL, OLDEST_TICK, OLDEST_UNSENT, Health, serve_health

WELL = Health(poll_age=3, tick_age=0, unsent_age=None, trouble=None, database=True)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"poll_age": None},  # a webhook, or a bot that has only just begun
        {"tick_age": None},
        {"poll_age": OLDEST_POLL, "tick_age": OLDEST_TICK, "unsent_age": OLDEST_UNSENT},
    ],
)
def test_it_is_green_while_all_goes_on(change: dict[str, Any]) -> None:
    assert replace(WELL, **change).is_well


@pytest.mark.parametrize(
    "change",
    [
        {"poll_age": OLDEST_POLL + 1},
        {"tick_age": OLDEST_TICK + 1},
        {"unsent_age": OLDEST_UNSENT + 1},
        {"trouble": "another process takes the updates of this bot"},
        {"database": False},
    ],
)
def test_it_turns_red_when_anything_stands_still(change: dict[str, Any]) -> None:
    assert not replace(WELL, **change).is_well


def test_a_long_poll_in_which_nobody_writes_is_no_illness() -> None:
    assert OLDEST_POLL > 50 + 10  # what Telegram waits, and our patience with it


async def asked(health: Health) -> tuple[int, dict[str, Any]]:
    async def ask() -> Health:
        return health

    runner = await serve_health(ask, 0)
    try:
        host, port = runner.addresses[0][:2]
        async with aiohttp.ClientSession() as session, session.get(f"http://{host}:{port}/healthz") as answer:
            assert host == "127.0.0.1"
            return answer.status, await answer.json()
    finally:
        await runner.cleanup()


async def test_green_is_200_with_the_ages() -> None:
    status, said = await asked(WELL)
    assert status == 200
    assert said == {
        "well": True,
        "poll_age": 3,
        "tick_age": 0,
        "unsent_age": None,
        "trouble": None,
        "database": True,
    }


async def test_red_is_503_and_says_why() -> None:
    status, said = await asked(replace(WELL, trouble="Telegram does not answer"))
    assert (status, said["well"], said["trouble"]) == (503, False, "Telegram does not answer")


async def test_a_port_that_is_taken_is_a_sentence() -> None:
    async def never() -> Health:
        raise AssertionError

    first = await serve_health(never, 0)
    port = first.addresses[0][1]
    with pytest.raises(InUseError, match=f"Port {port} is taken .* HEALTH_PORT"):
        await serve_health(never, port)
    await first.cleanup()
