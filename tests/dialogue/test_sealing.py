"""The container: what is put away leaves the history and every word of the bot's, and comes back to whoever asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.buttons import Act
from bot.dialogue.effects import AddToAnswer, ReplaceWords, SealAnswers, SendMessage, UnsealAnswers
from bot.dialogue.model import DialogueId, Version
from bot.dialogue.session import Session
from bot.dialogue.session_changes import changed
from bot.language.load import read_source
from tests.dialogue.leading import led_over, renamed, with_versions
from tests.dialogue.person import Person, somebody_at
from tests.shipped import KEY, member, shipped

FEAR = "That they will see how little I have to say and turn away"


def at_put_aside(fear: str = FEAR) -> Person:
    """Who has answered the first question of the shame exercise, and left out the others."""
    person = Person().opens("shame").chooses("ready").rates(2).writes(fear)
    while person.place != ("shame", "put_aside"):
        rates = person.place == ("shame", "tension_middle")
        person = person.rates(3) if rates else person.commands("skip")
    return person


ROUNDS = """
title: Rounds
start: weight
states:
  weight:
    ask: What weighs on you most?
    choices: {work: {label: Work, next: like}, home: {label: Home, next: like}}
    keep: weight
  like: {ask: "What is {weight} like for you?", keep: like, listen: {most: 0}, next: put_aside}
  put_aside:
    say: You chose {weight}.
    ask: Could you put it aside?
    choices:
      words_too: {label: Put my words away too, seal: [weight, like], next: after}
      aside: {label: Not now, next: chosen}
    skip: aside
  chosen: {ask: "How do you carry {weight}?", keep: carried, listen: {most: 0}, next: after}
  after:
    ask: And now?
    choices: {again: {label: Once more, next: weight}, enough: {label: Enough, next: breath}}
  breath: {ask: How is your breath?, keep: breath, listen: {most: 0}, next: done}
  done: {say: Done., end: true}
"""

CALLS = """
title: Calls
start: before
states:
  before: {ask: How are you?, choices: {well: {label: Well, next: rounds}, so: {label: So so, next: rounds}}}
  rounds: {call: rounds, next: later}
  later: {ask: And after all that?, keep: later, listen: {most: 0}, next: done}
  done: {say: Done., end: true}
"""


def going_round(dialogue: str = "rounds", *, consented: bool = True) -> Person:
    known = shipped()
    read = [read_source(DialogueId(id), Version("v"), text) for id, text in (("rounds", ROUNDS), ("calls", CALLS))]
    live = {**known.live, **{one.id: one for one in read}}
    pinned = {**known.pinned, **{(one.id, one.version): one for one in read}}
    session = member() if consented else Session(key=KEY)
    return Person(session=session, dialogues=replace(known, live=live, pinned=pinned)).opens(dialogue)


TENSIONS = {("shame", "tension_before"), ("shame", "tension_middle")}  # one is asked anew after hours away


def puts_away(person: Person) -> Person:
    return person.chooses("work").writes("like a stone on me").chooses("words_too")


def sealed(person: Person) -> tuple[int, ...]:
    return tuple(number for order in person.ordered(SealAnswers) for number in order.numbers)


def test_what_is_put_away_leaves_the_history_and_the_exercise_goes_on() -> None:
    person = at_put_aside()
    number = next(number for number, words in person.kept.items() if words == FEAR)
    person.chooses("words_too")
    assert sealed(person) == (number,)
    assert person.session.sealed == 1
    assert "fears" not in person.session.stack[0].values
    assert "tension_before" in person.session.stack[0].values
    assert person.place == ("peaceful_place", "place")


def test_words_beside_a_question_and_every_answer_to_it_are_put_away_with_it() -> None:
    person = Person().opens("shame").chooses("ready").rates(2).writes("That I am too little for everybody, always")
    while person.place != ("shame", "fears"):
        person.commands("back")
    person.waits(hours=7).writes(FEAR).taps(Act.HELD, "n").rates(2)
    person.writes("That I am too much for everybody, always")
    while person.place != ("shame", "body"):
        person = person.rates(3) if person.place in TENSIONS else person.commands("skip")
    person.writes("somewhere that has no name")
    while person.place != ("shame", "put_aside"):
        person.commands("skip")
    person.writes("it is hard to put the prize away")
    person.chooses("words_too")
    put_away = {person.kept[number] for number in sealed(person)}
    assert put_away == {
        FEAR,
        "That I am too much for everybody, always",
        "somewhere that has no name",
        "it is hard to put the prize away",
    }


def test_every_answer_from_before_its_question_had_another_id_is_put_away_too() -> None:
    person = Person().opens("shame").chooses("ready").rates(2)
    person.waits(hours=7).writes("That I am too much for everybody, always").taps(Act.HELD, "n").rates(2).writes(FEAR)
    while person.place != ("shame", "put_aside"):
        person = person.rates(3) if person.place in TENSIONS else person.commands("skip")
    shame = person.dialogues.live[DialogueId("shame")]
    led_over(person, with_versions(shame, renamed(shame, "fears", "dread")))
    assert person.session.stack[0].version == "next"
    person.chooses("words_too")
    assert len(sealed(person)) == 2


def test_a_session_that_never_noted_its_answers_by_their_questions_puts_away_what_stands_under_the_names() -> None:
    person = at_put_aside()
    number = next(number for number, words in person.kept.items() if words == FEAR)
    (frame,) = person.session.stack
    person.session = changed(person.session, stack=(changed(frame, numbers={}),))
    person.chooses("words_too")
    assert sealed(person) == (number,)
    assert person.session.sealed == 1


def test_without_consent_nothing_is_in_the_history_and_only_the_words_at_hand_are_put_away() -> None:
    person = puts_away(going_round(consented=False))
    assert not person.journal
    assert not sealed(person)
    assert not person.session.stack[0].values
    assert person.session.sealed == 0


def test_what_is_put_away_is_counted_once_and_added_up_over_rounds_and_exercises() -> None:
    person = puts_away(going_round())
    first = sealed(person)
    assert person.session.sealed == len(first) == 2
    second = sealed(puts_away(person.chooses("again")))
    assert not set(first) & set(second)
    assert person.session.sealed == 4
    person.chooses("enough").commands("skip").opens("rounds")
    assert not set(sealed(puts_away(person))) & {*first, *second}
    assert person.session.sealed == 6


# Nobody goes back behind it


def test_before_anything_is_put_away_the_way_back_is_open() -> None:
    person = going_round().chooses("work").writes("like a stone on me").chooses("aside").commands("back")
    assert person.place == ("rounds", "put_aside")
    assert person.commands("back").place == ("rounds", "like")


def test_nobody_goes_back_behind_what_was_put_away_and_what_they_write_is_kept() -> None:
    person = puts_away(going_round())
    assert person.place == ("rounds", "after")
    for _ in range(3):
        assert person.commands("back").place == ("rounds", "after")
    person.chooses("enough").commands("back")
    assert person.place == ("rounds", "after")
    person.chooses("enough").writes("slower than before")
    assert "slower than before" in person.kept.values()
    assert person.said == ["Done."]


def test_from_a_called_dialogue_in_which_something_was_put_away_one_comes_back_before_all_of_it() -> None:
    person = puts_away(going_round("calls").chooses("well"))
    assert person.commands("back").place == ("calls", "before")
    person = puts_away(person.chooses("so")).chooses("enough").writes("slower than before").writes("lighter, I think")
    assert {"slower than before", "lighter, I think"} <= set(person.kept.values())
    assert person.place is None


def test_where_nothing_was_said_nothing_is_put_away() -> None:
    person = Person().opens("shame").chooses("ready").rates(2)
    while person.place != ("shame", "put_aside"):
        person = person.rates(3) if person.place in TENSIONS else person.commands("skip")
    person.chooses("words_too")
    assert not sealed(person)
    assert person.session.sealed == 0


def test_another_time_through_the_exercise_is_not_put_away_with_this_one() -> None:
    person = at_put_aside("Being alone in a room full of people")
    first = next(number for number, words in person.kept.items() if words.startswith("Being"))
    person.commands("stop").session = changed(person.session, stack=())
    person.opens("shame").chooses("ready").rates(2).writes(FEAR)
    while person.place != ("shame", "put_aside"):
        person = person.rates(3) if person.place in TENSIONS else person.commands("skip")
    person.chooses("words_too")
    assert first not in sealed(person)
    assert len(sealed(person)) == 1


def test_typed_label_puts_away_as_a_tap_does() -> None:
    assert sealed(at_put_aside().writes("put my words away too"))


@pytest.mark.parametrize("words", ["yes", "no", "enough", "I'd rather not"])
def test_no_other_word_puts_away(words: str) -> None:
    assert not sealed(at_put_aside().writes(words))


def test_an_edited_message_still_changes_what_was_put_away() -> None:
    person = at_put_aside()
    message = next(part.message_id for parts in person.journal.values() for part in parts if part.words == FEAR)
    person.chooses("words_too").edits(message, "That they turn away")
    assert [order.words for order in person.ordered(ReplaceWords)] == ["That they turn away"]


def test_text_that_was_on_its_way_goes_with_the_answer_that_it_joins() -> None:
    person = at_put_aside()
    number = next(number for number, words in person.kept.items() if words == FEAR)
    person.chooses("words_too")
    person.session = changed(person.session, joins=number)
    person.writes("and that I stay alone", early=True)
    assert [order.number for order in person.ordered(AddToAnswer)] == [number]
    assert not any("stay alone" in str(value) for value in person.session.stack[0].values.values())


# The container


def test_an_empty_container_says_so_and_offers_nothing() -> None:
    person = Person().commands("container")
    assert person.said[0].startswith("Nothing of yours is put away.")
    assert person.place is None


def test_the_container_says_how_much_is_in_it_and_stays_closed_unless_it_is_opened() -> None:
    person = at_put_aside().chooses("words_too").commands("container")
    assert "1 of your answers" in person.said[0]
    assert FEAR not in person.said[0]
    assert not person.commands("skip").ordered(UnsealAnswers)
    assert person.session.sealed == 1


@pytest.mark.parametrize("words", ["yes", "no", "skip", "that is all", "I'd rather not", "/skip"])
def test_nothing_but_its_button_or_its_words_opens_it(words: str) -> None:
    assert not somebody_at("container", "closed").writes(words).ordered(UnsealAnswers)


def test_taking_it_back_brings_back_everything() -> None:
    person = at_put_aside().chooses("words_too").commands("container").chooses("take_back")
    assert person.ordered(UnsealAnswers)
    assert person.session.sealed == 0
    assert person.commands("container").said[0].startswith("Nothing of yours is put away.")


def test_what_is_put_away_stays_so_through_the_exercise_and_the_goodbye_says_where_it_is() -> None:
    person = at_put_aside().chooses("words_too")
    said = []
    for _ in range(40):
        if person.session.stack:
            person.commands("skip")
            said += [sent.message.text for sent in person.ordered(SendMessage)]
    assert any("What you put away waits in /container" in words for words in said)
    assert not any(FEAR in words for words in said)
    assert person.session.sealed == 1
