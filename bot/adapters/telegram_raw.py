"""What is read of an update straight from its JSON: plain text, which is most of what comes, and whatever the library
cannot read. Raises nothing; the counterpart is `telegram_in`, which reads all else by the library's types.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from telegram.constants import ChatType

from bot.adapters.message_kinds import kind_of, words_with
from bot.dialogue.inputs import (
    AnswerEdited,
    ChoicePressed,
    CommandReceived,
    Input,
    OtherReceived,
    TextReceived,
    VoiceReceived,
)
from bot.services.arrivals import Ignored

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@[A-Za-z0-9_]+)?(?![\w/@])")
_FROM_A_PERSON = ("message", "edited_message", "callback_query", "my_chat_member")


def plain_text(raw: dict[str, Any]) -> tuple[int, TextReceived] | None:
    """Whose it is, and the words. Most of what comes, and a tenth of a turn if the library makes its 200 fields of it.

    None for anything else, and for whatever is not exactly as it should be.
    """
    match raw:
        case {
            "message": {
                "message_id": int(message_id),
                "date": int(date),
                "chat": {"id": int(chat_id), "type": ChatType.PRIVATE},
                "text": str(text),
            } as message,
        } if not text.startswith("/") and _in_range(date, message_id, chat_id) and not is_by_bot(message):
            return chat_id, TextReceived(text=words(text), message_id=message_id)
    return None


def other_kind(raw: dict[str, Any]) -> tuple[int | None, Input | Ignored] | None:
    """Return what came, or was edited, in a private chat and is neither text nor voice; None for anything else.

    The library refuses some of it, such as a poll whose server is of another year, and does not know what is newer.
    """
    match raw:
        case {"message": {"message_id": int(id), "chat": {"id": int(chat_id), "type": ChatType.PRIVATE}} as message}:
            is_edit = False
        case {
            "edited_message": {"message_id": int(id), "chat": {"id": int(chat_id), "type": ChatType.PRIVATE}} as message
        }:
            is_edit = True
        case _:
            return None
    if "text" in message or "voice" in message or not _in_range(0, id, chat_id):
        return None
    kind, said = kind_of(message), _words_with(message)
    if is_by_bot(message) or kind is None or (is_edit and not said):
        return None, Ignored()
    edit = AnswerEdited(text=said, message_id=id) if is_edit and said else None
    return chat_id, edit or OtherReceived(kind=kind, message_id=id, caption=said)


def read_what_can_be(raw: dict[str, Any]) -> tuple[int, Input] | None:
    """Return whose the update is, and as much of it as makes an input: text, a caption, a button's data.

    None without any of these.
    """
    match raw:
        case {"callback_query": {"id": str(id), "from": {"id": int(person_id)}, "data": str(data)} as query}:
            message_id = number_at(query, "message", "message_id") or 0
            if _chat_type(raw, "callback_query", "message") in (None, ChatType.PRIVATE) and _in_range(0, person_id):
                return person_id, ChoicePressed(data=words(data), press_id=words(id), message_id=message_id)
        case {
            "message": {
                "message_id": int(message_id),
                "date": int(date),
                "chat": {"id": int(chat_id), "type": ChatType.PRIVATE},
            } as message
        } if _in_range(date, message_id, chat_id) and not is_by_bot(message):
            received = _of_message(message, message_id)
            return (chat_id, received) if received else None
        case {
            "edited_message": {
                "message_id": int(message_id),
                "chat": {"id": int(chat_id), "type": ChatType.PRIVATE},
                "text": str(text),
            } as message
        } if _in_range(0, message_id, chat_id) and not is_by_bot(message):
            return chat_id, edited(words(text), message_id, is_marked(message))
    return None


def edited(text: str, message_id: int, marked: bool) -> AnswerEdited | CommandReceived:
    command = command_in(text, message_id, marked)
    return replace(command, edited=True) if command else AnswerEdited(text=text, message_id=message_id)


def command_in(text: str, message_id: int, marked: bool) -> CommandReceived | None:
    """Return the command that a text is: one that Telegram `marked`, or a slash and a word. None if it is none."""
    found = _COMMAND.match(text)
    if not found or not (marked or text[1].isalpha()):
        return None
    return CommandReceived(name=found["name"].lower(), argument=text[found.end() :].strip(), message_id=message_id)


def person_of(raw: dict[str, Any]) -> int | None:
    """Return whose an update is that cannot be read; None if it does not say."""
    return next(filter(None, (number_at(raw, kind, "from", "id") for kind in _FROM_A_PERSON)), None)


def thread_of(raw: dict[str, Any]) -> int | None:
    """Return the topic in which something was written or tapped, or None."""
    message = raw.get("message") or raw.get("edited_message") or _at(raw, "callback_query", "message")
    return number_at(message, "message_thread_id")


def is_among_others(raw: dict[str, Any]) -> bool:
    """Return whether the update came from where more than one person reads, or is no message at all."""
    paths = (("message",), ("edited_message",), ("callback_query", "message"))
    types = [_chat_type(raw, *path) for path in paths]
    return "my_chat_member" in raw or any(type not in (None, ChatType.PRIVATE) for type in types)


def words_of(raw: dict[str, Any]) -> str:
    """Return all words in an update that cannot be read, to be checked for signs of a crisis."""
    messages = [message for kind in ("message", "edited_message") if isinstance(message := raw.get(kind), dict)]
    found = [text for message in messages for text in (message.get("text"), *words_with(message))]
    return "\n".join(words(text) for text in found if isinstance(text, str))


def is_by_bot(message: dict[str, Any]) -> bool:
    return _at(message, "from", "is_bot") is True


def is_marked(message: dict[str, Any]) -> bool:
    """Return whether Telegram says that the text begins with a command."""
    entities = message.get("entities")
    return isinstance(entities, list) and any(
        isinstance(entity, dict) and entity.get("offset") == 0 and entity.get("type") == "bot_command"
        for entity in entities
    )


def number_at(raw: Any, *path: str) -> int | None:
    found = _at(raw, *path)
    return found if isinstance(found, int) and abs(found) < 2**63 else None


def words(text: str) -> str:
    """Return exactly what was written, but for what the database or Telegram would refuse: NUL and half surrogates."""
    text = text.replace("\0", " ")  # as Telegram does
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _of_message(message: dict[str, Any], message_id: int) -> Input | None:
    """Return a text or a voice note as an input, or None. `other_kind` has read the rest."""
    if isinstance(text := message.get("text"), str):
        return command_in(words(text), message_id, is_marked(message)) or TextReceived(
            text=words(text), message_id=message_id
        )
    if isinstance(file_id := _at(message, "voice", "file_id"), str):
        return VoiceReceived(file_id=words(file_id), message_id=message_id, caption=_words_with(message))
    return None


def _words_with(message: dict[str, Any]) -> str | None:
    return "\n".join(map(words, words_with(message))) or None


def _in_range(date: int, *numbers: int) -> bool:
    return 0 <= date < 2**32 and max(map(abs, numbers)) < 2**63


def _chat_type(raw: Any, *path: str) -> Any:
    return _at(raw, *path, "chat", "type")


def _at(raw: Any, *path: str) -> Any:
    for name in path:
        raw = raw.get(name) if isinstance(raw, dict) else None
    return raw
