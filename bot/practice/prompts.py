"""When the daily prompt is due: a zone and a time of day become the next instant. Sends nothing and reads no clock.

The rules, each held by a test:
* One prompt per local date. In a gap the offset before it applies (02:30 becomes 03:30), in a fold the first of the
  two. Where the offset before would leave the date (23:30 in Nuuk in spring, when the day ends at 23:00), the offset
  after applies (22:30). A date that a zone leaves out (Apia, 2011-12-30) has no prompt.
* Served dates only rise. Moving east may skip a date that is over there already. Moving west may bring back a served
  date, or one before it: neither is served, and the next prompt is for the first date after it.
* A date that was served so far ahead that no move explains it came of a wrong clock. It blocks itself and nothing
  before it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from bot.practice.zones import local_time, zone_rules

_DAY = timedelta(days=1)

# The farthest zones lie 26 hours apart (+14 and -12), so two places never differ by more than two dates.
_FARTHEST_DATES = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class Due:
    """A prompt to come: its local date, and its instant (UTC)."""

    local_date: date
    at: datetime


def next_prompt(zone: str, wall: time, after: datetime, *, not_on: date | None = None) -> Due:
    """Return the first prompt strictly after `after`. `not_on` is the date that was served last."""
    today = local_time(zone, after).date()
    dates = (today + days * _DAY for days in count())
    unserved = (local_date for local_date in dates if not _is_served(local_date, not_on))
    dues = (Due(local_date=local_date, at=at) for local_date in unserved if (at := instant_on(zone, local_date, wall)))
    return next(due for due in dues if due.at > after)


def end_of_local_day(zone: str, local_date: date) -> datetime:
    """Return the instant (UTC) at which the next local date begins. It is exact for every zone since 1970."""
    # Where midnight is left out, the offset before the gap lands on the moment at which the clocks move.
    return datetime.combine(local_date + _DAY, time(), tzinfo=zone_rules(zone)).astimezone(UTC)


def later(zone: str, local_date: date, now: datetime, by: timedelta) -> datetime | None:
    """Return the instant (UTC) after so long, or None if the prompt's local day is over by then."""
    at = (now + by).astimezone(UTC)
    return at if at < end_of_local_day(zone, local_date) else None


def instant_on(zone: str, local_date: date, wall: time) -> datetime | None:
    """Return when the time of day comes on that date (UTC), or None if the zone has no such date."""
    for fold in (0, 1):
        written = datetime.combine(local_date, wall.replace(fold=fold), tzinfo=zone_rules(zone))
        at = written.astimezone(UTC)
        if local_time(zone, at).date() == local_date:
            return at
    return None


def _is_served(local_date: date, not_on: date | None) -> bool:
    return not_on is not None and timedelta(0) <= not_on - local_date <= _FARTHEST_DATES
