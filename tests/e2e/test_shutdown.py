"""SIGTERM in the middle of a burst: an orderly end in time, and nothing is lost over it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.e2e.keyhole import locked, look
from tests.e2e.person import Person, spoken, until
from tests.e2e.running import beside
from tests.e2e.script import said
from tests.e2e.ways import meet_briefly, reach_fears
from tests.sandbox.driver import Sandbox

PEOPLE = 8
SENTENCES = [f"This is the sentence number {i} of what I have long feared" for i in range(1, 6)]


@pytest.mark.slow
async def test_an_end_in_the_middle_of_a_burst_loses_nothing(sandbox: Sandbox, data: Path) -> None:  # fault 43
    people = [Person(sandbox, (await sandbox.post("people", 201, name=f"P{i}"))["id"]) for i in range(PEOPLE)]
    async with beside(sandbox.server, data) as bot:
        await asyncio.gather(*map(meet_briefly, people))
        await asyncio.gather(*map(reach_fears, people))
        for person in people[::2]:
            await sandbox.post("faults", method="sendMessage", fault="slow", seconds=0.5, chat_id=person.id)
        burst = asyncio.gather(*(person.says(*SENTENCES) for person in people))
        await people[1].sees(lambda chat: any(said("shame.hard_times") in text for text in spoken(chat)))
        assert await bot.ends() == 0
        await burst
    assert look(data, "SELECT id FROM outbox WHERE state = 'sending'") == []
    async with beside(sandbox.server, data):
        await until(lambda: not sandbox.server.world.updates)
        await until(lambda: look(data, "SELECT id FROM outbox WHERE state IN ('waiting', 'sending')") == [])
    kept = look(data, "SELECT person_id, words FROM answer_parts WHERE number > 1 ORDER BY person_id, number, position")
    assert kept == [(person.id, sentence) for person in people for sentence in SENTENCES]
    for person in people:
        heard = spoken(await person.chat())
        assert any(said("shame.hard_times") in text for text in heard)
        assert len(heard) == len(set(heard))  # and nothing twice


@pytest.mark.slow
async def test_an_end_while_another_program_locks_the_database_comes_in_time(
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    async with beside(sandbox.server, data) as bot:
        await meet_briefly(alex)
        with locked(data):
            await alex.says("/help", "/support")
            await alex.hears(said("support.card"))
            assert await bot.ends() == 0
    async with beside(sandbox.server, data):
        await alex.hears(said("help.help"))
