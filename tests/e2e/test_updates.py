"""What Telegram brings: twice, out of order, malformed, from many at once. Polled; for the webhook see test_webhook."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.keyhole import look, words_kept
from tests.e2e.person import Person, labels, until
from tests.e2e.raw_updates import written
from tests.e2e.running import beside, in_process
from tests.e2e.script import label, phrase, said
from tests.e2e.ways import meet_briefly, reach_fears
from tests.sandbox.driver import Sandbox

CANARY = "the canary sang at four"
FEAR = "That they will see who I really am one day and quietly turn away from me"


async def all_taken(sandbox: Sandbox) -> None:
    await until(lambda: not sandbox.server.world.updates)


async def test_the_same_update_twice_has_one_effect(sandbox: Sandbox, alex: Person, data: Path) -> None:  # fault 5
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
        for _ in range(2):
            await sandbox.post("updates", update_id=700, message=written(alex.id, "/help"))
        await all_taken(sandbox)
        await alex.says("/history")
        await alex.hears(phrase("history_empty"))
    assert await alex.counts(said("help.help")) == 1


async def test_update_ids_that_start_again_lower_are_followed(  # fault 6
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
        await sandbox.post("updates", update_id=900_000_000, message=written(alex.id, "/help"))
        await alex.hears(said("help.help"))
        await sandbox.post("updates", update_id=17, message=written(alex.id, "/privacy"))
        await alex.hears(said("privacy.privacy"))
        await alex.says("/history")
        await alex.hears(phrase("history_empty"))
        await all_taken(sandbox)
    assert await alex.counts(said("help.help")) == 1
    assert len([c for c in sandbox.server.world.calls if c["method"] == "getUpdates"]) < 20  # it does not spin


MALFORMED: dict[str, Any] = {
    "without a date": {"message": {"message_id": 1, "chat": {"id": 1001, "type": "private"}, "text": CANARY}},
    "of a new type": {"telepathy": {"from": {"id": 1001}, "thought": CANARY}},
    "of a wrong type": {"message": CANARY},
    "a text that is none": {
        "message": {"message_id": 1, "date": 1, "chat": {"id": 1001, "type": "private"}, "text": 7}
    },
    "an id that is none": {"message": {"message_id": 1, "date": 1, "chat": {"id": CANARY, "type": "private"}}},
    "huge": {"message": [CANARY * 50_000]},
    "empty": {},
}


@pytest.mark.slow
async def test_what_cannot_be_read_is_put_aside_and_the_rest_goes_on(  # fault 7
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    async with beside(sandbox.server, data, LOG_LEVEL="DEBUG") as bot:
        await meet_briefly(alex)
        for body in MALFORMED.values():
            sandbox.server.world.add_raw_update(body)
        await alex.says("/help")
        await alex.hears(said("help.help"))
        await all_taken(sandbox)
        assert CANARY not in bot.log
        assert bot.log.count("update not readable") == len(MALFORMED) - 1  # an empty one is merely nothing
    assert look(data, "SELECT count(*) FROM quarantine") == [len(MALFORMED) - 1]


async def test_two_people_at_once_do_not_mix(sandbox: Sandbox, alex: Person, sam: Person, data: Path) -> None:
    async def reflect(person: Person, word: str) -> str:
        await meet_briefly(person)
        await reach_fears(person)
        await person.says(" ".join([word] * 9))
        await person.hears(said("shame.hard_times"))
        await person.says("/history")
        page: str = (await person.hears(phrase("history_title")))["text"]
        return page

    async with in_process(sandbox.server, data):
        alexs, sams = await asyncio.gather(reflect(alex, "heron"), reflect(sam, "marten"))
    assert ("heron" in alexs, "marten" in alexs) == (True, False)
    assert ("heron" in sams, "marten" in sams) == (False, True)


async def test_five_messages_at_once_are_one_answer_and_keep_nobody_waiting(  # fault 15
    sandbox: Sandbox, alex: Person, sam: Person, data: Path
) -> None:
    sentences = [f"This is the sentence number {i} of what I have long feared" for i in range(1, 6)]
    async with in_process(sandbox.server, data):
        await meet_briefly(sam)
        await meet_briefly(alex)
        await reach_fears(alex)
        await sandbox.post("faults", method="sendMessage", fault="slow", seconds=1, chat_id=alex.id)
        await alex.says(*sentences)
        await sam.says("/help")
        await sam.hears(said("help.help"))
        assert await alex.counts(said("shame.hard_times")) == 0  # Sam was not kept waiting for Alex
        await alex.hears(said("shame.hard_times"))
    assert words_kept(data) == ["3", *sentences]
    assert look(data, "SELECT DISTINCT number FROM answer_parts ORDER BY number") == [1, 2]


async def test_a_long_paste_is_one_answer_in_its_order(sandbox: Sandbox, alex: Person, data: Path) -> None:  # fault 16
    paste = " ".join(f"line {i} of what I never told" for i in range(500))[:12_000]
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
        await reach_fears(alex)
        assert len(await alex.says(paste)) == 3
        await alex.hears(said("shame.hard_times"))
    kept = look(data, "SELECT number, words FROM answer_parts WHERE number > 1 ORDER BY number, position")
    assert {number for number, _ in kept} == {2}
    assert "".join(words for _, words in kept).replace(" ", "") == paste.replace(" ", "")
    assert await alex.counts(said("shame.hard_times")) == 1


async def test_an_edited_message_changes_the_answer_and_nothing_else(  # fault 17
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
        await reach_fears(alex)
        [answer] = await alex.says(FEAR)
        await alex.hears(said("shame.hard_times"))
        await alex.does("edit", message_id=answer, text="Nothing much after all")
        await alex.hears(phrase("edited"))
        await alex.says("/again")
        await alex.hears(said("shame.hard_times"))
    assert words_kept(data) == ["3", "Nothing much after all"]


async def test_a_double_tap_counts_once(sandbox: Sandbox, alex: Person, data: Path) -> None:  # fault 19
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
        await alex.says("/start shame")
        asked = await alex.hears(said("shame.consent"))
        ready = asked["buttons"][0][0]["data"]
        answers = await asyncio.gather(*(alex.taps_data(asked["id"], ready) for _ in range(2)))
        assert answers == ["", ""]  # the second is answered, and says nothing
        await alex.hears(said("shame.tension_before"))
        await alex.says("/again")
        await alex.hears(said("shame.tension_before"))
    assert await alex.counts(said("shame.tension_before")) == 2


async def test_yesterdays_keyboard_gets_a_gentle_answer(sandbox: Sandbox, alex: Person, data: Path) -> None:  # fault 19
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
        await alex.says("/start shame")
        asked = await alex.hears(said("shame.consent"))
        later = next(b["data"] for row in asked["buttons"] for b in row if b["text"] == label("shame.consent.later"))
        await alex.taps(label("shame.consent.ready"))
        await alex.hears(said("shame.tension_before"))
        await alex.taps("3")
        await alex.hears(said("shame.fears"))
        await sandbox.post("clock", advance_seconds=86_400)
        assert (await alex.taps_data(asked["id"], later)) == phrase("old_button")
        await alex.says("/again")
        await alex.hears(phrase("tension_again"))
        await alex.taps("3")
        await alex.hears(said("shame.fears"))
        assert labels(await alex.message(asked["id"])) == []


FORGED = [
    "no key of ours",
    "::",
    "x:1:.ready",
    "{key}:{turn}:.no_such_choice",
    "{key}:{turn}:=11",
    "{key}:{turn}:=-1",
    "{key}:{turn}:/no_such_command",
    "{key}:{turn}:hy",
    "{key}:{turn}:#0",
    "{key}:{turn}:",
    "{key}:999999999:.ready",
    "{key}:h1:9.9x",
    "{key}:v:1.99",
    "{key}:²:.ready",
    "x" * 64,
]


async def test_forged_taps_are_refused(sandbox: Sandbox, alex: Person, data: Path) -> None:  # fault 19
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
        await alex.says("/start shame")
        await alex.taps(label("shame.consent.ready"))
        asked = await alex.hears(said("shame.tension_before"))
        key, turn, _ = asked["buttons"][0][0]["data"].split(":")
        for forged in FORGED:
            await alex.taps_data(asked["id"], forged.format(key=key, turn=turn))
        await alex.taps("3")
        await alex.hears(said("shame.fears"))
    assert words_kept(data) == ["3"]
    assert look(data, "SELECT count(*) FROM quarantine") == [0]


async def test_an_answer_comes_in_the_topic_where_it_was_asked_for(
    sandbox: Sandbox, alex: Person, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await sandbox.post("topics", enabled=True)
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
        await alex.does("send", text="/support", thread=5)
        card = await alex.hears("People who listen")
        assert sandbox.server.world.chats[alex.id].messages[card["id"]].thread == 5
        await alex.taps(label("support.card.back"))
        back = await alex.hears(said("support.back"))
        assert sandbox.server.world.chats[alex.id].messages[back["id"]].thread == 5
    assert "the bot has topics in private chats" in caplog.text
