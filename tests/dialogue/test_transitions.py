"""Going back, leaving for another time, coming back to it, calling one dialogue from another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.buttons import Act
from bot.dialogue.effects import Erase, KeepAnswer, RemoveAnswer
from bot.dialogue.model import DialogueId, Version
from bot.dialogue.session import Session
from bot.dialogue.values import Said
from bot.language.load import read_source
from tests.dialogue.person import Person, somebody_at
from tests.shipped import member, shipped


def in_a_home_base_that_shame_asked_for() -> Person:
    """In a dialogue that a state called which does not wait itself."""
    person = somebody_at("shame", "not_quite").chooses("enough")
    assert [frame.state for frame in person.session.stack] == ["scene_new", "place"]
    return person


def test_back_leads_to_the_question_before() -> None:
    assert somebody_at("shame", "hard_times").commands("back").place == ("shame", "fears")


def test_back_out_of_a_called_dialogue_leads_to_the_question_that_called_it() -> None:
    person = somebody_at("shame", "consent").chooses("base")
    assert person.place == ("peaceful_place", "place")
    assert person.commands("back").place == ("shame", "consent")


def test_back_out_of_a_dialogue_that_no_question_called_leads_to_the_question_before_that() -> None:
    assert in_a_home_base_that_shame_asked_for().commands("back").place == ("shame", "not_quite")


def test_an_answer_given_anew_after_going_back_is_the_one_that_stands() -> None:
    person = somebody_at("peaceful_place", "place").writes("a meadow").commands("back").writes("a lake")
    assert list(person.kept.values()) == ["a lake"]
    assert isinstance(place := person.session.stack[-1].values["place"], Said)
    assert place.words == "a lake"


def test_a_way_that_comes_round_keeps_the_trail_short() -> None:
    person = Person().opens("settings")
    for _ in range(50):
        person.chooses("name").writes("Ana")
    assert person.place == ("settings", "menu")
    assert person.session.stack[-1].trail == ()


@pytest.mark.parametrize("way", ["chooses", "commands"])
def test_a_place_that_was_typed_and_then_left_is_not_shown_as_ones_own(way: str) -> None:
    person = Person(session=member(place="Berlin", zone="Europe/Berlin")).opens("settings")
    person.chooses("place").writes("Tokyo").chooses("wrong")
    person.chooses("keep") if way == "chooses" else person.commands("skip")
    assert person.place == ("settings", "menu")
    assert "Berlin" in person.said[-1]
    assert "Tokyo" not in person.said[-1]


def test_pause_and_resume_come_back_to_the_exact_place() -> None:
    person = in_a_home_base_that_shame_asked_for()
    stack = [(frame.dialogue, frame.state) for frame in person.session.stack]
    assert person.commands("pause").says("paused")
    assert person.place is None
    person.waits(days=30).commands("resume")
    assert [(frame.dialogue, frame.state) for frame in person.session.stack] == stack


def test_an_exercise_that_a_menu_called_is_kept_too() -> None:
    person = Person().commands("home").chooses("build").writes("a meadow")
    assert person.commands("pause").says("paused")
    assert person.commands("resume").place == ("peaceful_place", "see")


def test_what_a_command_put_on_top_is_not_part_of_what_is_set_aside() -> None:
    person = somebody_at("shame", "fears").commands("breathe").commands("pause")
    assert [frame.dialogue for frame in person.session.aside[0]] == ["shame"]


def test_another_exercise_sets_the_first_aside() -> None:
    person = somebody_at("shame", "fears").commands("exercises").chooses("place")
    assert person.place == ("peaceful_place", "place")
    assert [frame.state for frame in person.session.aside[0]] == ["fears"]


def test_what_was_begun_before_can_be_gone_on_with_or_begun_anew() -> None:
    person = somebody_at("shame", "fears").commands("pause").commands("start", "shame")
    assert person.place == ("begun", "begun")
    runs = person.session.runs
    assert Person(session=person.session).chooses("go_on").place == ("shame", "fears")
    anew = Person(session=person.session).chooses("anew")
    assert anew.place == ("shame", "consent")
    assert anew.session.runs > runs
    assert not anew.session.aside


def test_going_on_with_what_is_gone_meanwhile_says_so() -> None:
    person = somebody_at("shame", "fears").commands("pause").commands("start", "shame")
    person.session = Session.from_dict({**person.session.to_dict(), "aside": []})
    assert person.chooses("go_on").says("nothing_to_resume")
    assert person.place is None


def test_a_dialogue_that_a_command_opened_leads_back_to_the_question_beneath() -> None:
    person = somebody_at("shame", "fears").commands("support").chooses("back")
    assert person.place == ("shame", "fears")
    assert person.says("back_to", dialogue_title=shipped().live[DialogueId("shame")].title)


def test_a_dialogue_opened_twice_is_still_one() -> None:
    person = somebody_at("shame", "fears").commands("support").commands("breathe").commands("support")
    assert [frame.dialogue for frame in person.session.stack] == ["shame", "support"]


def test_the_answers_of_a_called_dialogue_belong_to_the_run_of_its_caller() -> None:
    person = in_a_home_base_that_shame_asked_for()
    run = person.session.stack[0].run
    (kept,) = person.writes("a meadow").ordered(KeepAnswer)
    assert kept.run == run


def test_stop_keeps_what_rests_and_offers_something_steadying() -> None:
    person = somebody_at("shame", "fears").commands("exercises").chooses("place").commands("stop")
    assert person.place == ("stopped", "stopped")
    assert [frame.dialogue for frame in person.session.aside[0]] == ["shame"]


def test_what_was_asked_for_before_the_welcome_comes_right_after_it() -> None:
    person = Person(session=Session(key="k")).commands("start", "shame").commands("start")
    person.chooses("begin").chooses("no_name").chooses("no_prompt")
    assert person.place == ("shame", "consent")


def test_a_typed_phrase_and_nothing_less_removes_everything() -> None:
    person = somebody_at("shame", "fears").commands("forget").writes("yes, all of it")
    assert not person.ordered(Erase)
    person.writes("Forget me.")
    assert person.ordered(Erase) == [Erase()]
    assert person.session == Session(key=person.session.key, seen=person.now)


# Back, and another answer

ROUNDS = """
title: Rounds
start: which
states:
  which: {ask: Which is it?, choices: {calm: {label: A calm one, call: calm, next: like}, no: {label: No, next: like}}}
  like: {ask: What is it like?, keep: like, listen: {most: 0}, next: feel}
  feel: {ask: Which fits?, keep: feel, many: {warm: Warm, cold: Cold}, next: again}
  again: {ask: Once more?, choices: {more: {label: Once more, next: like}, end: {label: That is all, next: done}}}
  done: {say: Done., end: true}
"""
CALM = """
title: Calm
start: place
states:
  place: {ask: Where are you?, keep: place, listen: {most: 0}, next: see}
  see: {ask: What do you see?, keep: see, listen: {most: 0}, next: done}
  done: {say: Good., end: true}
"""


def in_rounds() -> Person:
    read = [read_source(DialogueId(id), Version("v"), source) for id, source in (("rounds", ROUNDS), ("calm", CALM))]
    known = shipped()
    dialogues = replace(
        known,
        live={**known.live, **{one.id: one for one in read}},
        pinned={**known.pinned, **{(one.id, one.version): one for one in read}},
    )
    return Person(dialogues=dialogues).opens("rounds")


def test_a_new_answer_after_going_back_takes_the_place_of_the_old_one_with_all_that_joined_it() -> None:
    person = in_rounds().chooses("no").writes("like rain").writes("on a roof", early=True)
    person.taps(Act.TICK, "cold").taps(Act.DONE).commands("back").commands("back").writes("like snow")
    assert list(person.kept.values()) == ["Cold", "like snow"]
    assert list(person.taps(Act.DONE).kept.values()) == ["like snow"]  # what is ticked now, which is nothing
    assert not [order for order in person.ordered(RemoveAnswer) if order.number in person.kept]


def test_what_was_written_beside_a_question_stays_and_so_does_an_answer_that_is_then_left_out() -> None:
    person = in_rounds().writes("I am not sure yet").chooses("no").writes("like rain").commands("back")
    person.commands("back").writes("still not sure").chooses("no").commands("skip")
    assert list(person.kept.values()) == ["I am not sure yet", "like rain", "still not sure"]


def test_each_round_has_its_own_answers_and_back_reaches_only_into_this_one() -> None:
    person = in_rounds().chooses("no").writes("like rain").taps(Act.DONE).chooses("more").writes("like snow")
    person.commands("back").writes("like hail")
    assert list(person.kept.values()) == ["like rain", "like hail"]


def test_back_out_of_a_called_dialogue_and_in_again_leaves_one_answer() -> None:
    person = in_rounds().chooses("calm").writes("a meadow").commands("back").commands("back").chooses("calm")
    person.writes("a lake").writes("boats")
    assert list(person.kept.values()) == ["a lake", "boats"]


def test_what_comes_right_after_going_back_is_the_new_answer_and_joins_no_old_one() -> None:
    person = in_rounds().chooses("no").writes("like rain").commands("back").writes("like snow", early=True)
    assert list(person.kept.values()) == ["like snow"]


def test_no_other_run_loses_an_answer() -> None:
    person = in_rounds().chooses("no").writes("like rain").commands("stop").opens("rounds").chooses("no")
    person.commands("back").chooses("no").writes("like snow")
    assert list(person.kept.values()) == ["like rain", "like snow"]
