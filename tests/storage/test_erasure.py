"""After an erasure nothing of ours holds a word of the person's, to somebody who has the key and reads every page."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from bot.dialogue.effects import AnswerPart, KeepAnswer
from bot.dialogue.inputs import Timer
from bot.dialogue.model import DialogueId, StateId
from bot.dialogue.session import Profile, Session
from bot.errors import DatabaseError
from bot.storage import answers, due, erasure, people, prompts, updates
from bot.storage.database import Database, Transaction
from bot.storage.erasure import Removed
from bot.storage.key import DatabaseKey
from tests.storage.pages import decrypted_pages

ANN, BEN = 11, 12


def answer(number: int, question: str, *parts: AnswerPart) -> KeepAnswer:
    return KeepAnswer(
        number=number, dialogue=DialogueId("shame"), run=1, state=StateId("fears"), question=question, parts=parts
    )


def write_everything(tx: Transaction, person: int, number: int, words: str, session: Session, now: datetime) -> None:
    """A row in every table that can hold something of a person's."""
    people.save(tx, person, replace(session, profile=Profile(name=words)), now)
    part = AnswerPart(message_id=number, words=words)
    answers.keep(tx, person, answer(number, f"And {words}?", part, part), now)
    due.wake(tx, person, Timer.PROMPT, now, "2026-03-01")
    prompts.settle(tx, person, "daily", now.date(), "sent", now)
    updates.quarantine(tx, person * 1_000_000 + number, person, "KeyError", f'{{"text":"{words}"}}', now)
    tx.execute(
        "INSERT INTO outbox (chat_id, kind, prompt, body, state, created_at) VALUES (?, 'send', 0, ?, 'waiting', 0)",
        (person, words),
    )


def everything_in(path: Path, key: DatabaseKey) -> Iterator[bytes]:
    """What a thief can read: each file of the directory as it is, and the database decrypted."""
    for file in path.parent.rglob("*"):
        if file.is_file():
            yield file.read_bytes()
    yield from decrypted_pages(path, bytes.fromhex(key.hex))


def times_found(words: str, path: Path, key: DatabaseKey) -> int:
    return sum(content.count(words.encode()) for content in everything_in(path, key))


def named_in(tx: Transaction) -> dict[str, list[int]]:
    """For each table that names a person, whom its rows name."""
    column = {"outbox": "chat_id"}
    tables = ("people", "answers", "answer_parts", "due", "prompts", "quarantine", "outbox")
    sql = "SELECT DISTINCT {} FROM {} ORDER BY 1"
    return {t: [row[0] for row in tx.execute(sql.format(column.get(t, "person_id"), t))] for t in tables}


async def test_no_table_names_the_person_any_more_and_others_keep_theirs(
    database: Database, session: Session, now: datetime
) -> None:
    def work(tx: Transaction) -> Removed:
        write_everything(tx, ANN, 1, "canary", session, now)
        write_everything(tx, BEN, 1, "sparrow", session, now)
        assert set(map(tuple, named_in(tx).values())) == {(ANN, BEN)}
        return erasure.erase(tx, ANN, now)

    removed = await database.run(work)
    assert removed == Removed(answers=1, messages=1, others=4)
    assert set(map(tuple, (await database.run(named_in)).values())) == {(BEN,)}


async def test_every_table_that_names_a_person_is_among_those_erased(database: Database) -> None:
    def tables(tx: Transaction) -> set[str]:
        rows = tx.execute(
            "SELECT t.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c"
            " WHERE c.name IN ('person_id', 'chat_id')"
        )
        return {row[0] for row in rows}

    assert await database.run(tables) == set(await database.run(named_in))


@pytest.mark.parametrize(
    ("body", "goes"),
    [
        (f'{{"message_reaction":{{"user":{{"id":{ANN}}},"text":"canary"}}}}', True),
        (f'{{"message":{{"chat":{{"id":"{ANN}"}},"text":"canary"}}}}', True),
        (f'{{"poll_answer":{{"user":{{"id":{ANN}.0}}}}}}', True),
        (f'{{"inline_query":{{"from":{{"id":{ANN}3}},"query":"sparrow"}}}}', False),
    ],
)
async def test_an_update_put_aside_that_did_not_say_whose_it_is_goes_with_the_number_in_it(
    database: Database, now: datetime, body: str, goes: bool
) -> None:
    def work(tx: Transaction) -> int:
        updates.quarantine(tx, 7, None, "KeyError", body, now)
        updates.quarantine(tx, 8, BEN, "KeyError", body, now)
        erasure.erase(tx, ANN, now)
        return updates.quarantined(tx)

    assert await database.run(work) == 2 - goes


async def test_the_reader_of_pages_finds_what_is_there(
    database: Database, path: Path, key: DatabaseKey, session: Session, now: datetime
) -> None:
    """Without this the next tests would prove nothing."""
    await database.run(lambda tx: write_everything(tx, ANN, 1, "canary", session, now))
    assert times_found("canary", path, key) > 0  # in the write-ahead log
    await database.checkpoint()
    assert times_found("canary", path, key) > 0  # in the file


def crowd(tx: Transaction, chance: random.Random, session: Session, now: datetime) -> None:
    """Six people write by turns, now little and now much, so that SQLite splits pages and moves rows between them."""
    for number in range(1, 40):
        for person in chance.sample(range(ANN, ANN + 6), 2):
            words = f"canary{person}." * chance.choice((1, 3, 10, 50))
            write_everything(tx, person, number, words, session, now)


@pytest.mark.parametrize("seed", range(4))
async def test_afterwards_no_page_and_no_file_holds_a_word_of_theirs(  # fault 48
    database: Database, path: Path, key: DatabaseKey, session: Session, now: datetime, seed: int
) -> None:
    await database.run(lambda tx: crowd(tx, random.Random(seed), session, now))
    await database.checkpoint()
    await database.run(lambda tx: erasure.erase(tx, ANN, now))
    await erasure.finish(database)
    assert times_found(f"canary{ANN}.", path, key) == 0
    assert times_found(f"canary{BEN}.", path, key) > 0


async def test_deleting_alone_leaves_words_in_unused_parts_of_pages(
    database: Database, path: Path, key: DatabaseKey, now: datetime
) -> None:
    """Why `finish` writes the file anew. When SQLite blanks those parts too, this fails and `finish` can be simpler."""
    chance = random.Random(8)

    def write_and_delete(tx: Transaction) -> None:
        for number in range(1, 80):
            person = chance.choice(range(ANN, ANN + 6))
            part = AnswerPart(message_id=1, words=f"canary{person}." * chance.choice((1, 10, 100)))
            answers.keep(tx, person, answer(number, "?", part), now)
        tx.execute("DELETE FROM answers WHERE person_id = ?", (ANN,))

    await database.run(write_and_delete)
    await database.checkpoint()
    assert times_found(f"canary{ANN}.", path, key) > 0
    await database.rewrite()
    assert times_found(f"canary{ANN}.", path, key) == 0


async def test_an_erasure_that_a_crash_cut_short_is_finished_at_the_next_start(  # fault 48
    path: Path, key: DatabaseKey, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = await Database.open(path, key)
    await database.run(lambda tx: write_everything(tx, ANN, 1, "canary" * 2000, session, now))
    await database.run(lambda tx: erasure.erase(tx, ANN, now))
    await database.close()

    database = await Database.open(path, key)
    rewrites = 0

    async def counted(database: Database) -> None:
        nonlocal rewrites
        rewrites += 1
        await rewrite(database)

    rewrite = Database.rewrite
    monkeypatch.setattr(Database, "rewrite", counted)
    await erasure.finish(database)
    await erasure.finish(database)
    assert rewrites == 1
    assert times_found("canary", path, key) == 0
    await database.close()


@contextmanager
def reading(path: Path, key: DatabaseKey) -> Iterator[None]:
    """Another tool looks into the database all the while."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex}'\"")
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM meta").fetchone()
    yield
    connection.close()


async def test_while_another_program_reads_nobody_waits_for_an_erasure_to_finish(
    database: Database, path: Path, key: DatabaseKey, session: Session, now: datetime
) -> None:
    await database.run(lambda tx: write_everything(tx, ANN, 1, "canary" * 2000, session, now))
    with reading(path, key):
        await database.run(lambda tx: erasure.erase(tx, ANN, now))
        log, begun = size_of_log(path), time.monotonic()
        for _ in range(3):
            assert not await erasure.finish(database)
        assert time.monotonic() - begun < 3
        assert size_of_log(path) == log  # the file was not copied into it over and over
        assert times_found("canary", path, key) > 0
    assert await erasure.finish(database)
    assert times_found("canary", path, key) == 0


def size_of_log(path: Path) -> int:
    return path.with_name("coach.db-wal").stat().st_size


async def test_a_rewrite_that_fails_is_no_failure_of_the_bot(
    database: Database, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: Database) -> None:
        raise DatabaseError("There is no memory left for the database.")

    await database.run(lambda tx: erasure.erase(tx, ANN, now))
    with monkeypatch.context() as failing:
        failing.setattr(Database, "rewrite", fail)
        assert not await erasure.finish(database)
    assert await erasure.finish(database)


async def test_the_ledger_knows_the_person_without_naming_them(database: Database, now: datetime) -> None:
    await database.run(lambda tx: erasure.erase(tx, ANN, now))
    assert await database.run(lambda tx: erasure.is_erased(tx, ANN))
    assert not await database.run(lambda tx: erasure.is_erased(tx, BEN))
    row = await database.run(lambda tx: tx.execute("SELECT person_hash FROM erasures").fetchone())
    assert row is not None
    assert len(bytes.fromhex(row["person_hash"])) == 32


async def test_erasing_somebody_unknown_or_twice_removes_nothing(database: Database, now: datetime) -> None:
    nothing = Removed(answers=0, messages=0, others=0)
    assert await database.run(lambda tx: erasure.erase(tx, ANN, now)) == nothing
    assert await database.run(lambda tx: erasure.erase(tx, ANN, now)) == nothing


@pytest.mark.parametrize("person", [ANN, BEN])
async def test_two_databases_hash_a_person_differently(
    database: Database, tmp_path: Path, key: DatabaseKey, now: datetime, person: int
) -> None:
    other = await Database.open(tmp_path / "other.db", key)

    def hashed(tx: Transaction) -> str:
        erasure.erase(tx, person, now)
        rows = tx.execute("SELECT person_hash FROM erasures").fetchall()
        return str(rows[0][0])

    assert await database.run(hashed) != await other.run(hashed)
    await other.close()
