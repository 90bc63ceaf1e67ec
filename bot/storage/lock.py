"""The data directory, and the lock that keeps a second process out of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import InUseError
from bot.storage.failures import system_failure


@contextmanager
def data_directory(directory: Path) -> Iterator[None]:
    """Make the directory if need be, for its owner alone, and keep every other process out while the context lasts.

    Raises InUseError if another process uses it, and DatabaseError if it cannot be used.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(directory / "lock", timeout=0, mode=0o600)
        lock.acquire()
    except Timeout as error:
        raise InUseError(f"Another process of this bot is using {directory}.") from error
    except OSError as error:
        raise system_failure(f"The data directory {directory} cannot be used: {error.strerror}.", error) from error
    try:
        yield
    finally:
        lock.release()
