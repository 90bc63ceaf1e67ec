"""kill -9 at the worst moments, and a new process on the same data: nothing is lost, and nothing comes twice."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.e2e.keyhole import locked, look, words_kept
from tests.e2e.person import Person, until
from tests.e2e.running import beside, joining, launched
from tests.e2e.script import phrase, said
from tests.e2e.ways import meet, meet_briefly, reach_fears
from tests.sandbox.driver import Answer, Sandbox

pytestmark = pytest.mark.slow

FEAR = "That they will see who I really am one day and quietly turn away from me"
PAST = "My sister stopped calling after the funeral and I never found a way to ask her why"


# What is replaced is the last thing that a tick asks for before its commit.
DIES_IN_TICK = """
import os, signal
from bot.__main__ import main
from bot.storage import due
due.next_at = lambda tx: os.kill(os.getpid(), signal.SIGKILL)
main()
"""


def calls(sandbox: Sandbox, method: str) -> list[Answer]:
    return [call for call in sandbox.server.world.calls if call["method"] == method]


def polls(sandbox: Sandbox) -> list[int]:
    """The answers to getUpdates so far; 0 is none yet."""
    return [call["status"] for call in calls(sandbox, "getUpdates")]


async def confirmed(sandbox: Sandbox) -> None:
    """The bot has made safe all that it was brought."""
    await until(lambda: not sandbox.server.world.updates)


async def test_a_kill_in_the_middle_of_an_exercise_loses_no_place_and_no_word(
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    async with beside(sandbox.server, data) as bot:
        await meet_briefly(alex)
        await reach_fears(alex)
        await alex.says(FEAR)
        await alex.hears(said("shame.hard_times"))
        await until(lambda: look(data, "SELECT id FROM outbox WHERE state = 'sending'") == [])
        await bot.kill()
    await alex.says(PAST)  # to nobody
    async with beside(sandbox.server, data):
        await alex.hears(said("shame.hard_inside"))
        await alex.says("/history")
        page = await alex.hears(phrase("history_title"))
        assert FEAR in page["text"]
        assert PAST in page["text"]
    assert await alex.counts(said("shame.hard_times")) == 2  # the question, and the journal


async def test_an_update_that_was_given_but_not_committed_is_handled_after_a_kill(  # fault 1
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    async with beside(sandbox.server, data) as bot:
        await meet_briefly(alex)
        await reach_fears(alex)
        with locked(data):
            given = polls(sandbox).count(200)
            await alex.says(FEAR)
            await until(lambda: polls(sandbox).count(200) > given)
            await bot.kill()
    assert words_kept(data) == ["3"]  # the tension; no word of the answer
    async with beside(sandbox.server, data):
        await alex.hears(said("shame.hard_times"))
        await confirmed(sandbox)
    assert words_kept(data) == ["3", FEAR]
    assert await alex.counts(said("shame.hard_times")) == 1


async def test_an_update_that_was_committed_but_not_confirmed_is_known_after_a_kill(  # fault 2
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    async with beside(sandbox.server, data) as bot:
        await meet_briefly(alex)
        await reach_fears(alex)
        await sandbox.post("faults", method="getUpdates", fault="hang")  # the next, which would confirm
        await alex.says(FEAR)
        await alex.hears(said("shame.hard_times"))
        await until(lambda: polls(sandbox)[-1] == 0)
        await bot.kill()
    assert len(sandbox.server.world.updates) == 1
    async with beside(sandbox.server, data):
        await confirmed(sandbox)
        await alex.says("/again")
        await alex.hears(said("shame.hard_times"))
    assert words_kept(data).count(FEAR) == 1
    assert await alex.counts(said("shame.hard_times")) == 2


async def test_a_reply_that_was_decided_but_not_sent_goes_after_a_kill(  # fault 14
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    async with beside(sandbox.server, data) as bot:
        await meet_briefly(alex)
        await reach_fears(alex)
        await answer_and_wait_for_send(sandbox, alex, "hang")
        await bot.kill()
    assert await alex.counts(said("shame.hard_times")) == 0
    async with beside(sandbox.server, data):
        await alex.hears(said("shame.hard_times"))
        await alex.says(PAST)
        await alex.hears(said("shame.hard_inside"))
    assert await alex.counts(said("shame.hard_times")) == 1
    assert words_kept(data) == ["3", FEAR, PAST]
    before = "SELECT count(*) FROM outbox WHERE question = (SELECT max(question) - 1 FROM outbox)"
    assert look(data, before) == [1]


async def answer_and_wait_for_send(sandbox: Sandbox, alex: Person, fault: str) -> None:
    """The answer is safe, and the next question is under way."""
    await sandbox.post("faults", method="sendMessage", fault=fault, seconds=0.5)
    sent = len(calls(sandbox, "sendMessage"))
    await alex.says(FEAR)
    await until(lambda: len(calls(sandbox, "sendMessage")) > sent)
    await confirmed(sandbox)


async def test_a_question_answered_while_its_fate_is_unknown_is_not_asked_again(  # fault 14, fault 27
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    async with beside(sandbox.server, data) as bot:
        await meet_briefly(alex)
        await reach_fears(alex)
        await answer_and_wait_for_send(sandbox, alex, "slow")
        await bot.kill()
    await alex.hears(said("shame.hard_times"))  # it had left, and nobody lives who knows
    await alex.says(PAST)
    async with beside(sandbox.server, data):
        await alex.hears(said("shame.hard_inside"))
        await confirmed(sandbox)
    assert words_kept(data) == ["3", FEAR, PAST]
    assert await alex.counts(said("shame.hard_times")) <= 2  # at most once more


async def test_a_long_paste_cut_by_a_kill_between_its_parts_is_one_answer(  # fault 16
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    paste = " ".join(f"line {i} of what I never told" for i in range(500))[:12_000]
    parts = [paste[:4096], paste[4096:8192], paste[8192:]]
    async with beside(sandbox.server, data) as bot:
        await meet_briefly(alex)
        await reach_fears(alex)
        await alex.says(parts[0])
        await confirmed(sandbox)
        await bot.kill()
    await alex.says(*parts[1:])
    async with beside(sandbox.server, data):
        await alex.hears(said("shame.hard_times"))
        await confirmed(sandbox)
    kept = look(data, "SELECT number, words FROM answer_parts WHERE number > 1 ORDER BY number, position")
    assert {number for number, _ in kept} == {2}
    assert [words for _, words in kept] == [part.strip() for part in parts]


async def test_a_kill_within_a_tick_costs_nobody_the_prompt(  # fault 37
    sandbox: Sandbox, alex: Person, sam: Person, data: Path
) -> None:
    async with beside(sandbox.server, data):
        await meet(alex, hour="7:30")
        await meet(sam, hour="7:30")
    await sandbox.post("clock", to="2026-03-03T06:30:00Z")
    async with launched(["-c", DIES_IN_TICK, *joining(sandbox.server)], data) as bot:
        assert await bot.ended() == -signal.SIGKILL
    assert look(data, "SELECT * FROM prompts") == []
    async with beside(sandbox.server, data):
        for person in (alex, sam):
            await person.hears(said("daily_prompt.prompt"))
            await person.says("/help")
            await person.hears(said("help.help"))
            assert await person.counts(said("daily_prompt.prompt")) == 1
    assert look(data, "SELECT local_date, outcome FROM prompts") == [("2026-03-03", "sent")] * 2


async def test_a_prompt_that_was_under_way_at_a_kill_never_comes_twice(  # fault 37
    sandbox: Sandbox, alex: Person, sam: Person, data: Path
) -> None:
    async with beside(sandbox.server, data) as bot:
        await meet(alex, hour="7:30")
        await meet(sam, hour="7:30")
        await sandbox.post("faults", method="sendMessage", fault="hang", chat_id=alex.id)
        await sandbox.post("clock", to="2026-03-03T06:30:00Z")
        await sam.hears(said("daily_prompt.prompt"))
        await until(lambda: any(not call["ok"] for call in calls(sandbox, "sendMessage")))
        await bot.kill()
    async with beside(sandbox.server, data):
        await sandbox.post("clock", to="2026-03-04T06:30:00Z")
        await alex.hears(said("daily_prompt.prompt"))
        await sam.hears(said("daily_prompt.prompt"))
    assert (await alex.counts(said("daily_prompt.prompt")), await sam.counts(said("daily_prompt.prompt"))) == (1, 2)
