"""People's own words may be long, and stand in what the bot says: all of them arrive, and nothing is refused."""

from __future__ import annotations

from bot.dialogue.cutting import LONGEST
from bot.dialogue.effects import EditMessage, SendMessage
from bot.dialogue.inputs import Timer
from bot.dialogue.words import Message, utf16_length
from tests.dialogue.person import Person, somebody_at

SENSES = ("place", "see", "hear", "skin", "inside")


def with_a_long_home_base(letters: int) -> Person:
    person = Person().opens("peaceful_place")
    for sense in SENSES:
        person.writes(f"{sense}: " + "x" * letters)
        if person.session.held:
            person.time_comes(Timer.PASTE)
    assert person.place is None
    return person


def test_a_home_base_of_twenty_thousand_characters_is_shown_whole() -> None:
    person = with_a_long_home_base(4000)
    for shown in (person.said, person.commands("home").said):
        assert len(shown) > 1
        assert sum(said.count("x") for said in shown) == 5 * 4000
        assert all(f"{sense}: " in "".join(shown) for sense in SENSES)


def test_the_last_message_of_several_is_the_question_and_bears_the_buttons() -> None:
    person = with_a_long_home_base(4000).commands("home")
    *before, last = person.ordered(SendMessage)
    assert last.buttons
    assert (last.question, last.label) == (person.session.turn, f"q{person.session.turn}")
    assert all((sent.question, sent.label, sent.buttons) == (None, None, ()) for sent in before)
    assert person.session.standing == last.message
    (settled,) = [edit for edit in person.commands("stop").ordered(EditMessage) if edit.label == last.label]
    assert settled.message == last.message


def test_a_mark_that_does_not_fit_is_left_out() -> None:
    person = somebody_at("shame", "consent")
    full = Message(text="x" * LONGEST)
    person.session = type(person.session).from_dict({**person.session.to_dict(), "standing": full.to_dict()})
    (settled,) = person.chooses("ready").ordered(EditMessage)
    assert settled.message == full


def test_a_recap_of_a_long_question_is_whole() -> None:
    person = somebody_at("shame", "consent").waits(hours=7).writes("hello")
    assert all(utf16_length(said) <= LONGEST for said in person.said)


def test_a_name_of_forty_emoji_harms_nothing() -> None:  # fault 24
    person = Person().opens("settings").chooses("name").writes("\N{GRINNING FACE}" * 40)
    assert person.session.profile.name == "\N{GRINNING FACE}" * 40
    assert "\N{GRINNING FACE}" * 40 in person.said[-1]
