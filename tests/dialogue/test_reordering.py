"""Questions that changed places: nobody is asked again what they answered, and nothing is passed over unasked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.inputs import Timer
from bot.dialogue.migration_policy import MigrationAction
from bot.dialogue.model import Choice, Deed, Dialogue, DialogueId, Load, ScaleAsk, State, StateId, TextAsk, Version, Way
from bot.dialogue.words import parse_words
from tests.dialogue.leading import action, led_over, why, with_versions
from tests.dialogue.person import Person

ID = DialogueId("sorted")
ANSWERS = {
    "a": "An answer about a, of some length.",
    "b": "Words about b, of some length.",
    "c": "More about c, as it was.",
}


def asks(id: str, next: str) -> State:
    ask, ways = parse_words(f"What about {id}?"), (Way(to=StateId(next)),)
    return State(id=StateId(id), ask=ask, wait=TextAsk(), keep=id, next=ways)


def in_order(order: str, *others: State, version: str = "old") -> Dialogue:
    """Questions one after the other, each called by a letter; `others` stand in place of those of their ids."""
    chain = [asks(id, then) for id, then in zip(order, [*order[1:], "over"], strict=True)]
    over = State(id=StateId("over"), say=parse_words("That was it."), end=True)
    states = {state.id: state for state in (*chain, over, *others)}
    return Dialogue(id=ID, version=Version(version), title="Sorted", start=StateId(order[0]), states=states)


def at(order: str, place: str, *others: State) -> Person:
    """Somebody who has come to that question by answering those before it."""
    old = in_order(order, *others)
    person = Person(dialogues=with_versions(old)).opens(ID)
    for id in order[: order.index(place)]:
        person.writes(ANSWERS[id])
    assert person.place == (ID, place)
    return person


def moved_to(person: Person, live: Dialogue) -> tuple[MigrationAction, str | None, str]:
    older = person.dialogues.live[ID]
    result = led_over(person, with_versions(older, replace(live, version=Version("next"))))
    return *action(result), why(result)


def test_a_question_that_was_answered_is_not_asked_again_behind_the_one_that_stands() -> None:
    person = at("abcd", "c")
    assert moved_to(person, in_order("acbd")) == (MigrationAction.STAY, "c", "`b` is answered, and not asked again")
    assert person.writes(ANSWERS["c"]).place == (ID, "d")


def test_a_question_that_would_be_passed_over_is_asked_first() -> None:
    person = at("abcd", "b")
    told = "`c` comes before `b` now, and was not asked yet"
    assert moved_to(person, in_order("acbd")) == (MigrationAction.MOVE, "c", told)
    person.time_comes(Timer.LED)
    assert person.writes(ANSWERS["c"]).place == (ID, "b")
    assert person.writes(ANSWERS["b"]).place == (ID, "d")


def test_of_several_that_would_be_passed_over_the_first_comes_first() -> None:
    person = at("abcd", "b")
    assert moved_to(person, in_order("acdb"))[:2] == (MigrationAction.MOVE, "c")
    person.time_comes(Timer.LED)
    assert person.writes(ANSWERS["c"]).place == (ID, "d")


def test_both_at_once_what_is_answered_is_passed_and_what_is_not_is_asked() -> None:
    person = at("abcd", "c")  # answered: a, b
    assert moved_to(person, in_order("dabc"))[:2] == (MigrationAction.MOVE, "d")
    person.time_comes(Timer.LED)
    assert person.writes("A word about d, of some length.").place == (ID, "c")


def test_a_new_question_before_the_one_that_stands_leads_nobody_back() -> None:
    person = at("abcd", "c")
    assert moved_to(person, in_order("axbcd")) == (MigrationAction.STAY, "c", "")


def test_whoever_goes_back_is_asked_again() -> None:
    person = at("abcd", "c")
    moved_to(person, in_order("acbd"))
    person.writes(ANSWERS["c"])
    assert person.commands("back").place == (ID, "b")


def test_what_was_skipped_is_not_asked_again_either() -> None:
    person = Person(dialogues=with_versions(in_order("abcd"))).opens(ID).writes(ANSWERS["a"])
    person.commands("skip")
    moved_to(person, in_order("acbd"))
    assert person.writes(ANSWERS["c"]).place == (ID, "d")


def test_a_question_that_keeps_something_else_now_is_asked() -> None:
    person = at("abcd", "c")
    live = in_order(
        "acbd",
        State(
            id=StateId("b"),
            ask=parse_words("How much?"),
            wait=ScaleAsk(low=0, high=10),
            keep="b",
            next=(Way(to=StateId("d")),),
        ),
    )
    moved_to(person, live)
    assert person.writes(ANSWERS["c"]).place == (ID, "b")


def test_the_way_goes_on_by_the_button_that_was_the_answer() -> None:
    def tapped(yes: str, no: str) -> State:
        buttons = (
            Choice(key="yes", label=parse_words("It is"), next=(Way(to=StateId(yes)),)),
            Choice(key="no", label=parse_words("It is not"), next=(Way(to=StateId(no)),)),
        )
        return State(id=StateId("b"), ask=parse_words("Is it so?"), choices=buttons, keep="b")

    person = Person(dialogues=with_versions(in_order("abcd", tapped("c", "d")))).opens(ID).writes(ANSWERS["a"])
    person.chooses("yes")
    other = asks("e", "over")
    moved_to(person, in_order("acbd", tapped("e", "d"), other))
    assert person.writes(ANSWERS["c"]).place == (ID, "e")


def test_a_button_that_does_something_is_asked_for_again() -> None:
    paused = Choice(key="rest", label=parse_words("Rest a while"), do=Deed.PROMPT_LATER, next=(Way(to=StateId("c")),))
    asked = State(id=StateId("b"), ask=parse_words("Is it so?"), choices=(paused,), keep="b")
    person = Person(dialogues=with_versions(in_order("abcd", asked))).opens(ID).writes(ANSWERS["a"])
    person.chooses("rest")
    later = replace(asked, choices=(replace(paused, next=(Way(to=StateId("d")),)),))
    moved_to(person, in_order("acbd", later))
    assert person.writes(ANSWERS["c"]).place == (ID, "b")


def test_a_tension_is_asked_anew_where_it_comes_again() -> None:
    def tension(next: str) -> State:
        ask, ways = parse_words("How tense are you?"), (Way(to=StateId(next)),)
        return State(id=StateId("t"), ask=ask, wait=ScaleAsk(low=0, high=10), keep="tension_before", next=ways)

    old = replace(in_order("atc", tension("c")), load=Load.HIGH)
    person = Person(dialogues=with_versions(old)).opens(ID).writes(ANSWERS["a"])
    person.writes("2")
    assert person.place == (ID, "c")
    live = replace(in_order("act", tension("over")), load=Load.HIGH)
    moved_to(person, live)
    assert person.writes(ANSWERS["c"]).place == (ID, "t")


@pytest.mark.parametrize("again", ["acbd", "bacd"])
def test_a_second_change_remembers_what_was_answered_before_the_first(again: str) -> None:
    person = at("abcd", "c")
    moved_to(person, in_order("acbd"))
    older = person.dialogues.live[ID]
    led_over(person, with_versions(older, replace(in_order(again), version=Version("third"))))
    assert person.writes(ANSWERS["c"]).place == (ID, "d")
