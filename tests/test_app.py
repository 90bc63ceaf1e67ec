"""What is built once and run: over a restart, over a changed dialogue, and while what it needs is not there."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import built, run_bot
from bot.clock import now
from bot.errors import DatabaseError
from bot.health import OLDEST_UNSENT
from bot.sandbox.server import SandboxServer
from bot.settings import ROOT, read_settings
from bot.storage.database import Database
from tests.e2e.person import Person, until
from tests.e2e.running import TOKEN, free_port, in_process
from tests.e2e.script import label, said
from tests.e2e.ways import meet_briefly, reach_fears
from tests.sandbox.driver import ALEX, Sandbox

FEAR = "That they will see who I really am one day and quietly turn away from me"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with (
        SandboxServer(directory=None, token=TOKEN, port=0, real_now=now) as server,
        aiohttp.ClientSession() as session,
    ):
        yield Sandbox(server, session)


@pytest.fixture
def alex(sandbox: Sandbox) -> Person:
    return Person(sandbox, ALEX)


@pytest.fixture
def dialogues(tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return shutil.copytree(ROOT / "dialogues", tmp_path / "dialogues")


async def test_who_is_inside_a_dialogue_that_changed_goes_on_as_it_was(  # fault 20
    sandbox: Sandbox, alex: Person, tmp_path: Path, dialogues: Path
) -> None:
    async with in_process(sandbox.server, tmp_path / "data", DIALOGUES_DIR=str(dialogues)):
        await meet_briefly(alex)
        await reach_fears(alex)
    rewrite(dialogues / "shame.yaml", lambda text: text.replace("next: hard_times\n", "next: missed\n"))
    rewrite(dialogues / "shame.yaml", without_state("hard_times", "missed"))
    rewrite(dialogues / "shame.yaml", lambda text: re.sub(r"\bhard_\w+, ", "", text))  # from what is put away
    async with in_process(sandbox.server, tmp_path / "data", DIALOGUES_DIR=str(dialogues)):
        await alex.says(FEAR)
        await alex.hears(said("shame.hard_times"))  # a state that is no longer in the file
        await alex.says("/start shame")
        await alex.taps(label("begun.begun.anew"))
        await alex.taps(label("shame.consent.ready"))
        await alex.taps("3")
        await alex.hears(said("shame.fears"))
        await alex.says(FEAR)
        await alex.hears(said("shame.missed"))


def rewrite(file: Path, how: Callable[[str], str]) -> None:
    file.write_text(how(file.read_text()))


def without_state(first: str, after: str) -> Callable[[str], str]:
    """Without the states from `first` up to `after`."""
    return lambda text: text[: text.index(f"  {first}:\n")] + text[text.index(f"  {after}:\n") :]


async def test_changed_words_reach_who_is_inside(
    sandbox: Sandbox, alex: Person, tmp_path: Path, dialogues: Path
) -> None:
    async with in_process(sandbox.server, tmp_path / "data", DIALOGUES_DIR=str(dialogues)):
        await meet_briefly(alex)
        await reach_fears(alex)
    rewrite(dialogues / "shame.yaml", lambda text: text.replace(said("shame.hard_times"), "What took place?"))
    async with in_process(sandbox.server, tmp_path / "data", DIALOGUES_DIR=str(dialogues)):
        await alex.says(FEAR)
        await alex.hears("What took place?")


async def test_a_file_that_is_changed_while_the_bot_runs_is_taken(
    sandbox: Sandbox, alex: Person, tmp_path: Path, dialogues: Path
) -> None:
    async with in_process(sandbox.server, tmp_path / "data", DIALOGUES_DIR=str(dialogues)) as bot:
        await meet_briefly(alex)
        await reach_fears(alex)
        rewrite(dialogues / "shame.yaml", lambda text: text.replace("next: hard_times\n", "next: hard_tmes\n"))
        await until(lambda: bool(bot.coach.reloading.problems))
        rewrite(dialogues / "shame.yaml", lambda text: text.replace("next: hard_tmes\n", "next: hard_times\n"))
        rewrite(dialogues / "shame.yaml", lambda text: text.replace(said("shame.hard_times"), "What took place?"))
        await until(lambda: bot.coach.reloading.taken_at is not None)
        assert bot.coach.reloading.problems == ()
        await alex.says(FEAR)
        await alex.hears("What took place?")


async def test_a_stop_while_telegram_is_not_there_is_obeyed_at_once(sandbox: Sandbox, tmp_path: Path) -> None:
    settings = read_settings(None, {"BOT_API_URL": f"http://127.0.0.1:{free_port()}/bot"})
    stop = asyncio.Event()
    async with built(settings, TOKEN, tmp_path / "data", now) as coach:
        running = asyncio.create_task(run_bot(settings, coach, stop, lambda: pytest.fail("it cannot run")))
        await asyncio.sleep(0)
        stop.set()
        async with asyncio.timeout(5):
            await running


async def test_health_says_that_telegram_has_not_answered_yet(sandbox: Sandbox, tmp_path: Path) -> None:
    port, stop = free_port(), asyncio.Event()
    settings = read_settings(None, {"BOT_API_URL": f"http://127.0.0.1:{free_port()}/bot", "HEALTH_PORT": str(port)})
    async with built(settings, TOKEN, tmp_path / "data", now) as coach:
        running = asyncio.create_task(run_bot(settings, coach, stop, lambda: pytest.fail("it cannot run")))
        async with asyncio.timeout(5):
            while True:
                with suppress(aiohttp.ClientConnectionError):
                    status, said = await health(sandbox, port)
                    break
                await asyncio.sleep(0)
        assert (status, said["trouble"], said["database"]) == (503, "Telegram does not answer", True)
        stop.set()
        await running


async def health(sandbox: Sandbox, port: int) -> tuple[int, dict[str, Any]]:
    async with sandbox.session.get(f"http://127.0.0.1:{port}/healthz") as answer:
        return answer.status, await answer.json()


async def test_health_says_that_the_database_fails(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise DatabaseError

    port = free_port()
    async with in_process(sandbox.server, tmp_path / "data", HEALTH_PORT=str(port)):
        assert (await health(sandbox, port))[0] == 200
        with monkeypatch.context() as broken:
            broken.setattr(Database, "run", fail)
            status, said = await health(sandbox, port)
        assert (status, said["database"], said["well"]) == (503, False, False)


async def test_health_counts_what_waits_by_the_bots_own_clock(sandbox: Sandbox, alex: Person, tmp_path: Path) -> None:
    port = free_port()
    async with in_process(sandbox.server, tmp_path / "data", HEALTH_PORT=str(port)):
        await sandbox.post("clock", to="2026-03-02T09:00:00Z")  # months before the host's
        await meet_briefly(alex)
        await sandbox.post("faults", method="sendMessage", fault="too_many_requests", retry_after=60)
        await alex.says("/help")
        await until(lambda: any(call["status"] == 429 for call in sandbox.server.world.calls))
        status, said = await health(sandbox, port)
        assert (status, said["unsent_age"] < 60) == (200, True)
        await sandbox.post("clock", advance_seconds=OLDEST_UNSENT + 1)
        status, said = await health(sandbox, port)
        assert (status, said["unsent_age"] >= OLDEST_UNSENT) == (503, True)
