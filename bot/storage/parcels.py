"""What one outbox row orders, and the JSON in which the row holds its words. No SQL, and no rule about when it goes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.dialogue.effects import Button, Buttons
from bot.dialogue.words import Message
from bot.storage.json_text import decode, encode


class ParcelKind(StrEnum):
    """What a row does in its chat."""

    SEND = "send"
    VOICE = "voice"
    EDIT = "edit"
    LEAVE = "leave"  # a group


class ParcelState(StrEnum):
    """How far a row is. The first two are open; the others are final."""

    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"  # perhaps delivered; nobody will ever say
    REFUSED = "refused"
    CANCELLED = "cancelled"  # the person is gone, or wants no prompts
    DROPPED = "dropped"  # an edit, a prompt or a visit that came too late


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """An outbox row, as delivery claims it and an adapter sends it."""

    row: int
    attempt: int  # from 1
    chat_id: int
    thread: int | None = None  # a topic of the chat
    kind: ParcelKind
    message: Message | None = None  # of a message or an edit; of a voice note, what is said in its place
    buttons: Buttons = ()
    picture: str | None = None  # the name of a file, whose caption the message is
    voice: str | None = None  # Telegram's file id
    message_id: int | None = None  # of the message that an edit changes; None: it was never delivered
    label: str | None = None
    question: int | None = None  # the turn whose question this is
    prompt: bool = False  # a daily prompt or a visit
    visit: bool = False
    urgent: bool = False  # where help is, or a goodbye
    resent: int = 0  # tries before this one that may have reached the person, and nobody knows


def message_body(message: Message, buttons: Buttons, picture: str | None = None) -> str:
    """Return the JSON of a message with its buttons and picture."""
    body = message.to_dict()
    if picture:
        body["picture"] = picture
    if buttons:
        body["buttons"] = [[(button.label, button.data) for button in row] for row in buttons]
    return encode(body)


def voice_body(file_id: str, otherwise: Message | None = None) -> str:
    """Return the JSON of a voice note."""
    return encode({"voice": file_id} | ({"otherwise": otherwise.to_dict()} if otherwise else {}))


def plainer(body: str) -> str:
    """Return the same JSON without bold and italic, or with the words that are said in place of a voice note."""
    held = decode(body)
    return encode({name: value for name, value in held.get("otherwise", held).items() if name != "entities"})


def read_body(body: str | None) -> dict[str, Any]:
    """Return the fields of a `Parcel` that the row's body holds."""
    held = decode(body) if body else {}
    if "voice" in held:
        otherwise = Message.from_dict(held["otherwise"]) if "otherwise" in held else None
        return {"voice": held["voice"], "message": otherwise}
    if "text" not in held:
        return {}
    return {
        "message": Message.from_dict(held),
        "picture": held.get("picture"),
        "buttons": tuple(
            tuple(Button(label=label, data=data) for label, data in row) for row in held.get("buttons", ())
        ),
    }
