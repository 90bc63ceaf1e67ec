"""What is not this bot's whole and sound database, with its key, is refused; and every file stays as it was."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.storage import meta, opening
from bot.storage.database import Database, Transaction
from bot.storage.key import DatabaseKey
from tests.storage.pages import PAGE

OTHER_KEY = DatabaseKey(hex="5c" * 32)


async def fill(path: Path, key: DatabaseKey) -> None:
    database = await Database.open(path, key)
    await database.run(lambda tx: meta.put(tx, "words", "those of a person" * 1000))
    await database.run(lambda tx: meta.put(tx, "words", "fewer"))  # leaves free pages
    await database.close()


async def leave_as_killed(path: Path, key: DatabaseKey) -> Path:
    """A copy of the database as kill -9 leaves it, with its last transaction in the write-ahead log alone."""
    database = await Database.open(path, key)
    await database.run(lambda tx: meta.put(tx, "last", "safe"))
    copy = shutil.copytree(path.parent, path.parent / "killed") / path.name
    await database.close()
    return copy


def files(path: Path) -> dict[str, bytes]:
    """The database and its write-ahead log, not the empty one nor the scratch memory that reading makes beside them."""
    found = {file.name: file.read_bytes() for file in path.parent.glob(f"{path.name}*")}
    return {name: content for name, content in found.items() if content and not name.endswith("-shm")}


def modes(directory: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mode & 0o777 for file in directory.iterdir()}


async def refusal(path: Path, key: DatabaseKey) -> str:
    """What opening says when it refuses, having changed nothing."""
    before = files(path)
    with pytest.raises(DatabaseError) as refused:
        await Database.open(path, key)
    assert files(path) == before
    return str(refused.value)


def flip(path: Path, sound: bytes, at: int) -> None:
    path.write_bytes(sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])


def cut(path: Path, length: int) -> None:
    path.write_bytes(content(path)[:length])


def content(path: Path) -> bytes:
    return path.read_bytes()


async def test_a_wrong_key_is_refused_by_name(path: Path, key: DatabaseKey) -> None:  # fault 47
    await fill(path, key)
    assert "DATABASE_KEY_FILE does not open" in await refusal(path, OTHER_KEY)


async def test_a_wrong_key_leaves_a_crashs_write_ahead_log_alone(path: Path, key: DatabaseKey) -> None:  # fault 47
    killed = await leave_as_killed(path, key)
    assert files(killed)["coach.db-wal"]
    assert "DATABASE_KEY_FILE does not open" in await refusal(killed, OTHER_KEY)
    database = await Database.open(killed, key)
    assert await database.run(lambda tx: meta.get(tx, "last")) == "safe"
    await database.close()


async def test_one_flipped_byte_is_refused_whatever_page_it_is_on(path: Path, key: DatabaseKey) -> None:  # fault 47
    await fill(path, key)
    sound = content(path)
    for page in range(len(sound) // PAGE):
        flip(path, sound, page * PAGE + (997 * page + 17) % PAGE)  # another place on each page
        assert f"damaged (HMAC verification failed for page {page + 1})" in await refusal(path, key)


async def test_a_flipped_byte_in_the_salt_is_refused(path: Path, key: DatabaseKey) -> None:  # fault 47
    await fill(path, key)
    flip(path, content(path), 0)
    assert "does not open" in await refusal(path, key)


async def test_half_a_file_is_refused(path: Path, key: DatabaseKey) -> None:  # fault 47
    await fill(path, key)
    cut(path, 5 * PAGE)
    assert "damaged" in await refusal(path, key)


def write_text(path: Path) -> None:
    path.write_text("A shopping list. " * 1000)


def write_plain_sqlite(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE someone_elses (x)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("write", [write_text, write_plain_sqlite])
async def test_a_file_that_is_no_encrypted_database_is_refused(
    path: Path, key: DatabaseKey, write: Callable[[Path], None]
) -> None:
    write(path)
    assert "is not a database of this bot" in await refusal(path, key)


async def test_a_directory_in_the_place_of_the_database_is_refused(path: Path, key: DatabaseKey) -> None:
    with pytest.raises(DatabaseError):
        await Database.open(path.parent, key)


async def test_what_was_committed_before_a_crash_is_there_after_it(path: Path, key: DatabaseKey) -> None:
    killed = await leave_as_killed(path, key)
    database = await Database.open(killed, key)
    assert await database.run(lambda tx: meta.get(tx, "last")) == "safe"
    await database.close()


async def test_a_page_torn_by_a_power_cut_is_mended_from_the_write_ahead_log(path: Path, key: DatabaseKey) -> None:
    killed = await leave_as_killed(path, key)
    cut(killed, PAGE // 2)
    database = await Database.open(killed, key)
    assert await database.run(lambda tx: meta.get(tx, "last")) == "safe"
    await database.close()


@pytest.mark.parametrize("kept", [0, 1])
async def test_a_disk_that_does_not_keep_synchronous_full_is_refused(  # fault 4
    path: Path, key: DatabaseKey, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    monkeypatch.setattr(opening, "_PRAGMAS", ((f"synchronous = {kept}", 2),))
    with pytest.raises(DatabaseError, match="does not keep 'synchronous"):
        await Database.open(path, key)


async def test_a_path_may_hold_any_sign(path: Path, key: DatabaseKey) -> None:
    odd = path.with_name("a #%20?&mode=memory ü.db")
    await fill(odd, key)
    database = await Database.open(odd, key)
    assert await database.run(lambda tx: meta.get(tx, "words")) == "fewer"
    await database.close()


async def test_every_file_is_its_owners_alone(path: Path, key: DatabaseKey) -> None:
    database = await Database.open(path, key)
    await database.run(lambda tx: meta.put(tx, "a", "b"))
    found = modes(path.parent)
    await database.close()
    assert found == dict.fromkeys(("key", "coach.db", "coach.db-wal", "coach.db-shm"), 0o600)


async def test_refusing_says_nothing_beside_its_message(
    path: Path, key: DatabaseKey, capfd: pytest.CaptureFixture[str]
) -> None:
    """SQLCipher would write its own lines to standard error."""
    await fill(path, key)
    await refusal(path, OTHER_KEY)
    assert capfd.readouterr() == ("", "")


# After an orderly end the pages are looked at while the bot runs


async def test_a_damaged_page_is_found_while_others_are_at_work(path: Path, key: DatabaseKey) -> None:
    await fill(path, key)
    sound = content(path)
    last = len(sound) // PAGE
    flip(path, sound, len(sound) - 100)
    database = await Database.open(path, key, wholly=False)
    await database.run(lambda tx: meta.put(tx, "a", "b"))
    with pytest.raises(DatabaseError, match=f"damaged .HMAC verification failed for page {last}"):
        await database.check()
    await database.close()


def put_much(tx: Transaction, number: int) -> None:
    meta.put(tx, f"{number}", "words" * 1000)


async def test_a_sound_database_is_found_sound_while_others_write(path: Path, key: DatabaseKey) -> None:
    await fill(path, key)
    database = await Database.open(path, key, wholly=False)
    checking = asyncio.ensure_future(database.check())
    for number in range(50):
        await database.run(partial(put_much, number=number))
    await checking
    await database.checkpoint()
    await database.close()


async def test_a_check_that_is_cancelled_ends(path: Path, key: DatabaseKey) -> None:
    await fill(path, key)
    database = await Database.open(path, key, wholly=False)
    checking = asyncio.ensure_future(database.check())
    await asyncio.sleep(0)
    checking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await checking
    await database.close()


async def test_another_key_is_refused_also_where_pages_are_looked_at_later(path: Path, key: DatabaseKey) -> None:
    await fill(path, key)
    before = files(path)
    with pytest.raises(DatabaseError, match="DATABASE_KEY_FILE does not open"):
        await Database.open(path, OTHER_KEY, wholly=False)
    assert files(path) == before


async def test_what_was_closed_ended_well_and_what_a_crash_left_did_not(path: Path, key: DatabaseKey) -> None:
    killed = await leave_as_killed(path, key)
    assert opening.ended_well(path)
    assert not opening.ended_well(killed)
