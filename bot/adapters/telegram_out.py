"""Calls on Telegram: a parcel goes out and an `Outcome` comes back. Decides nothing; retries nothing.

Text goes with entities, never with a parse mode: nothing that a person writes can break a message. The counterpart of
`telegram_in`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity
from telegram import Message as TelegramMessage
from telegram.error import BadRequest, EndPointNotFound, TelegramError

from bot.adapters.telegram_errors import classify, reason
from bot.adapters.telegram_in import ALLOWED_UPDATES
from bot.adapters.telegram_photos import Photos
from bot.dialogue.effects import Buttons
from bot.dialogue.words import Entity, Message
from bot.errors import SettingError
from bot.services.delivery import Parcel, ParcelKind, Send
from bot.services.outcomes import NothingToDo, Outcome
from bot.services.settling import Sent

log = logging.getLogger(__name__)

_LANGUAGE_CODE = 2  # letters, of ISO 639-1
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# `Bot.send_message` reads the whole answer, a hundred fields, of which only the id is wanted: a sixth of a turn. The
# general call does not, but it warns of methods that have a call of their own, by that call's names: this is neither of
# them, and goes out as sendMessage all the same.
_SEND_MESSAGE = "send_Message"


def sender(bot: Bot, photos: Photos) -> Send:
    """What delivery sends with."""

    async def send(parcel: Parcel) -> Sent | Outcome:
        try:
            return Sent(message_id=await _call(bot, photos, parcel))
        except TelegramError as error:
            return classify(error)

    return send


async def send_message(bot: Bot, chat_id: int, message: Message, buttons: Buttons = ()) -> int:
    """The id of the new message. Raises TelegramError, as any call on a Bot does."""
    try:
        sent: dict[str, Any] = await bot.do_api_request(
            _SEND_MESSAGE,
            {
                "chat_id": chat_id,
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
    """At best: a tap's answer that comes too late is of no use to anybody."""
    try:
        await bot.answer_callback_query(press_id, text)
    except TelegramError as error:
        if not isinstance(classify(error), NothingToDo):
            log.info("press not answered", extra={"reason": reason(error)})


async def set_commands(
    bot: Bot, commands: Mapping[str, str], others: Mapping[str, Mapping[str, str]] | None = None
) -> None:
    """The menu of commands; the bot runs without it too.

    The `others` are its lines in other languages, by tag. Telegram shows them by the language of the app, and knows
    languages of two letters, without a region.
    """
    try:
        await bot.set_my_commands(list(commands.items()))
        for tag, lines in (others or {}).items():
            if len(tag) == _LANGUAGE_CODE:
                await bot.set_my_commands(list(lines.items()), language_code=tag)
    except TelegramError as error:
        log.warning("command menu not set", extra={"reason": reason(error)})


async def set_webhook(bot: Bot, url: str, secret: str) -> None:
    """From now on Telegram posts updates to `url`, and proves with `secret` that it is Telegram."""
    try:
        await bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
    except BadRequest:
        raise SettingError(
            "Telegram does not take WEBHOOK_URL or WEBHOOK_SECRET. It wants a public https URL."
        ) from None


async def _call(bot: Bot, photos: Photos, parcel: Parcel) -> int | None:
    match parcel:
        case Parcel(kind=ParcelKind.SEND, message=Message() as message, picture=str() as picture):
            sent = await photos.send(parcel.chat_id, picture, message.text, _entities(message.entities))
            return sent or await send_message(bot, parcel.chat_id, message, parcel.buttons)
        case Parcel(kind=ParcelKind.SEND, message=Message() as message):
            return await send_message(bot, parcel.chat_id, message, parcel.buttons)
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
            return (await bot.send_voice(parcel.chat_id, file_id)).message_id
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
