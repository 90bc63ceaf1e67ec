"""A deploy with people inside: what is gone is told, and nothing that they wrote is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import AnswerPress, KeepAnswer, ReplaceWords
from bot.dialogue.inputs import Timer
from bot.dialogue.model import Dialogue, DialogueId, StateId, Version
from tests.dialogue.person import Person, somebody_at
from tests.shipped import shipped

SHAME = DialogueId("shame")
WORDS = "I am afraid of being left alone, as always."


def without(dialogue: DialogueId, *, live: Dialogue | None = None) -> Dialogues:
    """As after a deploy by which the stored version of a dialogue cannot be read any more."""
    pinned = {pin: found for pin, found in shipped().pinned.items() if pin[0] != dialogue}
    others = {id: found for id, found in shipped().live.items() if id != dialogue}
    if live:
        others[dialogue], pinned[dialogue, live.version] = live, live
    return replace(shipped(), live=others, pinned=pinned)


def deployed() -> Dialogues:
    return without(SHAME, live=replace(shipped().live[SHAME], version=Version("next")))


def in_what_is_gone(dialogues: Dialogues) -> Person:
    person = somebody_at("shame", "fears")
    person.dialogues = dialogues
    return person


def test_a_pinned_version_goes_on_whatever_becomes_of_the_live_one() -> None:  # fault 20
    live = replace(shipped().live[SHAME], version=Version("next"), states={}, start=StateId("elsewhere"))
    person = somebody_at("shame", "fears")
    person.dialogues = replace(shipped(), live={**shipped().live, SHAME: live})
    assert person.writes(WORDS).place == ("shame", "hard_times")


@pytest.mark.parametrize("gone", [deployed(), without(SHAME)], ids=["changed", "removed"])
def test_words_for_a_state_that_is_gone_are_kept_and_that_is_said(gone: Dialogues) -> None:  # fault 20
    person = in_what_is_gone(gone).writes(WORDS)
    (kept,) = person.ordered(KeepAnswer)
    assert kept.parts[0].words == WORDS
    assert kept.question == shipped().phrase("question_gone").text
    assert person.said


def test_a_new_beginning_is_offered_and_begins_the_new_version() -> None:  # fault 20
    person = in_what_is_gone(deployed()).writes(WORDS)
    assert person.place == ("changed", "changed")
    person.chooses("anew")
    assert person.session.stack[0].version == "next"
    assert person.place == ("shame", "consent")


def test_an_exercise_that_is_no_more_is_told() -> None:  # fault 20
    person = in_what_is_gone(without(SHAME)).writes(WORDS)
    assert person.says("exercise_gone")
    assert person.place is None


def test_a_tap_on_what_is_gone_is_answered() -> None:  # fault 20
    person = in_what_is_gone(deployed()).presses(f"{in_what_is_gone(deployed()).session.key}:1:.x")
    assert person.ordered(AnswerPress) == [AnswerPress(press_id="press")]
    assert person.place == ("changed", "changed")


def test_an_edit_reaches_the_journal_though_its_question_is_gone() -> None:  # fault 17, fault 20
    person = in_what_is_gone(deployed()).edits(7, "other words")
    assert [order.words for order in person.ordered(ReplaceWords)] == ["other words"]


def test_a_cry_for_help_comes_first_though_the_question_is_gone() -> None:  # fault 20
    for gone in (deployed(), without(SHAME)):
        person = in_what_is_gone(gone).writes("I want to die")
        assert person.place == ("crisis", "card")
        assert list(person.kept.values()) == ["I want to die"]


@pytest.mark.parametrize("command", ["stop", "support", "forget", "help", "again", "pause", "exercises"])
def test_a_command_is_followed_and_the_loss_is_told(command: str) -> None:  # fault 20, fault 25
    person = in_what_is_gone(deployed()).commands(command)
    assert person.says("exercise_gone")
    assert person.place is None or person.place[0] not in (SHAME, "changed")


def test_a_timer_leaves_the_telling_to_the_persons_next_word() -> None:  # fault 20
    person = in_what_is_gone(deployed())
    before = person.session
    for timer in (Timer.SILENCE, Timer.PASTE, Timer.PAUSE, Timer.PHASE):
        assert person.time_comes(timer).effects == ()
    assert person.session == before
    assert person.writes(WORDS).place == ("changed", "changed")


def test_a_prompt_tells_of_the_loss_and_keeps_what_was_held() -> None:  # fault 20
    person = somebody_at("shame", "fears").waits(hours=7).writes(WORDS).waits(minutes=10)
    person.session = replace(
        person.session, profile=replace(person.session.profile, zone="UTC", prompt_time="08:00"), prompted_on=None
    )
    person.dialogues = deployed()
    person.time_comes(Timer.PROMPT, person.now.date().isoformat())
    assert person.place == ("daily_prompt", "prompt")
    assert person.says("exercise_gone")
    assert list(person.kept.values()) == [WORDS]


def test_a_prompt_waits_for_quiet_though_the_place_is_gone() -> None:  # fault 20
    person = somebody_at("shame", "fears")
    person.session = replace(person.session, profile=replace(person.session.profile, zone="UTC", prompt_time="08:00"))
    person.dialogues = deployed()
    person.time_comes(Timer.PROMPT, person.now.date().isoformat())
    assert person.effects == (person.woken(Timer.PROMPT),)


def test_a_paste_that_was_held_is_kept_though_its_question_is_gone() -> None:  # fault 16, fault 20
    person = somebody_at("shame", "fears").writes("sea " * 1000)
    person.dialogues = deployed()
    person.writes("the end")
    assert list(person.kept.values()) == ["sea " * 1000 + "\nthe end"]


def test_what_rested_and_is_gone_is_let_go() -> None:  # fault 20
    person = somebody_at("shame", "fears").commands("pause")
    person.dialogues = deployed()
    assert person.commands("resume").says("nothing_to_resume")


# Older versions that lead to what is gone


def gone(dialogue: str) -> Dialogues:
    """There is no such dialogue any more, and nobody is in it."""
    live = {id: found for id, found in shipped().live.items() if id != dialogue}
    return replace(
        shipped(), live=live, pinned={pin: found for pin, found in shipped().pinned.items() if pin[0] in live}
    )


def test_a_call_to_a_dialogue_that_is_gone_is_passed_over() -> None:  # fault 20
    person = somebody_at("shame", "steady_first")
    person.dialogues = gone("grounding")
    assert person.chooses("ground").place == ("shame", "tension_again")


def test_a_state_that_calls_a_dialogue_that_is_gone_goes_on() -> None:  # fault 20
    person = somebody_at("shame", "put_aside")
    person.dialogues = gone("peaceful_place")
    assert person.chooses("aside").place == ("shame", "tension_after")


def test_in_place_of_an_exercise_that_is_gone_the_list_comes() -> None:  # fault 20
    person = Person().opens("exercises")
    person.dialogues = gone("shame")
    before, menu = person.place, shipped().live[DialogueId("exercises")]
    key = next(choice.key for choice in menu.states[menu.start].choices if choice.start == SHAME)
    assert person.chooses(key).place == before
    assert person.says("dialogue_gone")
