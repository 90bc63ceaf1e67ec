"""What holds at every place of every shipped dialogue, come to by walking there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.buttons import Act, button
from bot.dialogue.effects import AnswerPress, EditMessage, SendMessage
from bot.dialogue.inputs import CommandReceived, TimeCame, Timer
from bot.dialogue.model import Breath, DialogueId, Load, Pause, Reading, TextAsk
from bot.dialogue.reserved import CRISIS, DAILY_PROMPT, MENUS, STOPPED, SUPPORT
from bot.dialogue.session import Session
from bot.dialogue.session_changes import changed
from tests.dialogue.person import Person, somebody_at
from tests.shipped import Place, everywhere, places, shipped, state_of

CRY = "I don’t want to live."

at_every_place = pytest.mark.parametrize("place", places(), ids=":".join)


def test_the_walk_comes_to_every_state_that_waits() -> None:
    assert sorted(everywhere()) == places()


@at_every_place
def test_stop_ends_it_in_one_turn(place: Place) -> None:  # fault 25
    person = somebody_at(*place).commands("stop")
    assert person.said
    assert person.place in (None, (STOPPED, shipped().live[STOPPED].start))
    assert len(person.session.stack) <= 1
    assert not person.session.held


@at_every_place
@pytest.mark.parametrize("words", ["stop", "Please stop!", "STOP"])
def test_stop_in_plain_words_is_stop(place: Place, words: str) -> None:  # fault 25
    assert somebody_at(*place).writes(words).session.stack == somebody_at(*place).commands("stop").session.stack


@at_every_place
@pytest.mark.parametrize("command", ["forget", "support"])
def test_what_leads_out_is_asked_at_once(place: Place, command: str) -> None:  # fault 25
    person = somebody_at(*place).commands(command)
    assert person.place
    assert person.place[0] == command


@at_every_place
def test_help_is_said_and_the_question_stands_again(place: Place) -> None:  # fault 25
    person = somebody_at(*place)
    before = person.place
    person.commands("help")
    passes = before and (before[0] == DAILY_PROMPT or (before[0] in MENUS and before[1] == "menu"))
    if passes:  # it stands in nobody's way, and is not come back to
        assert len(person.said) == 1
        assert person.place is None
    else:
        assert len(person.said) == 2
        assert person.place == before


@at_every_place
def test_a_cry_for_help_comes_before_anything_else(place: Place) -> None:
    for person in (
        somebody_at(*place).writes(CRY),
        somebody_at(*place).writes(CRY, early=True),
        somebody_at(*place).edits(7, CRY),
        somebody_at(*place).sends("photo", CRY),
        somebody_at(*place).commands("skip", CRY),
        somebody_at(*place).waits(days=2).writes(CRY),
    ):
        assert person.place == (CRISIS, shipped().live[CRISIS].start)
        helplines = shipped().helplines
        assert helplines.lines.get(person.session.profile.country or "", helplines.anywhere) in person.said[-1]


@at_every_place
def test_a_sticker_changes_nothing_and_the_question_comes_again(place: Place) -> None:  # fault 18
    person = somebody_at(*place)
    before, answers = person.session.stack, person.session.answers
    person.sends("sticker")
    wait = state_of(person.session).wait
    assert person.says(
        "needs_writing" if isinstance(wait, TextAsk) and wait.reading is not Reading.WORDS else "only_words"
    )
    assert [frame.state for frame in person.session.stack] == [frame.state for frame in before]
    assert person.session.answers == answers
    if not isinstance(state_of(person.session).wait, Pause | Breath):
        assert person.ordered(SendMessage)[-1].question == person.session.turn


@at_every_place
def test_a_refused_tap_changes_nothing(place: Place) -> None:  # fault 19
    session = everywhere()[place]
    other = replace(session, key="other")
    forged = (
        "nonsense",
        button(session, "", Act.CHOOSE, "no_such_choice").data,
        button(session, "", Act.RATE, "99").data,
        button(session, "", Act.TICK, "no_such_option").data,
        button(session, "", Act.OFFER, "99").data,
        button(session, "", Act.COMMAND, "no_such_command").data,
        button(session, "", Act.HELD, "y").data,
        button(replace(session, turn=session.turn + 1), "", Act.ENOUGH).data,
        *(button(other, "", Act.CHOOSE, choice.key).data for choice in state_of(session).choices),
    )
    for data in forged:
        person = somebody_at(*place).presses(data)
        assert person.session == session
        assert person.effects == (AnswerPress(press_id="press", text=shipped().phrase("old_button").text),)


@at_every_place
def test_a_command_that_does_not_exist_changes_nothing(place: Place) -> None:
    person = somebody_at(*place).commands("nonsense")
    assert changed(person.session, last_message=0, heard={}) == changed(everywhere()[place], last_message=0, heard={})
    assert person.says("unknown_command")


@at_every_place
@pytest.mark.parametrize("timer", [Timer.PAUSE, Timer.PHASE, Timer.SILENCE, Timer.PASTE])
def test_a_timer_that_comes_late_changes_nothing(place: Place, timer: Timer) -> None:
    session = everywhere()[place]
    person = somebody_at(*place).does(TimeCame(timer=timer, token=str(session.turn - 1)))
    assert person.session == session
    assert person.effects == ()


def asked_again(place: Place) -> tuple[Person, list[str]]:
    """Somebody before a question that was just put to them, and the data of its buttons."""
    person = somebody_at(*place).commands("again")
    return person, [one.data for row in person.ordered(SendMessage)[-1].buttons for one in row]


def has_buttons(place: Place) -> bool:
    dialogue = shipped().live[place[0]]
    state = dialogue.states[place[1]]
    return bool(state.choices) or not isinstance(state.wait, TextAsk) or dialogue.load is Load.HIGH


WITH_BUTTONS = [place for place in places() if has_buttons(place)]
at_every_keyboard = pytest.mark.parametrize("place", WITH_BUTTONS, ids=":".join)


def test_where_there_are_buttons_is_known() -> None:
    assert [place for place in places() if asked_again(place)[1]] == WITH_BUTTONS


@at_every_keyboard
def test_the_second_of_two_taps_changes_nothing(place: Place) -> None:  # fault 19
    for data in asked_again(place)[1]:
        person = asked_again(place)[0].presses(data)
        after = person.session
        person.presses(data)
        if after != Session(key=after.key, seen=after.seen):  # after an erasure nothing is left that would remember
            assert person.session == after
            assert person.effects == (AnswerPress(press_id="press"),)


@at_every_keyboard
def test_yesterdays_keyboard_is_told_so_and_changes_nothing(place: Place) -> None:  # fault 19
    person, yesterdays = asked_again(place)
    person.commands("again").waits(days=1)
    before = person.session
    for data in yesterdays:
        person.presses(data)
        assert person.toast == shipped().phrase("old_button").text
        assert replace(person.session, seen=before.seen) == before


@at_every_place
def test_the_question_can_be_heard_again(place: Place) -> None:
    person = somebody_at(*place).commands("again")
    assert person.place == place
    assert person.ordered(SendMessage)[-1].question == person.session.turn


@at_every_place
def test_going_back_leads_to_a_place_where_one_can_go_on(place: Place) -> None:
    person = somebody_at(*place)
    for _ in range(30):
        person.commands("back")
        assert state_of(person.session).waits
    agreed = person.session.profile.consented
    assert person.says("at_the_beginning" if agreed else "first_this")


@at_every_place
def test_an_answered_question_loses_its_buttons(place: Place) -> None:
    person = somebody_at(*place)
    standing, label = person.session.standing, f"q{person.session.turn}"
    person.commands("stop")
    emptied = [edit for edit in person.ordered(EditMessage) if edit.label == label]
    assert bool(standing) == bool(emptied)
    assert all(not edit.buttons for edit in emptied)


@pytest.mark.parametrize("name", ["start", "support", "help", "privacy", "forget", "exercises", "history", "resume"])
def test_whoever_was_never_here_may_ask_for_anything(name: str) -> None:
    person = Person(session=Session(key="k")).does(CommandReceived(name=name))
    assert person.said
    assert not person.session.profile.consented


def test_support_is_what_the_database_is_not_needed_for() -> None:
    state = shipped().live[SUPPORT].states[shipped().live[SUPPORT].start]
    assert state.say
    assert state.say.slots <= {"emergency", "helplines"}
    assert DialogueId("support") == SUPPORT
