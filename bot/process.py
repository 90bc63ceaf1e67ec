"""The bot as a process of its own: its signals and its logs. What it is built of is for `app`."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.adapters import logs
from bot.app import built, run_bot
from bot.settings import Settings


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
    async with built(settings, token, data, now) as running:
        await run_bot(settings, running, stop_on_signals(), ready)
