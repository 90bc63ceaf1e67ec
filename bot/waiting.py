"""Waits for a database that fails for the moment, and for loops of which one ends. Knows nothing of what they do.

It also waits for loops of which one ends. A full or read-only disk, or another program's lock, is no reason to end: a
service manager would not start the bot again, and whoever asks for help meanwhile would get nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

from bot.errors import DatabaseError

T = TypeVar("T")
log = logging.getLogger(__name__)

AGAIN = timedelta(seconds=5)
_LAST_WAITS = (0.5, 1.0, 0.0)  # seconds after each try at the end; a service manager waits for 20 in all


async def when_possible(open: Callable[[], Awaitable[T]], meanwhile: Callable[[asyncio.Event], Awaitable[None]]) -> T:
    """Return what `open` returns, once it does. Raises at once what it raises if waiting cannot mend that.

    `meanwhile` runs from the first failure on, until the event that it is given is set. If it fails before, that is
    raised.
    """
    stop = asyncio.Event()
    helping: asyncio.Future[None] | None = None
    try:
        while True:
            try:
                return await open()
            except DatabaseError as error:
                if not error.may_pass:
                    raise
                log.warning("the database cannot be opened yet", extra={"reason": error.reason, "wait": AGAIN})
            helping = helping or asyncio.ensure_future(meanwhile(stop))
            done, _ = await asyncio.wait({helping}, timeout=AGAIN.total_seconds())
            for ended in done:
                ended.result()
    finally:
        stop.set()
        if helping:
            await asyncio.gather(helping, return_exceptions=True)


async def retried(do: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Try until it is done, or `stop`. Raises what waiting cannot mend."""
    while not stop.is_set():
        try:
            await do()
        except DatabaseError as error:
            if not error.may_pass:
                raise
            log.warning("the database cannot be written to yet", extra={"reason": error.reason, "wait": AGAIN})
            await wait(stop, AGAIN.total_seconds())
        else:
            return


async def then_for_ever(do: Callable[[], Awaitable[None]]) -> None:
    """Do something once and then wait for ever, beside loops that only end by a failure."""
    await do()
    await asyncio.Event().wait()


async def wait(stop: asyncio.Event, seconds: float) -> None:
    """Wait for so long, or until `stop`."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


async def if_possible(end: Callable[[], Awaitable[None]]) -> None:
    """Try a few times to bring the database up to date at the end. If that cannot be done, the bot ends all the same.

    What was being sent then counts as cut short by a crash.
    """
    for wait in _LAST_WAITS:
        try:
            await end()
        except DatabaseError as error:
            log.warning("the database cannot be brought up to date", extra={"reason": error.reason})
            await asyncio.sleep(wait)
        else:
            return


async def until_one_ends(stop: asyncio.Event, *loops: Awaitable[object]) -> None:
    """Run until `stop`, or until a loop ends, which is a failure and is raised. The others are cancelled."""
    tasks = [asyncio.ensure_future(loop) for loop in (stop.wait(), *loops)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
