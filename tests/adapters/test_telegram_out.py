"""Parcels over the real client and real HTTP to the sandbox's Bot API."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.adapters.telegram_in import ALLOWED_UPDATES, read
from bot.adapters.telegram_out import answer_press, sender, set_webhook
from bot.adapters.telegram_photos import Photos
from bot.dialogue.effects import Button
from bot.dialogue.inputs import TextReceived
from bot.dialogue.words import Entity, Message, Style
from bot.errors import SettingError
from bot.sandbox.server import SandboxServer
from bot.services.delivery import Send
from bot.services.outcomes import Gone, NothingToDo, Outcome, Refused, TryLater, Unknown
from bot.services.settling import Sent
from bot.storage.parcels import Parcel, ParcelKind, message_body, read_body
from tests.adapters.loopback import client
from tests.adapters.scripted import ScriptedBot
from tests.sandbox.driver import ALEX, NOON, TOKEN, Sandbox

BUTTONS = ((Button(label="Yes", data="k:1:cyes"), Button(label="Нет", data="k:1:cno")), (Button(label="?", data="h"),))
STRANGE = [
    "<b>bold</b> &lt; _*[`](x)",
    "\\ back \\n slash",
    "\u202eright to left\u202c",
    "\U0001f33f" * 2048,
    "e\u0301 and \u00e9 {user.__class__} %s {0}",
    "a\0b",
]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with (
        SandboxServer(directory=None, token=TOKEN, port=0, real_now=lambda: NOON) as server,
        aiohttp.ClientSession() as session,
    ):
        sandbox = Sandbox(server, session)
        await sandbox.say("/start")
        server.world.updates.clear()
        yield sandbox


@pytest.fixture
async def bot(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setattr("tests.adapters.loopback.TOKEN", TOKEN)
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with client(sandbox.server.url) as bot:
        yield bot


def parcel(words: str = "Hello", **fields: object) -> Parcel:
    whole = Parcel(row=1, attempt=1, chat_id=ALEX, kind=ParcelKind.SEND, message=Message(text=words))
    return replace(whole, **fields)  # type: ignore[arg-type]  # any field


def sending(bot: Bot) -> Send:
    """Where there is no picture."""
    return sender(bot, Photos(bot, lambda name: None))


async def sent(bot: Bot, parcel: Parcel) -> int:
    outcome = await sending(bot)(parcel)
    assert isinstance(outcome, Sent)
    assert outcome.message_id is not None
    return outcome.message_id


async def fault(sandbox: Sandbox, kind: str, **fields: object) -> None:
    await sandbox.post("faults", fault=kind, method="sendMessage", **fields)


async def test_a_message_arrives_with_its_form_and_its_buttons(bot: Bot, sandbox: Sandbox) -> None:
    message = Message(text="🌿 Hello", entities=(Entity(style=Style.BOLD, offset=3, length=5),))
    message_id = await sent(bot, parcel(message=message, buttons=BUTTONS))
    seen = await sandbox.last()
    assert (seen["id"], seen["text"]) == (message_id, "🌿 Hello")
    assert seen["entities"] == [{"type": "bold", "offset": 3, "length": 5}]
    assert seen["buttons"] == [[{"text": b.label, "data": b.data} for b in row] for row in BUTTONS]


@pytest.mark.parametrize("words", STRANGE)
async def test_what_a_person_wrote_comes_back_exactly(bot: Bot, sandbox: Sandbox, words: str) -> None:  # fault 24
    await sandbox.say(words)
    (update,) = await sandbox.updates()
    written = read(update, bot).what
    assert isinstance(written, TextReceived)
    held = read_body(message_body(Message(text=written.text), ()))
    await sent(bot, parcel(message=held["message"]))
    assert (await sandbox.last())["text"] == written.text == words.replace("\0", " ")


async def test_an_edit_changes_the_message_and_takes_its_buttons_away(bot: Bot, sandbox: Sandbox) -> None:
    message_id = await sent(bot, parcel("In", buttons=BUTTONS))
    edit = parcel("Out", kind=ParcelKind.EDIT, message_id=message_id)
    assert await sending(bot)(edit) == Sent(message_id=message_id)
    seen = await sandbox.last()
    assert (seen["text"], seen["buttons"]) == ("Out", [])
    assert await sending(bot)(edit) == NothingToDo()
    assert await sending(bot)(replace(edit, message_id=9999)) == NothingToDo()


async def test_a_voice_note_is_played_again_by_its_file_id(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.post(f"chats/{ALEX}/voice")
    (update,) = await sandbox.updates()
    file_id = update["message"]["voice"]["file_id"]
    await sent(bot, parcel(kind=ParcelKind.VOICE, message=None, voice=file_id))
    seen = await sandbox.last()
    assert (seen["from"], seen["kind"]) == ("bot", "voice")


async def test_leaving_a_group_that_is_gone_is_no_error(bot: Bot) -> None:
    leave = parcel(kind=ParcelKind.LEAVE, message=None, chat_id=-555)
    assert isinstance(await sending(bot)(leave), Sent | Gone)


@pytest.mark.parametrize(
    ("kind", "fields", "outcome"),
    [
        ("too_many_requests", {"retry_after": 3}, TryLater),
        ("forbidden", {}, Gone),
        ("bad_request", {}, Refused),
        ("bad_request", {"description": "Bad Request: chat not found"}, Gone),
        ("server_error", {}, Unknown),
        ("lost_answer", {}, Unknown),
    ],
)
async def test_what_goes_wrong_comes_back_as_an_outcome(
    bot: Bot, sandbox: Sandbox, kind: str, fields: dict[str, object], outcome: type[Outcome]
) -> None:
    await fault(sandbox, kind, **fields)
    assert isinstance(await sending(bot)(parcel()), outcome)


async def test_a_tap_is_answered_once_and_a_late_answer_is_let_go(
    bot: Bot, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    message_id = await sent(bot, parcel(buttons=BUTTONS))
    await sandbox.post(f"chats/{ALEX}/tap", message_id=message_id, data=BUTTONS[0][0].data)
    (update,) = await sandbox.updates()
    press_id = update["callback_query"]["id"]
    with caplog.at_level(logging.INFO, logger="bot"):
        await answer_press(bot, press_id, "Thank you")
        await answer_press(bot, "no such press", None)
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


async def test_a_webhook_is_set_for_all_that_is_read(bot: Bot) -> None:
    await set_webhook(bot, "http://127.0.0.1:9/telegram", "s3cret")
    info = await bot.get_webhook_info()
    assert info.url == "http://127.0.0.1:9/telegram"
    assert set(info.allowed_updates or ()) == set(ALLOWED_UPDATES)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("bad webhook: An HTTPS URL must be provided for webhook", SettingError),
        ("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443", SettingError),
        ("invalid webhook URL specified", SettingError),
        ("secret token contains unallowed characters", SettingError),
        ("bad webhook: Failed to resolve host: Temporary failure in name resolution", BadRequest),
        ("something that may pass", BadRequest),
    ],
)
async def test_a_webhook_that_is_refused_is_an_error_of_the_operators_where_telegram_blames_the_address(
    bot: Bot, sandbox: Sandbox, words: str, error: type[Exception]
) -> None:
    await sandbox.post("faults", fault="bad_request", method="setWebhook", description=f"Bad Request: {words}")
    with pytest.raises(error) as refused:
        await set_webhook(bot, "http://127.0.0.1:9/telegram", "s3cret")
    assert ("WEBHOOK_URL" in str(refused.value)) is (error is SettingError)


async def test_what_is_for_a_topic_goes_there() -> None:
    bot = ScriptedBot()
    await sending(bot)(parcel(thread=5))
    assert [asked["message_thread_id"] for asked in bot.asked] == [5]


async def test_a_row_that_holds_nothing_is_a_bug(bot: Bot) -> None:
    with pytest.raises(ValueError, match="outbox row 1"):
        await sending(bot)(parcel(message=None))
