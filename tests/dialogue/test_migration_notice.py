"""Whoever was led over to a question that is another now: what they do to the old one, and how they are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogue.buttons import Act
from bot.dialogue.effects import EditMessage, KeepAnswer, SendMessage, WakeAt
from bot.dialogue.inputs import TimeCame, Timer
from bot.dialogue.model import Choice, DialogueId, Pause, StateId, Version, Way
from bot.dialogue.session import Frame, Profile
from bot.dialogue.session_migration import MigratedSession, SessionMigration
from bot.dialogue.words import parse_words
from bot.language.migration_requirements import requirements_of
from tests.dialogue.leading import changed, led_over, renamed, with_versions
from tests.dialogue.person import Person, somebody_at
from tests.shipped import shipped

SHAME = shipped().live[DialogueId("shame")]
FEAR = "I am afraid of being left alone, as always, and that it is me."
ANSWER = "It was in the kitchen, late at night, and nobody said a word."
NEW = "What was it like?"
RENAMED = with_versions(SHAME, renamed(SHAME, "hard_times", "hard_moments", NEW))


def words(id: str) -> str:
    ask = SHAME.states[StateId(id)].ask
    assert ask
    return ask.fill({}).text


OLD = words("hard_times")


def led(*, reachable: bool = True, owed: bool = False, **away: float) -> tuple[Person, MigratedSession]:
    """Somebody whose question is asked otherwise since they saw it."""
    person = somebody_at("shame", "fears").writes(FEAR).waits(**away)
    person.dialogues = RENAMED
    migration = SessionMigration(RENAMED, requirements_of)
    result = migration.migrate(person.session, person.now, 0, reachable=reachable, owed=owed)
    return person.led(result.session, result.effects), result


def is_told(person: Person) -> bool:
    """In one message, with the question."""
    sentence = person.dialogues.phrase("exercise_moved", dialogue_title=SHAME.title).text
    return (
        [said for said in person.said if said.startswith(sentence)]
        == [said for said in person.said if said.endswith(NEW)]
        != []
    )


def kept_at(person: Person) -> list[tuple[str, str]]:
    """What the last turn kept: the question, and the words."""
    return [(kept.question, kept.parts[0].words or "(voice)") for kept in person.ordered(KeepAnswer)]


def at_night(person: Person) -> Person:
    profile = replace(person.session.profile, zone="Europe/Berlin")
    person.now = datetime(2026, 3, 2, 22, tzinfo=UTC)
    stack = tuple(replace(frame, tension_at=person.now) for frame in person.session.stack)
    person.session = replace(person.session, profile=profile, seen=person.now, stack=stack)
    return person


def test_words_are_kept_at_the_question_they_were_written_to() -> None:  # fault 20
    person, _ = led(hours=1)
    person.writes(ANSWER)
    assert kept_at(person) == [(OLD, ANSWER)]
    assert is_told(person)
    assert person.place == ("shame", "hard_moments")
    assert "hard_times" not in person.session.stack[0].values


def test_a_voice_note_is_kept_there_too() -> None:
    person, _ = led()
    person.speaks()
    assert kept_at(person) == [(OLD, "(voice)")]
    assert is_told(person)


def test_words_on_their_way_while_they_are_told_are_kept_at_the_old_question() -> None:  # fault 20
    person, _ = led()
    person.time_comes(Timer.LED).writes(ANSWER, early=True)
    assert kept_at(person) == [(OLD, ANSWER)]
    number = person.session.answers
    person.writes("And late.", early=True)
    assert person.kept[number] == f"{ANSWER}\nAnd late."
    person.writes("This is the answer to what I am asked now, and no other.")
    assert kept_at(person)[0][0] == NEW


def test_words_from_before_the_old_question_came_go_on_with_the_answer_before() -> None:
    person, _ = led(owed=True)
    number = person.session.joins
    assert number
    person.writes("One more thing.", early=True)
    assert person.kept[number] == f"{FEAR}\nOne more thing."
    assert person.said == []
    assert is_told(person.time_comes(Timer.LED))


def test_a_tap_on_the_old_question_answers_nothing_and_brings_the_new_one() -> None:
    person = somebody_at("shame", "steady_first")
    choices = SHAME.states[StateId("steady_first")].choices
    old = f"{person.session.key}:{person.session.turn}:.{choices[0].key}"
    more = Choice(key="more", label=parse_words("Something else"), next=(Way(to=StateId("another_day")),))
    live = changed(SHAME, replace(SHAME.states[StateId("steady_first")], choices=(*choices, more)))
    standing = person.session.turn
    led_over(person, with_versions(SHAME, live))
    assert person.presses(old).place == ("shame", "steady_first")
    assert person.toast is None
    assert person.says("exercise_moved", dialogue_title=SHAME.title)
    effects = [effect for effect in person.effects if isinstance(effect, SendMessage | EditMessage)]
    assert [type(effect) for effect in effects] == [SendMessage, EditMessage]  # the question is not kept waiting
    assert [edit.label for edit in person.ordered(EditMessage)] == [f"q{standing}"]
    assert person.presses(old).said == []  # the second tap of a double tap
    assert person.toast is None
    assert person.chooses("more").place == ("shame", "another_day")


@pytest.mark.parametrize("name", ["skip", "again", "resume"])
def test_commands_about_the_question_bring_the_new_one(name: str) -> None:
    person, _ = led()
    assert is_told(person.commands(name))
    assert person.place == ("shame", "hard_moments")


def test_a_command_in_plain_words_is_no_answer() -> None:
    person, _ = led()
    person.writes("stop")
    assert person.place == ("stopped", "stopped")
    assert kept_at(person) == []
    assert not person.says("exercise_moved", dialogue_title=SHAME.title)


def test_a_command_that_leads_away_is_followed_and_the_change_is_told() -> None:
    person, _ = led()
    person.commands("breathe")
    assert person.says("exercise_moved", dialogue_title=SHAME.title)
    assert person.place != ("shame", "hard_moments")


def test_a_command_that_leads_nowhere_is_followed_by_the_new_question() -> None:
    person, _ = led()
    assert is_told(person.commands("history"))


def test_words_on_their_way_while_a_command_leads_back_are_kept_at_the_old_question() -> None:  # fault 20
    person, _ = led()
    assert person.commands("help").place == ("shame", "hard_moments")
    person.writes(ANSWER, early=True)
    assert kept_at(person) == [(OLD, ANSWER)]


def test_a_button_for_a_command_still_works() -> None:
    person, _ = led()
    assert person.taps(Act.COMMAND, "pause").session.stack == ()
    assert person.says("paused")


def test_a_picture_brings_the_new_question_with_a_kind_word() -> None:
    person, _ = led()
    person.sends("photo")
    assert person.says("only_words")
    assert person.said[-1].endswith(NEW)


def test_an_edit_changes_what_was_written_and_nothing_else() -> None:
    person, _ = led()
    person.edits(person.messages, "other words")
    assert person.said == []
    assert is_told(person.time_comes(Timer.LED))


@pytest.mark.parametrize("early", [False, True])
def test_a_cry_for_help_is_kept_at_the_question_it_was_written_to(early: bool) -> None:  # fault 20
    person, _ = led()
    if early:
        person.time_comes(Timer.LED)
    person.writes("I want to kill myself", early=early)
    assert kept_at(person) == [(OLD, "I want to kill myself")]
    assert person.place is not None
    assert person.place[0] == "crisis"
    assert not person.says("exercise_moved", dialogue_title=SHAME.title)


def test_whoever_was_away_is_told_when_they_are_back_and_asked_whether_it_is_the_answer() -> None:
    person, result = led(hours=7)
    assert result.effects == ()
    person.waits(minutes=5).writes(ANSWER)
    assert person.says("exercise_moved", dialogue_title=SHAME.title)
    assert person.says("welcome_back", dialogue_title=SHAME.title, question=NEW)
    assert kept_at(person) == []
    person.taps(Act.HELD, "y")
    assert kept_at(person) == [(NEW, ANSWER)]


def test_what_is_written_to_the_new_question_after_a_night_is_its_answer() -> None:
    person, _ = led()
    person.waits(hours=9).time_comes(Timer.LED).rates(2)  # of the tension, which comes first after hours
    person.waits(minutes=5).writes(ANSWER)
    assert kept_at(person) == [(NEW, ANSWER)]


def test_a_question_that_never_came_is_asked_anew_however_long_ago_that_was() -> None:
    _, result = led(owed=True, hours=7)
    assert [type(effect) for effect in result.effects] == [WakeAt]


def test_no_nudge_follows_a_question_that_came_by_itself() -> None:
    person, _ = led()
    assert is_told(person.time_comes(Timer.LED))
    assert not person.ordered(WakeAt)
    person.writes(ANSWER)
    assert person.woken(Timer.SILENCE)


def test_the_nudge_about_the_old_question_does_not_come() -> None:
    person, _ = led()
    assert person.waits(minutes=30).time_comes(Timer.SILENCE).effects == ()


def test_nobody_is_told_at_night() -> None:
    person = at_night(somebody_at("shame", "fears").writes(FEAR))
    led_over(person, RENAMED)
    morning = datetime(2026, 3, 3, 7, tzinfo=UTC)
    assert person.due[Timer.LED].at == morning
    assert person.time_comes(Timer.LED).said == []  # a clock that was ahead
    assert person.due[Timer.LED].at == morning
    person.now = morning
    assert person.time_comes(Timer.LED).says("exercise_moved", dialogue_title=SHAME.title)
    assert person.says("tension_again")
    assert person.rates(2).said[-1].endswith(NEW)


def test_whoever_comes_by_night_is_told_then_and_not_again() -> None:
    person = at_night(somebody_at("shame", "fears").writes(FEAR))
    led_over(person, RENAMED)
    token = person.due[Timer.LED].token
    assert is_told(person.waits(hours=1).writes(ANSWER))
    person.now = person.due[Timer.LED].at
    assert person.time_comes(Timer.LED, token).effects == ()


def test_who_has_blocked_the_bot_is_told_when_they_are_back() -> None:
    person, result = led(reachable=False)
    assert (result.effects, result.asks_anew, result.reachable) == ((), True, False)
    person, _ = led()
    came = TimeCame(timer=Timer.LED, token=str(person.session.turn), reachable=False)
    assert person.does(came).said == []
    assert is_told(person.writes(ANSWER))


def test_nobody_is_told_on_the_day_after_a_cry_for_help() -> None:
    person, _ = led()
    person.session = replace(person.session, crisis_at=person.now)
    assert person.time_comes(Timer.LED).effects == ()


def test_a_silence_does_not_begin_by_itself_and_the_old_ones_end_does_not_end_it() -> None:
    wait = Pause(lasts=timedelta(seconds=20))
    live = renamed(SHAME, "hard_times", "hard_moments", NEW)
    live = changed(live, replace(live.states[StateId("hard_moments")], wait=wait, keep=None))
    person = somebody_at("shame", "fears").writes(FEAR)
    dialogues = with_versions(SHAME, live)
    result = led_over(person, dialogues)
    assert result.asks_anew
    assert result.effects == ()
    assert person.time_comes(Timer.PAUSE).effects == ()
    person.commands("again")
    assert person.woken(Timer.PAUSE).at == person.now + wait.lasts


def test_led_over_twice_they_are_told_once_and_their_words_are_kept_at_what_they_saw() -> None:
    person, _ = led()
    first = RENAMED.live[SHAME.id]
    second = replace(renamed(first, "hard_moments", "hard_days", "And then?"), version=Version("third"))
    led_over(person, with_versions(SHAME, first, second))
    assert person.place == ("shame", "hard_days")
    person.writes(ANSWER)
    assert kept_at(person) == [(OLD, ANSWER)]
    assert len(person.said) == 1
    assert person.said[0].endswith("And then?")


def test_in_another_place_that_cannot_be_read_nobody_goes_over() -> None:
    person = somebody_at("shame", "fears").writes(FEAR)
    gone = Frame(dialogue=DialogueId("old_one"), version=Version("v0"), state=StateId("x"), run=1)
    person.session = replace(person.session, stack=(gone, *person.session.stack))
    before = person.session
    result = led_over(person, RENAMED)
    assert (result.goes_over, result.effects, result.session) == (False, (), before)
    assert [verdict.why for verdict in result.verdicts][1] == "something else that they are in cannot be read any more"


def test_what_cannot_be_read_goes_over_where_the_live_version_has_the_place() -> None:
    person = somebody_at("shame", "fears").writes(FEAR)
    stack = tuple(replace(frame, version=Version("unread")) for frame in person.session.stack)
    person.session = replace(person.session, stack=stack)
    led_over(person, RENAMED)
    person.writes(ANSWER)
    assert kept_at(person) == [(person.dialogues.phrase("question_gone").text, ANSWER)]


def test_nothing_is_kept_of_it_once_they_have_gone_on() -> None:
    person, _ = led()
    person.time_comes(Timer.LED)
    assert person.session.led
    assert person.writes(ANSWER).session.led is None


def test_who_has_not_agreed_to_what_is_kept_leaves_nothing() -> None:
    person, _ = led()
    person.session = replace(person.session, profile=Profile())
    person.writes(ANSWER)
    assert kept_at(person) == []
