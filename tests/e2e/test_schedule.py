"""The daily prompt at people's own hour, whatever the clocks do. All of it with the clock moved over the moment."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.keyhole import look
from tests.e2e.person import Person, until
from tests.e2e.running import Running, in_process
from tests.e2e.script import label, phrase, said, to_type
from tests.e2e.ways import meet, reach_fears
from tests.sandbox.driver import Sandbox


@pytest.fixture
async def running(sandbox: Sandbox, data: Path) -> AsyncIterator[Running]:
    async with in_process(sandbox.server, data) as bot:
        yield bot


async def at(sandbox: Sandbox, running: Running, *moments: str) -> None:
    """The clock goes to each moment, and the bot has seen to what is due there."""
    for moment in moments:
        await sandbox.post("clock", to=moment)
        await running.ticked()


async def sent_prompts(data: Path) -> int:
    """All that were decided have gone, so many have arrived."""
    await until(lambda: look(data, "SELECT id FROM outbox WHERE state IN ('waiting', 'sending')") == [])
    return len(look(data, "SELECT id FROM outbox WHERE prompt AND kind = 'send' AND state = 'delivered'"))


async def test_an_hour_that_a_spring_night_leaves_out_comes_once_an_hour_later(  # fault 35
    sandbox: Sandbox, alex: Person, running: Running, data: Path
) -> None:
    await at(sandbox, running, "2026-03-28T12:00:00Z")
    await meet(alex, place="Berlin", hour="2:30")
    await at(sandbox, running, "2026-03-29T01:29:00Z")
    assert await sent_prompts(data) == 0
    await at(sandbox, running, "2026-03-29T01:30:00Z")  # 3:30 in Berlin, where 2:30 did not come
    assert await sent_prompts(data) == 1
    await at(sandbox, running, "2026-03-29T02:30:00Z", "2026-03-30T00:29:00Z")
    assert await sent_prompts(data) == 1
    await at(sandbox, running, "2026-03-30T00:30:00Z")
    assert await sent_prompts(data) == 2


async def test_an_hour_that_an_autumn_night_repeats_comes_the_first_time_only(  # fault 36
    sandbox: Sandbox, alex: Person, running: Running, data: Path
) -> None:
    await at(sandbox, running, "2026-10-24T12:00:00Z")
    await meet(alex, place="Berlin", hour="2:30")
    await at(sandbox, running, "2026-10-25T00:29:00Z")
    assert await sent_prompts(data) == 0
    await at(sandbox, running, "2026-10-25T00:30:00Z")  # 2:30 for the first time
    assert await sent_prompts(data) == 1
    await at(sandbox, running, "2026-10-25T01:30:00Z", "2026-10-25T22:00:00Z")  # and for the second
    assert await sent_prompts(data) == 1
    await at(sandbox, running, "2026-10-26T01:30:00Z")
    assert await sent_prompts(data) == 2


async def test_a_clock_set_back_brings_no_second_prompt(  # fault 38
    sandbox: Sandbox, alex: Person, running: Running, data: Path
) -> None:
    await meet(alex, hour="7:30")
    await at(sandbox, running, "2026-03-03T06:30:00Z")
    assert await sent_prompts(data) == 1
    await at(sandbox, running, "2026-03-03T05:30:00Z", "2026-03-03T06:30:00Z")
    assert await sent_prompts(data) == 1
    await at(sandbox, running, "2026-03-04T06:30:00Z")
    assert await sent_prompts(data) == 2


async def test_after_two_days_asleep_only_todays_prompt_comes(  # fault 38
    sandbox: Sandbox, alex: Person, running: Running, data: Path
) -> None:
    await meet(alex, hour="7:30")
    await at(sandbox, running, "2026-03-05T08:00:00Z")
    assert await sent_prompts(data) == 1
    settled = "SELECT local_date, outcome FROM prompts ORDER BY local_date"
    assert look(data, settled) == [("2026-03-03", "dropped"), ("2026-03-05", "sent")]
    await at(sandbox, running, "2026-03-06T06:30:00Z")
    assert await sent_prompts(data) == 2


async def test_a_prompt_waits_for_somebody_who_is_in_an_exercise(
    sandbox: Sandbox, alex: Person, running: Running, data: Path
) -> None:
    await meet(alex, hour="7:30")
    await at(sandbox, running, "2026-03-03T06:28:00Z")
    await reach_fears(alex)
    await at(sandbox, running, "2026-03-03T06:30:00Z")
    assert await sent_prompts(data) == 0
    await at(sandbox, running, "2026-03-03T06:39:00Z")
    await alex.hears(said("daily_prompt.prompt"))
    await alex.says("/resume")
    await alex.hears(said("shame.fears"))


async def test_later_comes_once_in_an_hour(sandbox: Sandbox, alex: Person, running: Running, data: Path) -> None:
    await meet(alex, hour="7:30")
    await at(sandbox, running, "2026-03-03T06:30:00Z")
    await alex.taps(label("daily_prompt.prompt.later"))
    await alex.hears(said("daily_prompt.later"))
    await at(sandbox, running, "2026-03-03T07:29:00Z")
    assert await sent_prompts(data) == 1
    await at(sandbox, running, "2026-03-03T07:31:00Z")
    assert await sent_prompts(data) == 2
    await at(sandbox, running, "2026-03-03T10:00:00Z")
    assert await sent_prompts(data) == 2


async def test_a_planned_visit_comes_once_the_clock_is_moved_on_by_a_day(
    sandbox: Sandbox, alex: Person, running: Running
) -> None:
    await meet(alex)
    await alex.says("/start attunement")
    await alex.taps(label("attunement.opening.ready"))
    await alex.says(*["/skip"] * 5)
    await alex.taps(label("attunement.tomorrow.ask"))
    await alex.hears(said("attunement.planned"))
    await sandbox.post("clock", advance_seconds=24 * 3600)
    await running.ticked()
    await alex.hears(said("attunement_after.tried"))


@pytest.mark.parametrize("change", ["paused", "blocked", "erased"])
async def test_a_prompt_that_is_no_longer_wanted_is_not_sent(  # fault 40, fault 25
    sandbox: Sandbox, alex: Person, running: Running, data: Path, change: str
) -> None:
    await meet(alex, hour="7:30")
    await sandbox.post("faults", method="sendMessage", fault="too_many_requests", chat_id=alex.id, retry_after=1)
    await at(sandbox, running, "2026-03-03T06:30:00Z")
    await until(lambda: any(call["status"] == 429 for call in sandbox.server.world.calls))
    match change:
        case "paused":
            await alex.says("/remind", label("remind.going.pause"))
            await alex.hears(said("remind.now_paused"))
        case "blocked":
            await alex.does("block")
            await running.ticked()
            await alex.does("unblock")
            await alex.says("/help")
            await alex.hears(said("help.help"))
        case "erased":
            await alex.says("/forget", to_type("forget.sure"))
            await alex.hears(phrase("forgotten"))
    assert await sent_prompts(data) == 0
