"""The container: what is put away leaves the history and every word of the bot's, and comes back to whoever asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import AddToAnswer, ReplaceWords, SealAnswers, SendMessage, UnsealAnswers
from bot.dialogue.model import DialogueId, StateId
from bot.dialogue.session import changed
from tests.dialogue.person import Person, somebody_at
from tests.shipped import shipped

FEAR = "That they will see how little I have to say and turn away"


def at_put_aside(fear: str = FEAR) -> Person:
    """Who has answered the first question of the shame exercise, and left out the others."""
    person = Person().opens("shame").chooses("ready").rates(2).writes(fear)
    while person.place != ("shame", "put_aside"):
        rates = person.place == ("shame", "tension_middle")
        person = person.rates(3) if rates else person.commands("skip")
    return person


def with_old_name(id: DialogueId, state: StateId, old: StateId) -> Dialogues:
    """The shipped dialogues, in one of which a state had another id before."""
    known = shipped()
    dialogue = known.live[id]
    states = {**dialogue.states, state: replace(dialogue.states[state], renamed_from=(old,))}
    return replace(known, pinned={**known.pinned, (id, dialogue.version): replace(dialogue, states=states)})


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
    person = Person().opens("shame").chooses("ready").rates(2).writes(FEAR)
    for _ in range(9):
        person.commands("back")
    while person.place != ("shame", "fears"):
        person.chooses("ready") if person.place == ("shame", "consent") else person.rates(2)
    person.writes("That I am too much for everybody, always")
    while person.place != ("shame", "body"):
        person = person.rates(3) if person.place == ("shame", "tension_middle") else person.commands("skip")
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


def test_an_answer_from_before_its_question_had_another_id_is_put_away_too() -> None:
    person = at_put_aside()
    (frame,) = person.session.stack
    numbers = {("dread" if state == "fears" else state): kept for state, kept in frame.numbers.items()}
    person.session = changed(person.session, stack=(changed(frame, numbers=numbers),))
    person.dialogues = with_old_name(frame.dialogue, StateId("fears"), StateId("dread"))
    person.chooses("words_too")
    assert len(sealed(person)) == 1


def test_where_nothing_was_said_nothing_is_put_away() -> None:
    person = Person().opens("shame").chooses("ready").rates(2)
    while person.place != ("shame", "put_aside"):
        person = person.rates(3) if person.place == ("shame", "tension_middle") else person.commands("skip")
    person.chooses("words_too")
    assert not sealed(person)
    assert person.session.sealed == 0


def test_another_time_through_the_exercise_is_not_put_away_with_this_one() -> None:
    person = at_put_aside("Being alone in a room full of people")
    first = next(number for number, words in person.kept.items() if words.startswith("Being"))
    person.commands("stop").session = changed(person.session, stack=())
    person.opens("shame").chooses("ready").rates(2).writes(FEAR)
    while person.place != ("shame", "put_aside"):
        person = person.rates(3) if person.place == ("shame", "tension_middle") else person.commands("skip")
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
