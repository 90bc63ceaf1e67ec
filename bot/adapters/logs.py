"""Logging that cannot quote anybody: one line for each event, `time level logger event key=value ...`.

Three rules hold at every level: a record shows its template and never its arguments; an exception shows its type and
place and never its sentence; a value shows only if it is a number, a time or a name without spaces. And the token is
replaced wherever it appears.
"""

import asyncio
import logging
import re
import sys
import threading
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, TextIO

log = logging.getLogger(__name__)

OURS = "bot"
# Below the given level these log parameters, bodies and URLs. The levels also hold for handlers that others may add.
LIBRARY_LEVELS = {
    "aiosqlite": logging.WARNING,
    "apscheduler": logging.WARNING,
    "asyncio": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "telegram": logging.WARNING,
    "aiohttp.access": logging.CRITICAL,
    "aiohttp.server": logging.CRITICAL,  # any stranger's broken request would be a line
}
STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
SHORTEST_SECRET = 20  # Telegram's have 35 characters; a shorter one is made up, and replacing it would garble lines
SAID_AGAIN_SECONDS = 60.0
MOST_PLACES = 1000
NAME = re.compile(r"[^\s\x00-\x1f\x7f]{1,64}")


def configure(*, level: str, token: str | None, stream: TextIO) -> None:
    """Replace all existing logging by ours, at this level and to this stream."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter())
    handler.addFilter(Discretion(token))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name, lowest in LIBRARY_LEVELS.items():
        logging.getLogger(name).setLevel(lowest)
    # A handler that fails would otherwise print the record's arguments.
    logging.raiseExceptions = False


def catch_uncaught() -> None:
    """Log uncaught errors and warnings like everything else: Python's own reports would quote what was in hand."""
    sys.excepthook = lambda _, error, __: _uncaught(error)
    sys.unraisablehook = lambda event: _uncaught(event.exc_value)
    threading.excepthook = lambda event: _uncaught(event.exc_value)
    warnings.showwarning = _warned


def catch_uncaught_in(loop: asyncio.AbstractEventLoop) -> None:
    """Log the loop's uncaught errors without its message, which holds the repr of tasks and their arguments."""
    repeats = Repeats(loop.time)
    loop.set_exception_handler(lambda _, context: repeats.log(context.get("exception")))


class Repeats:
    """Says the same only once a minute, and how often it was: out of descriptors, the loop fails a thousand times."""

    def __init__(self, time: Callable[[], float]) -> None:
        self._time = time
        self._said: dict[str, float] = {}
        self._unsaid: Counter[str] = Counter()

    def log(self, error: BaseException | None) -> None:
        where, now = place(error) if error else "", self._time()
        if now - self._said.get(where, -SAID_AGAIN_SECONDS) < SAID_AGAIN_SECONDS:
            self._unsaid[where] += 1
            return
        if len(self._said) >= MOST_PLACES:
            self._said.clear()
            self._unsaid.clear()
        self._said[where] = now
        _uncaught(error, self._unsaid.pop(where, 0))


class Discretion(logging.Filter):
    """Removes from a record whatever could quote somebody, so that any formatter may lay out the rest."""

    def __init__(self, token: str | None) -> None:
        super().__init__()
        # The part after the colon is the secret; the number before it is the bot's public id.
        secret = (token or "").rpartition(":")[2]
        self._secret = secret if len(secret) >= SHORTEST_SECRET else None

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record, and let it pass."""
        record.msg = self._without_token(_event(record))
        record.args = None
        record.stack_info = None
        if record.exc_info and record.exc_info[1]:
            record.exc_text = self._without_token(place(record.exc_info[1]))
        for name, value in extras(record).items():
            setattr(record, name, self._without_token(_shown(value)))
        return True

    def _without_token(self, text: str) -> str:
        return text.replace(self._secret, "(token)") if self._secret else text


class LineFormatter(logging.Formatter):
    """Lays out on one line what Discretion left."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        pairs = [f"{name}={value}" for name, value in extras(record).items()]
        if record.exc_text:
            pairs.append(f"error={record.exc_text}")
        return " ".join([time, record.levelname, record.name, record.msg, *pairs])


def extras(record: logging.LogRecord) -> dict[str, Any]:
    """Return what was given to the record as `extra`."""
    return {name: value for name, value in vars(record).items() if name not in STANDARD_FIELDS}


def _event(record: logging.LogRecord) -> str:
    """Return the template. A library's message without arguments may be an f-string, so only its place is shown."""
    if record.args or record.name.partition(".")[0] == OURS:
        return " ".join(str(record.msg).split())
    return f"(said at {Path(record.pathname).name}:{record.lineno})"


def _shown(value: object) -> str:
    match value:
        case Enum():
            return value.name
        case None | bool() | int() | float():
            return str(value)
        case datetime():
            return value.isoformat()
        case timedelta():
            return f"{value.total_seconds():g}s"
        case str() if NAME.fullmatch(value):
            return value
        case _:
            return "(left out)"


def place(error: BaseException) -> str:
    """Return types and places of an error and of its causes: `KeyError@journal.py:12>answers.py:40<-OSError@...`."""
    shown: list[str] = []
    current: BaseException | None = error
    while current is not None and len(shown) < 10:
        shown.append(_one_place(current))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "<-".join(shown)


def _one_place(error: BaseException) -> str:
    frames = [f"{Path(frame.f_code.co_filename).name}:{line}" for frame, line in traceback.walk_tb(error.__traceback__)]
    inner = f"({','.join(place(part) for part in error.exceptions)})" if isinstance(error, BaseExceptionGroup) else ""
    return f"{type(error).__qualname__}{inner}@{'>'.join(frames)}"


def _uncaught(error: BaseException | None, unsaid: int = 0) -> None:
    log.critical("uncaught", exc_info=error, extra={"unsaid": unsaid} if unsaid else None)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    log.warning("python warning", extra={"category": category.__name__, "place": f"{Path(filename).name}:{lineno}"})
