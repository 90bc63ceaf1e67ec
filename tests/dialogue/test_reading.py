"""Answers that are understood as more than words: a name, an hour, a place, a phrase; and what is set by them."""

from __future__ import annotations

import pytest

from bot.dialogue.buttons import Act
from bot.dialogue.effects import SendMessage
from bot.dialogue.inputs import Timer
from tests.dialogue.person import Person, somebody_at


@pytest.mark.parametrize("name", ["Ana", "{user.__class__}", "<b>_*[\\", "\N{RIGHT-TO-LEFT OVERRIDE}evil"])
def test_a_name_is_said_as_it_was_written(name: str) -> None:  # fault 23, fault 24
    person = somebody_at("onboarding", "name").writes(name)
    assert person.session.profile.name == name
    assert name in person.said[0]
    assert not person.kept


def test_what_cannot_be_read_is_asked_anew_and_sets_nothing() -> None:
    for place, words in (("name", "two\nlines"), ("place", "Nowhereville of the moon"), ("hour", "after breakfast")):
        person = somebody_at("onboarding", place)
        before = person.session.profile
        assert person.writes(words).place == ("onboarding", place)
        assert person.session.profile == before


@pytest.mark.parametrize(
    ("typed", "hour"), [("8", "08:00"), ("2", "02:00"), ("12", "12:00"), ("7:00", "07:00"), ("8:30", "08:30")]
)
def test_an_hour_is_what_was_typed_and_not_the_button_that_begins_so(typed: str, hour: str) -> None:
    person = somebody_at("onboarding", "hour").writes(typed)
    assert person.session.profile.prompt_time == hour
    assert person.due[Timer.PROMPT]


def test_one_place_is_confirmed_by_its_hour_before_it_is_set() -> None:
    person = somebody_at("onboarding", "place").writes("berlin")
    assert person.place == ("onboarding", "place_right")
    assert "09:" in person.said[-1]
    assert person.session.profile.zone is None
    assert person.chooses("right").session.profile.zone == "Europe/Berlin"
    assert person.session.profile.country == "DE"


def test_several_places_are_offered_and_one_is_tapped() -> None:
    person = somebody_at("onboarding", "place").writes("Springfield")
    offers = person.session.stack[-1].offers
    assert len(offers) > 1
    assert all(offer.label.startswith("Springfield") for offer in offers)
    person.taps(Act.OFFER, "1")
    assert person.place == ("onboarding", "place_right")
    assert person.chooses("right").session.profile.zone == offers[1].values["zone"]


def test_a_place_typed_after_an_offer_is_looked_up_anew() -> None:
    person = somebody_at("onboarding", "place").writes("Springfield").writes("Berlin")
    assert person.place == ("onboarding", "place_right")
    assert not person.session.stack[-1].offers


def test_what_was_read_before_cannot_be_taken_while_others_are_offered() -> None:
    person = somebody_at("onboarding", "place").writes("London uk")
    assert person.place == ("onboarding", "place_right")
    person.writes("Springfield").chooses("right").writes("yes")
    assert person.place == ("onboarding", "place_right")
    assert person.session.profile.zone is None
    assert person.says("which_place")


def test_offers_go_with_the_question_they_were_made_for() -> None:
    person = somebody_at("onboarding", "place_right").writes("Springfield").chooses("wrong")
    assert person.place == ("onboarding", "place_again")
    assert not person.session.stack[-1].offers


def test_hours_to_choose_from_are_offered_and_one_is_tapped() -> None:
    person = somebody_at("remind", "hour").writes("in the evening")
    assert [offer.label for offer in person.session.stack[-1].offers] == ["18:00", "19:00", "20:00", "21:00"]
    assert person.taps(Act.OFFER, "2").session.profile.prompt_time == "20:00"


def test_an_offset_is_no_place_and_that_is_explained() -> None:
    person = somebody_at("onboarding", "place").writes("UTC+2")
    assert person.says("no_offset")
    assert person.place == ("onboarding", "place")


def test_a_voice_note_cannot_be_read() -> None:  # fault 18
    for place in ("name", "place", "hour"):
        person = somebody_at("onboarding", place).speaks()
        assert person.place == ("onboarding", place)
        assert person.says("needs_writing")
        assert len(person.said) == 1
        assert not person.kept


def test_leaving_a_reading_by_its_button_sets_nothing() -> None:
    person = somebody_at("settings", "menu").chooses("name").chooses("keep")
    assert person.session.profile.name is None
    assert person.place == ("settings", "menu")


# What stands in words


def test_the_lines_of_ones_own_country_are_shown() -> None:
    here = somebody_at("onboarding", "hour").commands("support")
    assert "TelefonSeelsorge" in here.said[-1]
    anywhere = Person().commands("support")
    assert "findahelpline.com" in anywhere.said[-1]


def test_a_menu_says_what_rests_and_begins_with_no_empty_line() -> None:
    rested = somebody_at("shame", "fears").commands("pause").commands("exercises")
    assert "Meeting shame with kindness" in rested.said[-1]
    fresh = Person().commands("exercises")
    assert fresh.said[-1] == fresh.said[-1].strip()
    assert fresh.ordered(SendMessage)[-1].buttons
