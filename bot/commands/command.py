"""What a command is. `__main__` holds the list of them all."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import SettingError
from bot.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command of `python -m bot`."""

    name: str
    help: str  # one line
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Settings, argparse.Namespace], int]  # the exit code; a CoachError ends it with its own


def say(line: str = "") -> None:
    """Print a line for the person at the terminal. What that cannot show is written out.

    Ends the program if nobody reads on. Raises SettingError if the line cannot be written.
    """
    encoding = sys.stdout.encoding or "utf-8"
    try:
        print(line.encode(encoding, "backslashreplace").decode(encoding), flush=True)  # noqa: T201 - our own voice
    except BrokenPipeError:  # as in `| head`; what is left must go somewhere, or Python complains at its end
        _write_nowhere()
        raise SystemExit(1) from None
    except OSError as error:  # such as a full disk
        _write_nowhere()
        raise SettingError(f"What this has to say cannot be written: {error.strerror}.") from None


def _write_nowhere() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
