"""When a planned visit may come: a local date becomes an instant, and nobody is disturbed at night. Reads no clock.

Dates and gaps follow the rules of `prompts`, except that a date which a zone leaves out is the next one that it has: a
visit comes late and is not lost.
"""

from datetime import date, datetime, time, timedelta
from itertools import count

from bot.practice.prompts import instant_on
from bot.practice.zones import local_time

MORNING, NIGHT = time(8), time(22)  # on the person's wall; between them a visit comes at any time
OWN_HOUR = timedelta(hours=1)  # from the hour they chose for the daily prompt, be it at night
EVENING = time(21, 30)  # late on a date, and not at night yet

_DAY = timedelta(days=1)


def on_date(zone: str, local_date: date, wall: time) -> datetime:
    """The instant (UTC) of that wall time on that date."""
    dates = (local_date + days * _DAY for days in count())
    return next(at for day in dates if (at := instant_on(zone, day, wall)))


def before_night(wall: time) -> time:
    """`wall`, or what comes before the night in which it is: who asks late for tomorrow means tomorrow."""
    return wall if wall < NIGHT else EVENING


def by_day(zone: str, at: datetime, own: time | None) -> datetime:
    """`at`, or the first moment after it that is not at night.

    Not at night is from eight to ten in the evening, and the hour that begins at `own`, which somebody chose for the
    daily prompt.
    """
    here = local_time(zone, at)
    openings = [(on_date(zone, here.date() + days * _DAY, MORNING), timedelta(0)) for days in (0, 1)]
    if own is not None:
        openings += [(on_date(zone, here.date() + days * _DAY, own), OWN_HOUR) for days in (-1, 0, 1)]
    if MORNING <= here.time() < NIGHT or any(opening <= at < opening + lasts for opening, lasts in openings):
        return at
    return min(opening for opening, _ in openings if opening >= at)
