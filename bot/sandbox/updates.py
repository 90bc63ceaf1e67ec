"""The updates that wait for the bot, and what an offset does to them. Polling or the webhook hands them over."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from bot.sandbox.bell import Bell
from bot.sandbox.messages import JSON

MOST_PENDING = 100_000  # the oldest go first
AHEAD = 10  # an offset further ahead than this is taken for a mistake, and everything pending is given again

# What Telegram leaves out unless it is asked for by name.
ONLY_IF_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, kw_only=True, slots=True)
class PendingUpdate:
    """One update that the bot has not confirmed."""

    id: int
    body: JSON


class UpdateQueue:
    """Pending updates, oldest first."""

    def __init__(self) -> None:
        self.bell = Bell()
        self.allowed: frozenset[str] = frozenset()  # empty: all but those in ONLY_IF_ASKED
        self._pending: deque[PendingUpdate] = deque(maxlen=MOST_PENDING)
        self._newest = 0

    def __len__(self) -> int:
        return len(self._pending)

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ONLY_IF_ASKED

    def add(self, update_id: int, body: JSON) -> None:
        self._pending.append(PendingUpdate(id=update_id, body=body))
        self._newest = update_id
        self.bell.ring()

    def allow(self, kinds: Iterable[str]) -> None:
        self.allowed = frozenset(kinds)

    def first(self, limit: int) -> list[JSON]:
        return [update.body for update, _ in zip(self._pending, range(limit), strict=False)]

    def oldest(self) -> PendingUpdate | None:
        return self._pending[0] if self._pending else None

    def confirm(self, offset: int) -> None:
        """Forgets what the offset says is done: all before it, or, below zero, all but the last so many."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        elif offset <= self._newest + 1 + AHEAD:
            while self._pending and self._pending[0].id < offset:
                self._pending.popleft()

    def delivered(self, update: PendingUpdate) -> None:
        """The webhook took it, unless it has been dropped meanwhile."""
        if self._pending and self._pending[0] is update:
            self._pending.popleft()

    def clear(self) -> None:
        self._pending.clear()
