"""`python -m bot migrate`: what it foretells, that it changes nothing then, and how it ends."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.app import DATABASE, KEY
from bot.commands.migrate import report
from bot.dialogue.migration_policy import MigrationAction, MigrationVerdict
from bot.dialogue.model import DialogueId, StateId
from bot.dialogue.session import Session
from bot.errors import DatabaseError
from bot.language.load import load_dialogues
from bot.reloading import with_older_versions
from bot.services.migrating import Tally
from bot.storage import people
from bot.storage.database import Database, Transaction
from bot.storage.key import read_or_make_key
from bot.storage.lock import data_directory
from bot.storage.looking import look
from tests.permissions import closed_to_others
from tests.shipped import FOLDER, NOW, PLACES, session_at, shipped

Run = Callable[..., tuple[int, str, str]]
ANNA, BEN, CLEO = 7, 8, 9
FEARS = "What do you fear most about connecting with another person?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "dialogues"))


@pytest.fixture
def data(tmp_path: Path, folder: Path) -> Path:
    """Where Anna and Ben are in the shame exercise, and it rests for Cleo."""
    data = tmp_path / "data"
    at_fears, at_body = session_at("shame", "fears"), session_at("shame", "body")
    resting = replace(at_fears, stack=(), aside=(at_fears.stack,))
    asyncio.run(_put(data, folder, {ANNA: at_fears, BEN: at_body, CLEO: resting}))
    return data


@pytest.fixture
def run(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("DIALOGUES_DIR", str(folder))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_KEY_FILE", "")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["migrate", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


async def _put(data: Path, folder: Path, sessions: Mapping[int, Session]) -> None:
    with data_directory(data):
        database = await Database.open(data / DATABASE, read_or_make_key(data / KEY, data / DATABASE))
        await with_older_versions(database, load_dialogues(folder, PLACES), NOW)

        def work(tx: Transaction) -> None:
            for person_id, session in sessions.items():
                people.save(tx, person_id, session, NOW)

        await database.run(work)
        await database.close()


def rows(data: Path, sql: str) -> list[tuple[Any, ...]]:
    async def read() -> list[tuple[Any, ...]]:
        database = await Database.open(data / DATABASE, read_or_make_key(data / KEY, data / DATABASE))
        try:
            return await database.run(lambda tx: [tuple(row) for row in tx.execute(sql)])
        finally:
            await database.close()

    return asyncio.run(read())


def everything(data: Path) -> list[list[tuple[Any, ...]]]:
    tables = ("people", "outbox", "due", "answers", "dialogue_versions")
    return [rows(data, f"SELECT * FROM {table}") for table in tables]  # noqa: S608 - names of ours


def rename_fears(folder: Path, asking: str = "What is it that you fear?", *, told: bool = True) -> None:
    """`told`: the file says so itself."""
    file = folder / "shame.yaml"
    text = file.read_text(encoding="utf-8")
    renamed = text.replace("  fears:\n", "  closeness:\n" + "    renamed_from: fears\n" * told).replace(
        "to: fears}", "to: closeness}"
    )
    file.write_text(renamed.replace(FEARS, asking), encoding="utf-8")


def test_a_dry_run_tells_by_dialogue_and_state_and_changes_nothing(run: Run, data: Path, folder: Path) -> None:
    rename_fears(folder)
    before = everything(data)
    code, said, error = run("--dry-run")
    assert (code, error) == (0, "")
    assert said.splitlines() == [
        "shame",
        "  body: 1 person stays",
        "  fears: 2 people move to closeness",
        "",
        "1 person would be asked something anew. Nothing was changed.",
    ]
    assert everything(data) == before


def test_what_was_foretold_then_happens(run: Run, data: Path, folder: Path) -> None:
    rename_fears(folder)
    foretold = run("--dry-run")[1].splitlines()[:-1]
    code, said, error = run()
    assert (code, error) == (0, "")
    assert said.splitlines()[:-1] == foretold
    assert said.splitlines()[-1] == (
        "1 person will be asked something anew: once the bot runs and it is day with them, or when they are back."
    )
    assert rows(data, "SELECT person_id FROM people WHERE session ->> '$.led' IS NOT NULL") == [(ANNA,)]
    states = rows(data, "SELECT json_extract(session, '$.stack[0].state') FROM people ORDER BY person_id")
    assert states == [("closeness",), ("body",), (None,)]
    assert run()[1] == "Nobody is in an older version of a dialogue.\n"


def test_another_id_alone_leaves_everybody_where_they_are(run: Run, data: Path, folder: Path) -> None:
    rename_fears(folder, FEARS)
    assert run("--dry-run")[1].splitlines()[1:] == [
        "  body: 1 person stays",
        "  fears: 2 people stay, as closeness",
        "",
        "0 people would be asked something anew. Nothing was changed.",
    ]
    assert run()[0] == 0
    assert rows(data, "SELECT * FROM outbox") == []
    states = rows(data, "SELECT json_extract(session, '$.stack[0].state') FROM people ORDER BY person_id")
    assert states == [("closeness",), ("body",), (None,)]


def test_a_state_that_seems_to_have_another_id_now_is_named_with_what_to_write(
    run: Run, data: Path, folder: Path
) -> None:
    rename_fears(folder, FEARS, told=False)
    line = next(line for line in run("--dry-run")[1].splitlines() if line.startswith("  fears: 2 people go back"))
    assert "`closeness` asks the same, so write `renamed_from: fears` there" in line


def test_who_needs_a_decision_is_told_with_the_reason_and_what_to_write(run: Run, data: Path, folder: Path) -> None:
    (folder / "shame.yaml").unlink()
    menu = folder / "exercises.yaml"
    lines = [line for line in menu.read_text(encoding="utf-8").splitlines(keepends=True) if "start: shame" not in line]
    menu.write_text("".join(lines), encoding="utf-8")
    said = run("--dry-run")[1]
    assert "  fears: 2 people need your decision: there is no such dialogue any more" in said
    assert "finish the version they are in" in said
    assert "`renamed_from`" not in said  # there is no file to write it into
    before = rows(data, "SELECT session FROM people")
    assert run()[0] == 0
    assert rows(data, "SELECT session FROM people") == before


def test_the_report_ends_with_how_many_need_a_decision_and_met_a_bug() -> None:
    verdict = MigrationVerdict(
        dialogue=DialogueId("gone"), state=StateId("one"), action=MigrationAction.DECIDE, why="it is gone"
    )
    lines = list(report(Tally(people={verdict: 2}, told=0, undecided=2, failed=1), shipped(), dry=True))
    assert lines[-3:] == [
        "2 people need your decision.",
        "1 person met a bug, of which the log tells, and goes on in the version they are in.",
        "0 people would be asked something anew. Nothing was changed.",
    ]
    assert len(list(report(Tally(people={}, told=0, undecided=0, failed=2), shipped(), dry=False))) > 1


def test_a_dry_run_may_be_made_while_the_bot_runs_and_the_real_one_is_refused(
    run: Run, data: Path, folder: Path
) -> None:
    rename_fears(folder)
    with data_directory(data), asyncio.Runner() as bot:
        key = read_or_make_key(data / KEY, data / DATABASE)
        database = bot.run(Database.open(data / DATABASE, key))
        resting = replace(session_at("shame", "fears"), turn=99)
        bot.run(database.run(lambda tx: people.save(tx, BEN, resting, NOW)))
        code, said, error = run("--dry-run")  # it sees what is in the write-ahead log alone
        assert (code, error) == (0, "")
        assert "fears: 3 people move to closeness" in said
        code, said, error = run()
        assert (code, said) == (6, "")
        assert error.startswith("Another process of this bot is using")
        assert error.count("\n") == 1
        bot.run(database.close())


def test_a_dry_run_can_write_nothing(data: Path) -> None:
    key = read_or_make_key(data / KEY, data / DATABASE)
    with pytest.raises(DatabaseError, match="read-only"):
        look(data / DATABASE, key, lambda tx: tx.execute("DELETE FROM people"))
    assert len(rows(data, "SELECT * FROM people")) == 3


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_without_a_database_nothing_is_made(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code, said, error = run(*arguments)
    assert (code, said) == (4, "")
    assert error.startswith("There is no database at ")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
@pytest.mark.parametrize("closed", ["data", "data/coach.db", "data/key"])
def test_what_may_not_be_opened_is_one_line(
    run: Run, data: Path, tmp_path: Path, closed: str, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "dialogues").chmod(0o755)
    with opened_to_all(data), closed_to_others(tmp_path / closed):
        code, said, error = run(*arguments)
    assert (code, said, error.count("\n")) == (4, "", 1)


@contextmanager
def opened_to_all(data: Path) -> Iterator[None]:
    """What is above it too, or nobody but root would come near."""
    above = [folder for folder in data.parents if folder.stat().st_mode & 0o077 == 0]
    for folder in (data, *above):
        folder.chmod(0o711 if folder != data else 0o755)
    yield
    for folder in (data, *above):
        folder.chmod(0o700)


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_dialogues_with_a_problem_are_refused_with_their_lines(
    run: Run, data: Path, folder: Path, arguments: tuple[str, ...]
) -> None:
    file = folder / "shame.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("next: missed\n", "next: mised\n"), encoding="utf-8")
    code, said, error = run(*arguments)
    assert (code, said) == (3, "")
    assert "shame.yaml:" in error
    assert "`mised`" in error.splitlines()[0]


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_another_key_opens_nothing(run: Run, data: Path, arguments: tuple[str, ...]) -> None:
    before = (data / DATABASE).read_bytes()
    (data / KEY).write_text("0" * 64 + "\n", encoding="ascii")
    code, said, error = run(*arguments)
    assert (code, said) == (4, "")
    assert "DATABASE_KEY_FILE does not open the database" in error
    assert (data / DATABASE).read_bytes() == before
