"""Works out whom Telegram's "too many requests" is about, a chat or the whole bot, since it does not say. Pure.

It counts as about its chat, until a second chat gets one while the first still waits. Time is an argument.
"""

from __future__ import annotations

from datetime import datetime, timedelta


class Flood:
    """What Telegram said about waiting."""

    def __init__(self) -> None:
        self.everybody_until: datetime | None = None
        self._chat_id: int | None = None
        self._until: datetime | None = None

    def told_to_wait(self, chat_id: int, at: datetime, wait: timedelta) -> bool:
        """Note that a chat was told to wait. Return whether everybody has to wait now, and not this chat alone."""
        everybody = self._chat_id not in (None, chat_id) and self._until is not None and at < self._until
        self._chat_id, self._until = chat_id, at + wait
        if everybody:
            self.everybody_until = max(at + wait, self.everybody_until or at)
        return everybody

    def wait_at(self, at: datetime) -> timedelta:
        """Return how long nothing at all may be sent."""
        return max(timedelta(0), self.everybody_until - at) if self.everybody_until else timedelta(0)
