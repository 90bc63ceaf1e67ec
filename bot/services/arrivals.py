"""What intake hands to the conversation: one update from Telegram, read. Knows no Telegram type and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.dialogue.inputs import Input


@dataclass(frozen=True, kw_only=True)
class Blocked:
    """The person blocked the bot, or deleted it."""


@dataclass(frozen=True, kw_only=True)
class Unblocked:
    """The person let the bot in again."""


@dataclass(frozen=True, kw_only=True)
class GroupSeen:
    """Somebody put the bot where more than one person reads."""

    chat_id: int
    is_channel: bool = False  # where what the bot says is published


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """The update is not of a form that we know."""

    reason: str  # without a word of theirs
    words: str = field(default="", repr=False)  # what can be read of theirs
    among_others: bool = False  # not from a chat with the person alone


@dataclass(frozen=True, kw_only=True)
class Ignored:
    """The update is nothing that the bot reacts to."""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One update that has come."""

    update_id: int
    what: Input | Blocked | Unblocked | GroupSeen | Unreadable | Ignored
    person_id: int | None = None  # None: of no one person
    thread: int | None = None  # the topic of their chat in which they did it
    raw: Callable[[], str] = field(compare=False, repr=False)  # the whole update as JSON, for one that is put aside
