"""People, and their chats with the bot. Messages stay in memory and are never written to disk."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.messages import JSON, Message

MOST_MESSAGES = 2_000  # kept in one chat; the oldest go first


@dataclass(kw_only=True, slots=True)
class Person:
    """A Telegram user. Their private chat has the same id."""

    id: int
    name: str
    language_code: str = "en"
    blocked: bool = False
    voices_refused: bool = False  # by a setting that Telegram has for voice notes
    started: bool = False  # has written to the bot at least once; before that a bot cannot write to them

    def as_user(self) -> JSON:
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language_code}

    def as_page(self) -> JSON:
        return {"id": self.id, "name": self.name, "blocked": self.blocked}


@dataclass(kw_only=True, slots=True)
class Chat:
    """One conversation, private or in a group. Its revision changes with everything that a reader could see."""

    id: int
    kind: str  # "private" or "group"
    title: str
    members: list[int]
    revision: int = 0
    coach_revision: int = 0  # likewise, with everything that a coach could see
    left: bool = False  # the bot has left this group
    action: str | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    removed: dict[int, Message] = field(default_factory=dict)  # the bot's: a tap on one may be under way
    threads: set[int] = field(default_factory=set)  # the topics that the person has opened
    bell: Bell = field(default_factory=Bell)
    stop_action: Callable[[], Any] | None = None  # takes back the timer that ends the action

    def as_telegram(self) -> JSON:
        named = {"first_name": self.title} if self.kind == "private" else {"title": self.title}
        return {"id": self.id, "type": self.kind, **named}

    def changed(self) -> None:
        """Note that something changed that a reader could see."""
        self.revision += 1
        self.bell.ring()

    def coach_sees_more(self) -> None:
        """Note that something changed that only a coach could see."""
        self.coach_revision += 1
        self.bell.ring()

    def add(self, message: Message) -> None:
        self.messages[message.id] = message
        if len(self.messages) > MOST_MESSAGES:
            self._drop(next(iter(self.messages)))
        self.changed()

    def remove(self, message_id: int) -> None:
        self._drop(message_id)
        self.changed()

    def clear(self, *, for_bot_too: bool) -> None:
        """Clear the chat. What the person clears on their side alone the bot can still edit, unseen."""
        if for_bot_too:
            for message_id in list(self.messages):
                self._drop(message_id)
        for message in self.messages.values():
            message.cleared = True
        self.changed()

    def seen(self) -> list[Message]:
        """Return the messages that the person sees."""
        return [message for message in self.messages.values() if not message.cleared]

    def _drop(self, message_id: int) -> None:
        message = self.messages.pop(message_id)
        if message.by_bot:
            self.removed[message_id] = message
        if len(self.removed) > MOST_MESSAGES:
            del self.removed[next(iter(self.removed))]
