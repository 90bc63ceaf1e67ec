"""Reads from a raw message that is no text its kind, and the words that its sender wrote in it.

It reads what the library may not know yet, or not any more. Raises nothing, whatever the fields hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Raw = Mapping[str, Any]

# The more specific of two kinds comes first: Telegram calls an animation a document too, and a venue a location.
_KINDS = (
    "animation",
    "audio",
    "checklist",
    "contact",
    "dice",
    "document",
    "game",
    "giveaway",
    "giveaway_winners",
    "invoice",
    "live_photo",
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

# What Telegram says about the chat itself, or about something done in it. Whatever is in neither list was sent by a
# person, with means that are newer than this version.
_NEWS = (
    "boost_added",
    "chat_background_set",
    "chat_owner_changed",
    "chat_owner_left",
    "chat_shared",
    "checklist_tasks_added",
    "checklist_tasks_done",
    "connected_website",
    "delete_chat_photo",
    "direct_message_price_changed",
    "forum_topic_closed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "gift",
    "gift_upgrade_sent",
    "giveaway_completed",
    "giveaway_created",
    "left_chat_member",
    "managed_bot_created",
    "message_auto_delete_timer_changed",
    "migrate_from_chat_id",
    "migrate_to_chat_id",
    "new_chat_members",
    "new_chat_photo",
    "new_chat_title",
    "paid_message_price_changed",
    "passport_data",
    "pinned_message",
    "poll_option_added",
    "poll_option_deleted",
    "proximity_alert_triggered",
    "refunded_payment",
    "successful_payment",
    "suggested_post_approval_failed",
    "suggested_post_approved",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
    "unique_gift",
    "users_shared",
    "video_chat_ended",
    "video_chat_participants_invited",
    "video_chat_scheduled",
    "video_chat_started",
    "web_app_data",
    "write_access_allowed",
)


# Where in them their sender's words are: in fields, and in a list of things with a `text`.
_WORDS = {
    "checklist": ("title",),
    "poll": ("question", "description", "explanation"),
    "invoice": ("title", "description"),
    "game": ("title", "description"),
    "venue": ("title", "address"),
    "giveaway": ("prize_description",),
}
_LISTS = {"checklist": "tasks", "poll": "options"}


def kind_of(message: Raw) -> str | None:
    """Return the kind of the message; None for news about the chat itself, such as a pinned message or a new photo."""
    kind = next((kind for kind in _KINDS if message.get(kind)), None)
    return kind or (None if any(message.get(news) for news in _NEWS) else "unknown")


def words_with(message: Raw) -> list[str]:
    """Return the words under a picture, in a list, or of a question."""
    found = [message.get("caption")]
    for kind, fields in _WORDS.items():
        part = message.get(kind)
        if isinstance(part, dict):
            found += [part.get(field) for field in fields]
            items = part.get(_LISTS.get(kind, ""))
            found += [item.get("text") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [words for words in found if isinstance(words, str) and words]
