"""How fast Telegram lets us send: one bucket for the whole bot, and one for each chat. Pure: says when, and never
waits.

A bucket is one number: the instant at which it is full again. Each send moves that instant on by one interval.
"""

from __future__ import annotations

from dataclasses import dataclass

# Telegram takes about one message a second in a chat, and forgives short bursts; a turn may be several messages.
CHAT_PER_SECOND = 1.0
CHAT_BURST = 5

_FEW = 1024  # chats that are remembered whether they are rested or not


@dataclass(frozen=True, kw_only=True)
class _Rate:
    interval: float  # seconds
    burst: int

    def room(self, full_at: float, at: float) -> float:
        """Return how many may go at once."""
        return self.burst - max(0.0, full_at - at) / self.interval

    def ready_in(self, full_at: float, at: float) -> float:
        """Return the seconds until one may go."""
        return max(0.0, full_at - at - (self.burst - 1) * self.interval)

    def after_send(self, full_at: float, at: float) -> float:
        """Return when the bucket is full again after one more send."""
        return max(full_at, at) + self.interval


class Pace:
    """The pace of the bot and of each chat. All times are seconds on one monotonic clock.

    It may be read from another thread than the one that counts.
    """

    def __init__(
        self, per_second: float, *, chat_per_second: float = CHAT_PER_SECOND, chat_burst: int = CHAT_BURST
    ) -> None:
        """Take limits in messages a second. Zero means no limit."""
        self._all = _Rate(interval=1 / per_second, burst=max(1, int(per_second))) if per_second else None
        self._chat = _Rate(interval=1 / chat_per_second, burst=chat_burst) if chat_per_second else None
        self._all_full_at = float("-inf")
        self._full_at: dict[int, float] = {}
        self._most = _FEW

    def room(self, at: float, most: int) -> int:
        """Return how many messages, up to `most`, the bot may send at that instant."""
        if self._all is None:
            return most
        return min(most, int(self._all.room(self._all_full_at, at) + 1e-9))

    def ready_in(self, at: float) -> float:
        """Return the seconds until the bot may send one more."""
        return self._all.ready_in(self._all_full_at, at) if self._all else 0.0

    def chat_ready_in(self, chat_id: int, at: float) -> float:
        """Return the seconds until that chat may get one more."""
        full_at = self._full_at.get(chat_id)
        return self._chat.ready_in(full_at, at) if self._chat and full_at is not None else 0.0

    def count(self, chat_id: int, at: float) -> None:
        """Count a message that is being sent to that chat."""
        if self._all:
            self._all_full_at = self._all.after_send(self._all_full_at, at)
        if self._chat:
            self._full_at[chat_id] = self._chat.after_send(self._full_at.get(chat_id, at), at)
            if len(self._full_at) > self._most:
                self._full_at = {chat: full_at for chat, full_at in self._full_at.items() if full_at > at}
                self._most = max(_FEW, 2 * len(self._full_at))
