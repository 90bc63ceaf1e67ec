"""A message, and how Telegram and the page each write it down. Nothing here decides whether it may be sent."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.entities import Entity
from bot.sandbox.files import StoredFile
from bot.sandbox.keyboards import Keyboard

JSON = dict[str, Any]

STICKER_SIDE = 512


@dataclass(kw_only=True, slots=True)
class Message:
    """One message in one chat, as it stands now."""

    id: int
    chat: JSON  # as Telegram writes it
    sender: JSON  # likewise
    sent_at: datetime
    kind: str
    text: str = ""  # or the caption
    entities: list[Entity] = field(default_factory=list)
    keyboard: Keyboard = field(default_factory=list)
    file: StoredFile | None = None
    seconds: int = 0  # of a voice note
    emoji: str | None = None  # of a sticker
    reaction: str | None = None
    replied_to: "Message | None" = None
    edited_at: datetime | None = None
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
        if self.replied_to is not None and with_reply:
            said["reply_to_message"] = self.replied_to.as_telegram(with_reply=False)
        said.update(self._content())
        if self.keyboard:
            said["reply_markup"] = {"inline_keyboard": self.keyboard}
        return said

    def _content(self) -> JSON:
        if self.kind == "text":
            return {"text": self.text, **({"entities": self.entities} if self.entities else {})}
        said = {self.kind: self._media()}
        if self.kind == "animation":
            said["document"] = said["animation"]  # Telegram says it twice, for bots older than animations
        if self.text:
            said["caption"] = self.text
            if self.entities:
                said["caption_entities"] = self.entities
        return said

    def _media(self) -> Any:
        if self.kind == "contact":
            return {"phone_number": "+15550100", "first_name": self.sender["first_name"], "user_id": self.sender["id"]}
        file = self.file
        if file is None:
            raise ValueError(f"a {self.kind} without a file")
        basis = file.as_telegram()
        named = {"file_name": file.name, "mime_type": file.mime}
        size = {"width": file.width or 1, "height": file.height or 1}
        match self.kind:
            case "photo":
                return [basis | size]
            case "animation":
                return basis | named | size | {"duration": self.seconds}
            case "voice":
                return basis | {"mime_type": file.mime, "duration": self.seconds}
            case "sticker":
                flags = {"type": "regular", "is_animated": False, "is_video": False, "emoji": self.emoji}
                return basis | flags | {"width": STICKER_SIDE, "height": STICKER_SIDE}
            case _:
                return basis | named

    def as_page(self) -> JSON:
        return {
            "id": self.id,
            "from": "bot" if self.by_bot else "person",
            "author": self.sender["id"],
            "date": self.sent_at.isoformat(timespec="seconds"),
            "edited": self.edited_at is not None,
            "kind": self.kind,
            "text": self.text,
            "entities": [_entity_for_page(entity) for entity in self.entities],
            "buttons": [[_button_for_page(button) for button in row] for row in self.keyboard],
            "file": self.file.as_page() if self.file is not None else None,
            "emoji": self.emoji,
            "reaction": self.reaction,
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
