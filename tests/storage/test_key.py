"""The key file: made once, never replaced, its owner's alone, never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.storage.key import read_or_make_key


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "key"


def test_a_key_is_made_for_a_database_that_is_not_there_yet(key_file: Path, path: Path) -> None:
    key = read_or_make_key(key_file, path)
    assert len(bytes.fromhex(key.hex)) == 32
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert list(key_file.parent.iterdir()) == [key_file]


def test_two_keys_differ(tmp_path: Path, path: Path) -> None:
    assert read_or_make_key(tmp_path / "one", path) != read_or_make_key(tmp_path / "two", path)


def test_a_key_that_is_there_is_read(key_file: Path, path: Path) -> None:
    assert read_or_make_key(key_file, path) == read_or_make_key(key_file, path)


def test_a_missing_key_beside_a_database_is_refused_and_none_is_made(key_file: Path, path: Path) -> None:  # fault 47
    path.write_bytes(b"somebody's words, encrypted")
    with pytest.raises(DatabaseError, match="DATABASE_KEY_FILE"):
        read_or_make_key(key_file, path)
    assert not key_file.exists()
    assert path.read_bytes() == b"somebody's words, encrypted"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_that_others_can_reach_is_refused(key_file: Path, path: Path, mode: int) -> None:
    read_or_make_key(key_file, path)
    key_file.chmod(mode)
    with pytest.raises(DatabaseError, match="chmod 600"):
        read_or_make_key(key_file, path)


@pytest.mark.parametrize("text", ["", "ab" * 31, "zz" * 32, "ab" * 33, "key: é" + "ab" * 32])
def test_what_is_no_key_is_refused_and_not_repeated(key_file: Path, path: Path, text: str) -> None:
    read_or_make_key(key_file, path)
    key_file.write_text(text, encoding="utf-8")
    with pytest.raises(DatabaseError, match="DATABASE_KEY_FILE") as refused:
        read_or_make_key(key_file, path)
    assert not text or text not in str(refused.value)
    assert key_file.read_text(encoding="utf-8") == text


def test_a_key_file_that_cannot_be_made_is_named(tmp_path: Path, path: Path) -> None:
    with pytest.raises(DatabaseError, match="DATABASE_KEY_FILE cannot be made"):
        read_or_make_key(tmp_path / "no such directory" / "key", path)


def test_what_a_crash_left_of_a_key_is_no_hindrance(key_file: Path, path: Path) -> None:
    key_file.with_name("key.new").write_text("abc")
    assert read_or_make_key(key_file, path) == read_or_make_key(key_file, path)


def test_a_key_never_shows_itself(key_file: Path, path: Path) -> None:
    key = read_or_make_key(key_file, path)
    assert key.hex not in f"{key} {key!r}"
