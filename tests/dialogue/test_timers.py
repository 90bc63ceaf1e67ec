"""What comes by itself: silence, breath, the daily prompt; late, early, twice, or at the wrong time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.dialogue.buttons import Act
from bot.dialogue.effects import CancelWake, EditMessage, PromptSettled, SendMessage, WakeAt
from bot.dialogue.inputs import TimeCame, Timer
from bot.dialogue.session import Session
from bot.dialogue.session_changes import changed
from bot.practice.zones import local_time
from tests.dialogue.person import Person, somebody_at
from tests.shipped import member, shipped

BERLIN, TOKYO, LISBON = "Europe/Berlin", "Asia/Tokyo", "Europe/Lisbon"


def at(day: int, hour: int, minute: int = 0, zone: str = BERLIN) -> datetime:
    """An instant in March 2026, by the clock on the wall."""
    noon = datetime(2026, 3, day, 12, tzinfo=UTC)
    offset = local_time(zone, noon).utcoffset() or timedelta()
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - offset


def with_prompt(**profile: str) -> Person:
    """Somebody at rest whose prompt comes at eight."""
    return Person(session=member(**{"zone": BERLIN, "prompt_time": "08:00", **profile}), now=at(1, 7))


def date_comes(person: Person, date: str, timer: Timer = Timer.PROMPT) -> Person:
    return person.does(TimeCame(timer=timer, token=date))


# Silence


def test_half_an_hour_of_silence_in_a_heavy_state_is_broken_once_and_the_question_stands() -> None:
    person = somebody_at("shame", "fears").commands("again")
    assert person.woken(Timer.SILENCE).at == person.now + timedelta(minutes=30)
    turn = person.session.turn
    person.waits(minutes=30).time_comes(Timer.SILENCE)
    assert person.says("silence")
    assert not person.ordered(WakeAt)
    assert person.session.turn == turn
    assert person.writes("I am afraid of being left alone, as always").place == ("shame", "hard_times")


@pytest.mark.parametrize(("button", "place"), [("home", ("home", "none")), ("pause", None)])
def test_what_the_silence_offers_is_one_tap_away(button: str, place: tuple[str, str] | None) -> None:
    person = somebody_at("shame", "fears").time_comes(Timer.SILENCE).taps(Act.COMMAND, button)
    assert person.place == place


def test_silence_elsewhere_is_nobodys_business() -> None:
    assert not [wake for wake in Person().opens("peaceful_place").ordered(WakeAt) if wake.timer is Timer.SILENCE]


# Breath


def breathing() -> Person:
    return Person().opens("breathe").chooses("longer_out")


def test_a_breath_is_one_message_that_is_edited_at_each_phase() -> None:
    person = breathing()
    label = f"q{person.session.turn}"
    phases = 0
    while person.place == ("breathe", "breathing"):
        person.now = person.woken(Timer.PHASE).at
        person.time_comes(Timer.PHASE)
        phases += 1
        assert {edit.label for edit in person.ordered(EditMessage)} == {label}
    assert phases == 12 * 2 + 1
    assert person.place == ("breathe", "after")


def test_a_late_phase_is_the_phase_of_now_with_what_is_left_of_it() -> None:
    person = breathing().waits(seconds=4 + 65)
    person.time_comes(Timer.PHASE)
    (edit,) = person.ordered(EditMessage)
    assert edit.message == shipped().phrase("phase_out", seconds="5", breath="7", of="12")


def test_a_breath_whose_end_was_slept_through_is_over() -> None:
    person = breathing().waits(hours=3).time_comes(Timer.PHASE)
    assert person.place == ("breathe", "after")


def test_a_clock_that_is_set_back_begins_the_breath_once_more() -> None:  # fault 38
    person = breathing().waits(hours=-1).time_comes(Timer.PHASE)
    (edit,) = person.ordered(EditMessage)
    assert edit.message == shipped().phrase("phase_in", seconds="4", breath="1", of="12")
    assert person.woken(Timer.PHASE).at > person.now


def test_words_during_a_breath_do_not_end_it() -> None:
    person = breathing().writes("hm")
    assert person.says("still_timing")
    assert person.place == ("breathe", "breathing")


def test_enough_ends_a_breath() -> None:
    assert breathing().chooses("enough").said[-1] == "Go on as you like."


# The daily prompt: may it speak?


def test_the_prompt_comes_at_its_hour_and_the_next_is_for_tomorrow() -> None:
    person = with_prompt().waits(hours=1)
    date_comes(person, "2026-03-01")
    assert person.place == ("daily_prompt", "prompt")
    assert person.ordered(PromptSettled) == [PromptSettled(local_date="2026-03-01", outcome="sent")]
    assert all(sent.prompt for sent in person.ordered(SendMessage))
    assert person.woken(Timer.PROMPT) == WakeAt(timer=Timer.PROMPT, at=at(2, 8), token="2026-03-02")


@pytest.mark.parametrize(
    ("profile", "spoken"),
    [({}, True), ({"prompts": "paused"}, False), ({"zone": "Not/AZone"}, True)],
)
def test_only_who_wants_it_is_prompted(profile: dict[str, str], spoken: bool) -> None:  # fault 39, fault 40
    person = date_comes(with_prompt(**profile).waits(hours=2), "2026-03-01")
    assert bool(person.said) is spoken


def test_somebody_who_was_erased_is_not_prompted() -> None:  # fault 40
    person = date_comes(Person(session=Session(key="k")), "2026-03-01")
    assert not person.said


def test_it_waits_while_somebody_is_in_an_exercise_until_ten_quiet_minutes() -> None:
    person = with_prompt(place="Berlin").opens("shame").chooses("ready")
    person.now = at(1, 8)
    person.rates(2)
    date_comes(person, "2026-03-01")
    assert not person.said
    assert person.woken(Timer.PROMPT) == WakeAt(timer=Timer.PROMPT, at=at(1, 8, 10), token="2026-03-01")
    date_comes(person.waits(minutes=10), "2026-03-01")
    assert person.place == ("daily_prompt", "prompt")
    assert person.session.aside[0][0].state == "fears"


def test_for_a_day_after_words_that_led_to_the_support_card_it_is_dropped() -> None:
    person = with_prompt()
    person.now = at(1, 8, 30)
    person.writes("I don't want to live")
    person.now = at(2, 8)
    date_comes(person, "2026-03-02")
    assert person.ordered(PromptSettled) == [PromptSettled(local_date="2026-03-02", outcome="dropped")]
    assert not person.said
    person.now = at(3, 8)
    date_comes(person, "2026-03-03")
    assert person.place == ("daily_prompt", "prompt")


def test_it_is_dropped_at_the_end_of_its_local_day() -> None:
    person = with_prompt().opens("shame").chooses("ready")
    person.now = at(1, 23, 55)
    person.rates(2)
    date_comes(person, "2026-03-01")
    assert person.ordered(PromptSettled) == [PromptSettled(local_date="2026-03-01", outcome="dropped")]
    assert person.woken(Timer.PROMPT).token == "2026-03-02"


@pytest.mark.parametrize(
    ("now", "next_date"),
    [(at(2, 9), "2026-03-02"), (at(2, 6), "2026-03-02"), (at(9, 9), "2026-03-09")],
    ids=["the next day, its hour gone by", "the next day, early", "a week later"],
)
def test_after_a_night_without_power_yesterdays_is_dropped_and_todays_comes(
    now: datetime, next_date: str
) -> None:  # fault 38
    person = with_prompt()
    person.now = now
    date_comes(person, "2026-03-01")
    assert not person.said
    assert person.ordered(PromptSettled) == [PromptSettled(local_date="2026-03-01", outcome="dropped")]
    assert person.woken(Timer.PROMPT).token == next_date
    person.now = max(person.now, person.woken(Timer.PROMPT).at)
    assert date_comes(person, next_date).said


def test_a_clock_that_runs_ahead_for_two_days_makes_no_second_prompt_of_a_date() -> None:  # fault 38
    person = with_prompt().commands("remind").chooses("hour").writes("8:00")
    settled = []
    for now in (at(1, 8), at(3, 8), at(1, 12), at(2, 8), at(3, 8), at(4, 8), at(5, 8)):
        person.now = now
        while person.due[Timer.PROMPT].at <= person.now:
            date_comes(person, person.due.pop(Timer.PROMPT).token)
            settled += [order.local_date for order in person.ordered(PromptSettled) if order.outcome == "sent"]
    assert len(settled) == len(set(settled))
    assert "2026-03-05" in settled


def test_a_date_that_is_settled_is_passed_over_and_the_next_is_looked_to() -> None:  # fault 38
    person = with_prompt()
    person.session = changed(person.session, prompted_on="2026-03-01")
    date_comes(person.waits(hours=1), "2026-03-01")
    assert person.effects == (WakeAt(timer=Timer.PROMPT, at=at(2, 8), token="2026-03-02"),)


# The daily prompt: when is the next?


@pytest.mark.parametrize(
    ("zone", "next_at"),
    [
        (LISBON, at(1, 8, zone=LISBON)),
        (TOKYO, at(2, 8, zone=TOKYO)),
        ("America/New_York", at(1, 8, zone="America/New_York")),
    ],
)
def test_a_zone_that_changes_a_minute_before_makes_one_prompt(zone: str, next_at: datetime) -> None:  # fault 39
    person = with_prompt(place="Berlin").opens("settings")
    person.now = at(1, 7, 59)
    person.chooses("place").writes({LISBON: "Lisbon", TOKYO: "Tokyo"}.get(zone, "New York")).chooses("right")
    assert person.session.profile.zone == zone
    (wake,) = {wake for wake in person.ordered(WakeAt) if wake.timer is Timer.PROMPT}
    assert wake.at == next_at


def test_an_hour_that_changes_after_todays_prompt_is_tomorrows() -> None:
    person = date_comes(with_prompt().waits(hours=1), "2026-03-01").chooses("not_today")
    person.commands("remind").chooses("hour").writes("9:00")
    assert person.session.profile.prompt_time == time(9).strftime("%H:%M")
    assert person.woken(Timer.PROMPT) == WakeAt(timer=Timer.PROMPT, at=at(2, 9), token="2026-03-02")


def test_paused_prompts_are_taken_out_of_the_calendar_and_come_back() -> None:
    person = with_prompt().commands("remind").chooses("pause")
    assert CancelWake(timer=Timer.PROMPT) in person.effects
    assert CancelWake(timer=Timer.PROMPT_AGAIN) in person.effects
    person.commands("remind").chooses("resume")
    assert person.woken(Timer.PROMPT).at == at(1, 8)


# The daily prompt: what is answered to it


def test_later_asks_again_in_an_hour() -> None:
    person = date_comes(with_prompt().waits(hours=1), "2026-03-01").chooses("later")
    assert person.woken(Timer.PROMPT_AGAIN) == WakeAt(timer=Timer.PROMPT_AGAIN, at=at(1, 9), token="2026-03-01")
    date_comes(person.waits(hours=1), "2026-03-01", Timer.PROMPT_AGAIN)
    assert person.place == ("daily_prompt", "prompt")
    assert not person.ordered(PromptSettled)


def test_later_than_its_day_is_never() -> None:
    person = with_prompt(prompt_time="23:30")
    person.now = at(1, 23, 30)
    date_comes(person, "2026-03-01").chooses("later")
    assert not [wake for wake in person.ordered(WakeAt) if wake.timer is Timer.PROMPT_AGAIN]


def test_words_that_fit_none_of_its_buttons_are_for_the_exercise_that_rests() -> None:
    person = with_prompt().opens("shame").chooses("ready").rates(2).waits(hours=1)
    date_comes(person, "2026-03-01").writes("I am afraid of being left alone, as always")
    assert person.session.stack[-1].state == "fears"
    person.taps(Act.HELD, "y")
    assert list(person.kept.values())[-1] == "I am afraid of being left alone, as always"


def test_the_prompt_loses_nothing_that_was_held() -> None:
    person = with_prompt().opens("shame").chooses("ready").rates(2)
    person.now = at(2, 7, 45)
    person.writes("something that I thought of in the night").waits(minutes=15)
    date_comes(person, "2026-03-02").commands("exercises")
    assert "something that I thought of in the night" in person.kept.values()


def test_yesterdays_unanswered_prompt_makes_way_for_todays() -> None:
    person = date_comes(with_prompt().waits(hours=1), "2026-03-01")
    yesterdays = person.session.turn
    date_comes(person.waits(days=1), "2026-03-02")
    assert [frame.dialogue for frame in person.session.stack] == ["daily_prompt"]
    assert [edit.label for edit in person.ordered(EditMessage)] == [f"q{yesterdays}"]


def test_no_silence_is_broken_over_the_support_card() -> None:
    person = somebody_at("shame", "fears").writes("i want to die")
    assert person.place
    assert person.place[0] == "crisis"
    assert Timer.SILENCE not in [wake.timer for wake in person.ordered(WakeAt)]


def test_a_tick_that_is_a_moment_late_does_not_shorten_the_breath() -> None:
    person = breathing().waits(seconds=4.25).time_comes(Timer.PHASE)
    (edit,) = person.ordered(EditMessage)
    assert edit.message == shipped().phrase("phase_in", seconds="4", breath="1", of="12")
