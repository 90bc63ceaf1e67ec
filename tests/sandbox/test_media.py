"""What a person sends besides words, and what the bot is told of it."""

from typing import Any

import aiohttp
import pytest
from telegram import Bot, Update

from tests.sandbox.driver import ALEX, TOKEN, Sandbox
from tests.sandbox.test_person_side import content

WITH_CAPTION = ["photo", "video", "document", "audio", "voice"]


async def media(sandbox: Sandbox, kind: str, status: int = 200, /, **body: Any) -> Any:
    return await sandbox.post(f"chats/{ALEX}/{kind}", status, **body)


async def parsed(sandbox: Sandbox) -> list[Update]:
    """The pending updates as the client library reads them."""
    bot = Bot(TOKEN)
    return [Update.de_json(update, bot) for update in await sandbox.updates()]


@pytest.mark.parametrize("kind", WITH_CAPTION)
async def test_a_file_has_a_caption_that_can_be_edited_and_taken_away(sandbox: Sandbox, kind: str) -> None:
    (mine,) = (await media(sandbox, kind, caption=" /back to teh lake "))["message_ids"]
    message = await content(sandbox)
    assert message["caption"] == "/back to teh lake"
    assert message["caption_entities"] == [{"type": "bot_command", "offset": 0, "length": 5}]
    assert "text" not in message
    await sandbox.post(f"chats/{ALEX}/edit", message_id=mine, text="to the lake")
    edited = (await sandbox.updates())[-1]["edited_message"]
    assert (edited["message_id"], edited["caption"], edited[kind]) == (mine, "to the lake", message[kind])
    assert "edit_date" in edited
    await sandbox.post(f"chats/{ALEX}/edit", message_id=mine, text="")
    assert "caption" not in (await sandbox.updates())[-1]["edited_message"]
    shown = await sandbox.last()
    assert (shown["kind"], shown["text"], shown["edited"]) == (kind, "", True)


@pytest.mark.parametrize("kind", WITH_CAPTION)
async def test_a_caption_may_have_a_thousand_and_twenty_four_units(sandbox: Sandbox, kind: str) -> None:
    (mine,) = (await media(sandbox, kind, caption="🌿" * 512))["message_ids"]
    assert "1024" in (await media(sandbox, kind, 400, caption="🌿" * 512 + "x"))["error"]
    assert "1024" in (await sandbox.post(f"chats/{ALEX}/edit", 400, message_id=mine, text="c" * 1025))["error"]
    assert len(await sandbox.updates()) == 1


@pytest.mark.parametrize("kind", WITH_CAPTION)
async def test_a_caption_with_nothing_to_see_is_none(sandbox: Sandbox, kind: str) -> None:
    await media(sandbox, kind, caption="\u200b\u2800")
    assert "caption" not in await content(sandbox)


@pytest.mark.parametrize(("kind", "body"), [("sticker", {"emoji": "🌿"}), ("contact", {})])
async def test_what_has_no_caption_cannot_be_edited(sandbox: Sandbox, kind: str, body: dict[str, Any]) -> None:
    (mine,) = (await media(sandbox, kind, **body))["message_ids"]
    refusal = await sandbox.post(f"chats/{ALEX}/edit", 400, message_id=mine, text="x")
    assert refusal["error"] == "Only texts and captions can be edited."


async def test_a_file_of_ones_own_can_be_uploaded_with_a_caption(sandbox: Sandbox) -> None:
    form = aiohttp.FormData({"caption": "Mine"})
    form.add_field("file", b"%PDF", filename="mine.pdf", content_type="application/pdf")
    async with sandbox.session.post(f"{sandbox.server.url}/sandbox/chats/{ALEX}/document", data=form) as response:
        assert response.status == 200
    message = await content(sandbox)
    assert (message["document"]["file_name"], message["caption"]) == ("mine.pdf", "Mine")


async def test_an_album_comes_as_messages_of_one_group_and_the_first_has_the_caption(sandbox: Sandbox) -> None:
    kinds = ["photo", "video"] * 5
    sent = await media(sandbox, "album", kinds=kinds, caption="Our week")
    messages = [update.effective_message for update in await parsed(sandbox)]
    assert [message.message_id for message in messages if message] == sent["message_ids"]
    assert [message.caption for message in messages if message] == ["Our week", *[None] * 9]
    assert len({message.media_group_id for message in messages if message}) == 1
    assert [bool(message and message.video) for message in messages] == [False, True] * 5
    await sandbox.post(f"chats/{ALEX}/edit", message_id=sent["message_ids"][0], text="Our day")
    edited = (await sandbox.updates())[-1]["edited_message"]
    assert messages[0] is not None
    assert (edited["caption"], edited["media_group_id"]) == ("Our day", messages[0].media_group_id)
    await media(sandbox, "album")
    assert (await sandbox.updates())[-1]["message"]["media_group_id"] != edited["media_group_id"]


@pytest.mark.parametrize(
    "kinds", [["photo"], ["photo"] * 11, ["photo", "document"], ["voice", "voice"], ["document", "audio"], [], "photo"]
)
async def test_an_album_of_what_does_not_go_together_is_refused(sandbox: Sandbox, kinds: Any) -> None:
    assert (await media(sandbox, "album", 400, kinds=kinds))["error"].endswith(".")
    assert await sandbox.updates() == []


async def test_a_poll_and_a_checklist_come_as_such(sandbox: Sandbox) -> None:
    await media(sandbox, "poll", question="Where?", options=["Lake", "Wood"])
    await media(sandbox, "checklist", title="Today", tasks=["Breathe", "Walk"])
    poll, checklist = [update.effective_message for update in await parsed(sandbox)]
    assert poll is not None
    assert poll.poll is not None
    assert (poll.poll.question, [option.text for option in poll.poll.options]) == ("Where?", ["Lake", "Wood"])
    assert checklist is not None
    assert checklist.checklist is not None
    assert (checklist.checklist.title, [task.text for task in checklist.checklist.tasks]) == (
        "Today",
        ["Breathe", "Walk"],
    )
    shown = (await sandbox.chat())["messages"][-2:]
    assert [(message["kind"], message["text"], message["lines"]) for message in shown] == [
        ("poll", "Where?", ["Lake", "Wood"]),
        ("checklist", "Today", ["Breathe", "Walk"]),
    ]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("poll", {"question": " ", "options": ["a"]}),
        ("poll", {"question": "x", "options": []}),
        ("poll", {"question": "x", "options": [str(number) for number in range(13)]}),
        ("poll", {"question": "x", "options": "ab"}),
        ("checklist", {"title": "x", "tasks": [" "]}),
        ("checklist", {"tasks": ["a"]}),
    ],
)
async def test_a_poll_or_a_checklist_without_words_is_refused(
    sandbox: Sandbox, kind: str, body: dict[str, Any]
) -> None:
    assert (await media(sandbox, kind, 400, **body))["error"].endswith(".")


async def test_who_refuses_voice_notes_is_sent_none(sandbox: Sandbox) -> None:
    await media(sandbox, "voice")
    note = (await content(sandbox))["voice"]["file_id"]
    await sandbox.post(f"chats/{ALEX}/voices", refused=True)
    refusal = "400 Bad Request: VOICE_MESSAGES_FORBIDDEN"
    assert await sandbox.refusal("sendVoice", chat_id=ALEX, voice=note) == refusal
    assert (await sandbox.last())["from"] == "person"
    await sandbox.call("sendMessage", chat_id=ALEX, text="words go through")
    await sandbox.post(f"chats/{ALEX}/voices", refused=False)
    await sandbox.call("sendVoice", chat_id=ALEX, voice=note)
