"""The methods by which a bot says something new. `bot_editing.py` has those that change what it said."""

import asyncio
from typing import Any

from bot.sandbox.bot_access import known_message, refuse_parse_mode, thread_in, writable_chat
from bot.sandbox.chats import Chat
from bot.sandbox.entities import Entity, checked
from bot.sandbox.files import StoredFile
from bot.sandbox.keyboards import keyboard
from bot.sandbox.messages import JSON, Message
from bot.sandbox.params import Params
from bot.sandbox.refusals import bad_request
from bot.sandbox.wording import LONGEST_CAPTION, LONGEST_TEXT, is_seen, units
from bot.sandbox.world import World

MOST_PIXELS = 10_000  # of a photo, width and height together
MOST_RATIO = 20  # of its longer side to the shorter
ACTION_SECONDS = 5  # for which a client shows an action

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(world: World, params: Params) -> JSON:
    text, entities = message_text(params)
    chat = writable_chat(world, params)
    return _said(world, chat, params, kind="text", text=text, entities=entities)


def send_photo(world: World, params: Params) -> JSON:
    return _send_file(world, params, "photo")


def send_animation(world: World, params: Params) -> JSON:
    return _send_file(world, params, "animation")


def send_document(world: World, params: Params) -> JSON:
    return _send_file(world, params, "document")


def send_voice(world: World, params: Params) -> JSON:
    return _send_file(world, params, "voice")


def send_chat_action(world: World, params: Params) -> bool:
    action = params.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable_chat(world, params)
    thread_in(chat, params)
    world.end_action(chat)
    chat.action = action
    chat.stop_action = asyncio.get_running_loop().call_later(ACTION_SECONDS, world.end_action, chat).cancel
    chat.changed()
    return True


def message_text(params: Params) -> tuple[str, list[Entity]]:
    """Return a message's text and entities as Telegram keeps them. Raises RefusedError as Telegram refuses."""
    refuse_parse_mode(params)
    given = params.text("text")
    if not given:
        raise bad_request("message text is empty")
    text, entities = checked(given, params.parsed("entities", "entities"))
    if not is_seen(text):
        raise bad_request("text must be non-empty")
    if units(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text, entities


def _send_file(world: World, params: Params, kind: str) -> JSON:
    refuse_parse_mode(params)
    caption, entities = checked(params.text("caption"), params.parsed("caption_entities", "caption entities"))
    if units(caption) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    chat = writable_chat(world, params)
    file = _file(world, params, kind)
    if kind == "voice" and chat.kind == "private" and world.people[chat.id].voices_refused:
        raise bad_request("VOICE_MESSAGES_FORBIDDEN")
    return _said(world, chat, params, kind=kind, text=caption, entities=entities, file=file)


def _file(world: World, params: Params, kind: str) -> StoredFile:
    upload = params.upload(kind)
    if upload is None:
        return _file_by_id(world, params.text(kind), kind)
    if not upload.content:
        raise bad_request("file must be non-empty")
    file = world.files.keep(kind=kind, name=upload.name, mime=upload.mime, content=upload.content)
    if kind == "photo" and not file.width:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if kind == "photo" and not _is_shown(file.width, file.height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return file


def _is_shown(width: int, height: int) -> bool:
    return width + height <= MOST_PIXELS and max(width, height) <= MOST_RATIO * min(width, height)


def _file_by_id(world: World, file_id: str, kind: str) -> StoredFile:
    if not file_id:
        raise bad_request(f"there is no {kind} in the request")
    file = world.files.get(file_id)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _said(world: World, chat: Chat, params: Params, **content: Any) -> JSON:
    message = Message(
        keyboard=keyboard(params.parsed("reply_markup", "reply keyboard markup")),
        thread=thread_in(chat, params),
        replied_to=_replied_to(chat, params),
        seconds=params.integer("duration"),
        id=world.next_message_id(),
        chat=chat.as_telegram(),
        sender=world.bot.as_user(),
        sent_at=world.clock.now(),
        **content,
    )
    world.show(chat, message)
    return message.as_telegram()


def _replied_to(chat: Chat, params: Params) -> Message | None:
    reply = params.parsed("reply_parameters", "reply parameters")
    if not isinstance(reply, dict):
        reply = {"message_id": params.integer("reply_to_message_id")}
    named = reply.get("message_id")
    if type(named) is not int or named == 0:
        return None
    if reply.get("allow_sending_without_reply") and named not in chat.messages:
        return None
    return known_message(chat, named, "message to be replied")
