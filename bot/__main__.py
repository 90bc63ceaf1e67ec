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
from bot.adapters.terminal import play
from bot.app import Coach, built, run_bot
from bot.authoring.load import load_dialogues
from bot.clock import now as real_now
from bot.errors import CoachError, SettingError
from bot.practice.places import TABLE, Places
from bot.sandbox.clock import RemoteClock
from bot.sandbox.server import SandboxServer
from bot.settings import Settings, read_settings
from bot.storage.lock import data_directory

SANDBOX_TOKEN = "1001001:opens-nothing-but-the-sandbox-of-this-machine"  # noqa: S105 - no secret: it is for loopback alone

HOW_TO_BEGIN = (
    "BOT_TOKEN is not set. Set it in .env to run the bot on Telegram, "
    "or run `python -m bot sandbox` to try the bot in a browser on this machine."
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command that `arguments` name. Whatever keeps it from going on is one line, and an exit code."""
    parsed = _parser().parse_args(arguments)
    try:
        parsed.command(read_settings(), parsed)
    except CoachError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the command line's own voice
        return error.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="A conversational coach on Telegram.")
    parser.set_defaults(command=_on_telegram)
    commands = parser.add_subparsers(title="commands", dest="name", metavar="command")
    commands.add_parser("run", help="the bot on Telegram; needs BOT_TOKEN (also without any command)")
    start = commands.add_parser("start", help="the bot on Telegram if BOT_TOKEN is set, else in the sandbox")
    start.set_defaults(command=_start, join=None, token=SANDBOX_TOKEN)
    sandbox = commands.add_parser("sandbox", help="the bot in a browser on this machine; needs no account")
    sandbox.add_argument("--join", metavar="URL", help="only the bot, in a sandbox that another process serves")
    sandbox.add_argument("--token", default=SANDBOX_TOKEN, help="the token of that sandbox")
    sandbox.set_defaults(command=_in_sandbox)
    player = commands.add_parser("play", help="one dialogue in this terminal")
    player.add_argument("dialogue", help="its id: the name of its file without .yaml")
    player.set_defaults(command=_play)
    return parser


def _start(settings: Settings, parsed: argparse.Namespace) -> None:
    (_on_telegram if settings.token else _in_sandbox)(settings, parsed)


def _on_telegram(settings: Settings, _: argparse.Namespace) -> None:
    if settings.token is None:
        raise SettingError(HOW_TO_BEGIN)
    _set_up_logs(settings, settings.token)
    asyncio.run(_run(settings, settings.token, settings.data, real_now, lambda: _say("The bot runs. Ctrl+C ends it.")))


def _in_sandbox(settings: Settings, parsed: argparse.Namespace) -> None:
    _set_up_logs(settings, parsed.token)
    if parsed.join:
        asyncio.run(_join(settings, parsed.join, parsed.token))
    else:
        asyncio.run(_serve(settings))


def _play(settings: Settings, parsed: argparse.Namespace) -> None:
    loaded = load_dialogues(settings.dialogues, Places.load(TABLE))
    play(loaded.dialogues, parsed.dialogue, now=real_now, read=sys.stdin.readline, write=_say)


async def _serve(settings: Settings) -> None:
    """The sandbox and the bot in one process, talking over HTTP as the bot does with Telegram."""
    coach: Coach | None = None

    async def next_prompt(person_id: int) -> datetime | None:
        return await coach.next_prompt(person_id) if coach else None

    data = settings.sandbox_data
    with data_directory(data):
        pass  # it is there, and nobody else is in it: the sandbox writes to it before the bot locks it
    async with SandboxServer(data, SANDBOX_TOKEN, settings.sandbox_port, real_now, next_prompt) as server:
        pointed = _pointed_at(settings, server.url)
        async with built(pointed, SANDBOX_TOKEN, data, server.clock.now) as coach:
            ready = f"The sandbox is at {server.url} (Ctrl+C ends it)"
            await run_bot(pointed, coach, _stop_on_signals(), lambda: _say(ready))


async def _join(settings: Settings, url: str, token: str) -> None:
    """The bot alone, in a sandbox that another process serves; its clock comes from there."""
    if urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise SettingError("--join takes the address of a sandbox on this machine, such as http://127.0.0.1:8765.")
    async with RemoteClock(url, real_now) as clock:
        joined = _pointed_at(settings, url)
        await _run(joined, token, settings.sandbox_data, clock.now, lambda: _say("The bot runs."))


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


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the command line's own voice


if __name__ == "__main__":
    sys.exit(main())
