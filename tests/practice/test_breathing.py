"""Breathing patterns, and where in one somebody is after a while."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.breathing import (
    BOX,
    COHERENT,
    CYCLIC_SIGHING,
    DEFAULT,
    FOUR_SEVEN_EIGHT,
    LONGER_OUT,
    PATTERNS,
    Now,
    Pattern,
    Phase,
    PhaseKind,
    breaths_in,
    length,
    next_change,
    phase_at,
)

SECOND = timedelta(seconds=1)

patterns = st.sampled_from(list(PATTERNS.values()))
counts = st.integers(1, 40)
moments = st.timedeltas(timedelta(0), timedelta(minutes=15))


def test_the_default_has_no_holds_and_the_longer_out_breath() -> None:
    assert DEFAULT is LONGER_OUT
    assert not DEFAULT.holds


def test_patterns_with_a_hold_are_told_apart() -> None:
    assert {pattern.id for pattern in PATTERNS.values() if pattern.holds} == {"box", "four_seven_eight"}


@pytest.mark.parametrize(
    ("pattern", "seconds"),
    [
        (LONGER_OUT, [4, 6]),
        (CYCLIC_SIGHING, [3, 1, 6]),
        (COHERENT, [5, 5]),
        (BOX, [4, 4, 4, 4]),
        (FOUR_SEVEN_EIGHT, [4, 7, 8]),
    ],
    ids=lambda value: value.id if isinstance(value, Pattern) else "",
)
def test_a_pattern_is_as_its_source_has_it_and_is_found_by_its_id(pattern: Pattern, seconds: list[int]) -> None:
    assert [phase.seconds for phase in pattern.phases] == seconds
    assert PATTERNS[pattern.id] is pattern


def test_a_phase_shorter_than_a_second_cannot_exist() -> None:
    with pytest.raises(ValueError):
        Phase(kind=PhaseKind.IN, seconds=0)


@pytest.mark.parametrize(
    ("elapsed", "now"),
    [
        (0, Now(phase=PhaseKind.IN, breath_number=1, of=2, seconds=3)),
        (2.5, Now(phase=PhaseKind.IN, breath_number=1, of=2, seconds=1)),
        (3, Now(phase=PhaseKind.IN_AGAIN, breath_number=1, of=2, seconds=1)),
        (4, Now(phase=PhaseKind.OUT, breath_number=1, of=2, seconds=6)),
        (17.2, Now(phase=PhaseKind.OUT, breath_number=2, of=2, seconds=3)),
        (20, None),
        (3600, None),
    ],
)
def test_whoever_asks_is_told_the_phase_of_that_moment_alone(elapsed: float, now: Now | None) -> None:
    assert phase_at(CYCLIC_SIGHING, 2, timedelta(seconds=elapsed)) == now


def test_a_clock_set_back_shows_the_beginning() -> None:
    assert phase_at(BOX, 3, -SECOND) == phase_at(BOX, 3, timedelta(0))
    assert next_change(BOX, 3, -SECOND) == 4 * SECOND


@given(pattern=patterns, breaths=counts)
def test_one_who_looks_at_each_change_sees_every_phase_once_and_whole(pattern: Pattern, breaths: int) -> None:
    seen, elapsed = [], timedelta(0)
    while now := phase_at(pattern, breaths, elapsed):
        seen.append((now.breath_number, now.phase, now.seconds))
        elapsed = next_change(pattern, breaths, elapsed)
    assert elapsed == length(pattern, breaths)
    assert seen == [(breath, phase.kind, phase.seconds) for breath in range(1, breaths + 1) for phase in pattern.phases]


@given(pattern=patterns, breaths=counts, elapsed=moments)
def test_two_looks_are_a_second_apart_or_more_and_a_late_one_is_on_time_again_soon(
    pattern: Pattern, breaths: int, elapsed: timedelta
) -> None:
    change = next_change(pattern, breaths, elapsed)
    assert change >= elapsed + SECOND
    now = phase_at(pattern, breaths, elapsed)
    assert change <= elapsed + (SECOND if now is None else now.seconds * SECOND)


@given(pattern=patterns, minutes=st.floats(0, 60))
def test_the_breaths_fit_into_the_minutes_and_are_never_none(pattern: Pattern, minutes: float) -> None:
    breaths = breaths_in(pattern, minutes)
    assert breaths >= 1
    assert breaths == 1 or length(pattern, breaths) <= timedelta(minutes=minutes)
    assert length(pattern, breaths + 1) > timedelta(minutes=minutes)
