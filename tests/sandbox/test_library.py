"""The sandbox as python-telegram-bot's own Bot sees it, over its default HTTP backend."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from tests.sandbox.driver import ALEX, NOON, TOKEN, Sandbox
from tests.sandbox.test_sending import PNG


@pytest_asyncio.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=sandbox.server.api_url, base_file_url=sandbox.server.file_url) as bot:
        yield bot


async def test_it_knows_itself_its_chats_and_its_commands(bot: Bot) -> None:
    assert bot.bot.id == 42
    chat = await bot.get_chat(ALEX)
    assert (chat.first_name, chat.type) == ("Alex", "private")
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("breathe", "Breathe")], scope=scope)
    assert [command.command for command in await bot.get_my_commands(scope=scope)] == ["breathe"]
    assert await bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Breathe!", "x")])


async def test_a_message_survives_the_way_there_and_back(bot: Bot, sandbox: Sandbox) -> None:
    mark = MessageEntity(MessageEntity.BOLD, 0, 5)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    asked = await sandbox.say("hi")
    sent = await bot.send_message(
        ALEX, "Hello 🌿", entities=[mark], reply_markup=keyboard, reply_parameters=ReplyParameters(asked)
    )
    assert (sent.text, sent.entities, sent.reply_markup) == ("Hello 🌿", (mark,), keyboard)
    assert sent.date == NOON
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.message_id == asked
    edited = await bot.edit_message_text("Bye", ALEX, sent.message_id)
    assert not isinstance(edited, bool)
    assert edited.text == "Bye"
    await bot.set_message_reaction(ALEX, asked, [ReactionTypeEmoji("👍")])
    assert await bot.delete_message(ALEX, sent.message_id)


async def test_files_travel(bot: Bot) -> None:
    photo = await bot.send_photo(ALEX, PNG, caption="A circle", filename="круг.png")
    assert photo.photo[-1].width == 5
    again = await bot.send_photo(ALEX, photo.photo[-1].file_id)
    assert again.photo == photo.photo
    document = await bot.send_document(ALEX, InputFile(b"{}", "journal.json"))
    assert document.document is not None
    assert document.document.file_name == "journal.json"
    file = await bot.get_file(document.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"{}"
    animation = await bot.send_animation(
        ALEX, InputFile(b"GIF89a\x05\0\x07\0", "breath.gif"), duration=timedelta(seconds=4)
    )
    assert animation.animation is not None
    voice = await bot.send_voice(ALEX, InputFile(b"OggS", "note.ogg"), duration=timedelta(seconds=2))
    assert voice.voice is not None


async def test_a_tap_and_every_other_kind_of_message_can_be_parsed(bot: Bot, sandbox: Sandbox) -> None:
    sent = await bot.send_message(
        ALEX, "?", reply_markup=InlineKeyboardMarkup.from_button(InlineKeyboardButton("A", callback_data="a"))
    )
    await sandbox.post(f"chats/{ALEX}/tap", message_id=sent.message_id, data="a")
    for path in ("voice", "photo", "contact"):
        await sandbox.post(f"chats/{ALEX}/{path}")
    await sandbox.post(f"chats/{ALEX}/sticker", emoji="🌿")
    await sandbox.post(f"chats/{ALEX}/block")
    tap, voice, photo, contact, sticker, blocked = await bot.get_updates()
    assert tap.callback_query is not None
    assert tap.callback_query.data == "a"
    assert await bot.answer_callback_query(tap.callback_query.id)
    kinds = [update.effective_message for update in (voice, photo, contact, sticker)]
    assert [bool(m and (m.voice or m.photo or m.contact or m.sticker)) for m in kinds] == [True] * 4
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"


async def test_refusals_become_its_own_errors(bot: Bot, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(5, "x")
    await sandbox.post("faults", method="sendMessage", fault="too_many_requests", retry_after=7)
    with pytest.raises(RetryAfter) as waits:
        await bot.send_message(ALEX, "x")
    assert waits.value.retry_after == timedelta(seconds=7)
    for kind, error in (("cut", NetworkError), ("server_error", NetworkError), ("unauthorized", InvalidToken)):
        await sandbox.post("faults", method="sendMessage", fault=kind)
        with pytest.raises(error):
            await bot.send_message(ALEX, "x")
    await sandbox.post(f"chats/{ALEX}/block")
    with pytest.raises(Forbidden):
        await bot.send_message(ALEX, "x")


async def test_its_webhook_calls_work(bot: Bot) -> None:
    assert await bot.set_webhook("http://127.0.0.1:9/hook", secret_token="s", allowed_updates=["message"])
    with pytest.raises(Conflict):
        await bot.get_updates()
    info = await bot.get_webhook_info()
    assert (info.url, info.allowed_updates) == ("http://127.0.0.1:9/hook", ("message",))
    assert await bot.delete_webhook()
    await bot.send_chat_action(ALEX, "typing")
