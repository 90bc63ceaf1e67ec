"""Calls Telegram: a parcel goes out and an `Outcome` comes back. Decides nothing and retries nothing.

Text is sent with entities, never with a parse mode, so that nothing a person writes can break a message. The
counterpart of `telegram_in.py`.
"""

from __future__ import annotations

import logging
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity
from telegram import Message as TelegramMessage
from telegram.error import BadRequest, EndPointNotFound, TelegramError

from bot.adapters.telegram_errors import classify, reason
from bot.adapters.telegram_in import ALLOWED_UPDATES
from bot.adapters.telegram_photos import Chat, Photos
from bot.dialogue.effects import Buttons
from bot.dialogue.words import Entity, Message
from bot.errors import SettingError
from bot.services.delivery import Parcel, ParcelKind, Send
from bot.services.outcomes import NothingToDo, Outcome
from bot.services.settling import Sent

log = logging.getLogger(__name__)

# Parts of Telegram's sentences about a webhook that no waiting mends.
_WRONG_ADDRESS = ("bad webhook", "webhook url", "url host is empty", "secret token")
_MAY_PASS = ("resolve", "temporar", "time")  # names and networks come back
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# `Bot.send_message` reads all hundred fields of the answer, in a sixth of a turn's time, and only the id is needed. The
# general call reads none of them, but warns of methods that have a call of their own. It knows these by their usual
# spelling; Telegram takes this one for sendMessage too.
_SEND_MESSAGE = "send_Message"


def sender(bot: Bot, photos: Photos) -> Send:
    """Return the function by which delivery sends a parcel. It raises no TelegramError."""

    async def send(parcel: Parcel) -> Sent | Outcome:
        try:
            return Sent(message_id=await _call(bot, photos, parcel))
        except TelegramError as error:
            return classify(error)

    return send


async def send_message(
    bot: Bot, chat_id: int, message: Message, buttons: Buttons = (), thread: int | None = None
) -> int:
    """Send a message and return its id. Raises TelegramError, as any call on a Bot does."""
    try:
        sent: dict[str, Any] = await bot.do_api_request(
            _SEND_MESSAGE,
            {
                "chat_id": chat_id,
                "message_thread_id": thread,
                "text": message.text,
                "entities": _entities(message.entities),
                "link_preview_options": _NO_PREVIEW,
                "reply_markup": _keyboard(buttons),
            },
        )
    except EndPointNotFound as error:
        raise error.__cause__ or error from None  # the general call takes a refused token for an unknown method
    message_id: int = sent["message_id"]
    return message_id


async def answer_press(bot: Bot, press_id: str, text: str | None) -> None:
    """Answer a tap, and only log if that fails: a late answer is of no use."""
    try:
        await bot.answer_callback_query(press_id, text)
    except TelegramError as error:
        if not isinstance(classify(error), NothingToDo):
            log.info("press not answered", extra={"reason": reason(error)})


async def set_webhook(bot: Bot, url: str, secret: str) -> None:
    """Let Telegram post updates to `url`, and prove with `secret` that it is Telegram.

    Raises SettingError if Telegram says that one of them can never be right, and TelegramError for all else.
    """
    try:
        await bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
    except BadRequest as error:
        said = error.message.casefold()
        if any(part in said for part in _MAY_PASS) or not any(part in said for part in _WRONG_ADDRESS):
            raise
        raise SettingError(
            "Telegram does not take WEBHOOK_URL or WEBHOOK_SECRET. It wants a public https URL."
        ) from None


async def _call(bot: Bot, photos: Photos, parcel: Parcel) -> int | None:
    match parcel:
        case Parcel(kind=ParcelKind.SEND, message=Message() as message, picture=str() as picture):
            chat = Chat(id=parcel.chat_id, thread=parcel.thread)
            sent = await photos.send(chat, picture, message.text, _entities(message.entities))
            return sent or await send_message(bot, parcel.chat_id, message, parcel.buttons, parcel.thread)
        case Parcel(kind=ParcelKind.SEND, message=Message() as message):
            return await send_message(bot, parcel.chat_id, message, parcel.buttons, parcel.thread)
        case Parcel(kind=ParcelKind.EDIT, message=Message() as message):
            edited = await bot.edit_message_text(
                message.text,
                parcel.chat_id,
                parcel.message_id,
                entities=_entities(message.entities),
                link_preview_options=_NO_PREVIEW,
                reply_markup=_keyboard(parcel.buttons),
            )
            return edited.message_id if isinstance(edited, TelegramMessage) else parcel.message_id
        case Parcel(kind=ParcelKind.VOICE, voice=str() as file_id):
            return (await bot.send_voice(parcel.chat_id, file_id, message_thread_id=parcel.thread)).message_id
        case Parcel(kind=ParcelKind.LEAVE):
            await bot.leave_chat(parcel.chat_id)
            return None
    raise ValueError(f"outbox row {parcel.row} holds nothing that its kind could send")


def _entities(entities: tuple[Entity, ...]) -> list[MessageEntity] | None:
    return [MessageEntity(type=e.style, offset=e.offset, length=e.length) for e in entities] or None


def _keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in buttons]
    )
