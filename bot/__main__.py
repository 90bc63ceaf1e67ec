"""The command line. Each command is a module of `commands`, loaded when it is asked for. Exit codes are in `errors`.

So the bot on Telegram loads neither the sandbox nor the author's tools.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterable
from importlib import import_module

from bot.clock import now as real_now
from bot.commands.command import Command, say
from bot.errors import CoachError, SettingError
from bot.process import leave_no_core_dump, run_until_stopped, set_up_logs
from bot.settings import Settings, read_settings

# All but `run` and `start`, as --help lists them: each a module of `bot.commands`.
COMMANDS = ("sandbox", "check", "play", "test", "walk", "mutate", "graph", "packet", "schema", "translate", "migrate")

HOW_TO_BEGIN = (
    "BOT_TOKEN is not set. Set it in .env to run the bot on Telegram, "
    "or run `python -m bot sandbox` to try the bot in a browser on this machine."
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command that `arguments` name and return its exit code. Whatever keeps it from going on is one line."""
    leave_no_core_dump()
    given = sys.argv[1:] if arguments is None else arguments
    parsed = _parser(_commands(given)).parse_args(given)
    try:
        return int(parsed.run(read_settings(), parsed))
    except CoachError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the command line's own voice
        return error.exit_code


def _commands(arguments: list[str]) -> Iterable[Command]:
    """Load what the arguments need: one command, none for the bot itself, or all of them to tell which there are."""
    asked = arguments[0] if arguments else "run"
    names = () if asked in ("run", "start") else (asked,) if asked in COMMANDS else COMMANDS
    return [import_module(f"bot.commands.{name}").COMMAND for name in names]


def _parser(commands: Iterable[Command]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="A conversational coach on Telegram.")
    parser.set_defaults(run=_on_telegram)
    subparsers = parser.add_subparsers(title="commands", dest="name", metavar="command")
    subparsers.add_parser("run", help="the bot on Telegram; needs BOT_TOKEN (also without any command)")
    start = subparsers.add_parser("start", help="the bot on Telegram if BOT_TOKEN is set, else in the sandbox")
    start.set_defaults(run=_start)
    for command in commands:
        subparser = subparsers.add_parser(command.name, help=command.help)
        command.arguments(subparser)
        subparser.set_defaults(run=command.run)
    return parser


def _start(settings: Settings, parsed: argparse.Namespace) -> int:
    if settings.token:
        return _on_telegram(settings, parsed)
    from bot.commands.sandbox import run_sandbox

    run_sandbox(settings)
    return 0


def _on_telegram(settings: Settings, _: argparse.Namespace) -> int:
    if settings.token is None:
        raise SettingError(HOW_TO_BEGIN)
    set_up_logs(settings, settings.token)
    ready = "The bot runs. Ctrl+C ends it."
    asyncio.run(run_until_stopped(settings, settings.token, settings.data, real_now, lambda: say(ready)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
