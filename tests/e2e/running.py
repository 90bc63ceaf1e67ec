"""The bot as it runs beside a sandbox: in this process, or in one of its own that can be killed."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom

from dotenv import dotenv_values

from bot.app import RunningBot, built, run_bot
from bot.sandbox.server import SandboxServer
from bot.settings import ROOT, read_settings
from tests.e2e.person import until

TOKEN = "42:opens-nothing-but-these-tests"
# What stands in the environment and in a developer's .env is none of the tests' business.
PROXIES = [name for word in ("http", "https", "all", "no") for name in (f"{word}_proxy", f"{word}_proxy".upper())]
NOTHING_SET: Mapping[str, str] = dict.fromkeys([*dotenv_values(ROOT / ".env.example"), "DIALOGUES_DIR", *PROXIES], "")
START_SECONDS = 20
END_SECONDS = 10  # what a service manager gives
_CHANCE = SystemRandom()  # which no test can seed


@dataclass(frozen=True, kw_only=True)
class Running:
    coach: RunningBot
    task: asyncio.Task[None]

    async def ticked(self) -> None:
        """A whole tick has begun and ended since."""
        await self._tick_ended()  # it may have begun before
        await self._tick_ended()

    async def _tick_ended(self) -> None:
        ticking = self.coach.ticking
        before = ticking.last_success
        await until(lambda: ticking.last_success != before)


def pointed_at(server: SandboxServer) -> dict[str, str]:
    return {"BOT_API_URL": server.api_url, "BOT_FILE_URL": server.file_url, "SENDS_PER_SECOND": "0"}


@asynccontextmanager
async def in_process(server: SandboxServer, data: Path, **environ: str) -> AsyncIterator[Running]:
    """The bot in this process, until the end of the block."""
    settings = read_settings(None, pointed_at(server) | environ)
    stop, ready = asyncio.Event(), asyncio.Event()
    async with built(settings, TOKEN, data, server.clock.now) as coach:
        task = asyncio.create_task(run_bot(settings, coach, stop, ready.set))
        started = asyncio.create_task(ready.wait())
        await asyncio.wait([task, started], return_when=asyncio.FIRST_COMPLETED)
        try:
            if started.done():
                yield Running(coach=coach, task=task)
        finally:
            stop.set()
            started.cancel()
            await task


class Process:
    """A bot that can be killed."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._log = log

    @property
    def log(self) -> str:
        """All that it has written to standard error."""
        return self._log.read_text(encoding="utf-8")

    async def kill(self) -> None:
        assert await self.ends(signal.SIGKILL) == -signal.SIGKILL

    async def ends(self, on: signal.Signals = signal.SIGTERM) -> int:
        """The exit code."""
        self._process.send_signal(on)
        return await self.ended()

    async def ended(self) -> int:
        async with asyncio.timeout(END_SECONDS):
            return await self._process.wait()

    async def ready(self) -> str:
        """What it says when it runs."""
        assert self._process.stdout
        async with asyncio.timeout(START_SECONDS):
            line = await self._process.stdout.readline()
        assert line, self.log
        return line.decode()

    def fill_disk(self) -> None:
        """From now on no file takes another byte of this process."""
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def limit(self, kind: int) -> tuple[int, int]:
        return resource.prlimit(self._process.pid, kind)

    def empty_disk(self) -> None:
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def end(self) -> None:
        if self._process.returncode is None:
            self._process.kill()


@asynccontextmanager
async def beside(server: SandboxServer, data: Path, **environ: str) -> AsyncIterator[Process]:
    """The bot in a process of its own, joined to the sandbox, until killed or the end of the block."""
    async with launched(["-m", "bot", *joining(server)], data, **environ) as process:
        await process.ready()
        yield process


@asynccontextmanager
async def on_telegram(server: SandboxServer, data: Path, **environ: str) -> AsyncIterator[Process]:
    """`python -m bot`, to which the sandbox is Telegram, and which knows of no clock but the real one."""
    given = {"BOT_TOKEN": TOKEN, "DATA_DIR": str(data), **pointed_at(server)} | environ
    async with launched(["-m", "bot"], data, **given) as process:
        await process.ready()
        yield process


def joining(server: SandboxServer) -> list[str]:
    return ["sandbox", "--join", server.url, "--token", TOKEN]


@asynccontextmanager
async def launched(arguments: list[str], data: Path, **environ: str) -> AsyncIterator[Process]:
    """Python with these arguments, from a directory that is not the repository's; killed at the end of the block."""
    elsewhere, log = data.parent / "elsewhere", data.parent / "bot.log"
    elsewhere.mkdir(exist_ok=True)
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            cwd=elsewhere,
            env=environment(SANDBOX_DATA_DIR=str(data), **environ),
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
    launched = Process(process, log)
    try:
        yield launched
    finally:
        launched.end()
        await launched.ended()


def environment(**environ: str) -> dict[str, str]:
    return os.environ | NOTHING_SET | {"PYTHONPATH": str(ROOT)} | environ


def free_port() -> int:
    """A port that nobody listens on.

    It is below those that systems hand out unasked, and chosen by chance: no test beside this one gets it first.
    """
    while True:
        port = _CHANCE.randrange(10_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
