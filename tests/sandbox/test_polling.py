"""getUpdates: what an offset does, how long a poll waits, and that there is only one."""

import asyncio
from typing import Any

import pytest

from tests.sandbox.driver import ALEX, Sandbox, until

OTHER = "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_IS_SET = (
    "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


def texts(batch: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in batch]


async def waiting_poll(sandbox: Sandbox, **params: Any) -> asyncio.Task[dict[str, Any]]:
    """A poll that has reached the server and found nothing."""
    before = len(sandbox.server.world.calls)
    poll = asyncio.create_task(sandbox.answer("getUpdates", timeout=30, **params))
    await until(lambda: len(sandbox.server.world.calls) > before)
    return poll


async def test_updates_are_given_again_until_an_offset_confirms_them(sandbox: Sandbox) -> None:
    for word in ("one", "two", "three"):
        await sandbox.say(word)
    first = await sandbox.updates()
    assert texts(first) == texts(await sandbox.updates()) == ["one", "two", "three"]
    assert texts(await sandbox.updates(offset=first[1]["update_id"])) == ["two", "three"]
    assert texts(await sandbox.updates()) == ["two", "three"]
    assert await sandbox.updates(offset=first[-1]["update_id"] + 1) == []
    assert await sandbox.updates() == []


async def test_a_negative_offset_keeps_only_the_last(sandbox: Sandbox) -> None:
    for word in ("one", "two", "three"):
        await sandbox.say(word)
    assert texts(await sandbox.updates(offset=-1)) == ["three"]
    assert texts(await sandbox.updates()) == ["three"]


async def test_a_limit_gives_the_oldest_first(sandbox: Sandbox) -> None:
    for word in ("one", "two", "three"):
        await sandbox.say(word)
    assert texts(await sandbox.updates(limit=2)) == ["one", "two"]


async def test_ids_that_fell_back_are_given_despite_a_high_offset(sandbox: Sandbox) -> None:  # fault 6
    await sandbox.post("updates", update_id=500_000, message={})
    await sandbox.updates(offset=500_001)
    await sandbox.post("updates", update_id=7, message={})
    await sandbox.say("after the idle week")
    batch = await sandbox.updates(offset=500_001)
    assert [update["update_id"] for update in batch] == [7, 8]
    assert await sandbox.updates(offset=9) == []


@pytest.mark.parametrize(("seconds", "still_there"), [(150, True), (151, False)])
async def test_a_tap_that_is_not_fetched_in_time_is_gone_and_a_text_is_not(
    sandbox: Sandbox, seconds: int, still_there: bool
) -> None:
    sent = (await sandbox.call("sendMessage", chat_id=ALEX, text="?"))["message_id"]
    await sandbox.post(f"chats/{ALEX}/tap", message_id=sent, data="a")
    await sandbox.say("words")
    await sandbox.post("clock", advance_seconds=seconds)
    kinds = [set(update) - {"update_id"} for update in await sandbox.updates()]
    assert kinds == [{"callback_query"}, {"message"}][not still_there :]


async def test_a_poll_does_not_wake_for_a_tap_that_is_gone(sandbox: Sandbox) -> None:
    sent = (await sandbox.call("sendMessage", chat_id=ALEX, text="?"))["message_id"]
    await sandbox.post(f"chats/{ALEX}/tap", message_id=sent, data="a")
    await sandbox.post("clock", advance_seconds=151)
    poll = await waiting_poll(sandbox)
    await sandbox.say("here")
    assert texts((await poll)["result"]) == ["here"]


async def test_a_poll_waits_for_the_next_update(sandbox: Sandbox) -> None:
    poll = await waiting_poll(sandbox)
    await sandbox.say("here")
    assert texts((await poll)["result"]) == ["here"]


async def test_a_second_poller_ends_the_first(sandbox: Sandbox) -> None:  # fault 11
    first = await waiting_poll(sandbox)
    second = await waiting_poll(sandbox)
    said = await first
    assert f"{said['error_code']} {said['description']}" == OTHER
    await sandbox.say("here")
    assert texts((await second)["result"]) == ["here"]


async def test_a_webhook_ends_the_poll_and_keeps_others_out(sandbox: Sandbox) -> None:
    poll = await waiting_poll(sandbox)
    await sandbox.call("setWebhook", url="http://127.0.0.1:9/hook")
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    assert await sandbox.refusal("getUpdates") == WEBHOOK_IS_SET
    await sandbox.call("deleteWebhook")
    assert await sandbox.updates() == []


async def test_only_the_allowed_kinds_come(sandbox: Sandbox) -> None:
    await sandbox.updates(allowed_updates=["my_chat_member"])
    await sandbox.say("not wanted")
    await sandbox.post(f"chats/{ALEX}/block")
    batch = await sandbox.updates()
    assert [set(update) - {"update_id"} for update in batch] == [{"my_chat_member"}]
    await sandbox.updates(allowed_updates=[], offset=batch[0]["update_id"] + 1)
    await sandbox.post(f"chats/{ALEX}/unblock")
    await sandbox.say("wanted again")
    assert len(await sandbox.updates()) == 2


async def test_a_raw_update_comes_as_it_is(sandbox: Sandbox) -> None:  # fault 7
    malformed = {"message": {"text": 5, "chat": "nowhere"}, "something_new": [None]}
    given = await sandbox.post("updates", **malformed)
    assert await sandbox.updates() == [{"update_id": given["update_id"], **malformed}]
