"""One raw update of Telegram's, read as an `Arrival`. What cannot be read is an arrival too; nothing here raises.

Decides only what an update is, never what to do about it. The counterpart of `telegram_out`.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import partial
from typing import Any

from telegram import Bot, CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import ChatType

from bot.dialogue.inputs import (
    AnswerEdited,
    ChoicePressed,
    CommandReceived,
    Input,
    OtherReceived,
    TextReceived,
    VoiceReceived,
)
from bot.services.arrivals import Arrival, Blocked, GroupSeen, Ignored, Unblocked, Unreadable

# What Telegram is asked for: all that is read here, and nothing else.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")

# The more telling of two kinds first: Telegram calls an animation a document too, and a venue a location.
_KINDS = (
    "animation",
    "audio",
    "contact",
    "dice",
    "document",
    "game",
    "venue",
    "location",
    "paid_media",
    "photo",
    "poll",
    "sticker",
    "story",
    "video",
    "video_note",
)

_FROM_A_PERSON = ("message", "edited_message", "callback_query", "my_chat_member")

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@[A-Za-z0-9_]+)?(?![\w/@])")

_What = Input | Blocked | Unblocked | GroupSeen | Ignored
_IGNORED: tuple[int | None, _What] = (None, Ignored())


class _NotAsDocumentedError(ValueError):
    """A field is not what the Bot API says it is."""


def read(raw: dict[str, Any], bot: Bot | None = None) -> Arrival:
    as_json = partial(json.dumps, raw, separators=(",", ":"))
    plain = _plain_text(raw)
    if plain:
        update_id, person_id, text = plain
        return Arrival(update_id=update_id, person_id=person_id, what=text, raw=as_json)
    try:
        update = Update.de_json(raw, bot)
        update_id = _number(update.update_id)
        found, what = _read(update)
    except Exception as error:
        # Anybody's bytes may be in there: whatever they do to the parser, only this one update is put aside.
        reason = type(error).__name__
        return Arrival(
            update_id=_raw(raw, "update_id") or 0,  # without a number it could not be confirmed either
            person_id=next(filter(None, (_raw(raw, kind, "from", "id") for kind in _FROM_A_PERSON)), None),
            what=Unreadable(reason=reason),
            raw=as_json,
        )
    return Arrival(update_id=update_id, person_id=found, what=what, raw=as_json)


def _plain_text(raw: dict[str, Any]) -> tuple[int, int, TextReceived] | None:
    """Words in a private chat: most of what comes, and a tenth of a turn if the library makes its 200 fields of it.

    None for anything else, and for whatever is not exactly as it should be: that is the library's to read.
    """
    match raw:
        case {
            "update_id": int(update_id),
            "message": {
                "message_id": int(message_id),
                "date": int(date),
                "chat": {"id": int(chat_id), "type": ChatType.PRIVATE},
                "text": str(text),
            },
        } if not text.startswith("/") and 0 <= date < 2**32 and max(map(abs, (update_id, message_id, chat_id))) < 2**63:
            return update_id, chat_id, TextReceived(text=_words(text), message_id=message_id)
    return None


def _read(update: Update) -> tuple[int | None, _What]:
    """Whose it is, and what it is."""
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
        return None, GroupSeen(chat_id=chat_id)
    what = _received(message)
    return (chat_id, what) if what else _IGNORED


def _received(message: Message) -> Input | None:
    """None: news about the chat itself, as a pinned message or a new photo."""
    message_id = _number(message.message_id)
    if message.text is not None:
        text = _words(message.text)
        return _command(message, text) or TextReceived(text=text, message_id=message_id)
    caption = _words(message.caption) if message.caption else None
    if message.voice:
        return VoiceReceived(file_id=_words(message.voice.file_id), message_id=message_id, caption=caption)
    kind = next((kind for kind in _KINDS if message[kind]), None) or ("unknown" if message.api_kwargs else None)
    if kind is None:
        return None
    return OtherReceived(kind=kind, message_id=message_id, caption=caption)


def _command(message: Message, text: str) -> CommandReceived | None:
    found = _COMMAND.match(text)
    if not found:
        return None
    marked = any(entity.offset == 0 and entity.type == "bot_command" for entity in message.entities)
    if not (marked or text[1].isalpha()):
        return None
    return CommandReceived(
        name=found["name"].lower(), argument=text[found.end() :].strip(), message_id=_number(message.message_id)
    )


def _of_edit(message: Message) -> tuple[int | None, _What]:
    if message.chat.type != ChatType.PRIVATE or message.text is None:
        return _IGNORED
    text = _words(message.text)
    command = _command(message, text)
    edited = replace(command, edited=True) if command else None
    return _number(message.chat.id), edited or AnswerEdited(text=text, message_id=_number(message.message_id))


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
    return _IGNORED if out else (None, GroupSeen(chat_id=chat_id))


def _raw(raw: Any, *path: str) -> int | None:
    for name in path:
        raw = raw.get(name) if isinstance(raw, dict) else None
    return raw if isinstance(raw, int) and abs(raw) < 2**63 else None


def _number(value: object) -> int:
    """The library takes whatever stands in a field."""
    if not isinstance(value, int) or abs(value) >= 2**63:
        raise _NotAsDocumentedError
    return value


def _words(value: object) -> str:
    """Exactly what was written, but for what the database or Telegram would not take: NUL and half surrogates."""
    if not isinstance(value, str):
        raise _NotAsDocumentedError
    text = value.replace("\0", " ")  # as Telegram does
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
