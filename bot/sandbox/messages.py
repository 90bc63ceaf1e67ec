"""A message, and how Telegram and the page each write it. Whether it may be sent is decided elsewhere."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.entities import Entity
from bot.sandbox.keyboards import Keyboard
from bot.sandbox.message_content import Content, written

JSON = dict[str, Any]


@dataclass(kw_only=True, slots=True)
class Message(Content):
    """One message in one chat, as it is now."""

    id: int
    chat: JSON  # as Telegram writes it
    sender: JSON  # likewise
    sent_at: datetime
    keyboard: Keyboard = field(default_factory=list)
    reaction: str | None = None
    replied_to: "Message | None" = None
    edited_at: datetime | None = None
    thread: int | None = None  # the topic it stands in, of a private chat that has topics
    album: str | None = None  # what all messages of one album share
    cleared: bool = False  # the person removed it on their side only

    @property
    def by_bot(self) -> bool:
        return bool(self.sender["is_bot"])

    def as_telegram(self, *, with_reply: bool = True) -> JSON:
        said: JSON = {
            "message_id": self.id,
            "from": self.sender,
            "chat": self.chat,
            "date": int(self.sent_at.timestamp()),
        }
        if self.edited_at is not None:
            said["edit_date"] = int(self.edited_at.timestamp())
        if self.thread is not None:
            said |= {"message_thread_id": self.thread, "is_topic_message": True}
        if self.album is not None:
            said["media_group_id"] = self.album
        if self.replied_to is not None and with_reply:
            said["reply_to_message"] = self.replied_to.as_telegram(with_reply=False)
        said.update(written(self, self.id, self.sender))
        if self.keyboard:
            said["reply_markup"] = {"inline_keyboard": self.keyboard}
        return said

    def as_inaccessible(self) -> JSON:
        """Return what Telegram says of a message that the bot can no longer reach."""
        return {"message_id": self.id, "chat": self.chat, "date": 0}

    def as_page(self) -> JSON:
        return {
            "id": self.id,
            "from": "bot" if self.by_bot else "person",
            "author": self.sender["id"],
            "date": self.sent_at.isoformat(timespec="seconds"),
            "edited": self.edited_at is not None,
            "kind": self.kind,
            "text": self.text,
            "lines": self.lines,
            "entities": [_entity_for_page(entity) for entity in self.entities],
            "buttons": [[_button_for_page(button) for button in row] for row in self.keyboard],
            "file": self.file.as_page() if self.file is not None else None,
            "emoji": self.emoji,
            "reaction": self.reaction,
            "thread": self.thread,
            "reply_to": self.replied_to.id if self.replied_to is not None else None,
        }


def _entity_for_page(entity: Entity) -> JSON:
    return {field: entity[field] for field in ("type", "offset", "length", "url") if field in entity}


def _button_for_page(button: JSON) -> JSON:
    if button.get("url"):
        return {"text": button["text"], "url": button["url"]}
    if not button.get("callback_data"):
        return {"text": button["text"], "disabled": True}
    return {"text": button["text"], "data": button["callback_data"]}
