"""Topics in a private chat: where a message stands, and where a bot may write."""

import pytest

from tests.sandbox.driver import ALEX, Sandbox

UNKNOWN = "400 Bad Request: message thread not found"


@pytest.mark.parametrize("method", ["sendMessage", "sendChatAction"])
@pytest.mark.parametrize("thread", [5, -1, "7"])
async def test_a_thread_that_there_is_not_is_refused(sandbox: Sandbox, method: str, thread: object) -> None:
    params = {"chat_id": ALEX, "text": "x", "action": "typing", "message_thread_id": thread}
    assert await sandbox.refusal(method, **params) == UNKNOWN
    assert [message["from"] for message in (await sandbox.chat())["messages"]] == ["person"]


async def test_a_person_opens_a_topic_and_the_bot_answers_in_it(sandbox: Sandbox) -> None:
    assert not (await sandbox.call("getMe"))["has_topics_enabled"]
    await sandbox.post("topics", enabled=True)
    assert (await sandbox.call("getMe"))["has_topics_enabled"]
    for kind, body in (("send", {"text": "here"}), ("photo", {}), ("poll", {"question": "?", "options": ["a"]})):
        await sandbox.post(f"chats/{ALEX}/{kind}", thread=5, **body)
        message = (await sandbox.updates())[-1]["message"]
        assert (message["message_thread_id"], message["is_topic_message"]) == (5, True)
    sent = await sandbox.call("sendMessage", chat_id=ALEX, text="there", message_thread_id=5)
    assert (sent["message_thread_id"], (await sandbox.last())["thread"]) == (5, 5)
    assert "message_thread_id" not in await sandbox.call("sendMessage", chat_id=ALEX, text="in the general one")
    await sandbox.call("sendChatAction", chat_id=ALEX, action="typing", message_thread_id=5)
    assert await sandbox.refusal("sendMessage", chat_id=ALEX, text="x", message_thread_id=6) == UNKNOWN


async def test_a_tap_tells_of_the_topic_it_was_made_in(sandbox: Sandbox) -> None:
    await sandbox.post("topics", enabled=True)
    await sandbox.post(f"chats/{ALEX}/send", text="here", thread=5)
    sent = await sandbox.call("sendMessage", chat_id=ALEX, text="?", message_thread_id=5)
    await sandbox.post(f"chats/{ALEX}/tap", message_id=sent["message_id"], data="a")
    assert (await sandbox.updates())[-1]["callback_query"]["message"]["message_thread_id"] == 5


async def test_a_topic_of_one_chat_is_none_of_anothers(sandbox: Sandbox) -> None:
    kim = (await sandbox.post("people", 201, name="Kim"))["id"]
    await sandbox.say("hi", kim)
    await sandbox.post("topics", enabled=True)
    await sandbox.post(f"chats/{ALEX}/send", text="here", thread=5)
    assert await sandbox.refusal("sendMessage", chat_id=kim, text="x", message_thread_id=5) == UNKNOWN


async def test_without_topics_nobody_opens_one(sandbox: Sandbox) -> None:
    refusal = await sandbox.post(f"chats/{ALEX}/send", 400, text="x", thread=5)
    assert refusal["error"] == "This chat has no topics."
    await sandbox.post("topics", enabled=True)
    assert (await sandbox.post(f"chats/{ALEX}/send", 400, text="x", thread=0))["error"].endswith(".")


async def test_in_a_group_without_topics_a_thread_is_passed_over(sandbox: Sandbox) -> None:
    group = (await sandbox.post("groups", title="Circle", member=ALEX))["id"]
    assert "message_thread_id" not in await sandbox.call("sendMessage", chat_id=group, text="x", message_thread_id=5)
