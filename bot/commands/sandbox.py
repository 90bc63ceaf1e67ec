"""`sandbox`: the bot in a browser on this machine, with no account; or the bot alone, in a sandbox served elsewhere."""

from __future__ import annotations

import argparse
import asyncio
import secrets
from dataclasses import replace
from urllib.parse import urlsplit

from bot.app import built, run_bot
from bot.clock import now as real_now
from bot.coaching import Coaching
from bot.commands.command import Command, say
from bot.errors import SettingError
from bot.process import run_until_stopped, set_up_logs, stop_on_signals
from bot.sandbox.clock import RemoteClock
from bot.sandbox.server import SandboxServer
from bot.settings import Settings
from bot.storage.lock import data_directory

BOT_ID = 1001001  # in the token of each run: the bot stays the same, its secret does not


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--join", metavar="URL", help="only the bot, in a sandbox that another process serves")
    parser.add_argument("--token", help="the token of that sandbox; without --join, of this one (else made anew)")


def _run(settings: Settings, parsed: argparse.Namespace) -> int:
    if parsed.join:
        asyncio.run(_join(settings, parsed.join, parsed.token))
    else:
        run_sandbox(settings, parsed.token)
    return 0


def run_sandbox(settings: Settings, token: str | None = None) -> None:
    """Serve the sandbox and run the bot in it, until the process is told to end.

    Without a token one is made for this run, which no other program and no web page can know.
    """
    token = token or f"{BOT_ID}:{secrets.token_urlsafe(24)}"
    set_up_logs(settings, token)
    asyncio.run(_serve(settings, token))


async def _serve(settings: Settings, token: str) -> None:
    """Run the sandbox and the bot in one process. They talk over HTTP, as the bot does with Telegram."""
    data = settings.sandbox_data
    with data_directory(data):
        pass  # it is there, and nobody else is in it: the sandbox writes to it before the bot locks it
    async with SandboxServer(data, token, settings.sandbox_port, real_now) as server:
        pointed = _pointed_at(settings, server.url)
        async with built(pointed, token, data, server.clock.now) as running:
            server.show(Coaching(running, server.tell))
            ready = f"The sandbox is at {server.url} (Ctrl+C ends it)"
            await run_bot(pointed, running, stop_on_signals(), lambda: say(ready))


async def _join(settings: Settings, url: str, token: str | None) -> None:
    """Run the bot alone, in a sandbox that another process serves. Its clock comes from there."""
    if urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise SettingError("--join takes the address of a sandbox on this machine, such as http://127.0.0.1:8765.")
    async with RemoteClock(url, real_now) as clock:
        if token is None:
            raise SettingError("--join needs --token: the token of the sandbox that is joined.")
        set_up_logs(settings, token)
        joined = _pointed_at(settings, url)
        await run_until_stopped(joined, token, settings.sandbox_data, clock.now, lambda: say("The bot runs."))


def _pointed_at(settings: Settings, url: str) -> Settings:
    """The settings of a bot that lives in the sandbox.

    It polls, sends as fast as it can, lets in everybody who uses this machine, uses no proxy, and has a database key of
    its own.
    """
    return replace(
        settings,
        api_url=f"{url}/bot",
        file_url=f"{url}/file/bot",
        proxy=None,
        webhook=None,
        sends_per_second=0,
        allowed=None,
        key_file=None,
    )


COMMAND = Command(
    name="sandbox",
    help="the bot in a browser on this machine; needs no account",
    arguments=_arguments,
    run=_run,
)
