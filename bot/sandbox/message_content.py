"""What a message carries: its words, its file, its lines, and how Telegram writes them. `messages.py` has the rest."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.entities import Entity
from bot.sandbox.files import StoredFile

JSON = dict[str, Any]

STICKER_SIDE = 512
WITH_CAPTION = frozenset({"photo", "video", "animation", "document", "audio", "voice"})


@dataclass(kw_only=True, slots=True)
class Content:
    """The part of a message that a person or the bot made."""

    kind: str
    text: str = ""  # or the caption, a poll's question, a checklist's title
    lines: list[str] = field(default_factory=list)  # of a poll or a checklist
    entities: list[Entity] = field(default_factory=list)
    file: StoredFile | None = None
    seconds: int = 0  # of a voice note, a video or an audio file
    emoji: str | None = None  # of a sticker


def written(content: Content, message_id: int, sender: JSON) -> JSON:
    """Return the content as Telegram writes it into a message. Raises ValueError if its file is missing."""
    if content.kind == "text":
        return {"text": content.text, **({"entities": content.entities} if content.entities else {})}
    said = {content.kind: _media(content, message_id, sender)}
    if content.kind == "animation":
        said["document"] = said["animation"]  # Telegram says it twice, for bots older than animations
    if content.kind in WITH_CAPTION and content.text:
        said["caption"] = content.text
        if content.entities:
            said["caption_entities"] = content.entities
    return said


def _media(content: Content, message_id: int, sender: JSON) -> Any:
    match content.kind:
        case "contact":
            return {"phone_number": "+15550100", "first_name": sender["first_name"], "user_id": sender["id"]}
        case "poll":
            return _poll(content, message_id)
        case "checklist":
            tasks = [{"id": number, "text": line} for number, line in enumerate(content.lines, 1)]
            return {"title": content.text, "tasks": tasks}
        case _:
            return _file(content)


def _poll(content: Content, message_id: int) -> JSON:
    options = [
        {"persistent_id": str(number), "text": line, "voter_count": 0} for number, line in enumerate(content.lines)
    ]
    flags = dict.fromkeys(("is_closed", "allows_multiple_answers", "members_only"), False)
    return {
        "id": str(message_id),
        "question": content.text,
        "options": options,
        "total_voter_count": 0,
        "is_anonymous": True,
        "allows_revoting": True,
        "type": "regular",
        **flags,
    }


def _file(content: Content) -> Any:
    file = content.file
    if file is None:
        raise ValueError(f"a {content.kind} without a file")
    basis = file.as_telegram()
    named = {"file_name": file.name, "mime_type": file.mime}
    size = {"width": file.width or 1, "height": file.height or 1}
    lasting = {"duration": content.seconds}
    match content.kind:
        case "photo":
            return [basis | size]
        case "animation" | "video":
            return basis | named | size | lasting
        case "audio":
            return basis | named | lasting
        case "voice":
            return basis | {"mime_type": file.mime} | lasting
        case "sticker":
            flags = {"type": "regular", "is_animated": False, "is_video": False, "emoji": content.emoji}
            return basis | flags | {"width": STICKER_SIDE, "height": STICKER_SIDE}
        case _:
            return basis | named
