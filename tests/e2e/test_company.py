"""A second process, a second poller, strangers and groups: who else may turn up, and what becomes of it."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from tests.e2e.keyhole import look, words_kept
from tests.e2e.person import Person, spoken, until
from tests.e2e.running import TOKEN, beside, free_port, in_process, joining, launched
from tests.e2e.script import phrase, said
from tests.e2e.ways import meet_briefly, reach_fears
from tests.sandbox.driver import Answer, Sandbox

SHORTEST_BACK_OFF = 0.5  # seconds, of which chance adds as many again


@pytest.mark.slow
async def test_a_second_process_on_the_same_data_ends_with_a_sentence(  # fault 11
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    async with beside(sandbox.server, data) as first:
        await meet_briefly(alex)
        async with launched(["-m", "bot", *joining(sandbox.server)], data) as second:
            assert await second.ended() == 6
        assert "Another process of this bot is using" in first.log  # both write to one log
        await alex.says("/help")
        await alex.hears(said("help.help"))
        assert await first.ends() == 0
    assert 409 not in {call["status"] for call in sandbox.server.world.calls}


async def test_a_second_poller_elsewhere_turns_health_red_and_loses_nothing(  # fault 11
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    port = free_port()
    async with in_process(sandbox.server, data, HEALTH_PORT=str(port)):
        await meet_briefly(alex)
        await reach_fears(alex)
        assert (await health(sandbox, port))["well"]
        before = asyncio.get_running_loop().time()
        await poll_elsewhere(sandbox)
        await until(lambda: 409 in [poll["status"] for poll in polls(sandbox)])
        sick = await health(sandbox, port)
        assert (sick["well"], sick["trouble"]) == (False, "another process takes the updates of this bot")
        await alex.says("That they will see who I really am one day and quietly turn away")
        await alex.hears(said("shame.hard_times"))
        assert (await health(sandbox, port))["well"]
    elsewhere, again, *_ = [poll["at"] for poll in polls(sandbox) if poll["at"] >= before]
    assert again - elsewhere >= SHORTEST_BACK_OFF
    assert len(words_kept(data)) == 2


async def health(sandbox: Sandbox, port: int) -> Answer:
    async with sandbox.session.get(f"http://127.0.0.1:{port}/healthz") as answer:
        said: Answer = await answer.json()
        assert answer.status == (200 if said["well"] else 503)
        return said


async def poll_elsewhere(sandbox: Sandbox) -> None:
    async with sandbox.session.get(f"{sandbox.server.api_url}{TOKEN}/getUpdates") as answer:
        assert answer.status == 200


def polls(sandbox: Sandbox) -> list[Answer]:
    return [call for call in sandbox.server.world.calls if call["method"] == "getUpdates"]


async def test_strangers_are_kept_out_politely_and_nothing_is_stored_of_them(
    sandbox: Sandbox, alex: Person, sam: Person, data: Path
) -> None:
    async with in_process(sandbox.server, data, ALLOWED_USERS=str(alex.id)):
        await meet_briefly(alex)
        await sam.says("/start", "My name is Sam and I live by the harbour")
        await sam.hears(phrase("stranger"))
        await sam.does("block")
        await until(lambda: not sandbox.server.world.updates)
        await alex.says("/help")
        await alex.hears(said("help.help"))
    assert len(spoken(await sam.chat())) == 1  # said once
    assert traces_of(sam, data) == []


def traces_of(person: Person, data: Path) -> list[str]:
    """Where in the database a person's number or words stand, in whatever column."""
    trace = re.compile(rf"(?<!\d){person.id}(?!\d)|harbour")
    tables = look(data, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return [
        f"{table}: {row}"
        for table in tables
        for row in look(data, f"SELECT * FROM {table}")  # noqa: S608 - the table's own name
        if any(trace.search(str(value)) for value in row)
    ]


async def test_a_group_is_told_once_and_left(sandbox: Sandbox, alex: Person, data: Path) -> None:
    async with in_process(sandbox.server, data):
        group = Person(sandbox, (await sandbox.post("groups", title="The family", member=alex.id))["id"])
        await group.hears(phrase("group"))
        await group.sees(lambda chat: chat["left"])
        await alex.says("/help")
        await alex.hears(said("help.help"))
    assert len(spoken(await group.chat())) == 1
