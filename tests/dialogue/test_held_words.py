"""Somebody comes back after hours in the middle of an exercise: first they are told where they are."""

from __future__ import annotations

import pytest

from bot.dialogue.buttons import Act
from bot.dialogue.model import DialogueId
from bot.dialogue.session import Held
from tests.dialogue.person import Person, somebody_at
from tests.shipped import shipped

WORDS = "I thought about it all night, and I believe that it is the silence I am afraid of."


def back_after_hours(words: str = WORDS) -> Person:
    return somebody_at("shame", "fears").waits(hours=6).writes(words)


def test_before_six_hours_words_are_simply_the_answer() -> None:
    person = somebody_at("shame", "fears").waits(hours=5, minutes=59).writes(WORDS)
    assert person.place == ("shame", "hard_times")


def test_after_six_hours_words_are_held_and_offered_as_the_answer() -> None:
    person = back_after_hours()
    assert person.place == ("shame", "fears")
    assert person.session.held_for is Held.RETURN
    assert not person.kept


@pytest.mark.parametrize("yes", ["tap", "Yes", "yes that is my answer!"])
def test_yes_makes_them_the_answer(yes: str) -> None:
    person = back_after_hours()
    person.taps(Act.HELD, "y") if yes == "tap" else person.writes(yes)
    assert list(person.kept.values()) == [WORDS]
    assert person.rates(2).place == ("shame", "hard_times")  # the tension is asked anew before


@pytest.mark.parametrize("no", ["tap", "no"])
def test_no_asks_again_and_the_words_are_kept_beside(no: str) -> None:
    person = back_after_hours()
    person.taps(Act.HELD, "n") if no == "tap" else person.writes(no)
    assert list(person.kept.values()) == [WORDS]
    assert person.rates(2).place == ("shame", "fears")
    assert person.session.stack[-1].values.keys() == {"tension_before"}
    assert not person.session.held


def test_not_today_sets_the_exercise_aside_and_keeps_the_words() -> None:
    person = back_after_hours().taps(Act.HELD, "l")
    assert list(person.kept.values()) == [WORDS]
    assert person.place is None
    assert person.session.aside


def test_more_words_are_held_with_the_first_and_asked_about_once() -> None:
    person = back_after_hours().writes("And one thing more.", early=True)
    assert not person.said
    assert list(person.taps(Act.HELD, "y").kept.values()) == [f"{WORDS}\nAnd one thing more."]


def test_a_long_paste_after_hours_stays_together() -> None:  # fault 16
    full = "sea " * 1000
    person = somebody_at("shame", "hard_times").writes(WORDS).waits(hours=8)
    person.writes(full + "1").writes(full + "2", early=True).writes("end", early=True).taps(Act.HELD, "y")
    assert list(person.kept.values()) == [WORDS, f"{full}1\n{full}2\nend"]


@pytest.mark.parametrize("command", ["stop", "pause", "skip", "again", "back", "help", "support", "exercises"])
def test_no_command_loses_what_is_held(command: str) -> None:
    person = back_after_hours().commands(command)
    assert list(person.kept.values()) == [WORDS]
    assert not person.session.held


def test_a_command_in_plain_words_is_one() -> None:
    person = back_after_hours().writes("stop")
    assert person.place == ("stopped", "stopped")
    assert list(person.kept.values()) == [WORDS]


def test_a_tap_after_hours_needs_no_recap() -> None:
    assert somebody_at("shame", "tension_before").waits(days=2).rates(3).place == ("shame", "fears")


def test_words_at_rest_are_offered_to_the_exercise_that_waits() -> None:
    person = somebody_at("shame", "fears").commands("pause").waits(days=20).writes(WORDS)
    assert person.session.held_for is Held.RETURN
    assert list(person.taps(Act.HELD, "y").kept.values()) == [WORDS]
    assert person.rates(2).place == ("shame", "hard_times")


def test_a_sticker_does_not_lose_what_is_held() -> None:
    person = back_after_hours().sends("sticker").writes("and more")
    assert list(person.taps(Act.HELD, "y").kept.values()) == [f"{WORDS}\nand more"]


def test_after_the_recap_it_is_not_asked_again_for_hours_and_all_of_it_is_the_answer() -> None:
    person = back_after_hours()
    for words in ("And one thing more.", "And another."):
        assert not person.writes(words).said
    assert person.waits(hours=6).writes("It is the waiting.").said
    person.taps(Act.HELD, "y")
    assert list(person.kept.values()) == [f"{WORDS}\nAnd one thing more.\nAnd another.\nIt is the waiting."]


@pytest.mark.parametrize("state", ["consent", "tension_before", "body"])
def test_where_a_tap_is_due_the_question_comes_again_at_once_and_the_words_are_kept(state: str) -> None:
    person = somebody_at("shame", state).waits(hours=6).writes(WORDS)
    assert person.says("welcome_back_to", dialogue_title=shipped().live[DialogueId("shame")].title)
    assert person.says("kept_beside")
    assert list(person.kept.values()) == [WORDS]
    assert not person.session.held
    if state == "body":  # a heavy question, before which the tension is asked anew
        person.rates(2)
    assert person.place == ("shame", state)


def test_a_label_typed_after_hours_is_the_tap_that_it_stands_for() -> None:
    assert somebody_at("shame", "tension_before").waits(days=2).writes("about 3").place == ("shame", "fears")
