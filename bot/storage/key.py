"""The database's key: 32 random bytes as hex, in a file that only its owner can read. Never printed or replaced."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import DatabaseError
from bot.storage import beginning
from bot.storage.failures import system_failure

_HEX = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, kw_only=True)
class DatabaseKey:
    """The key of a database, as 64 hexadecimal digits."""

    hex: str = field(repr=False)


def key_of(path: Path, key_file: Path) -> DatabaseKey:
    """Return the key of the database at `path`. It is made if neither of the two was ever there.

    Raises DatabaseError, and then has made nothing, if one of the two is gone.
    """
    try:
        _refuse_what_is_gone(path, key_file)
    except OSError as error:
        where = f"{path} or {key_file}"
        raise system_failure(
            f"The database and its key cannot be looked for at {where}: {error.strerror}.", error
        ) from error
    return read_or_make_key(key_file, path)


def _refuse_what_is_gone(path: Path, key_file: Path) -> None:
    if key_file.exists():
        if not beginning.is_held(path) and not beginning.is_begun(path):
            raise DatabaseError(
                f"There is {'nothing in the' if path.exists() else 'no'} database {path}, but its key is at {key_file},"
                " so there was one. Is its disk there? Put the database back; or, to begin anew, move the key away."
            )
    elif not path.exists() and not beginning.is_held(path):
        beginning.begin(path)


def read_or_make_key(key_file: Path, database: Path) -> DatabaseKey:
    """Return the key in the file; make a new one if neither the file nor the database exists yet.

    Raises DatabaseError if the database has no key any more, or if the file cannot be made or read, holds no key, or
    can be read by others.
    """
    if not key_file.exists():
        if database.exists() or beginning.is_held(database):
            raise DatabaseError(
                f"The key of the database {database.name} is missing: DATABASE_KEY_FILE names {key_file}, and that file"
                " does not exist. Put the key back; without it nobody can read the database."
            )
        _make(key_file)
    return _read(key_file)


def _make(key_file: Path) -> None:
    """Make the file whole or not at all: a half-written key would lock its database for ever."""
    unfinished = key_file.with_name(f"{key_file.name}.new")
    try:
        unfinished.unlink(missing_ok=True)
        with open(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write(f"{secrets.token_hex(32)}\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(key_file)
        beginning.keep_name(key_file.parent)
    except OSError as error:
        raise system_failure(f"DATABASE_KEY_FILE cannot be made at {key_file}: {error.strerror}.", error) from error


def _read(key_file: Path) -> DatabaseKey:
    try:
        if os.name == "posix" and key_file.stat().st_mode & 0o077:
            raise DatabaseError(f"Others can read DATABASE_KEY_FILE. Take that from them: chmod 600 {key_file}")
        text = key_file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DatabaseError(f"DATABASE_KEY_FILE cannot be read at {key_file}: {type(error).__name__}.") from error
    if not _HEX.fullmatch(text):
        raise DatabaseError(f"DATABASE_KEY_FILE at {key_file} holds no key: 64 hexadecimal digits are expected.")
    return DatabaseKey(hex=text)
