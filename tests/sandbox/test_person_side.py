"""What a person can do, and what the bot and the page are told of it."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.sandbox.driver import ALEX, Sandbox, until


async def content(sandbox: Sandbox, kind: str = "message") -> Any:
    """What the one pending update holds."""
    (update,) = await sandbox.updates()
    return update[kind]


async def test_alex_is_there_from_the_start_and_others_can_come(sandbox: Sandbox) -> None:
    kim = await sandbox.post("people", 201, name=" Kim ", language_code="de")
    state = await sandbox.get("state")
    assert state["people"] == [{"id": ALEX, "name": "Alex", "blocked": False}, kim]
    assert kim == {"id": 1002, "name": "Kim", "blocked": False}
    assert state["bot"]["id"] == 42
    await sandbox.say("Hallo", kim["id"])
    assert (await content(sandbox))["from"] == {"id": 1002, "is_bot": False, "first_name": "Kim", "language_code": "de"}


async def test_a_text_comes_with_its_command_marked(sandbox: Sandbox) -> None:
    await sandbox.say("/start shame")
    message = await content(sandbox)
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["chat"]["id"] == message["from"]["id"] == ALEX


async def test_a_long_paste_goes_out_in_parts_as_a_client_sends_it(sandbox: Sandbox) -> None:  # fault 16
    paste = ("I remember how quiet it was. " * 500)[:12_000].strip()
    sent = await sandbox.post(f"chats/{ALEX}/send", text=paste)
    parts = [update["message"]["text"] for update in await sandbox.updates()]
    assert len(sent["message_ids"]) == len(parts) == 3
    assert " ".join(parts) == paste
    assert all(3_900 <= len(part) <= 4_096 for part in parts[:-1])


async def test_a_reply_names_what_it_replies_to(sandbox: Sandbox) -> None:
    asked = (await sandbox.call("sendMessage", chat_id=ALEX, text="Where?"))["message_id"]
    await sandbox.post(f"chats/{ALEX}/send", text="Here", reply_to=asked)
    assert (await content(sandbox))["reply_to_message"]["message_id"] == asked
    assert (await sandbox.last())["reply_to"] == asked


async def test_an_own_message_can_be_edited(sandbox: Sandbox) -> None:  # fault 17
    mine = await sandbox.say("teh")
    await sandbox.updates(offset=-1)
    assert await sandbox.post(f"chats/{ALEX}/edit", message_id=mine, text="the") == {"message_id": mine}
    edited = (await sandbox.updates())[-1]["edited_message"]
    assert (edited["message_id"], edited["text"]) == (mine, "the")
    assert "edit_date" in edited
    bots = (await sandbox.call("sendMessage", chat_id=ALEX, text="x"))["message_id"]
    assert "own" in (await sandbox.post(f"chats/{ALEX}/edit", 400, message_id=bots, text="y"))["error"]


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("voice", {"seconds": 7}, "voice"),
        ("sticker", {"emoji": "🌿"}, "sticker"),
        ("photo", {}, "photo"),
        ("contact", {}, "contact"),
    ],
)
async def test_what_is_no_text_comes_as_its_kind(
    sandbox: Sandbox, path: str, body: dict[str, Any], kind: str
) -> None:  # fault 18
    await sandbox.post(f"chats/{ALEX}/{path}", **body)
    message = await content(sandbox)
    assert kind in message
    assert "text" not in message
    assert (await sandbox.last())["kind"] == kind


async def test_a_voice_note_is_as_long_as_was_said_and_can_be_sent_back(sandbox: Sandbox) -> None:
    await sandbox.post(f"chats/{ALEX}/voice", seconds=7)
    voice = (await content(sandbox))["voice"]
    assert (voice["duration"], voice["mime_type"]) == (7, "audio/ogg")
    assert (await sandbox.call("sendVoice", chat_id=ALEX, voice=voice["file_id"]))["voice"]["file_id"] == voice[
        "file_id"
    ]


async def test_a_recorded_voice_note_can_be_uploaded(sandbox: Sandbox) -> None:
    form = aiohttp.FormData({"seconds": "2"})
    form.add_field("file", b"OggS recorded", filename="mine.ogg", content_type="audio/ogg")
    async with sandbox.session.post(f"{sandbox.server.url}/sandbox/chats/{ALEX}/voice", data=form) as response:
        assert response.status == 200
    found = await sandbox.call("getFile", file_id=(await content(sandbox))["voice"]["file_id"])
    assert found["file_size"] == len(b"OggS recorded")


async def test_a_tap_waits_for_the_bots_answer(sandbox: Sandbox) -> None:
    sent = await sandbox.call(
        "sendMessage", chat_id=ALEX, text="?", reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    )
    tap = asyncio.create_task(sandbox.post(f"chats/{ALEX}/tap", message_id=sent["message_id"], data="a", wait=30))
    await until(lambda: len(sandbox.server.world.updates) > 0)
    query = await content(sandbox, "callback_query")
    await sandbox.call("answerCallbackQuery", callback_query_id=query["id"], text="Saved", show_alert=True)
    assert (await tap)["answer"] == {"text": "Saved", "show_alert": True}


async def test_a_tap_may_carry_data_that_no_button_has(sandbox: Sandbox) -> None:  # fault 19
    sent = (await sandbox.call("sendMessage", chat_id=ALEX, text="?"))["message_id"]
    assert (await sandbox.post(f"chats/{ALEX}/tap", message_id=sent, data="forged"))["answer"] is None
    assert (await content(sandbox, "callback_query"))["data"] == "forged"


@pytest.mark.parametrize("by", ["the bot", "the person"])
async def test_a_tap_on_a_message_that_is_gone_tells_of_one_that_cannot_be_reached(sandbox: Sandbox, by: str) -> None:
    sent = await sandbox.call("sendMessage", chat_id=ALEX, text="my words")
    if by == "the bot":
        await sandbox.call("deleteMessage", chat_id=ALEX, message_id=sent["message_id"])
    else:
        await sandbox.post(f"chats/{ALEX}/clear", both=True)
    await sandbox.post(f"chats/{ALEX}/tap", message_id=sent["message_id"], data="a")
    query = await content(sandbox, "callback_query")
    assert query["message"] == {"message_id": sent["message_id"], "chat": sent["chat"], "date": 0}
    assert await sandbox.call("answerCallbackQuery", callback_query_id=query["id"])
    refusal = await sandbox.refusal("editMessageText", chat_id=ALEX, message_id=sent["message_id"], text="x")
    assert refusal == "400 Bad Request: message to edit not found"


async def test_blocking_tells_the_bot_and_stops_the_person_from_writing(sandbox: Sandbox) -> None:  # fault 29
    await sandbox.post(f"chats/{ALEX}/block")
    change = await content(sandbox, "my_chat_member")
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    assert (await sandbox.chat())["blocked"]
    assert "unblock" in (await sandbox.post(f"chats/{ALEX}/send", 400, text="x"))["error"]
    await sandbox.post(f"chats/{ALEX}/unblock")
    change = (await sandbox.updates())[-1]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("kicked", "member")


@pytest.mark.parametrize(("both", "still_editable"), [(False, True), (True, False)])
async def test_a_cleared_chat_is_empty_for_its_person(sandbox: Sandbox, both: bool, still_editable: bool) -> None:
    sent = (await sandbox.call("sendMessage", chat_id=ALEX, text="x"))["message_id"]
    await sandbox.post(f"chats/{ALEX}/clear", both=both)
    assert (await sandbox.chat())["messages"] == []
    edit = await sandbox.answer("editMessageText", chat_id=ALEX, message_id=sent, text="y")
    assert edit["ok"] is still_editable


async def test_in_a_group_the_bot_is_told_and_can_leave(sandbox: Sandbox) -> None:
    group = (await sandbox.post("groups", title="Circle", member=ALEX))["id"]
    assert group < 0
    added = await content(sandbox, "my_chat_member")
    assert (added["chat"]["type"], added["new_chat_member"]["status"]) == ("group", "member")
    await sandbox.post(f"chats/{group}/send", text="hello", **{"from": ALEX})
    assert (await sandbox.updates())[-1]["message"]["chat"]["title"] == "Circle"
    await sandbox.call("sendMessage", chat_id=group, text="Private chats only.")
    assert await sandbox.call("leaveChat", chat_id=group)
    assert (await sandbox.chat(group))["left"]
    assert (
        await sandbox.refusal("sendMessage", chat_id=group, text="x")
        == "403 Forbidden: bot is not a member of the group chat"
    )
    assert await sandbox.refusal("leaveChat", chat_id=ALEX) == (
        "400 Bad Request: chat member status can't be changed in private chats"
    )


async def test_a_reader_waits_for_the_next_change_of_the_chat(sandbox: Sandbox) -> None:
    seen = (await sandbox.chat())["revision"]
    read = asyncio.create_task(sandbox.get(f"chats/{ALEX}?after={seen}&wait=30"))
    await sandbox.call("sendMessage", chat_id=ALEX, text="new")
    assert (await read)["messages"][-1]["text"] == "new"


async def test_a_reader_wakes_for_commands_people_and_the_clock(sandbox: Sandbox) -> None:
    read = await sandbox.chat()
    where = f"chats/{ALEX}?after={read['revision']}&state_after={read['state_revision']}&wait=30"
    await sandbox.call("setMyCommands", commands=[{"command": "breathe", "description": "Breathe"}])
    changed = await sandbox.get(where)
    assert changed["state_revision"] != read["state_revision"]
    assert (await sandbox.get("state"))["commands"] == [{"command": "breathe", "description": "Breathe"}]


async def test_calls_are_listed_without_a_word_of_text(sandbox: Sandbox) -> None:
    sent = await sandbox.call("sendMessage", chat_id=ALEX, text="canary")
    await sandbox.refusal("sendMessage", chat_id=5, text="canary")
    done, refused = await sandbox.get("calls?method=sendMessage")
    assert (done["chat_id"], done["message_id"], done["ok"], done["status"]) == (ALEX, sent["message_id"], True, 200)
    assert (refused["chat_id"], refused["ok"], refused["status"]) == (5, False, 400)
    assert done["at"] <= refused["at"]
    assert "canary" not in str((done, refused))


async def test_a_lone_half_of_a_character_is_replaced(sandbox: Sandbox) -> None:
    await sandbox.say("a\ud800b\0c")
    assert (await content(sandbox))["text"] == "a\ufffdb c"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("chats/1001/send", {}, 400),
        ("chats/1001/send", {"text": "  "}, 400),
        ("chats/1001/send", {"text": "\u200b\u2800"}, 400),
        ("chats/1001/edit", {"message_id": 1, "text": "\u200b\u2800"}, 400),
        ("chats/1001/send", {"text": "x", "reply_to": 999}, 404),
        ("chats/77/send", {"text": "x"}, 404),
        ("chats/x/send", {"text": "x"}, 404),
        ("chats/1001/tap", {"message_id": 999, "data": "a"}, 404),
        ("chats/1001/tap", {"message_id": 1, "data": "a"}, 400),
        ("chats/1001/voice", {"seconds": 0}, 400),
        ("chats/1001/tap", {"message_id": "9" * 5000, "data": "a"}, 400),
        ("people", {"name": ""}, 400),
        ("groups", {"title": "x", "member": 5}, 404),
        ("clock", {"to": "tomorrow"}, 400),
        ("clock", {"advance_seconds": 1e18}, 400),
        ("clock", {"tomorrow_prompt": True}, 409),
    ],
)
async def test_what_makes_no_sense_is_refused_in_a_sentence(
    sandbox: Sandbox, path: str, body: dict[str, Any], status: int
) -> None:
    assert (await sandbox.post(path, status, **body))["error"].endswith(".")
