"""A silence with a button that only counts: the taps are the practice, and their number is the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.buttons import Act
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import AnswerPress, EditMessage
from bot.dialogue.inputs import Timer
from bot.dialogue.model import DialogueId, Version
from bot.dialogue.values import Number
from bot.language.load import read_source
from tests.dialogue.person import Person
from tests.shipped import member, shipped

SIT = """
title: Sit
start: sit
states:
  sit:
    say: Notice your breath. Whenever your mind has wandered, tap, and come back.
    pause: 120
    choices:
      wandered: {label: My mind wandered, count: true}
    keep: wandered
    remember: last_wandered
    next: [{if: wandered >= 3, to: often}, {to: seldom}]
  often: {say: "It wandered {wandered} times, and you noticed each.", end: true}
  seldom: {say: "Noticed: {wandered}.", end: true}
"""


def with_dialogue(source: str = SIT) -> Dialogues:
    known, dialogue = shipped(), read_source(DialogueId("sit"), Version("v"), source)
    return replace(
        known,
        live={**known.live, dialogue.id: dialogue},
        pinned={**known.pinned, (dialogue.id, dialogue.version): dialogue},
    )


def sitting(source: str = SIT) -> Person:
    return Person(session=member(), dialogues=with_dialogue(source)).opens("sit")


def test_each_tap_is_counted_and_the_silence_goes_on() -> None:
    person = sitting()
    ends = person.woken(Timer.PAUSE)
    for taps in (1, 2, 3):
        person.chooses("wandered")
        (edit,) = person.ordered(EditMessage)
        assert edit.buttons[0][0].label == f"My mind wandered · {taps}"
        assert edit.message.text.startswith("Notice your breath.")
        assert person.ordered(AnswerPress)[0].text is None
    assert person.place == ("sit", "sit")
    assert person.session.turn == int(ends.token)


def test_when_the_time_is_over_the_number_is_kept_and_branches_go_by_it() -> None:
    person = sitting()
    for _ in range(4):
        person.chooses("wandered")
    person.waits(minutes=2).time_comes(Timer.PAUSE)
    assert person.said == ["It wandered 4 times, and you noticed each."]
    assert person.kept == {1: "4"}
    assert person.session.remembered["last_wandered"] == Number(value=4)


@pytest.mark.parametrize("end", ["enough", "skip"])
def test_whoever_ends_it_sooner_keeps_the_number_too(end: str) -> None:
    person = sitting().chooses("wandered")
    person = person.commands("skip") if end == "skip" else person.taps(Act.ENOUGH)
    assert person.said == ["Noticed: 1."]
    assert person.kept == {1: "1"}


def test_no_tap_at_all_is_a_number() -> None:
    person = sitting().waits(minutes=2).time_comes(Timer.PAUSE)
    assert person.said == ["Noticed: 0."]


def test_its_label_can_be_typed() -> None:
    person = sitting().writes("my mind wandered")
    assert person.says("kept_in_silence")
    assert person.session.stack[0].taps == 1
    assert not person.kept


def test_other_words_are_kept_beside_and_count_for_nothing() -> None:
    person = sitting().writes("a dog is barking")
    assert person.session.stack[0].taps == 0
    assert person.kept == {1: "a dog is barking"}


def test_the_next_silence_begins_at_nothing() -> None:
    person = sitting().chooses("wandered").waits(minutes=2).time_comes(Timer.PAUSE).opens("sit")
    assert person.session.stack[0].taps == 0


def test_another_button_beside_it_leads_on_with_the_number() -> None:
    source = SIT.replace("count: true}\n", "count: true}\n      enough: {label: Enough, next: often}\n")
    person = sitting(source).chooses("wandered").chooses("enough")
    assert person.said == ["It wandered 1 times, and you noticed each."]


def test_a_breath_can_count_as_well() -> None:
    person = sitting(SIT.replace("pause: 120", "breathe: longer_out")).chooses("wandered")
    person.waits(seconds=5).time_comes(Timer.PHASE)
    (edit,) = person.ordered(EditMessage)
    assert edit.buttons[0][0].label == "My mind wandered · 1"
    person.waits(minutes=5).time_comes(Timer.PHASE)
    assert person.said == ["Noticed: 1."]


# What is remembered of numbers and taps

WHEEL = """
title: Wheel
start: body
states:
  body: {ask: "How much is your body with you, from 0 to 10?", scale: 0-10, keep: body, remember: last_body, next: way}
  way:
    ask: Which way?
    keep: way
    remember: last_way
    choices: {a: {label: Inward, next: card}, b: {label: Outward, next: card}}
    skip: b
  card: {say: "Now: {body?}\\nLast time: {last_body?}, {last_way?}", end: true}
"""


def test_a_number_and_a_tap_are_there_the_next_time() -> None:
    dialogues = with_dialogue(WHEEL)
    person = Person(session=member(), dialogues=dialogues).opens("sit").rates(3).chooses("a")
    assert person.said == ["Now: 3"]
    assert person.opens("sit").rates(6).chooses("b").said == ["Now: 6\nLast time: 3, Inward"]
    assert person.opens("sit").rates(2).chooses("b").said == ["Now: 2\nLast time: 6, Outward"]


def test_what_was_left_out_leaves_what_was_there() -> None:
    person = Person(session=member(), dialogues=with_dialogue(WHEEL)).opens("sit").rates(3).chooses("a")
    person.opens("sit").commands("skip").commands("skip")
    assert person.session.remembered["last_body"] == Number(value=3)
