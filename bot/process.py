"""The bot as a process of its own: its signals and its logs. What it is built of is for `app`."""

from __future__ import annotations

import asyncio
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from bot.adapters import logs
from bot.app import built, run_bot
from bot.settings import Settings


def leave_no_core_dump() -> None:
    """Forbid core dumps: one would hold what people wrote, the token and the database's key, in the clear."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def set_up_logs(settings: Settings, token: str) -> None:
    logs.configure(level=settings.log_level, token=token, stream=sys.stderr)
    logs.catch_uncaught()


def stop_on_signals() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    logs.catch_uncaught_in(loop)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def run_until_stopped(
    settings: Settings, token: str, data: Path, now: Callable[[], datetime], ready: Callable[[], None]
) -> None:
    """Build the bot, call `ready` when it answers, and take it down when the process is told to end."""
    stop = stop_on_signals()
    async with AsyncExitStack() as stack:
        building = asyncio.ensure_future(stack.enter_async_context(built(settings, token, data, now)))
        stopped = asyncio.ensure_future(stop.wait())
        await asyncio.wait({building, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if building.done():
            await run_bot(settings, building.result(), stop, ready)
        else:  # it waits for its database
            building.cancel()
            await asyncio.gather(building, return_exceptions=True)
