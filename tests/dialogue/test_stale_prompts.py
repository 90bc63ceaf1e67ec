"""A daily prompt or a visit that could not be sent: it goes, it is overtaken, or it is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogue.effects import EditMessage, WakeAt
from bot.dialogue.inputs import TimeCame, Timer
from bot.dialogue.model import DialogueId
from bot.dialogue.session import Planned, Profile
from bot.dialogue.session_changes import changed
from bot.dialogue.stale_prompts import Freshness, freshness, taken_back
from tests.dialogue.person import Person
from tests.shipped import member

BERLIN = Profile(consented=True, zone="Europe/Berlin")
AFTER = DialogueId("attunement_after")


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    """In March 2026, in Berlin."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


@pytest.mark.parametrize(
    ("decided", "now", "visit", "found"),
    [
        (at(21, 59), at(22, 8), True, Freshness.GOES),
        (at(21, 59), at(22, 9), True, Freshness.TAKEN_BACK),
        (at(21, 59), at(22, 9), False, Freshness.TAKEN_BACK),
        (at(9), at(14, 59), False, Freshness.GOES),
        (at(9), at(15), False, Freshness.TAKEN_BACK),
        (at(9), at(21), True, Freshness.GOES),
        (at(9), at(9, day=4), True, Freshness.GOES),
        (at(9), at(3, day=4), True, Freshness.TAKEN_BACK),
        (at(9), at(8), True, Freshness.GOES),  # the clock was set back
    ],
)
def test_what_waited_is_not_sent_at_night_and_a_daily_prompt_not_hours_late(
    decided: datetime, now: datetime, visit: bool, found: Freshness
) -> None:
    assert freshness(BERLIN, decided, now, visit=visit, stands=True) is found


def test_the_hour_that_they_chose_is_no_night_and_without_a_zone_none_is_known() -> None:
    own = replace(BERLIN, prompt_time="23:00")
    assert freshness(own, at(23), at(23, 59), visit=False, stands=True) is Freshness.GOES
    assert freshness(own, at(23), at(0, day=3), visit=False, stands=True) is Freshness.TAKEN_BACK
    assert freshness(replace(BERLIN, zone=None), at(21), at(3, day=3), visit=True, stands=True) is Freshness.GOES


def test_what_their_person_overtook_does_not_go() -> None:
    assert freshness(BERLIN, at(9), at(9), visit=True, stands=False) is Freshness.OVERTAKEN


def visited(person: Person) -> Person:
    person.now = at(21, 59)
    person.session = changed(person.session, visits=(Planned(dialogue=AFTER, at=person.now),))
    return person.does(TimeCame(timer=Timer.VISIT, token=AFTER))


def take_back(person: Person, now: datetime, *, visit: bool = True) -> WakeAt | None:
    person.now = now
    session, wake = taken_back(person.session, now, visit=visit)
    person.led(session, (wake,) if wake else ())
    return wake


def test_a_visit_that_is_taken_back_comes_in_the_morning_as_if_for_the_first_time() -> None:
    person = visited(Person(session=member(zone="Europe/Berlin")))
    turn = person.session.turn
    wake = take_back(person, at(3, day=3))
    assert wake == WakeAt(timer=Timer.VISIT, at=at(8, day=3), token=AFTER)
    assert not person.session.stack
    assert person.writes("Hello").place == ("exercises", "menu")
    assert not person.ordered(EditMessage)  # there is no message to edit
    person.now = at(8, day=3)
    person.does(TimeCame(timer=Timer.VISIT, token=AFTER))
    assert person.place == (AFTER, "tried")
    assert person.session.turn > turn
    assert not person.session.visits


def test_the_due_row_is_that_of_the_earliest_visit() -> None:
    person = visited(Person(session=member(zone="Europe/Berlin")))
    sooner = Planned(dialogue=DialogueId("attunement"), at=at(23))
    later = Planned(dialogue=AFTER, at=at(9, day=5))
    person.session = changed(
        person.session, visits=(sooner, later), profile=replace(person.session.profile, prompt_time="23:00")
    )
    wake = take_back(person, at(2, day=3))
    assert wake == WakeAt(timer=Timer.VISIT, at=at(23), token="attunement")
    assert [planned.dialogue for planned in person.session.visits] == ["attunement", AFTER]


def test_what_was_set_aside_for_it_can_be_gone_on_with() -> None:
    person = Person(session=member(zone="Europe/Berlin"), now=at(21, 40)).opens("shame").chooses("ready").rates(2)
    take_back(visited(person), at(3, day=3))
    person.writes("That they will see how little I have to say")
    assert person.place == ("shame", "fears")


def test_a_visit_that_asked_whether_to_go_on_is_planned_for_its_dialogue() -> None:
    person = Person(session=member(zone="Europe/Berlin"), now=at(9)).opens(AFTER).chooses("tried").commands("pause")
    assert visited(person).place == ("begun", "begun")
    take_back(person, at(3, day=3))
    assert [planned.dialogue for planned in person.session.visits] == [AFTER]
    assert person.session.wanted is None


def test_a_daily_prompt_that_is_taken_back_leaves_its_person_at_rest_and_comes_no_more_that_day() -> None:
    person = Person(session=member(zone="Europe/Berlin", prompt_time="08:00"), now=at(8))
    person.does(TimeCame(timer=Timer.PROMPT, token="2026-03-02"))
    assert take_back(person, at(23), visit=False) is None
    assert not person.session.stack
    assert not person.session.visits
    assert person.session.prompted_on == "2026-03-02"
