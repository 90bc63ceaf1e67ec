"""The command line. Each command is one function; what it needs is built in `app`. Exit codes are those of `errors`."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from bot.adapters import logs
from bot.app import built, run_bot
from bot.clock import now as real_now
from bot.coaching import Coaching
from bot.commands.check import CHECK
from bot.commands.command import say
from bot.commands.graph import GRAPH
from bot.commands.migrate import MIGRATE
from bot.commands.mutate import MUTATE
from bot.commands.packet import PACKET
from bot.commands.play import PLAY
from bot.commands.schema import SCHEMA
from bot.commands.test import TEST
from bot.commands.walk import WALK
from bot.errors import CoachError, SettingError
from bot.sandbox.clock import RemoteClock
from bot.sandbox.server import SandboxServer
from bot.settings import Settings, read_settings
from bot.storage.lock import data_directory

SANDBOX_TOKEN = "1001001:opens-nothing-but-the-sandbox-of-this-machine"  # noqa: S105 - no secret: it is for loopback alone

COMMANDS = (
    CHECK,
    PLAY,
    TEST,
    WALK,
    MUTATE,
    GRAPH,
    PACKET,
    SCHEMA,
    MIGRATE,
)  # all but those that run the bot, as --help lists them

HOW_TO_BEGIN = (
    "BOT_TOKEN is not set. Set it in .env to run the bot on Telegram, "
    "or run `python -m bot sandbox` to try the bot in a browser on this machine."
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command that `arguments` name. Whatever keeps it from going on is one line, and an exit code."""
    parsed = _parser().parse_args(arguments)
    try:
        return int(parsed.run(read_settings(), parsed))
    except CoachError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the command line's own voice
        return error.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="A conversational coach on Telegram.")
    parser.set_defaults(run=_on_telegram)
    commands = parser.add_subparsers(title="commands", dest="name", metavar="command")
    commands.add_parser("run", help="the bot on Telegram; needs BOT_TOKEN (also without any command)")
    start = commands.add_parser("start", help="the bot on Telegram if BOT_TOKEN is set, else in the sandbox")
    start.set_defaults(run=_start, join=None, token=SANDBOX_TOKEN)
    sandbox = commands.add_parser("sandbox", help="the bot in a browser on this machine; needs no account")
    sandbox.add_argument("--join", metavar="URL", help="only the bot, in a sandbox that another process serves")
    sandbox.add_argument("--token", default=SANDBOX_TOKEN, help="the token of that sandbox")
    sandbox.set_defaults(run=_in_sandbox)
    for command in COMMANDS:
        subparser = commands.add_parser(command.name, help=command.help)
        command.arguments(subparser)
        subparser.set_defaults(run=command.run)
    return parser


def _start(settings: Settings, parsed: argparse.Namespace) -> int:
    return (_on_telegram if settings.token else _in_sandbox)(settings, parsed)


def _on_telegram(settings: Settings, _: argparse.Namespace) -> int:
    if settings.token is None:
        raise SettingError(HOW_TO_BEGIN)
    _set_up_logs(settings, settings.token)
    asyncio.run(_run(settings, settings.token, settings.data, real_now, lambda: say("The bot runs. Ctrl+C ends it.")))
    return 0


def _in_sandbox(settings: Settings, parsed: argparse.Namespace) -> int:
    _set_up_logs(settings, parsed.token)
    if parsed.join:
        asyncio.run(_join(settings, parsed.join, parsed.token))
    else:
        asyncio.run(_serve(settings))
    return 0


async def _serve(settings: Settings) -> None:
    """The sandbox and the bot in one process, talking over HTTP as the bot does with Telegram."""
    data = settings.sandbox_data
    with data_directory(data):
        pass  # it is there, and nobody else is in it: the sandbox writes to it before the bot locks it
    async with SandboxServer(data, SANDBOX_TOKEN, settings.sandbox_port, real_now) as server:
        pointed = _pointed_at(settings, server.url)
        async with built(pointed, SANDBOX_TOKEN, data, server.clock.now) as coach:
            server.show(Coaching(coach, server.tell))
            ready = f"The sandbox is at {server.url} (Ctrl+C ends it)"
            await run_bot(pointed, coach, _stop_on_signals(), lambda: say(ready))


async def _join(settings: Settings, url: str, token: str) -> None:
    """The bot alone, in a sandbox that another process serves; its clock comes from there."""
    if urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise SettingError("--join takes the address of a sandbox on this machine, such as http://127.0.0.1:8765.")
    async with RemoteClock(url, real_now) as clock:
        joined = _pointed_at(settings, url)
        await _run(joined, token, settings.sandbox_data, clock.now, lambda: say("The bot runs."))


def _pointed_at(settings: Settings, url: str) -> Settings:
    """The settings of a bot that lives in the sandbox.

    It polls, sends as fast as it can, lets in everybody who uses this machine, and has a database key of its own.
    """
    return replace(
        settings,
        api_url=f"{url}/bot",
        file_url=f"{url}/file/bot",
        webhook=None,
        sends_per_second=0,
        allowed=None,
        key_file=None,
    )


async def _run(
    settings: Settings, token: str, data: Path, now: Callable[[], datetime], ready: Callable[[], None]
) -> None:
    async with built(settings, token, data, now) as coach:
        await run_bot(settings, coach, _stop_on_signals(), ready)


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    logs.catch_uncaught_in(loop)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


def _set_up_logs(settings: Settings, token: str) -> None:
    logs.configure(level=settings.log_level, token=token, stream=sys.stderr)
    logs.catch_uncaught()


if __name__ == "__main__":
    sys.exit(main())
