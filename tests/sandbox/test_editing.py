"""What a bot may change, remove and answer, and when it no longer may."""

from datetime import timedelta

import pytest

from tests.sandbox.driver import ALEX, NOON, Sandbox

BUTTONS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
SAME = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


async def sent(sandbox: Sandbox, **more: object) -> int:
    return int((await sandbox.call("sendMessage", chat_id=ALEX, text="Breathe in", **more))["message_id"])


async def test_an_edit_replaces_the_text_and_takes_the_buttons_away(sandbox: Sandbox) -> None:
    message = await sent(sandbox, reply_markup=BUTTONS)
    edited = await sandbox.call("editMessageText", chat_id=ALEX, message_id=message, text="Breathe out")
    assert edited["edit_date"] == int(NOON.timestamp())
    shown = await sandbox.last()
    assert (shown["text"], shown["buttons"], shown["edited"]) == ("Breathe out", [], True)


async def test_an_edit_that_changes_nothing_is_refused(sandbox: Sandbox) -> None:
    message = await sent(sandbox, reply_markup=BUTTONS)
    same = {"chat_id": ALEX, "message_id": message, "reply_markup": BUTTONS}
    assert await sandbox.refusal("editMessageText", text=" Breathe in", **same) == SAME
    assert await sandbox.refusal("editMessageReplyMarkup", **same) == SAME


async def test_an_edit_to_nothing_visible_is_refused(sandbox: Sandbox) -> None:
    message = await sent(sandbox)
    refusal = await sandbox.refusal("editMessageText", chat_id=ALEX, message_id=message, text="\u200b")
    assert refusal == "400 Bad Request: text must be non-empty"


async def test_buttons_alone_can_go_and_the_message_does_not_count_as_edited(sandbox: Sandbox) -> None:
    message = await sent(sandbox, reply_markup=BUTTONS)
    await sandbox.call("editMessageReplyMarkup", chat_id=ALEX, message_id=message)
    shown = await sandbox.last()
    assert (shown["buttons"], shown["edited"]) == ([], False)


async def test_only_messages_of_its_own_that_are_there_can_be_edited(sandbox: Sandbox) -> None:
    theirs = await sandbox.say("mine")
    for message, words in ((999, "message to edit not found"), (theirs, "message can't be edited")):
        refusal = await sandbox.refusal("editMessageText", chat_id=ALEX, message_id=message, text="x")
        assert refusal == f"400 Bad Request: {words}"


async def test_a_deleted_message_is_gone(sandbox: Sandbox) -> None:
    message = await sent(sandbox)
    assert await sandbox.call("deleteMessage", chat_id=ALEX, message_id=message)
    assert message not in [shown["id"] for shown in (await sandbox.chat())["messages"]]
    refusal = await sandbox.refusal("deleteMessage", chat_id=ALEX, message_id=message)
    assert refusal == "400 Bad Request: message to delete not found"


async def test_after_two_days_a_message_stays(sandbox: Sandbox) -> None:
    message = await sent(sandbox)
    await sandbox.post("clock", advance_seconds=timedelta(hours=49).total_seconds())
    refusal = await sandbox.refusal("deleteMessage", chat_id=ALEX, message_id=message)
    assert refusal == "400 Bad Request: message can't be deleted for everyone"


async def test_a_reaction_shows_and_can_be_taken_back(sandbox: Sandbox) -> None:
    message = await sandbox.say("I was heard")
    where = {"chat_id": ALEX, "message_id": message}
    await sandbox.call("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "❤"}])
    assert (await sandbox.last())["reaction"] == "❤"
    await sandbox.call("setMessageReaction", **where, reaction=[])
    assert (await sandbox.last())["reaction"] is None
    refusal = await sandbox.refusal("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "🌿"}])
    assert refusal == "400 Bad Request: REACTION_INVALID"


async def test_a_tap_is_answered_once(sandbox: Sandbox) -> None:
    message = await sent(sandbox, reply_markup=BUTTONS)
    tap = await sandbox.post(f"chats/{ALEX}/tap", message_id=message, data="y")
    query = (await sandbox.updates())[0]["callback_query"]
    assert (query["id"], query["data"]) == (tap["callback_query_id"], "y")
    assert query["message"]["message_id"] == message
    assert await sandbox.call("answerCallbackQuery", callback_query_id=query["id"], text="Noted")
    assert await sandbox.refusal("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD


@pytest.mark.parametrize(("seconds", "in_time"), [(150, True), (151, False)])
async def test_a_tap_can_be_answered_for_a_hundred_and_fifty_seconds(
    sandbox: Sandbox, seconds: int, in_time: bool
) -> None:
    message = await sent(sandbox, reply_markup=BUTTONS)
    tap = await sandbox.post(f"chats/{ALEX}/tap", message_id=message, data="y")
    await sandbox.post("clock", advance_seconds=seconds)
    said = await sandbox.answer("answerCallbackQuery", callback_query_id=tap["callback_query_id"])
    assert said["ok"] is in_time
    assert in_time or f"400 {said['description']}" == TOO_OLD


async def test_an_answer_to_no_tap_is_refused(sandbox: Sandbox) -> None:
    assert await sandbox.refusal("answerCallbackQuery", callback_query_id="nothing") == TOO_OLD
