"""Reads one raw update of Telegram's as an `Arrival`. What cannot be read is an arrival too; `read` raises nothing.

Decides only what an update is, never what to do about it. The counterpart of `telegram_out.py`.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from telegram import Bot, CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import ChatType

from bot.adapters.telegram_raw import (
    command_in,
    edited,
    is_among_others,
    number_at,
    other_kind,
    person_of,
    plain_text,
    read_what_can_be,
    thread_of,
    words,
    words_of,
)
from bot.dialogue.inputs import (
    AnswerEdited,
    ChoicePressed,
    Input,
    TextReceived,
    VoiceReceived,
)
from bot.services.arrivals import Arrival, Blocked, GroupSeen, Ignored, Unblocked, Unreadable

# What Telegram is asked for: all that is read here, and nothing else.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")

_What = Input | Blocked | Unblocked | GroupSeen | Ignored
_IGNORED: tuple[int | None, _What] = (None, Ignored())


class _NotAsDocumentedError(ValueError):
    """A field that is not what the Bot API says it is."""


def read(raw: dict[str, Any], bot: Bot | None = None) -> Arrival:
    """Return what the update is and whose."""
    as_json = partial(json.dumps, raw, separators=(",", ":"))
    found: tuple[int | None, _What] | None = plain_text(raw) or other_kind(raw)
    update_id = number_at(raw, "update_id")
    if update_id is None:  # it could not be confirmed either
        return Arrival(update_id=0, what=Unreadable(reason="no_number"), raw=as_json)
    reason = ""
    if not found:
        try:
            found = _read(Update.de_json(raw, bot))
        except Exception as error:
            # Anybody's bytes may be in there: whatever they do to the parser, only this one update is put aside.
            reason = type(error).__name__
            found = read_what_can_be(raw)
    person_id, what = found or (person_of(raw), _unreadable(raw, reason))
    return Arrival(update_id=update_id, person_id=person_id, thread=thread_of(raw), what=what, raw=as_json)


def _unreadable(raw: dict[str, Any], reason: str) -> Unreadable:
    return Unreadable(reason=reason, words=words_of(raw), among_others=is_among_others(raw))


def _read(update: Update) -> tuple[int | None, _What]:
    """Return whose update it is (None: nobody's), and what it is."""
    if update.message:
        return _of_message(update.message)
    if update.callback_query:
        return _of_press(update.callback_query)
    if update.edited_message:
        return _of_edit(update.edited_message)
    if update.my_chat_member:
        return _of_membership(update.my_chat_member)
    if update.channel_post:
        return _of_message(update.channel_post)
    if update.api_kwargs:
        raise _NotAsDocumentedError
    return _IGNORED


def _of_message(message: Message) -> tuple[int | None, _What]:
    chat_id = _number(message.chat.id)
    if message.chat.type != ChatType.PRIVATE:
        return None, _seen(message.chat)
    if message.from_user and message.from_user.is_bot:
        return _IGNORED  # nobody's answer
    what = _received(message)
    return (chat_id, what) if what else _IGNORED


def _received(message: Message) -> Input | None:
    """Return a text or a voice note as an input; None for the rest, which `other_kind` reads."""
    message_id = _number(message.message_id)
    if message.text is not None:
        text = _words(message.text)
        return command_in(text, message_id, _is_marked(message)) or TextReceived(text=text, message_id=message_id)
    if message.voice:
        caption = _words(message.caption) if message.caption else None
        return VoiceReceived(file_id=_words(message.voice.file_id), message_id=message_id, caption=caption)
    return None


def _is_marked(message: Message) -> bool:
    return any(entity.offset == 0 and entity.type == "bot_command" for entity in message.entities)


def _of_edit(message: Message) -> tuple[int | None, _What]:
    is_by_bot = bool(message.from_user and message.from_user.is_bot)
    if message.chat.type != ChatType.PRIVATE or is_by_bot:
        return _IGNORED
    chat_id, message_id = _number(message.chat.id), _number(message.message_id)
    if message.text is None:  # a voice note
        return chat_id, AnswerEdited(text=_words(message.caption or ""), message_id=message_id)
    return chat_id, edited(_words(message.text), message_id, _is_marked(message))


def _of_press(query: CallbackQuery) -> tuple[int | None, _What]:
    message = query.message  # None under a message of another bot's
    if query.data is None or (message and message.chat.type != ChatType.PRIVATE):
        return _IGNORED
    press = ChoicePressed(
        data=_words(query.data),
        press_id=_words(query.id),
        message_id=_number(message.message_id) if message else 0,
    )
    return _number(query.from_user.id), press


def _of_membership(change: ChatMemberUpdated) -> tuple[int | None, _What]:
    chat_id, status = _number(change.chat.id), change.new_chat_member.status
    out = status in (ChatMember.LEFT, ChatMember.BANNED)
    if change.chat.type == ChatType.PRIVATE:
        return chat_id, Blocked() if out else Unblocked()
    return _IGNORED if out else (None, _seen(change.chat))


def _seen(chat: Chat) -> GroupSeen:
    return GroupSeen(chat_id=_number(chat.id), is_channel=chat.type == ChatType.CHANNEL)


def _number(value: object) -> int:
    """Return the number. Raises _NotAsDocumentedError if it is none, since the library accepts anything in a field."""
    if not isinstance(value, int) or abs(value) >= 2**63:
        raise _NotAsDocumentedError
    return value


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise _NotAsDocumentedError
    return words(value)
