"""Where nothing was ever kept a database is begun; where something was, or must have been, nothing is made or lost."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from bot.errors import DatabaseError
from bot.storage import meta
from bot.storage.database import Database
from bot.storage.key import DatabaseKey, key_of
from bot.storage.looking import look
from tests.permissions import closed_to_others
from tests.storage.pages import PAGE

OTHER_KEY = DatabaseKey(hex="5c" * 32)
LOG, JOURNAL = "coach.db-wal", "coach.db-journal"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "key"


async def begin(path: Path, key_file: Path) -> DatabaseKey:
    key = key_of(path, key_file)
    database = await Database.open(path, key)
    await database.run(lambda tx: meta.put(tx, "words", "those of a person"))
    await database.close()
    return key


async def words_in(path: Path, key: DatabaseKey) -> str | None:
    database = await Database.open(path, key)
    try:
        return await database.run(lambda tx: meta.get(tx, "words"))
    finally:
        await database.close()


async def killed(path: Path, key: DatabaseKey, words: str = "in the log alone") -> Path:
    """A copy as kill -9 leaves it; in the directory of its name."""
    database = await Database.open(path, key)
    await database.run(lambda tx: meta.put(tx, "words", words))
    copy = shutil.copytree(path.parent, path.parent / "killed") / path.name
    await database.close()
    return copy


def lose(path: Path, gone: str = "missing") -> None:
    if gone == "missing":
        path.unlink()
    else:
        path.write_bytes(b"")


def cut(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])


def contents(directory: Path) -> dict[str, bytes]:
    """Of all files but the scratch memory that reading a log makes."""
    files = (file for file in directory.iterdir() if file.is_file() and not file.name.endswith("-shm"))
    return {file.name: file.read_bytes() for file in files}


async def refused(path: Path, key: DatabaseKey) -> str:
    """What opening says. Every file is as it was, also after a look."""
    before = contents(path.parent)
    with suppress(DatabaseError):
        look(path, key, lambda tx: None)
    with pytest.raises(DatabaseError) as caught:
        await Database.open(path, key)
    assert contents(path.parent) == before
    return str(caught.value)


@pytest.mark.parametrize("gone", ["missing", "empty"])
async def test_a_log_whose_database_is_gone_is_kept_and_the_operator_told(  # fault 58
    path: Path, key_file: Path, gone: str
) -> None:
    key = await begin(path, key_file)
    copy = await killed(path, key)
    lose(copy, gone)
    said = await refused(copy, key)
    assert f"is {gone}, but {LOG} beside it holds what people wrote" in said
    with pytest.raises(DatabaseError, match="The key of the database"):
        key_of(copy, copy.parent / "no key")
    assert not (copy.parent / "no key").exists()
    shutil.copy(path, copy)  # as it was before: the log goes on from there
    assert await words_in(copy, key) == "in the log alone"


async def test_a_log_beside_another_database_is_kept_and_the_operator_told(path: Path, key_file: Path) -> None:
    key = await begin(path, key_file)
    copy = await killed(path, key)
    other = path.parent / "other" / path.name
    other.parent.mkdir()
    shutil.copy(key_file, other.with_name("key"))
    database = await Database.open(other, key)
    await database.close()
    shutil.copy(other, copy)
    assert f"{LOG} does not belong to the database coach.db" in await refused(copy, key)


async def test_a_log_beside_another_database_that_keeps_a_journal_is_kept(path: Path, key_file: Path) -> None:
    key = await begin(path, key_file)
    copy = await killed(path, key)
    lose(copy)
    connection = unlocked(path.parent / "other.db", key)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    shutil.copy(path.parent / "other.db", copy)
    assert f"{LOG} does not belong to the database coach.db" in await refused(copy, key)


@pytest.mark.parametrize("gone", ["missing", "empty"])
async def test_a_key_whose_database_is_gone_begins_nothing(path: Path, key_file: Path, gone: str) -> None:
    await begin(path, key_file)
    lose(path, gone)
    before = contents(path.parent)
    with pytest.raises(DatabaseError, match="to begin anew, move the key away"):
        key_of(path, key_file)
    assert contents(path.parent) == before


async def test_with_neither_key_nor_database_everything_begins_anew(path: Path, key_file: Path) -> None:
    first = await begin(path, key_file)
    lose(path)
    lose(key_file)
    assert await begin(path, key_file) != first
    assert sorted(contents(path.parent)) == ["coach.db", "key"]


async def test_a_folder_that_cannot_be_entered_is_named(path: Path, key_file: Path) -> None:
    await begin(path, key_file)
    for closed in (path.parent, path.parent.parent):
        with (
            closed_to_others(closed),
            pytest.raises(DatabaseError, match="Permission denied"),
        ):
            key_of(path, key_file)
    with pytest.raises(DatabaseError, match="File name too long"):
        key_of(path, path.parent / ("long" * 100) / "key")


@pytest.mark.parametrize("left", ["before the key", "before the database", "an empty database"])
async def test_a_first_start_that_was_killed_is_begun_anew(path: Path, key_file: Path, left: str) -> None:
    key_of(path, key_file)
    if left == "before the key":
        lose(key_file)
    if left == "an empty database":
        lose(path, "empty")
    key = await begin(path, key_file)
    assert await words_in(path, key) == "those of a person"
    assert sorted(contents(path.parent)) == ["coach.db", "key"]


@pytest.mark.parametrize("length", [0, PAGE // 2, PAGE])
async def test_a_first_start_that_was_killed_while_it_wrote_the_first_page_is_begun_anew(
    path: Path, key_file: Path, length: int
) -> None:
    """As releases before this one left it: they had no other sign than the journal."""
    key = key_of(path, key_file)
    cut_short(path, key, "CREATE TABLE t AS SELECT randomblob(100000)")
    cut(path, length)
    lose(path.with_name("coach.db.new"))
    assert key_of(path, key_file) == key
    await begin(path, key_file)
    assert await words_in(path, key) == "those of a person"
    assert sorted(contents(path.parent)) == ["coach.db", "key"]


async def test_a_transaction_that_was_cut_short_in_another_tool_is_rolled_back(path: Path, key_file: Path) -> None:
    key = await begin(path, key_file)
    keep_a_journal(path, key)
    cut_short(path, key, "INSERT INTO meta VALUES ('half', hex(randomblob(100000)))")
    with pytest.raises(DatabaseError, match="cut short"):
        look(path, key, lambda tx: None)
    assert "DATABASE_KEY_FILE does not open" in await refused(path, OTHER_KEY)
    assert await words_in(path, key) == "those of a person"
    assert look(path, key, lambda tx: meta.get(tx, "half")) is None
    assert JOURNAL not in contents(path.parent)


@pytest.mark.parametrize("journal_of", ["an empty one", "another"])
async def test_another_databases_journal_is_not_rolled_back_into_this_one(
    path: Path, key_file: Path, journal_of: str
) -> None:
    key = await begin(path, key_file)
    keep_a_journal(path, key)
    other = path.parent / "other" / path.name
    other.parent.mkdir()
    if journal_of == "another":
        other_key = await begin(other, other.with_name("key"))
        keep_a_journal(other, other_key)
        cut_short(other, other_key, "UPDATE meta SET value = hex(randomblob(100000))")
    else:
        cut_short(other, key, "CREATE TABLE t AS SELECT randomblob(100000)")
    shutil.copy(other.with_name(JOURNAL), path.parent)
    await refused(path, key)
    lose(path.with_name(JOURNAL))
    assert await words_in(path, key) == "those of a person"


async def test_a_journal_whose_database_is_empty_is_kept(path: Path, key_file: Path) -> None:
    key = await begin(path, key_file)
    keep_a_journal(path, key)
    cut_short(path, key, "UPDATE meta SET value = hex(randomblob(100000))")
    lose(path, "empty")
    assert f"is empty, but {JOURNAL} beside it holds what people wrote" in await refused(path, key)


def unlocked(path: Path, key: DatabaseKey) -> Any:
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex}'\"")
    return connection


def keep_a_journal(path: Path, key: DatabaseKey) -> None:
    connection = unlocked(path, key)
    assert connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    connection.close()


def cut_short(path: Path, key: DatabaseKey, sql: str) -> None:
    """The files as a kill leaves them in the middle of a transaction that has written to the database."""
    connection = unlocked(path, key)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.execute(sql)
    left = {file: file.read_bytes() for file in (path, path.with_name(JOURNAL))}
    connection.execute("ROLLBACK")
    connection.close()
    for file, content in left.items():
        file.write_bytes(content)
