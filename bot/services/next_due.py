"""When the next due row comes, kept in memory so that most ticks cost nothing. The database stays the truth."""

from __future__ import annotations

from datetime import UTC, datetime

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class NextDue:
    def __init__(self) -> None:
        self._soonest: datetime | None = _LONG_AGO  # so that the first tick looks

    def note(self, at: datetime | None) -> None:
        """A due row was put for `at`."""
        if at is not None and (self._soonest is None or at < self._soonest):
            self._soonest = at

    def begin_anew(self) -> None:
        """The database is about to be asked: what is noted from here on is not known to it for certain."""
        self._soonest = None

    def look_again(self) -> None:
        """The database did not answer."""
        self._soonest = _LONG_AGO

    def is_due(self, now: datetime) -> bool:
        return self._soonest is not None and self._soonest <= now
