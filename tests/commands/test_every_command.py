"""Every command beside a database with people at every place, in the live dialogues and in older versions of them.

For each, a way to each exit code that it has: it says what it has to say, and never a traceback.
"""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, main
from bot.adapters import logs
from bot.app import DATABASE, KEY
from bot.clock import now
from bot.dialogue.effects import AnswerPart, KeepAnswer, SendMessage
from bot.dialogue.model import Version
from bot.dialogue.session import Frame, Session
from bot.dialogue.words import Message
from bot.reloading import with_older_versions
from bot.sandbox.server import SandboxServer
from bot.storage import answers, meta, outbox, people, versions
from bot.storage.database import Database, Transaction
from bot.storage.key import key_of
from bot.storage.lock import data_directory
from tests.e2e.running import TOKEN, environment, free_port, launched
from tests.shipped import FOLDER, NOW, everywhere, load_shipped, shipped

pytestmark = pytest.mark.slow

Here = Callable[..., tuple[int, str, str]]

OLDER = Version("older")
BROKEN = '{"key":"k","stack":[{"dialogue":"shame","version":"older"}]}'  # a session that is none
SECONDS = 60
SERVING = ("run", "start", "sandbox")


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    async with SandboxServer(directory=None, token=TOKEN, port=0, real_now=now) as server:
        yield server


@dataclass(frozen=True, kw_only=True)
class Place:
    """Copies of the dialogues and of the database, to try one command on."""

    directory: Path

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def dialogues(self) -> Path:
        return self.directory / "dialogues"

    def runs(self, *arguments: str, typed: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        given = {"DATA_DIR": str(self.data), "SANDBOX_DATA_DIR": str(self.data), "DIALOGUES_DIR": str(self.dialogues)}
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.directory,
            env=environment(**(given | environ)),
            input=typed,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def replaces(self, file: str, old: str, new: str) -> None:
        path = self.dialogues / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory: two people at each place, one of them in an older version, each with a question before them."""
    data = tmp_path_factory.mktemp("crowded") / "data"
    asyncio.run(_crowd(data))
    return data


@pytest.fixture
def place(tmp_path: Path, crowded: Path) -> Place:
    shutil.copytree(crowded, tmp_path / "data")
    shutil.copytree(FOLDER, tmp_path / "dialogues")
    return Place(directory=tmp_path)


async def _crowd(data: Path) -> None:
    with data_directory(data):
        database = await Database.open(data / DATABASE, key_of(data / DATABASE, data / KEY))
        await with_older_versions(database, load_shipped(), NOW)
        await database.run(_put_everybody)
        await database.close()


def _put_everybody(tx: Transaction) -> None:
    meta.bind_bot(tx, int(TOKEN.partition(":")[0]))
    for dialogue in shipped().live.values():
        versions.remember(tx, dialogue.id, OLDER, load_shipped().sources[dialogue.id], NOW)
    for number, session in enumerate(everywhere().values()):
        _put(tx, 1000 + number, session)
        _put(tx, 5000 + number, _older(session))


def _put(tx: Transaction, person_id: int, session: Session) -> None:
    people.save(tx, person_id, session, NOW)
    outbox.put_send(tx, person_id, SendMessage(message=Message(text="?"), question=session.turn), NOW)
    part = AnswerPart(message_id=1, words="A word of theirs")
    answer = KeepAnswer(number=1000, dialogue="shame", run=1, state="fears", question="?", parts=(part,))
    answers.keep(tx, person_id, answer, NOW)


def _older(session: Session) -> Session:
    def older(frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
        return tuple(replace(frame, version=OLDER) for frame in frames)

    return replace(session, stack=older(session.stack), aside=tuple(older(frames) for frames in session.aside))


async def _change(data: Path, sql: str) -> None:
    with data_directory(data):
        database = await Database.open(data / DATABASE, key_of(data / DATABASE, data / KEY))
        await database.run(lambda tx: tx.execute(sql))
        await database.close()


# Each command as it ends well, beside that crowd.
WELL = {
    "check": (),
    "play": ("shame",),
    "test": (),
    "walk": ("--steps", "5", "home"),
    "mutate": ("home",),
    "graph": (),
    "packet": ("--out", "packets"),
    "schema": (),
    "translate": ("de",),
    "migrate": (),
}


def test_the_table_above_has_every_command() -> None:
    assert {*WELL, *SERVING} == {*COMMANDS, "run", "start"}


@pytest.mark.parametrize("command", [name for name in WELL if name != "migrate"])
def test_an_authors_command_ends_well_and_leaves_the_crowd_alone(place: Place, command: str) -> None:
    transcripts = place.directory / "tests" / "transcripts"
    transcripts.mkdir(parents=True)
    for file in (FOLDER.parent / "tests" / "transcripts").glob("home*.yaml"):
        shutil.copy(file, transcripts)
    before = (place.data / DATABASE).read_bytes()
    ended = place.runs(command, *WELL[command])
    assert (ended.returncode, ended.stderr) in ((0, ""), (1, "")), ended.stderr
    assert ended.returncode == 0 or command in ("mutate", "translate"), ended.stdout  # what is left to do
    assert ended.stdout
    assert (place.data / DATABASE).read_bytes() == before


def test_a_dry_run_tells_of_everybody_and_nobody_meets_a_bug(place: Place) -> None:
    ended = place.runs("migrate", "--dry-run")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "met a bug" not in ended.stdout
    told = {line for line in ended.stdout.splitlines() if line in shipped().live}
    assert told == {place.dialogue for session in everywhere().values() for place in session.stack}


def test_what_the_dry_run_foretells_of_everybody_then_happens(place: Place) -> None:
    foretold = place.runs("migrate", "--dry-run").stdout.splitlines()[:-1]
    ended = place.runs("migrate")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[:-1] == foretold
    assert place.runs("migrate", "--dry-run").stdout == "Nobody is in an older version of a dialogue.\n"


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_somebody_who_meets_a_bug_is_counted_told_of_and_shows_in_the_exit_code(
    place: Place, arguments: tuple[str, ...]
) -> None:
    asyncio.run(_change(place.data, f"UPDATE people SET session = '{BROKEN}' WHERE person_id = 5000"))  # noqa: S608
    ended = place.runs("migrate", *arguments)
    assert ended.returncode == 1
    assert "1 person met a bug, of which the log tells" in ended.stdout
    assert "somebody not led over error=" in ended.stderr
    assert "Error@migrating.py" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert len(ended.stdout.splitlines()) > 20  # all others


@pytest.mark.parametrize("command", SERVING)
async def test_the_bot_starts_with_everybody_in_it_and_ends_well(
    place: Place, server: SandboxServer, command: str
) -> None:
    environ = {"BOT_TOKEN": TOKEN, "BOT_API_URL": server.api_url, "BOT_FILE_URL": server.file_url}
    if command != "run":
        await _change(place.data, "UPDATE meta SET value = '1001001' WHERE key = 'bot_id'")
        environ = {"SANDBOX_PORT": str(free_port())}
    given = {"DATA_DIR": str(place.data), "DIALOGUES_DIR": str(place.dialogues)} | environ
    async with launched(["-m", "bot", command], place.data, **given) as bot:
        await bot.ready()
        assert await bot.ends(signal.SIGTERM) == 0
    assert "error=" not in bot.log


@pytest.fixture
def here(place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """Runs a command in this process, which is much faster; for what ends before anything begins."""
    given = {"DATA_DIR": str(place.data), "DIALOGUES_DIR": str(place.dialogues), "SANDBOX_PORT": "0"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(logs, "configure", lambda **_: None)

    def run(command: str, **environ: str) -> tuple[int, str, str]:
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        code = main([command, *WELL.get(command, ())])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.mark.parametrize("command", [*WELL, *SERVING])
def test_a_setting_that_is_wrong_is_one_line_and_2(here: Here, command: str) -> None:
    code, said, error = here(command, HEALTH_PORT="many")
    assert (code, said, error.count("\n")) == (2, "", 1)
    assert "HEALTH_PORT" in error


@pytest.mark.parametrize("command", [name for name in (*WELL, *SERVING) if name != "schema"])
def test_a_dialogue_with_a_problem_is_named_with_its_place(place: Place, here: Here, command: str) -> None:
    place.replaces("home.yaml", "next: back", "next: bakc")
    code, said, error = here(command, BOT_TOKEN=TOKEN)
    assert code == (1 if command == "check" else 3)
    assert "home.yaml:" in (said if command == "check" else error)


@pytest.mark.parametrize("command", ["run", "start", "sandbox", "migrate", "migrate --dry-run"])
def test_another_key_is_one_line_and_4(place: Place, command: str) -> None:
    (place.data / KEY).write_text("ab" * 32)
    token = "" if command == "start" else TOKEN
    ended = place.runs(*command.split(), BOT_TOKEN=token, SANDBOX_PORT=str(free_port()))
    assert_one_line(ended, 4, "DATABASE_KEY_FILE does not open")


@pytest.fixture
def taken(place: Place) -> Iterator[Place]:
    with data_directory(place.data):
        yield place


@pytest.mark.parametrize("command", ["run", "start", "sandbox", "migrate"])
def test_a_data_directory_in_use_is_one_line_and_6(taken: Place, command: str) -> None:
    token = "" if command == "start" else TOKEN
    ended = taken.runs(command, BOT_TOKEN=token, SANDBOX_PORT=str(free_port()))
    assert_one_line(ended, 6, "Another process of this bot is using")


def test_a_dry_run_needs_no_lock(taken: Place) -> None:
    assert taken.runs("migrate", "--dry-run").returncode == 0


def assert_one_line(ended: subprocess.CompletedProcess[str], code: int, words: str) -> None:
    assert (ended.returncode, ended.stdout) == (code, ""), ended.stderr
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert words in ended.stderr
