"""When the daily prompt is due, in every zone that there is."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.practice.prompts import Due, end_of_local_day, later, next_prompt
from bot.practice.zones import local_time, valid_zone, zone_names

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
INSTANT = timedelta(microseconds=1)

zones = st.sampled_from(sorted(zone_names()))
# Before 1970 tzdata promises nothing, and Toronto skipped 23:30 to 00:30 once.
starts = st.integers(1, 130 * 365 * 24 * 60).map(
    lambda minute: datetime(1970, 1, 2, tzinfo=UTC) + timedelta(minutes=minute)
)
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def walk(zone: str, wall: time, start: datetime, count: int) -> list[Due]:
    """As the clock does it: each prompt served at its moment, and the next one asked for."""
    dues = [next_prompt(zone, wall, start)]
    while len(dues) < count:
        dues.append(next_prompt(zone, wall, dues[-1].at, not_on=dues[-1].local_date))
    return dues


def exists(zone: str, local_date: date) -> bool:
    """By looking at a clock every quarter of an hour; no zone has a shorter rest of a date."""
    noon = datetime.combine(local_date, time(12), tzinfo=UTC)
    return any(local_time(zone, noon + quarter * HOUR / 4).date() == local_date for quarter in range(-30 * 4, 30 * 4))


# fault 35, fault 36
@pytest.mark.parametrize(
    ("zone", "wall", "on", "local", "instant"),
    [
        ("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29 03:30", "2026-03-29 01:30"),
        ("Africa/Cairo", "00:30", "2026-04-24", "2026-04-24 01:30", "2026-04-23 22:30"),
        ("America/Santiago", "00:15", "2026-09-06", "2026-09-06 01:15", "2026-09-06 04:15"),
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-04 02:45", "2026-10-03 15:45"),
        ("America/Nuuk", "23:30", "2026-03-28", "2026-03-28 22:30", "2026-03-29 00:30"),
        ("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25 02:30", "2026-10-25 00:30"),
        ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-05 01:45", "2026-04-04 14:45"),
        ("America/Santiago", "23:30", "2026-04-04", "2026-04-04 23:30", "2026-04-05 02:30"),
    ],
    ids=lambda value: value.replace("/", " "),
)
def test_a_clock_change_brings_exactly_one_prompt_that_local_date(
    zone: str, wall: str, on: str, local: str, instant: str
) -> None:
    week = walk(zone, time.fromisoformat(wall), utc(on) - 4 * DAY, 8)
    that_date = [due for due in week if due.local_date == date.fromisoformat(on)]
    by_the_clock = [due for due in week if local_time(zone, due.at).date() == date.fromisoformat(on)]
    assert that_date == by_the_clock == [Due(local_date=date.fromisoformat(on), at=utc(instant))]
    assert local_time(zone, utc(instant)).replace(tzinfo=None) == datetime.fromisoformat(local)
    assert [after.local_date - before.local_date for before, after in pairwise(week)] == [DAY] * 7


@pytest.mark.parametrize(
    ("zone", "missing"),
    [("Pacific/Apia", "2011-12-30"), ("Pacific/Kwajalein", "1993-08-21"), ("Pacific/Kiritimati", "1994-12-31")],
)
def test_a_date_that_the_zone_leaves_out_has_no_prompt_and_its_neighbours_have_one_each(
    zone: str, missing: str
) -> None:
    left_out = date.fromisoformat(missing)
    dates = [due.local_date for due in walk(zone, time(8), utc(missing) - 3 * DAY, 5)]
    assert left_out not in dates
    assert {left_out - DAY, left_out + DAY} < set(dates)
    assert end_of_local_day(zone, left_out - DAY) == end_of_local_day(zone, left_out)


# fault 35, fault 36
@settings(max_examples=60)
@given(zone=zones, wall=minutes, start=starts)
def test_over_a_year_each_local_date_has_exactly_one_prompt(zone: str, wall: time, start: datetime) -> None:
    dues = walk(zone, wall, start, 370)
    for before, after in pairwise(dues):
        assert before.at < after.at
        assert before.local_date < after.local_date
        between = (before.local_date + n * DAY for n in range(1, (after.local_date - before.local_date).days))
        assert not any(exists(zone, skipped) for skipped in between)
    assert all(local_time(zone, due.at).date() == due.local_date for due in dues)
    assert all(due.at.utcoffset() == timedelta(0) for due in dues)


@given(zone=zones, wall=minutes, start=starts)
def test_the_next_prompt_is_strictly_after_and_at_the_wall_time_wherever_that_exists(
    zone: str, wall: time, start: datetime
) -> None:
    due = next_prompt(zone, wall, start)
    assert start < due.at
    written = local_time(zone, due.at)
    if written.time() != wall:
        a_day_apart = local_time(zone, due.at - DAY).utcoffset(), local_time(zone, due.at + DAY).utcoffset()
        assert a_day_apart[0] != a_day_apart[1]
    assert next_prompt(zone, wall, due.at).at > due.at


@given(zone=zones, start=starts)
def test_a_local_day_ends_at_the_instant_the_next_date_begins(zone: str, start: datetime) -> None:
    today = local_time(zone, start).date()
    end = end_of_local_day(zone, today)
    assert local_time(zone, end - INSTANT).date() <= today < local_time(zone, end).date()


def test_a_date_already_served_is_not_served_again_when_the_host_clock_is_set_back() -> None:  # fault 38
    served = next_prompt("Europe/Berlin", time(8), utc("2026-06-01 00:00"))
    again = next_prompt("Europe/Berlin", time(8), served.at - HOUR, not_on=served.local_date)
    assert again.local_date == served.local_date + DAY


def test_after_two_days_without_a_clock_there_is_one_prompt_to_come_and_nothing_to_catch_up() -> None:  # fault 38
    due = next_prompt("Europe/Berlin", time(8), utc("2026-06-03 09:00"), not_on=date(2026, 6, 1))
    assert due == Due(local_date=date(2026, 6, 4), at=utc("2026-06-04 06:00"))


def test_a_date_served_by_a_clock_that_ran_far_ahead_blocks_nothing_before_it() -> None:  # fault 38
    due = next_prompt("Europe/Berlin", time(8), utc("2026-06-01 00:00"), not_on=date(2027, 6, 1))
    assert due.local_date == date(2026, 6, 1)


# fault 39
@pytest.mark.parametrize(
    ("moved_to", "expected"),
    [
        ("Europe/London", "2026-06-01 07:00"),  # the clock there says 06:59: today, an hour on
        ("Europe/Helsinki", "2026-06-02 05:00"),  # 08:59: today's hour is over
        ("Pacific/Kiritimati", "2026-06-01 18:00"),
        ("Pacific/Honolulu", "2026-06-01 18:00"),
    ],
)
def test_a_zone_changed_a_minute_before_the_prompt_gives_one_prompt_in_the_new_zone(
    moved_to: str, expected: str
) -> None:
    a_minute_before = utc("2026-06-01 05:59")
    assert next_prompt("Europe/Berlin", time(8), a_minute_before).at == utc("2026-06-01 06:00")
    assert next_prompt(moved_to, time(8), a_minute_before, not_on=date(2026, 5, 31)).at == utc(expected)


def test_a_zone_change_back_over_the_date_line_serves_neither_that_date_nor_one_before_it_again() -> None:  # fault 39
    served = next_prompt("Asia/Tokyo", time(8), utc("2026-05-31 12:00"))
    assert served == Due(local_date=date(2026, 6, 1), at=utc("2026-05-31 23:00"))
    moved = next_prompt("America/Los_Angeles", time(20), served.at + HOUR, not_on=served.local_date)
    assert moved == Due(local_date=date(2026, 6, 2), at=utc("2026-06-03 03:00"))


def test_a_zone_change_forward_over_the_date_line_goes_on_with_the_date_there() -> None:  # fault 39
    served = next_prompt("America/Los_Angeles", time(8), utc("2026-06-01 00:00"))
    moved = next_prompt("Asia/Tokyo", time(8), served.at + HOUR, not_on=served.local_date)
    assert moved == Due(local_date=date(2026, 6, 2), at=utc("2026-06-01 23:00"))


@given(first=zones, second=zones, wall=minutes, start=starts)
def test_whatever_the_move_served_dates_rise_and_no_more_than_three_days_pass(
    first: str, second: str, wall: time, start: datetime
) -> None:
    served = next_prompt(first, wall, start)
    moved = next_prompt(second, wall, served.at, not_on=served.local_date)
    assert moved.local_date > served.local_date
    assert moved.at - served.at <= 4 * DAY


@pytest.mark.parametrize("name", ["", "Nowhere/Atlantis", "europe/berlin", "../zones", "/etc/passwd", "UTC+2"])
def test_a_zone_that_tzdata_does_not_know_is_told_apart_and_counts_as_utc(name: str) -> None:  # fault 39
    assert not valid_zone(name)
    assert next_prompt(name, time(8), utc("2026-06-01 00:00")).at == utc("2026-06-01 08:00")


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Calcutta", "UTC"])
def test_a_zone_of_tzdata_is_valid(name: str) -> None:
    assert valid_zone(name)


def test_later_is_within_the_local_day_or_not_at_all() -> None:
    today = date(2026, 6, 1)
    assert later("Europe/Berlin", today, utc("2026-06-01 20:00"), HOUR) == utc("2026-06-01 21:00")
    assert later("Europe/Berlin", today, utc("2026-06-01 20:59"), HOUR) == utc("2026-06-01 21:59")
    assert later("Europe/Berlin", today, utc("2026-06-01 21:00"), HOUR) is None


def test_later_on_a_day_that_is_over_is_not_at_all() -> None:
    assert later("Europe/Berlin", date(2026, 5, 31), utc("2026-06-01 06:00"), HOUR) is None
