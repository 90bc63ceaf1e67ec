"""When a planned visit may come: on its local date, and never at night, in every zone that there is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.visits import MORNING, NIGHT, OWN_HOUR, before_night, by_day, on_date
from bot.practice.zones import local_time, zone_names

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BERLIN = "Europe/Berlin"

zones = st.sampled_from(sorted(zone_names()))
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
days = st.dates(date(1970, 1, 3), date(2090, 1, 1))
instants = st.integers(1, 120 * 365 * 24 * 60).map(
    lambda minute: datetime(1970, 1, 3, tzinfo=UTC) + timedelta(minutes=minute)
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(zones, days, minutes)
def test_every_date_brings_a_visit_on_it_or_where_a_zone_leaves_it_out_on_the_next(
    zone: str, day: date, wall: time
) -> None:
    found = local_time(zone, on_date(zone, day, wall)).date()
    assert found == day or (found == day + DAY and not _exists(zone, day))


@given(zones, instants, st.none() | minutes)
def test_nobody_is_disturbed_at_night_and_nothing_is_put_off_for_longer_than_a_night(
    zone: str, at: datetime, own: time | None
) -> None:
    then = by_day(zone, at, own)
    # 10 hours of night; a zone that moves its clocks, or leaves a date out, may lengthen them by a day at most.
    assert at <= then <= at + 10 * HOUR + DAY
    assert (
        MORNING <= local_time(zone, then).time() < NIGHT or _is_own_hour(zone, then, own) or _is_after_gap(zone, then)
    )


@given(zones, instants, st.none() | minutes)
def test_a_moment_that_is_not_at_night_stays_as_it_is(zone: str, at: datetime, own: time | None) -> None:
    then = by_day(zone, at, own)
    assert by_day(zone, then, own) == then


def _exists(zone: str, day: date) -> bool:
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    return any(local_time(zone, noon + quarter * HOUR / 4).date() == day for quarter in range(-120, 120))


def _is_own_hour(zone: str, at: datetime, own: time | None) -> bool:
    if own is None:
        return False
    here = local_time(zone, at).date()
    openings = [on_date(zone, here + number * DAY, own) for number in (-1, 0, 1)]
    return any(opening <= at < opening + OWN_HOUR for opening in openings)


def _is_after_gap(zone: str, at: datetime) -> bool:
    """Where eight in the morning is left out, the day begins with the hour behind the gap."""
    return at == on_date(zone, local_time(zone, at).date(), MORNING)


@pytest.mark.parametrize(
    ("at", "own", "then"),
    [
        ("2026-03-02 07:00", None, "2026-03-02 07:00"),  # eight in Berlin
        ("2026-03-02 06:59", None, "2026-03-02 07:00"),
        ("2026-03-02 20:59", None, "2026-03-02 20:59"),
        ("2026-03-02 21:00", None, "2026-03-03 07:00"),
        ("2026-03-28 23:00", None, "2026-03-29 06:00"),  # the night in which the clocks go forward
        ("2026-10-24 23:00", None, "2026-10-25 07:00"),  # and back
        ("2026-03-02 05:30", time(6, 30), "2026-03-02 05:30"),  # who breathes at half past six is up
        ("2026-03-02 06:29", time(6, 30), "2026-03-02 06:29"),
        ("2026-03-02 06:30", time(6, 30), "2026-03-02 07:00"),  # an hour later it is night again
        ("2026-03-02 02:00", time(6, 30), "2026-03-02 05:30"),
        ("2026-03-02 23:15", time(23, 45), "2026-03-02 23:15"),  # a quarter past midnight
        ("2026-03-29 01:30", time(2, 30), "2026-03-29 01:30"),  # an hour that the clocks leave out
        ("2026-03-02 02:00", time(20, 0), "2026-03-02 07:00"),
    ],
)
def test_the_night_is_from_ten_to_eight_but_for_ones_own_hour(at: str, own: time | None, then: str) -> None:
    assert by_day(BERLIN, utc(at), own) == utc(then)


@given(minutes)
def test_no_wall_time_is_moved_but_one_of_the_night_before_midnight(wall: time) -> None:
    assert before_night(wall) == (time(21, 30) if wall >= time(22) else wall)


def test_a_date_that_samoa_left_out_is_the_next_one() -> None:
    assert on_date("Pacific/Apia", date(2011, 12, 30), time(9)) == on_date("Pacific/Apia", date(2011, 12, 31), time(9))
