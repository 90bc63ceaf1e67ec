"""The updates that wait for the bot, and what an offset does to them. Polling or the webhook hands them over."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.messages import JSON

MOST_PENDING = 100_000  # the oldest go first
AHEAD = 10  # an offset further ahead than this is taken for a mistake, and everything pending is given again
TAP_WAITS = timedelta(seconds=150)  # by the sandbox's clock; a tap that was not fetched by then is gone

# What Telegram leaves out unless it is asked for by name.
ONLY_IF_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PendingUpdate:
    """One update that the bot has not confirmed."""

    id: int
    body: JSON
    line: str  # a webhook gets the updates of one line in order, and those of another meanwhile
    until: datetime | None  # a tap's end


class UpdateQueue:
    """The pending updates, oldest first."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.bell = Bell()
        self.allowed: frozenset[str] = frozenset()  # empty: all but those in ONLY_IF_ASKED
        self._now = now
        self._pending: deque[PendingUpdate] = deque(maxlen=MOST_PENDING)
        self._newest = 0

    def __len__(self) -> int:
        self._drop_old_taps()
        return len(self._pending)

    def wants(self, kind: str) -> bool:
        """Return whether the bot wants updates of this kind."""
        return kind in self.allowed if self.allowed else kind not in ONLY_IF_ASKED

    def add(self, update_id: int, body: JSON) -> None:
        until = self._now() + TAP_WAITS if "callback_query" in body else None
        self._pending.append(PendingUpdate(id=update_id, body=body, line=_line(body), until=until))
        self._newest = update_id
        self.bell.ring()

    def allow(self, kinds: Iterable[str]) -> None:
        self.allowed = frozenset(kinds)

    def first(self, limit: int) -> list[JSON]:
        self._drop_old_taps()
        return [update.body for update in islice(self._pending, limit)]

    def lines(self) -> set[str]:
        """Return the lines in which something waits."""
        self._drop_old_taps()
        return {update.line for update in self._pending}

    def oldest(self, line: str) -> PendingUpdate | None:
        self._drop_old_taps()
        return next((update for update in self._pending if update.line == line), None)

    def confirm(self, offset: int) -> None:
        """Forget what the offset confirms: all before it, or, below zero, all but the last so many."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        elif offset <= self._newest + 1 + AHEAD:
            while self._pending and self._pending[0].id < offset:
                self._pending.popleft()

    def delivered(self, update: PendingUpdate) -> None:
        """Forget an update that the webhook took."""
        if update in self._pending:
            self._pending.remove(update)

    def clear(self) -> None:
        self._pending.clear()

    def _drop_old_taps(self) -> None:
        now = self._now()
        for update in [update for update in self._pending if update.until is not None and update.until < now]:
            self._pending.remove(update)


def _line(body: JSON) -> str:
    """Return the line of an update: a chat's messages with their edits, a person's taps, and so on for each kind."""
    kind, content = next(((kind, content) for kind, content in body.items() if kind != "update_id"), ("", None))
    family = "message" if kind == "edited_message" else kind
    return f"{family} {_id_of(content, 'from' if kind == 'callback_query' else 'chat')}"


def _id_of(content: Any, field: str) -> Any:
    """Return the id in this field; None if the update has none, since a raw one may have any shape."""
    holder = content.get(field) if isinstance(content, dict) else None
    return holder.get("id") if isinstance(holder, dict) else None
