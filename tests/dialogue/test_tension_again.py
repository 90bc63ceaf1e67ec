"""Whoever comes back after hours into something heavy is asked for their tension first, and is back where they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.buttons import Act
from bot.dialogue.effects import RemoveAnswer
from bot.dialogue.held_words import AWAY
from bot.dialogue.model import Version
from bot.dialogue.tension_again import HOURS_OLD
from bot.dialogue.values import Number, Skipped
from tests.dialogue.person import Person, somebody_at

SHORT = "It was cold."
LONG = "It was cold and I waited on the stairs until somebody came home at last."


def back_at(state: str, **away: float) -> Person:
    """Somebody who paused there, and goes on so much later."""
    return somebody_at("shame", state).commands("pause").waits(**away).commands("resume")


def test_it_is_as_long_as_somebody_has_to_be_away_to_be_told_where_they_are() -> None:
    assert HOURS_OLD == AWAY


@pytest.mark.parametrize(("away", "first"), [({"hours": 5, "minutes": 59}, "fears"), ({"hours": 6}, "tension_before")])
def test_after_six_hours_the_tension_comes_first(away: dict[str, float], first: str) -> None:
    person = back_at("fears", **away)

    assert person.place == ("shame", first)
    assert person.says("tension_again") is (first == "tension_before")


@pytest.mark.parametrize("state", ["fears", "hard_times", "hard_signals", "missed_feeling"])
def test_whoever_is_not_tense_is_back_at_the_exact_place(state: str) -> None:
    before = somebody_at("shame", state).session.stack[-1]
    person = back_at(state, days=21).rates(6)
    after = person.session.stack[-1]

    assert person.place == ("shame", state)
    assert after.trail == before.trail
    assert after.left is None
    assert after.values["tension_before"] == Number(value=6)


@pytest.mark.parametrize("told", [7, 10, None])
def test_whoever_is_tense_goes_on_as_the_exercise_does_for_them(told: int | None) -> None:
    person = back_at("hard_times", days=21)
    person.commands("skip") if told is None else person.rates(told)

    assert person.place == ("shame", "steady_first")
    assert person.session.stack[-1].values["tension_before"] == (Number(value=told) if told else Skipped())


def test_whoever_is_steadied_is_back_at_the_exact_place_too() -> None:
    person = back_at("missed", days=21).rates(8).chooses("breathe").chooses("not_now")
    assert person.place == ("shame", "tension_again")

    assert person.rates(3).place == ("shame", "missed")


def test_whoever_stays_tense_is_asked_nothing_heavy() -> None:
    person = back_at("missed", days=21).rates(8).chooses("breathe").chooses("not_now").rates(9)

    assert person.place == ("shame", "another_day")
    assert person.chooses("enough").place is None


def test_the_tension_that_was_asked_last_on_the_way_is_asked_again() -> None:
    person = back_at("body", days=1)

    assert person.place == ("shame", "tension_middle")
    assert person.rates(9).place == ("shame", "put_aside")


def test_what_was_ticked_and_begun_stays() -> None:
    ticked = somebody_at("shame", "body").taps(Act.TICK, "chest")
    ticked.waits(days=2).commands("again").rates(1)
    begun = somebody_at("shame", "hard_times").writes(SHORT)
    assert begun.place == ("shame", "hard_times")
    begun.commands("pause").waits(days=2).commands("resume").rates(1).writes(LONG)

    assert ticked.session.stack[-1].picks == ("chest",)
    assert begun.place == ("shame", "hard_inside")
    assert f"{SHORT}\n{LONG}" in begun.kept.values()


@pytest.mark.parametrize("state", ["consent", "steady_first", "put_aside", "scene_known", "stay", "tension_after"])
def test_what_is_not_heavy_is_simply_asked_again(state: str) -> None:
    assert back_at(state, days=21).place == ("shame", state)


@pytest.mark.parametrize("place", [("attunement", "story"), ("peaceful_place", "see")])
def test_a_light_exercise_asks_for_no_tension(place: tuple[str, str]) -> None:
    assert somebody_at(*place).commands("pause").waits(days=21).commands("resume").place == place


def test_a_tap_on_the_question_that_stands_is_taken_and_the_next_one_waits() -> None:
    person = somebody_at("shame", "fears").waits(days=21).commands("skip")

    assert person.place == ("shame", "tension_before")
    assert person.rates(2).place == ("shame", "hard_times")


def test_words_that_are_the_answer_are_kept_and_ask_for_no_more_before_the_tension() -> None:
    person = somebody_at("shame", "fears").waits(days=21).writes(SHORT).taps(Act.HELD, "y")

    assert SHORT in person.kept.values()
    assert person.place == ("shame", "tension_before")
    assert person.rates(2).place == ("shame", "hard_times")


def test_a_menu_in_between_does_not_make_an_old_tension_new() -> None:
    person = somebody_at("shame", "fears").waits(days=21).commands("history").waits(minutes=1).commands("again")

    assert person.place == ("shame", "tension_before")


def test_back_leads_to_what_stood_before_and_the_tension_still_comes_first() -> None:
    person = back_at("hard_inside", days=2).commands("back")

    assert person.place == ("shame", "consent")


def test_who_pauses_at_the_tension_finds_it_again_and_then_their_place() -> None:
    person = back_at("missed", days=2).commands("pause").waits(days=3).commands("resume")

    assert person.place == ("shame", "tension_before")
    assert person.rates(0).place == ("shame", "missed")


def test_sessions_from_before_it_was_noted_are_judged_by_when_their_person_was_here() -> None:
    def older(**away: float) -> Person:
        person = somebody_at("shame", "fears")
        stack = tuple(replace(frame, tension_at=None) for frame in person.session.stack)
        person.session = replace(person.session, stack=stack)
        return person.waits(**away).commands("again")

    assert older(hours=5).place == ("shame", "fears")
    assert older(days=2).place == ("shame", "tension_before")


def test_whoever_is_led_over_meanwhile_is_not_led_past_what_was_never_asked() -> None:
    person = back_at("missed", days=2)
    (frame,) = person.session.stack
    assert frame.left
    older = replace(frame, left=replace(frame.left, version=Version("older")))
    person.session = replace(person.session, stack=(older,))

    assert person.rates(2).place == ("shame", "fears")


def test_a_long_answer_to_one_question_after_another_is_no_return() -> None:
    person = somebody_at("shame", "fears")
    for _ in range(3):
        person.now += timedelta(hours=1)
        person.writes(LONG)

    assert person.place == ("shame", "hard_signals")


def test_both_tensions_are_kept_as_reflections() -> None:
    person = back_at("hard_times", days=2)
    before = len(person.journal)
    person.rates(2)

    assert len(person.journal) == before + 1
    assert not person.ordered(RemoveAnswer)
