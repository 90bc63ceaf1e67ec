"""Telegram refuses, asks for a pause, answers nothing, is not there: what people get all the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.services import token_watch
from tests.e2e.keyhole import look
from tests.e2e.person import Person, labels, spoken, until
from tests.e2e.running import Running, beside, free_port, in_process
from tests.e2e.script import label, phrase, said
from tests.e2e.ways import build_a_home_base, meet, meet_briefly, reach_fears
from tests.sandbox.driver import Answer, Sandbox

PAUSE = 1  # seconds that Telegram asks for: of real time, so as few as may be


@pytest.fixture
async def running(sandbox: Sandbox, data: Path) -> AsyncIterator[Running]:
    async with in_process(sandbox.server, data) as bot:
        yield bot


async def fails(sandbox: Sandbox, fault: str, method: str = "sendMessage", **more: Any) -> None:
    await sandbox.post("faults", method=method, fault=fault, **more)


def sends(sandbox: Sandbox, chat_id: int) -> list[Answer]:
    return [c for c in sandbox.server.world.calls if c["method"] == "sendMessage" and c["chat_id"] == chat_id]


@pytest.mark.usefixtures("running")
async def test_a_pause_is_kept_to_the_second_and_only_in_its_chat(  # fault 26
    sandbox: Sandbox, alex: Person, sam: Person
) -> None:
    await meet_briefly(alex)
    await meet_briefly(sam)
    await fails(sandbox, "too_many_requests", chat_id=alex.id, retry_after=PAUSE)
    await alex.says("/help")
    await until(lambda: sends(sandbox, alex.id)[-1]["status"] == 429)
    await sam.says("/help")
    await sam.hears(said("help.help"))
    assert await alex.counts(said("help.help")) == 0
    await alex.hears(said("help.help"))
    refused, sent = sends(sandbox, alex.id)[-2:]
    assert PAUSE <= sent["at"] - refused["at"] < PAUSE + 0.5


@pytest.mark.slow
async def test_a_pause_outlives_a_restart(  # fault 26
    sandbox: Sandbox, alex: Person, sam: Person, data: Path
) -> None:
    async with beside(sandbox.server, data) as bot:
        await meet_briefly(alex)
        await meet_briefly(sam)
        await fails(sandbox, "too_many_requests", chat_id=alex.id, retry_after=10_072)
        await alex.says("/help")
        await until(lambda: look(data, "SELECT id FROM outbox WHERE not_before IS NOT NULL") != [])
        await bot.kill()
    async with beside(sandbox.server, data):
        await sam.says("/help")
        await sam.hears(said("help.help"))
        assert sends(sandbox, alex.id)[-1]["status"] == 429
    assert look(data, "SELECT state FROM outbox WHERE not_before IS NOT NULL") == ["waiting"]


@pytest.mark.usefixtures("running")
async def test_polling_keeps_a_pause_too(sandbox: Sandbox, alex: Person) -> None:  # fault 26
    await meet_briefly(alex)
    await fails(sandbox, "too_many_requests", "getUpdates", retry_after=PAUSE)
    await alex.says("/help", "/privacy")
    await alex.hears(said("privacy.privacy"))
    await until(lambda: not sandbox.server.world.updates)  # the next poll confirms them
    polls = [c for c in sandbox.server.world.calls if c["method"] == "getUpdates"]
    refused = next(i for i, call in enumerate(polls) if call["status"] == 429)
    assert PAUSE <= polls[refused + 1]["at"] - polls[refused]["at"] < PAUSE + 0.5
    assert await alex.counts(said("help.help")) == 1


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("fault", ["lost_answer", "server_error", "cut"])
async def test_a_question_whose_fate_is_unknown_is_asked_until_it_has_come(  # fault 27
    sandbox: Sandbox, alex: Person, fault: str
) -> None:
    await meet_briefly(alex)
    await alex.says("/start shame")
    await alex.hears(said("shame.consent"))
    await fails(sandbox, fault, times=2)
    await alex.taps(label("shame.consent.ready"))
    await until(lambda: len([call for call in sends(sandbox, alex.id) if call["status"] in (0, 502)]) == 2)
    await until(lambda: sends(sandbox, alex.id)[-1]["status"] == 200)
    assert await alex.counts(said("shame.tension_before")) == (3 if fault == "lost_answer" else 1)


@pytest.mark.usefixtures("running")
async def test_the_card_comes_after_an_outage(sandbox: Sandbox, alex: Person) -> None:
    await meet_briefly(alex)
    await fails(sandbox, "server_error", times=2)
    await alex.says("i want to die")
    await alex.hears("People who listen")


@pytest.mark.usefixtures("running")
async def test_a_question_that_was_answered_meanwhile_is_not_asked_again(  # fault 27
    sandbox: Sandbox, alex: Person
) -> None:
    await meet_briefly(alex)
    await alex.says("/start shame")
    await alex.hears(said("shame.consent"))
    await fails(sandbox, "lost_answer")
    await alex.taps(label("shame.consent.ready"))
    await alex.hears(said("shame.tension_before"))  # it did arrive
    await alex.taps("3")
    await alex.hears(said("shame.fears"))
    assert await alex.counts(said("shame.tension_before")) == 1


@pytest.mark.usefixtures("running")
async def test_a_prompt_whose_fate_is_unknown_is_not_sent_again(sandbox: Sandbox, alex: Person) -> None:  # fault 27
    await meet(alex, hour="7:30")
    await fails(sandbox, "lost_answer")
    await sandbox.post("clock", to="2026-03-03T06:30:00Z")
    await alex.hears(said("daily_prompt.prompt"))
    await sandbox.post("clock", to="2026-03-04T06:30:00Z")
    await alex.hears(said("daily_prompt.prompt"))
    assert await alex.counts(said("daily_prompt.prompt")) == 2


async def test_what_was_certainly_not_sent_goes_later_in_its_order(  # fault 28
    sandbox: Sandbox, alex: Person, running: Running
) -> None:
    await meet_briefly(alex)
    await alex.says("/start peaceful_place")
    await build_a_home_base(alex, *["calm"] * 5)
    await alex.hears(said("peaceful_place.card"))
    await alex.says("/home")
    card = await alex.hears(said("home.card"))
    await sandbox.server.stop()  # from here on connections are refused
    sandbox.server.clock.advance(timedelta(minutes=1))
    await running.ticked()
    await sandbox.server.start()
    await alex.hears(said("home.back"))
    await alex.says("/help")
    await alex.hears(said("help.help"))
    assert await alex.counts(said("home.back")) == 1
    assert labels(await alex.message(card["id"])) == []  # the edit came through too


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize(
    "words", ["Forbidden: bot was blocked by the user", "Forbidden: user is deactivated", "Bad Request: chat not found"]
)
async def test_somebody_who_is_gone_gets_nothing_until_they_write(  # fault 29
    sandbox: Sandbox, alex: Person, data: Path, words: str
) -> None:
    await meet(alex, hour="7:30")
    await reach_fears(alex)
    fault = "forbidden" if words.startswith("Forbidden") else "bad_request"
    await fails(sandbox, fault, description=words)
    await alex.says("/again")
    await until(lambda: look(data, "SELECT reachable FROM people") == [0])
    calls = len(sends(sandbox, alex.id))
    await sandbox.post("clock", to="2026-03-03T06:30:00Z")  # the prompt's hour
    await until(lambda: look(data, "SELECT outcome FROM prompts") != [])
    await until(lambda: look(data, "SELECT id FROM outbox WHERE state IN ('waiting', 'sending')") == [])
    assert len(sends(sandbox, alex.id)) == calls
    await alex.says("/resume")
    await alex.hears(phrase("tension_again"))
    await alex.taps("3")
    await alex.hears(said("shame.fears"))  # their place is where it was


@pytest.mark.usefixtures("running")
async def test_somebody_who_blocked_the_bot_and_comes_back_goes_on(  # fault 29
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    await meet(alex, hour="7:30")
    await alex.does("block")
    await until(lambda: look(data, "SELECT reachable FROM people") == [0])
    await sandbox.post("clock", to="2026-03-03T06:30:00Z")
    await until(lambda: look(data, "SELECT outcome FROM prompts") != [])
    await alex.does("unblock")
    await until(lambda: look(data, "SELECT reachable FROM people") == [1])
    await sandbox.post("clock", to="2026-03-04T06:30:00Z")
    await alex.hears(said("daily_prompt.prompt"))
    assert await alex.counts(said("daily_prompt.prompt")) == 1


@pytest.mark.parametrize("method", ["sendMessage", "getUpdates"])
@pytest.mark.usefixtures("running")
async def test_a_token_that_is_refused_for_a_moment_silences_nobody(  # fault 33
    sandbox: Sandbox, alex: Person, method: str
) -> None:
    await meet_briefly(alex)
    await fails(sandbox, "unauthorized", method, times=2)
    await alex.says("/help")
    await alex.hears(said("help.help"))
    await alex.says("/support")
    await alex.hears("People who listen")


async def test_a_token_that_is_refused_for_minutes_turns_health_red(  # fault 33
    sandbox: Sandbox, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_watch, "BELIEVED_AFTER", timedelta(0))
    port = free_port()
    async with in_process(sandbox.server, data, HEALTH_PORT=str(port)) as bot:
        await fails(sandbox, "unauthorized", "getMe", times=2)
        bot.coach.token.doubt()
        await until(lambda: bot.coach.token.refused)
        async with sandbox.session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            report = await answer.json()
            assert answer.status == 503
        assert report["trouble"] == "Telegram refuses the bot token"
        await until(lambda: not bot.coach.token.refused)  # and it is taken again


async def test_the_bot_runs_without_its_menu(sandbox: Sandbox, alex: Person, data: Path) -> None:
    await fails(sandbox, "bad_request", "setMyCommands")
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
    assert (await sandbox.get("state"))["commands"] == []


async def test_the_menu_is_set(sandbox: Sandbox, data: Path) -> None:
    async with in_process(sandbox.server, data) as bot:
        menu = {entry["command"]: entry["description"] for entry in (await sandbox.get("state"))["commands"]}
    assert menu == bot.coach.reloading.menus[0]
    assert "support" in menu


async def test_a_network_that_is_down_at_the_start_is_waited_for(sandbox: Sandbox, alex: Person, data: Path) -> None:
    await fails(sandbox, "cut", "getMe")
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
    assert spoken(await alex.chat())
