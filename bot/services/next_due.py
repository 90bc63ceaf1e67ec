"""Remembers when the next due row comes, so that most ticks need no database. The database is the truth."""

from __future__ import annotations

from datetime import UTC, datetime

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class NextDue:
    """The time of the next due row, as far as it is known."""

    def __init__(self) -> None:
        self._soonest: datetime | None = _LONG_AGO  # so that the first tick looks

    def note(self, at: datetime | None) -> None:
        """Note that a due row was set for `at`. None changes nothing."""
        if at is not None and (self._soonest is None or at < self._soonest):
            self._soonest = at

    def begin_anew(self) -> None:
        """Forget the time, since the database is about to be asked.

        What is noted from here on is kept beside its answer.
        """
        self._soonest = None

    def look_again(self) -> None:
        """Let the next tick ask the database, since it did not answer."""
        self._soonest = _LONG_AGO

    def is_due(self, now: datetime) -> bool:
        """Return whether a row may be due."""
        return self._soonest is not None and self._soonest <= now
