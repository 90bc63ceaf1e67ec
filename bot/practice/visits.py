"""When a planned visit may come: a local date becomes an instant, and nobody is disturbed at night. Reads no clock.

Dates and gaps follow the rules of `prompts.py`, with one exception: instead of a date that a zone leaves out, a visit
comes on the next one. A visit may come late and is not lost.
"""

from datetime import date, datetime, time, timedelta
from itertools import count

from bot.practice.prompts import instant_on
from bot.practice.zones import local_time

MORNING, NIGHT = time(8), time(22)  # the person's local time; between these a visit comes at any time
OWN_HOUR = timedelta(hours=1)  # as long as this after the hour they chose for the daily prompt, even at night
EVENING = time(21, 30)  # late on a date, and not at night yet

_DAY = timedelta(days=1)


def on_date(zone: str, local_date: date, wall: time) -> datetime:
    """Return the instant (UTC) of that time of day on that date, or on the next date that the zone has."""
    dates = (local_date + days * _DAY for days in count())
    return next(at for day in dates if (at := instant_on(zone, day, wall)))


def before_night(wall: time) -> time:
    """Return `wall`, or half past nine if it is ten in the evening or later.

    Somebody who asks late for tomorrow means tomorrow.
    """
    return wall if wall < NIGHT else EVENING


def by_day(zone: str, at: datetime, own: time | None) -> datetime:
    """Return `at`, or the first moment after it (UTC) that is not at night.

    It is not night from eight in the morning to ten in the evening, and in the hour that begins at `own`, which the
    person chose for the daily prompt.
    """
    here = local_time(zone, at)
    openings = [(on_date(zone, here.date() + days * _DAY, MORNING), timedelta(0)) for days in (0, 1)]
    if own is not None:
        openings += [(on_date(zone, here.date() + days * _DAY, own), OWN_HOUR) for days in (-1, 0, 1)]
    if MORNING <= here.time() < NIGHT or any(opening <= at < opening + lasts for opening, lasts in openings):
        return at
    return min(opening for opening, _ in openings if opening >= at)
