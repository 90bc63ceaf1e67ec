"""What outlives the sandbox's process, and what must not."""

import os
from pathlib import Path

import aiohttp
import pytest

from bot.errors import SettingError
from bot.sandbox.server import SandboxServer
from tests.sandbox.driver import ALEX, NOON, TOKEN, Sandbox


def server_in(directory: Path) -> SandboxServer:
    return SandboxServer(directory=directory, token=TOKEN, port=0, real_now=lambda: NOON)


async def play(server: SandboxServer) -> tuple[int, int]:
    """One message and one new person; the ids of the update and of the message."""
    async with aiohttp.ClientSession() as session:
        sandbox = Sandbox(server, session)
        message = await sandbox.say("canary")
        await sandbox.post("people", 201, name="Kim")
        await sandbox.post("clock", advance_seconds=3600)
        update = (await sandbox.updates())[-1]["update_id"]
    return update, message


async def test_counters_people_and_the_clock_go_on_after_a_restart(tmp_path: Path) -> None:
    async with server_in(tmp_path) as first:
        update, message = await play(first)
    async with server_in(tmp_path) as second:
        assert second.world.people[ALEX].started
        assert [person.name for person in second.world.people.values()] == ["Alex", "Kim"]
        assert second.clock.offset.total_seconds() == 3600
        assert await play(second) == (update + 1, message + 1)
        assert list(second.world.people) == [1001, 1002, 1003]


async def test_after_a_kill_no_id_is_given_twice(tmp_path: Path) -> None:
    killed = server_in(tmp_path)
    given = [killed.world.ids.take("update") for _ in range(1_500)]
    assert server_in(tmp_path).world.ids.take("update") > given[-1]


async def test_no_word_is_written_to_disk_and_nobody_else_can_read_the_file(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    async with server_in(tmp_path) as server:
        await play(server)
    assert os.listdir(tmp_path) == ["world.json"]
    assert "canary" not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "{", "[]", '{"counters": {}}', '{"counters": {"x": 1}, "people": []}'])
def test_a_broken_file_is_said_and_left_alone(tmp_path: Path, content: str) -> None:
    file = tmp_path / "world.json"
    file.write_text(content)
    with pytest.raises(SettingError, match=r"world\.json cannot be read"):
        server_in(tmp_path)
    assert file.read_text() == content
