"""What a bot's process has used, asked from outside: both ends of the line between a bot and the driver.

The bot's end answers from a thread of its own, so that it stands in the way of no event loop. Knows no bot.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

_STATUS = Path("/proc/self/status")
_PATIENCE = 30.0  # seconds for a bot to start, to answer and to end


class BotFailedError(Exception):
    """A bot's process ended, or does not answer."""


@dataclass(frozen=True, kw_only=True)
class Usage:
    cpu_seconds: float  # user and system, of all threads and of ended children
    memory_mb: float  # resident now
    peak_mb: float


def answer_the_driver() -> None:
    """Tell the driver that the bot is ready, and from then on what it has used, whenever it asks."""
    threading.Thread(target=_answer, daemon=True).start()


def _answer() -> None:
    _write({})
    for _ in sys.stdin:
        _write(asdict(usage()))
    os.kill(os.getpid(), signal.SIGTERM)  # the driver is no more


def _write(line: dict[str, float]) -> None:
    print(json.dumps(line), flush=True)


def usage() -> Usage:
    """Of this process."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    peak = own.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    now = peak
    if _STATUS.exists():
        # On Linux ru_maxrss begins with the size of the process that started this one.
        sizes = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
        now, peak = (int(sizes[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    return Usage(cpu_seconds=cpu, memory_mb=now, peak_mb=peak)


class BotProcess:
    """A bot in a process of its own; the driver's end."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._log = log

    @classmethod
    async def start(cls, module: str, *arguments: str, log: Path) -> Self:
        """Returns when the bot is ready. What it says of itself goes to `log`."""
        pipe = asyncio.subprocess.PIPE
        with log.open("wb") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", module, *arguments, stdin=pipe, stdout=pipe, stderr=errors
            )
        bot = cls(process, log)
        try:
            await bot._read()
        except BotFailedError:
            await bot.stop()
            raise
        return bot

    async def usage(self) -> Usage:
        if self._process.stdin:
            self._process.stdin.write(b"\n")
        return Usage(**await self._read())

    async def stop(self) -> None:
        """As an operator would stop it."""
        if self._process.returncode is None:
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), _PATIENCE)
        except TimeoutError:
            self._process.kill()
            raise BotFailedError("A bot does not end when it is told to.") from None

    async def _read(self) -> dict[str, float]:
        line = b""
        if self._process.stdout:
            with suppress(TimeoutError):
                line = await asyncio.wait_for(self._process.stdout.readline(), _PATIENCE)
        if not line:
            raise BotFailedError(f"A bot ended before its time, or does not answer.\n{self._log.read_text()}")
        said: dict[str, float] = json.loads(line)
        return said
