"""`python -m bot ...` as an operator runs it, from any directory: what it says, and the exit code it says it with."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.app import DATABASE, KEY
from bot.clock import now
from bot.sandbox.server import SandboxServer
from bot.settings import ROOT
from bot.storage import meta
from bot.storage.database import Database
from bot.storage.key import read_or_make_key
from bot.storage.lock import data_directory
from tests.e2e.person import Person
from tests.e2e.running import TOKEN, environment, free_port, launched
from tests.e2e.script import label, said
from tests.sandbox.driver import ALEX, Sandbox

pytestmark = pytest.mark.slow

SECRET = TOKEN.partition(":")[2]
SECONDS = 30


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    async with SandboxServer(directory=None, token=TOKEN, port=0, real_now=now) as server:
        yield server


Ended = subprocess.CompletedProcess[str]


def run(tmp_path: Path, *arguments: str, typed: str = "", **environ: str) -> Ended:
    """To its end."""
    environ = {"DATA_DIR": str(tmp_path / "data"), "SANDBOX_DATA_DIR": str(tmp_path / "data")} | environ
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", *arguments],
        cwd=tmp_path,
        env=environment(**environ),
        input=typed,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


async def run_beside(server: SandboxServer, tmp_path: Path, *arguments: str, **environ: str) -> Ended:
    """The same, with the sandbox of this process for Telegram."""
    return await asyncio.to_thread(run, tmp_path, *arguments, **(telegram(server) | environ))


def assert_ended(ended: Ended, code: int, *words: str) -> None:
    """With one line, which has these words in it, and not the token's secret."""
    assert ended.returncode == code, ended.stderr
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert [word for word in words if word not in ended.stderr] == [], ended.stderr
    assert SECRET not in ended.stderr + ended.stdout
    assert ended.stdout == ""


# Settings


def test_without_a_token_it_names_both_ways(tmp_path: Path, data: Path) -> None:
    assert_ended(run(tmp_path), 2, "BOT_TOKEN is not set", ".env", "`python -m bot sandbox`")
    assert not data.exists()


def test_a_malformed_token_is_not_repeated(tmp_path: Path) -> None:
    assert_ended(run(tmp_path, BOT_TOKEN=f"{SECRET}:42"), 2, "BOT_TOKEN", "@BotFather")


def test_a_sandbox_elsewhere_is_not_joined(tmp_path: Path) -> None:
    ended = run(tmp_path, "sandbox", "--join", "http://sandbox.example.org")
    assert_ended(ended, 2, "--join takes the address of a sandbox on this machine")


def test_a_sandbox_that_is_not_there_is_not_joined(tmp_path: Path) -> None:
    ended = run(tmp_path, "sandbox", "--join", f"http://127.0.0.1:{free_port()}")
    assert_ended(ended, 2, "No sandbox answers")


def test_a_command_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path) -> None:
    ended = run(tmp_path, "fly")
    assert ended.returncode == 2
    assert all(command in ended.stderr for command in ("run", "start", "sandbox", "play"))


# What Telegram says


def telegram(server: SandboxServer) -> dict[str, str]:
    return {"BOT_TOKEN": TOKEN, "BOT_API_URL": server.api_url, "BOT_FILE_URL": server.file_url}


async def test_a_token_that_telegram_refuses_is_not_printed(tmp_path: Path, server: SandboxServer) -> None:
    other = f"42:another-one-{SECRET}"
    ended = await run_beside(server, tmp_path, LOG_LEVEL="INFO", BOT_TOKEN=other)
    assert_ended(ended, 5, "Telegram refuses the bot token", "BOT_TOKEN")


async def test_a_webhook_address_that_telegram_refuses_is_a_setting(tmp_path: Path, server: SandboxServer) -> None:
    webhook = {"WEBHOOK_URL": "https://bot.example.org/hook", "WEBHOOK_SECRET": "x" * 16}
    ended = await run_beside(server, tmp_path, WEBHOOK_PORT=str(free_port()), **webhook)
    assert_ended(ended, 2, "Telegram does not take WEBHOOK_URL")


# The data directory


async def make_database(data: Path) -> None:
    """That of the bot whose token is TOKEN."""
    with data_directory(data):
        database = await Database.open(data / DATABASE, read_or_make_key(data / KEY, data / DATABASE))
        await database.run(lambda tx: meta.bind_bot(tx, int(TOKEN.partition(":")[0])))
        await database.close()


async def test_another_bots_database_is_refused(tmp_path: Path, data: Path, server: SandboxServer) -> None:
    await make_database(data)
    ended = await run_beside(server, tmp_path, BOT_TOKEN="43:another-bot-altogether-here")
    assert_ended(ended, 4, "belongs to bot 42", "bot 43's")


@pytest.mark.parametrize("wrong", ["another", "none", "malformed", "readable"])
async def test_a_wrong_key_is_refused_and_nothing_is_overwritten(tmp_path: Path, data: Path, wrong: str) -> None:
    await make_database(data)
    key = data / KEY
    match wrong:
        case "another":
            key.write_text("ab" * 32)
        case "none":
            key.unlink()
        case "malformed":
            key.write_text("open sesame")
        case "readable":
            key.chmod(0o644)
    before = contents(data)
    assert_ended(await asyncio.to_thread(run, tmp_path, BOT_TOKEN=TOKEN), 4, "DATABASE_KEY_FILE")
    assert contents(data) == before


def contents(data: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in data.iterdir() if not file.name.endswith(("lock", "-shm"))}


async def test_a_page_that_was_damaged_after_an_orderly_end_ends_the_bot_soon(
    tmp_path: Path, data: Path, server: SandboxServer
) -> None:
    async with launched(["-m", "bot"], data, DATA_DIR=str(data), **telegram(server)) as bot:
        await bot.ready()
        assert await bot.ends() == 0
    damage(data / DATABASE)
    ended = await run_beside(server, tmp_path, LOG_LEVEL="ERROR")
    assert (ended.returncode, ended.stderr.count("\n")) == (4, 1), ended.stderr
    assert "is damaged" in ended.stderr


def damage(database: Path) -> None:
    """The last page."""
    content = database.read_bytes()
    database.write_bytes(content[:-100] + bytes([content[-100] ^ 1]) + content[-99:])


def test_a_file_that_is_no_database_is_refused_and_left(tmp_path: Path, data: Path) -> None:
    data.mkdir()
    (data / DATABASE).write_bytes(b"my diary, nothing else" * 500)
    (data / KEY).write_text("ab" * 32)
    (data / KEY).chmod(0o600)
    before = contents(data)
    assert_ended(run(tmp_path, BOT_TOKEN=TOKEN), 4, "Nothing was overwritten.")
    assert contents(data) == before


@pytest.mark.parametrize("command", ["run", "sandbox"])
def test_a_data_directory_that_cannot_be_one_is_a_sentence(tmp_path: Path, data: Path, command: str) -> None:
    data.write_text("a file")
    ended = run(tmp_path, command, BOT_TOKEN=TOKEN, SANDBOX_PORT=str(free_port()))
    assert_ended(ended, 4, "data directory")


async def test_a_second_sandbox_on_the_same_data_ends(tmp_path: Path, data: Path) -> None:  # fault 11
    async with launched(["-m", "bot", "sandbox"], data, SANDBOX_PORT=str(free_port())) as first:
        await first.ready()
        world = (data / "world.json").read_bytes()
        ended = await asyncio.to_thread(run, tmp_path, "sandbox", SANDBOX_PORT=str(free_port()))
        assert_ended(ended, 6, "Another process of this bot is using")
        assert (data / "world.json").read_bytes() == world


# Dialogues


def test_a_broken_dialogue_is_named_with_its_place(tmp_path: Path, data: Path) -> None:
    dialogues = tmp_path / "dialogues"
    shutil.copytree(ROOT / "dialogues", dialogues)
    home = dialogues / "home.yaml"
    home.write_text(home.read_text().replace("next: back", "next: bakc"))
    line = next(i for i, text in enumerate(home.read_text().splitlines(), 1) if "bakc" in text)
    ended = run(tmp_path, DIALOGUES_DIR=str(dialogues), BOT_TOKEN=TOKEN)
    assert ended.returncode == 3
    assert f"home.yaml:{line}:11: " in ended.stderr
    assert "Did you mean `back`?" in ended.stderr
    assert not data.exists()


def test_a_terminal_that_knows_few_letters_gets_the_others_written_out(tmp_path: Path) -> None:
    dialogues = tmp_path / "dialogues"
    shutil.copytree(ROOT / "dialogues", dialogues)
    (dialogues / "größe.yaml").write_text("title: A\n", encoding="utf-8")
    (dialogues / os.fsdecode(b"\xff.yaml")).write_text("title: A\n", encoding="utf-8")
    ended = run(tmp_path, "check", DIALOGUES_DIR=str(dialogues), PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stderr) == (1, "")
    assert "dialogues/gr\\xf6\\xdfe.yaml:1:1:" in ended.stdout
    assert "dialogues/\\udcff.yaml:1:1:" in ended.stdout


def test_who_stops_reading_what_is_checked_ends_it_quietly(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        ended = subprocess.run(
            [sys.executable, "-m", "bot", "check"],
            cwd=tmp_path,
            env=environment(),
            stdout=closed,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
        )
    assert (ended.returncode, ended.stderr) == (1, b"")


# Ports


@contextmanager
def taken_port() -> Iterator[str]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield str(other.getsockname()[1])


async def test_a_port_in_use_is_named_with_its_setting(tmp_path: Path, server: SandboxServer) -> None:
    webhook = {"WEBHOOK_URL": "http://127.0.0.1:1/hook", "WEBHOOK_SECRET": "x" * 16}
    with taken_port() as port:
        taken = f"Port {port} is taken"
        assert_ended(run(tmp_path, "sandbox", SANDBOX_PORT=port), 6, taken, "SANDBOX_PORT")
        assert_ended(await run_beside(server, tmp_path, HEALTH_PORT=port), 6, taken, "HEALTH_PORT")
        assert_ended(await run_beside(server, tmp_path, WEBHOOK_PORT=port, **webhook), 6, taken, "WEBHOOK_PORT")


@pytest.fixture
def shell_that_allows_core_dumps() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_CORE)
    if before[1] == 0:
        pytest.skip("core dumps are forbidden here already")
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, before)


@pytest.mark.usefixtures("shell_that_allows_core_dumps")
async def test_no_core_dump_is_left_whatever_the_shell_allows(data: Path, server: SandboxServer) -> None:
    async with launched(["-m", "bot"], data, DATA_DIR=str(data), **telegram(server)) as bot:
        await bot.ready()
        assert bot.limit(resource.RLIMIT_CORE) == (0, 0)


# What works


async def test_start_without_a_token_serves_the_sandbox(tmp_path: Path, data: Path) -> None:
    port = free_port()
    async with launched(["-m", "bot", "start"], data, SANDBOX_PORT=str(port)) as bot:
        assert f"http://127.0.0.1:{port}" in await bot.ready()
        async with aiohttp.ClientSession() as session:
            await session.post(f"http://127.0.0.1:{port}/sandbox/chats/{ALEX}/send", json={"text": "/start"})
            chat = f"http://127.0.0.1:{port}/sandbox/chats/{ALEX}?after=1&wait={SECONDS}"
            async with session.get(chat) as answer:
                assert said("onboarding.welcome") in (await answer.json())["messages"][-1]["text"]
        assert await bot.ends() == 0
    assert bot.log.count("\n") == 1  # that it runs
    assert (data / DATABASE).stat().st_mode & 0o077 == 0


async def test_start_with_a_token_is_the_bot_on_telegram(data: Path, server: SandboxServer) -> None:
    arguments = ["-m", "bot", "start"]
    async with (
        launched(arguments, data, DATA_DIR=str(data), **telegram(server)) as bot,
        aiohttp.ClientSession() as session,
    ):
        await bot.ready()
        alex = Person(Sandbox(server, session), ALEX)
        await alex.says("/start")
        await alex.hears(said("onboarding.welcome"))
        assert await bot.ends(signal.SIGINT) == 0
    assert (data / KEY).stat().st_mode & 0o777 == 0o600
    assert sorted(os.listdir(data)) == [DATABASE, KEY, "lock"]


def test_a_dialogue_is_played_in_a_terminal(tmp_path: Path, data: Path) -> None:
    answer = "That they see who I am and then turn away from me for good"
    typed = ["#1", "3", answer, "/stop", label("stopped.stopped.enough")]
    ended = run(tmp_path, "play", "shame", typed="\n".join(typed))
    assert (ended.returncode, ended.stderr) == (0, "")
    states = ["shame.consent", "shame.tension_before", "shame.fears", "shame.hard_times", "stopped.stopped"]
    places = [ended.stdout.index(said(state)) for state in [*states, "stopped.goodbye"]]
    assert places == sorted(places)
    assert not data.exists()  # nothing of it is kept


def test_a_dialogue_that_does_not_exist_names_those_that_do(tmp_path: Path) -> None:
    assert_ended(run(tmp_path, "play", "nonsense"), 2, "nonsense", "breathe", "onboarding", "shame")
