"""What becomes of words: they are the answer, go on with it, join the one before, or are kept beside the question."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.dialogue.buttons import Act
from bot.dialogue.effects import AnswerPart, EditMessage, KeepAnswer, ReplaceWords, SealAnswers, SendMessage
from bot.dialogue.inputs import Timer, VoiceReceived
from bot.dialogue.keeping import LONGEST_ANSWER, MOST_HELD
from bot.dialogue.model import DialogueId, StateId, Version
from bot.dialogue.session import Held
from bot.dialogue.session_changes import changed
from bot.dialogue.values import Number, Picked, Said, Skipped, Value
from bot.language.load import read_source
from tests.dialogue.leading import with_versions
from tests.dialogue.person import Person, somebody_at
from tests.shipped import member, place_of, shipped

FEARS = ("shame", "fears")
LONG = "I am afraid that they see how much I need them and then turn away without a word."
FULL = "sea " * 1000  # a part of a paste, as long as a client makes it


def question_of(dialogue: str, state: str) -> str:
    words = shipped().live[DialogueId(dialogue)].states[StateId(state)].ask
    assert words
    return words.fill({}).text


def test_words_are_the_answer_with_the_question_as_it_was_asked() -> None:
    person = somebody_at(*FEARS).writes(LONG)
    assert person.ordered(KeepAnswer) == [
        KeepAnswer(
            number=person.session.answers,
            dialogue="shame",
            run=person.session.runs,
            state="fears",
            question=question_of(*FEARS),
            parts=(AnswerPart(message_id=101, words=LONG),),
        )
    ]
    assert person.place == ("shame", "hard_times")
    assert person.session.stack[-1].values["fears"] == Said(
        parts=(AnswerPart(message_id=101, words=LONG),), answer=person.session.answers
    )


@pytest.mark.parametrize(
    "words", ["{user.__class__}", "<b>", "_*[ and \\", "\N{RIGHT-TO-LEFT OVERRIDE}evil", "\N{GRINNING FACE}" * 2048]
)
def test_any_words_are_kept_exactly(words: str) -> None:  # fault 23, fault 24
    person = somebody_at(*FEARS).writes(words).waits(seconds=2).time_comes(Timer.PASTE)
    assert list(person.kept.values()) == [words]


def test_a_thin_answer_is_asked_for_more_once_and_what_comes_goes_on_with_it() -> None:
    person = somebody_at(*FEARS).writes("closeness")
    assert person.place == FEARS
    assert person.said[0] in shipped().cues.probes.values()
    person.writes("being left")
    assert person.place == ("shame", "hard_times")
    assert list(person.kept.values()) == ["closeness\nbeing left"]


def test_what_is_asked_for_more_can_be_left_by_a_tap_or_in_words() -> None:
    for person in (
        somebody_at(*FEARS).writes("closeness").taps(Act.ENOUGH),
        somebody_at(*FEARS).writes("closeness").writes("That is all."),
        somebody_at(*FEARS).writes("closeness").commands("skip"),
    ):
        assert person.place == ("shame", "hard_times")
        assert list(person.kept.values()) == ["closeness"]
        assert isinstance(person.session.stack[-1].values["fears"], Said)


def test_a_question_that_cannot_be_skipped_can_still_be_left_once_it_was_answered() -> None:
    asked = "who: {ask: Who is it?, keep: who, skip: false, next: done}"
    source = f"title: Who\nstart: who\nstates:\n  {asked}\n  done: {{say: Done., end: true}}\n"
    dialogues = with_versions(read_source(DialogueId("who"), Version("v"), source))

    person = Person(dialogues=dialogues).opens("who").writes("Ana")
    assert person.said[0] in dialogues.cues.probes.values()
    for left in (
        replace(person).writes("That is all."),
        replace(person).taps(Act.ENOUGH),
        replace(person).commands("skip"),
    ):
        assert left.session.top is None
        assert left.said == ["Done."]


@pytest.mark.parametrize("words", ["I'd rather not.", "next", "I don’t want to talk about it"])
def test_a_refusal_leaves_the_question_kindly_and_keeps_nothing(words: str) -> None:
    person = somebody_at(*FEARS).writes(words)
    assert person.says("we_can_leave_that")
    assert person.place == ("shame", "hard_times")
    assert not person.kept
    assert person.session.stack[-1].values["fears"] == Skipped()


def test_nobody_who_does_not_know_is_pressed() -> None:
    person = somebody_at(*FEARS).writes("I don't know")
    assert person.place == ("shame", "hard_times")
    assert list(person.kept.values()) == ["I don't know"]


def test_the_same_words_never_ask_twice_running() -> None:
    person = somebody_at(*FEARS)
    asked = []
    for _ in range(6):
        person.writes("closeness")
        asked += [said for said in person.said if said in shipped().cues.probes.values()]
        person.taps(Act.ENOUGH)
    assert len(asked) > 3
    assert all(one != other for one, other in pairwise(asked))


def test_nobody_who_wants_quiet_listening_is_asked_for_more() -> None:
    person = Person(session=member(listening="quiet")).opens("shame").chooses("ready").rates(2).writes("closeness")
    assert person.place == ("shame", "hard_times")


@pytest.mark.parametrize("told", [Number(value=7), Skipped()])
def test_nobody_who_is_tense_or_does_not_say_is_asked_for_more(told: Value) -> None:
    person = somebody_at(*FEARS)
    *beneath, top = person.session.stack
    person.session = changed(person.session, stack=(*beneath, changed(top, values={"tension_before": told})))
    assert person.writes("closeness").place == ("shame", "hard_times")


def test_the_tension_told_last_stands_last_though_it_was_told_before() -> None:
    person = Person().opens("shame").chooses("ready").rates(2)
    while person.place != ("shame", "body"):
        person.rates(6) if person.place == ("shame", "tension_middle") else person.writes(LONG)
    while person.place != ("shame", "tension_before"):
        person.commands("back")
    person.rates(5)
    assert [name for name in person.session.stack[-1].values if name.startswith("tension")] == [
        "tension_middle",
        "tension_before",
    ]


# Messages that come faster than questions


def test_five_messages_in_a_row_are_one_answer() -> None:  # fault 15
    person = somebody_at(*FEARS).writes(LONG)
    for words in ("and then", "some more", "of it", "to say"):
        person.writes(words, early=True)
        assert not person.said
        assert person.place == ("shame", "hard_times")
    assert list(person.kept.values()) == [f"{LONG}\nand then\nsome more\nof it\nto say"]
    assert isinstance(said := person.session.stack[-1].values["fears"], Said)
    assert said.words == person.kept[person.session.answers]


def test_a_command_in_plain_words_is_one_even_before_the_question_has_come() -> None:  # fault 15, fault 25
    person = somebody_at(*FEARS).writes(LONG).writes("stop", early=True)
    assert person.place == ("stopped", "stopped")


def test_what_follows_a_typed_number_at_once_belongs_to_it() -> None:  # fault 15
    person = somebody_at("shame", "tension_before").writes("about 3").writes("my chest is tight", early=True)
    assert person.place == FEARS
    assert list(person.kept.values()) == ["3\nmy chest is tight"]


def test_what_was_tapped_has_no_message_to_join() -> None:
    person = somebody_at("shame", "tension_before").rates(3)
    assert person.session.joins is None
    assert list(person.kept.values()) == ["3"]


def test_a_paste_in_three_parts_is_one_answer_in_order() -> None:  # fault 16
    person = somebody_at(*FEARS).writes(FULL + "1")
    assert person.session.held_for is Held.PASTE
    assert person.woken(Timer.PASTE).at == person.now + timedelta(seconds=2)
    person.writes(FULL + "2")
    assert not person.said
    person.writes("and the end")
    assert list(person.kept.values()) == [f"{FULL}1\n{FULL}2\nand the end"]
    assert person.place == ("shame", "hard_times")


def test_a_paste_whose_last_part_is_full_too_waits_two_seconds() -> None:  # fault 16
    person = somebody_at(*FEARS).writes(FULL + "1").writes(FULL + "2")
    assert not person.kept
    person.waits(seconds=2).time_comes(Timer.PASTE)
    assert list(person.kept.values()) == [f"{FULL}1\n{FULL}2"]
    assert person.place == ("shame", "hard_times")
    assert not person.session.held


def test_a_paste_where_a_tap_is_due_is_one_answer_beside_the_question() -> None:  # fault 16
    person = somebody_at("shame", "tension_before").writes(FULL + "1")
    for part in ("2", "3"):
        person.writes(FULL + part, early=True)
    assert list(person.kept.values()) == [f"{FULL}1\n{FULL}2\n{FULL}3"]


@pytest.mark.parametrize("command", ["skip", "again", "back", "pause", "stop", "help", "breathe", "start"])
def test_no_command_loses_a_paste_whose_end_has_not_come(command: str) -> None:  # fault 16
    person = somebody_at(*FEARS).writes(FULL).commands(command).waits(seconds=2).time_comes(Timer.PASTE)
    assert list(person.kept.values()) == [FULL]
    assert not person.session.held


def test_no_tap_loses_a_paste_or_gives_it_to_the_next_question() -> None:  # fault 16
    person = somebody_at(*FEARS).writes("closeness").writes(FULL).taps(Act.ENOUGH)
    assert person.place == ("shame", "hard_times")
    person.waits(seconds=2).time_comes(Timer.PASTE)
    assert person.place == ("shame", "hard_times")
    assert list(person.kept.values()) == [f"closeness\n{FULL}"]


def test_a_choice_tapped_while_a_paste_is_held_keeps_it() -> None:  # fault 16
    person = somebody_at("peaceful_place", "place").writes(FULL).chooses("none")
    assert FULL in person.kept.values()
    assert not person.session.held


def test_a_cry_for_help_in_the_middle_of_a_paste_keeps_all_of_it() -> None:  # fault 16
    person = somebody_at(*FEARS).writes(FULL).writes("I want to die")
    assert list(person.kept.values()) == [f"{FULL}\nI want to die"]
    assert person.place == ("crisis", "card")
    assert not person.waits(seconds=2).time_comes(Timer.PASTE).effects


# Voice


def test_a_voice_note_is_the_answer_and_is_never_asked_for_more() -> None:  # fault 18
    person = somebody_at(*FEARS).speaks("file")
    assert person.journal[person.session.answers] == (AnswerPart(message_id=101, voice="file"),)
    assert person.place == ("shame", "hard_times")


def test_a_voice_note_where_a_tap_is_due_is_kept_beside_the_question() -> None:  # fault 18
    person = somebody_at("shame", "tension_before").speaks("file")
    assert person.journal[person.session.answers] == (AnswerPart(message_id=101, voice="file"),)
    assert person.place == ("shame", "tension_before")


def test_a_home_base_that_was_only_spoken_has_no_words_to_show() -> None:  # fault 18
    person = Person().opens("peaceful_place").speaks()
    for _ in range(4):
        person.commands("skip")
    assert not person.session.stack
    assert person.commands("home").said


# Edits


def test_an_edited_answer_has_its_new_words_everywhere_and_nothing_else_follows() -> None:  # fault 17
    person = somebody_at(*FEARS).writes(LONG)
    stood = person.place, person.session.turn
    person.edits(101, "other words")
    assert [(order.message_id, order.words) for order in person.ordered(ReplaceWords)] == [(101, "other words")]
    assert not person.said
    assert (person.place, person.session.turn) == stood
    assert person.session.stack[-1].values["fears"] == Said(
        parts=(AnswerPart(message_id=101, words="other words"),), answer=person.session.answers
    )


def test_a_branch_that_was_taken_stays_taken() -> None:  # fault 17
    person = somebody_at("shame", "tension_before").writes("9")
    assert person.place == ("shame", "steady_first")
    person.edits(101, "1")
    assert person.place == ("shame", "steady_first")
    assert person.session.stack[-1].values["tension_before"] == Number(value=9)


def test_an_edit_reaches_the_home_base_and_what_was_set_aside() -> None:  # fault 17
    person = Person().opens("peaceful_place").writes("a meadow")
    edited = Said(parts=(AnswerPart(message_id=101, words="a lake"),), answer=1)
    person.commands("pause").edits(101, "a lake")
    assert person.session.aside[0][-1].values["place"] == edited
    person.commands("resume")
    for _ in range(4):
        person.writes("something there")
    assert person.session.remembered["home_place"] == edited
    person.edits(101, "a harbour")
    assert home_base(person)["home_place"] == "a harbour"


def test_an_edit_reaches_words_that_are_held() -> None:  # fault 16, fault 17
    person = somebody_at(*FEARS).writes(FULL).edits(101, "short after all").waits(seconds=2).time_comes(Timer.PASTE)
    assert list(person.kept.values()) == ["short after all"]


def test_a_voice_note_is_an_answer_whatever_stands_under_it() -> None:
    person = (
        somebody_at(*FEARS)
        .writes("being seen")
        .does(VoiceReceived(file_id="note", message_id=900, caption="that is all"))
    )
    assert list(person.kept.values()) == ["being seen\nthat is all"]
    assert next(iter(person.journal.values()))[-1].voice == "note"


def test_early_words_after_a_tap_do_not_join_the_answer_before_it() -> None:
    person = somebody_at("shame", "body_kind").writes("tight and warm").chooses("aside")
    person.writes("a bench above the lake", early=True)
    assert list(person.kept.values())[-2:] == ["tight and warm", "a bench above the lake"]


# Taps


def test_a_tapped_choice_is_marked_and_its_buttons_go() -> None:
    person = somebody_at("shame", "consent").chooses("ready")
    (edit,) = person.ordered(EditMessage)
    assert edit.buttons == ()
    assert edit.message.text.endswith("▸ Yes, I am ready")


def test_ticking_marks_the_button_and_a_double_tap_ticks_once() -> None:  # fault 19
    person = somebody_at("shame", "body").taps(Act.TICK, "chest")
    ticked = [b.label for row in person.ordered(EditMessage)[0].buttons for b in row]
    assert "✓ Chest" in ticked
    person.taps(Act.TICK, "chest")
    assert not person.ordered(EditMessage)
    assert person.session.stack[-1].picks == ("chest",)
    assert not person.taps(Act.UNTICK, "chest").session.stack[-1].picks


def test_what_is_ticked_and_what_is_typed_are_one_answer() -> None:
    person = somebody_at("shame", "body").taps(Act.TICK, "chest").writes("throat and back")
    assert person.session.stack[-1].values["body"] == Picked(
        keys=("chest", "throat", "back"), words="Throat, Chest, Back"
    )


def test_nothing_ticked_is_left_out() -> None:
    person = somebody_at("shame", "body").taps(Act.DONE)
    assert person.session.stack[-1].values["body"] == Skipped()
    assert person.place == ("shame", "put_aside")


def test_a_body_place_called_back_is_no_command() -> None:
    assert somebody_at("shame", "body").writes("back").place == ("shame", "body_kind")


def test_words_where_a_tap_is_due_are_kept_and_the_question_comes_again() -> None:
    person = somebody_at("shame", "tension_before").writes("not so easy to say")
    assert person.says("kept_beside")
    assert list(person.kept.values()) == ["not so easy to say"]
    assert person.place == ("shame", "tension_before")
    assert len(person.ordered(SendMessage)[-1].buttons) == 3


def test_words_where_a_tap_is_due_are_not_kept_outside_an_exercise() -> None:
    person = somebody_at("settings", "menu").writes("not so easy to say")
    assert person.says("tap_one")
    assert not person.kept


def test_words_in_a_silence_are_kept_and_the_time_goes_on() -> None:
    person = somebody_at("shame", "stay").writes("it is quiet there")
    assert person.says("kept_in_silence")
    assert list(person.kept.values()) == ["it is quiet there"]
    assert person.time_comes(Timer.PAUSE).place == ("shame", "tension_after")


def test_consent_cannot_be_skipped() -> None:
    person = somebody_at("shame", "consent").commands("skip")
    assert person.says("cannot_skip")
    assert person.place == ("shame", "consent")


def home_base(person: Person) -> dict[str, str]:
    return {name: said.words for name, said in person.session.remembered.items() if isinstance(said, Said)}


def build_place(person: Person, *lines: str) -> Person:
    person.opens("peaceful_place")
    for line in lines:
        person.writes(line)
    return person


def test_a_home_base_is_kept_when_it_is_whole_and_takes_the_place_of_the_one_before() -> None:
    person = build_place(Person(), "a meadow", "grass", "bees", "sun", "ease")
    assert list(home_base(person).values()) == ["a meadow", "grass", "bees", "sun", "ease"]
    build_place(person, "a harbour", "boats", "skip", "skip")
    assert home_base(person)["home_place"] == "a meadow"  # not yet over
    person.writes("skip")
    assert home_base(person) == {"home_place": "a harbour", "home_see": "boats"}


def test_a_home_base_without_a_place_leaves_the_one_before_as_it_was() -> None:
    person = build_place(Person(), "a meadow", "grass", "bees", "sun", "ease")
    before = person.session.remembered
    build_place(person, "skip", "fog", "rain", "wet", "cold")
    assert person.session.remembered == before


def test_nothing_goes_into_the_journal_without_consent() -> None:
    person = somebody_at("onboarding", "welcome").writes("hello, who are you?")
    assert not person.kept


def test_words_at_rest_are_not_kept_and_that_is_said() -> None:
    person = Person().writes("a long quiet evening by the sea")
    assert person.says("at_rest")
    assert place_of(person.session) == ("exercises", "menu")
    assert not person.kept


def test_an_edit_under_a_voice_note_leaves_the_note() -> None:  # fault 59
    person = somebody_at(*FEARS).speaks("file").edits(101, "of my father")
    assert isinstance(said := person.session.stack[-1].values["fears"], Said)
    assert said.parts == (AnswerPart(message_id=101, voice="file", words="of my father"),)
    person.edits(101, "")
    assert isinstance(said := person.session.stack[-1].values["fears"], Said)
    assert said.parts == (AnswerPart(message_id=101, voice="file"),)
    assert [order.words for order in person.ordered(ReplaceWords)] == [None]


def test_an_edit_under_a_voice_note_that_is_held_leaves_the_note() -> None:  # fault 59
    person = somebody_at(*FEARS).waits(hours=7).speaks("file").edits(101, "of my father").taps(Act.HELD, "y")
    assert list(person.journal.values()) == [(AnswerPart(message_id=101, voice="file", words="of my father"),)]


# However long it gets


def test_an_answer_of_any_length_is_kept_in_pieces_and_the_session_stays_small() -> None:
    person = somebody_at(*FEARS).writes(LONG)
    for number in range(300):
        person.writes(f"{FULL}{number}", early=True)
    told = [part.words for parts in person.journal.values() for part in parts]
    assert told == [LONG, *(f"{FULL}{number}" for number in range(300))]
    assert len(json.dumps(person.session.to_dict())) < 2 * LONGEST_ANSWER


def test_that_it_goes_on_is_said_once() -> None:
    person = somebody_at(*FEARS).writes(LONG)
    said = [person.writes(FULL, early=True).says("goes_on") for _ in range(30)]
    assert said.count(True) == 1
    person.writes(LONG)
    assert [person.writes(FULL, early=True).says("goes_on") for _ in range(30)].count(True) == 1


def test_many_short_messages_are_bounded_too() -> None:
    person = somebody_at(*FEARS).writes(LONG)
    for _ in range(1000):
        person.writes("a", early=True)
    assert sum(len(parts) for parts in person.journal.values()) == 1001
    assert len(json.dumps(person.session.to_dict())) < 10_000


def test_what_is_held_is_bounded_and_all_of_it_is_kept() -> None:
    paste = somebody_at(*FEARS)
    away = somebody_at(*FEARS).waits(hours=7)
    for number in range(30):
        paste.writes(f"{FULL}{number}")
        away.writes(f"{FULL}{number}")
        assert len(paste.session.held) <= MOST_HELD
        assert len(away.session.held) <= MOST_HELD
    for person in (paste.writes("the end"), away.taps(Act.HELD, "y")):
        told = [part.words for parts in person.journal.values() for part in parts]
        assert told[:30] == [f"{FULL}{number}" for number in range(30)]


def test_what_goes_on_is_put_away_with_what_it_goes_on() -> None:
    person = Person().opens("shame").chooses("ready").rates(2).writes(LONG)
    for _ in range(30):
        person.writes(FULL, early=True)
    numbers = set(person.journal) - {1}
    while person.place != ("shame", "put_aside"):
        person = person.rates(3) if person.place == ("shame", "tension_middle") else person.commands("skip")
    (order,) = person.chooses("words_too").ordered(SealAnswers)
    assert len(numbers) == 2
    assert numbers <= set(order.numbers)
