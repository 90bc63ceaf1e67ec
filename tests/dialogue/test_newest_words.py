"""An older version is said in the newest words, wherever these speak of what it still is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.matching import label_of
from bot.dialogue.model import (
    Choice,
    Deed,
    Dialogue,
    DialogueId,
    ManyAsk,
    Option,
    Pause,
    Reading,
    ScaleAsk,
    Setting,
    State,
    StateId,
    TextAsk,
    Version,
    Visit,
    Wait,
    Way,
)
from bot.dialogue.newest_words import in_words_of, with_newest_words
from bot.dialogue.words import Words, parse_words

SHAME = DialogueId("shame")
A = StateId("a")
ONE = parse_words("One")


def dialogue(version: str, *states: State) -> Dialogue:
    found = {state.id: state for state in states}
    return Dialogue(id=SHAME, version=Version(version), title=version, start=states[0].id, states=found)


def words(source: str) -> Words:
    return parse_words(source)


def to(state: str) -> tuple[Way, ...]:
    return (Way(to=StateId(state)),)


def button(key: str, label: str, next: str) -> Choice:
    return Choice(key=key, label=words(label), next=to(next))


def labels(state: State) -> dict[str, str]:
    return {choice.key: label_of(choice.label) for choice in state.choices}


def followed(old: State, new: State) -> State:
    return with_newest_words(dialogue("1", old), dialogue("2", new)).states[old.id]


# Labels


def test_a_label_does_not_follow_where_its_button_leads_elsewhere_now() -> None:
    """The file swaps label and next of two buttons: "No, not today" must not begin the exercise."""
    ask = words("Shall we begin?")
    old = State(
        id=A, ask=ask, choices=(button("ready", "I am ready", "fears"), button("later", "No, not today", "end"))
    )
    new = replace(old, choices=(button("ready", "No, not today", "end"), button("later", "I am ready", "fears")))
    assert labels(followed(old, new)) == {"ready": "I am ready", "later": "No, not today"}


def test_a_label_follows_where_all_that_its_button_does_is_unchanged() -> None:
    old = State(id=A, ask=words("Ready?"), choices=(button("go", "Go", "b"), button("stay", "Stay", "c")))
    new = replace(old, choices=(button("go", "Go on", "b"), button("stay", "Rest here", "d")))
    assert labels(followed(old, new)) == {"go": "Go on", "stay": "Stay"}


@pytest.mark.parametrize(
    "otherwise",
    [
        {"call": DialogueId("home")},
        {"start": DialogueId("home")},
        {"sets": (Setting(field="prompts", constant="off"),)},
        {"do": Deed.PAUSE},
        {"seal": ("fear",)},
        {"unseal": True},
        {"visit": Visit(dialogue=SHAME, days=1)},
        {"next": to("c")},
    ],
    ids=lambda changed: "".join(changed),
)
def test_neither_label_nor_question_follows_where_a_button_does_something_else_now(
    otherwise: dict[str, object],
) -> None:
    go = button("go", "Go", "b")
    old = State(id=A, ask=words("Go on?"), choices=(go, button("stay", "Stay", "c")))
    there = replace(go, label=words("Put it away"), **otherwise)  # type: ignore[arg-type]
    new = replace(old, ask=words("The first button also puts away. Go on?"), choices=(there, old.choices[1]))
    assert followed(old, new) == old


def test_labels_do_not_follow_where_two_buttons_would_then_bear_the_same() -> None:
    old = State(id=A, ask=words("Which?"), choices=(button("one", "One", "b"), button("two", "Two", "c")))
    new = replace(old, choices=(button("one", "Two", "b"), button("two", "Three", "d")))
    assert labels(followed(old, new)) == {"one": "One", "two": "Two"}


def test_a_button_that_goes_on_as_its_state_does_has_the_old_label_where_the_state_leads_elsewhere() -> None:
    old = State(id=A, ask=words("Ready?"), choices=(Choice(key="go", label=words("Begin")),), next=to("b"))
    new = replace(old, choices=(Choice(key="go", label=words("Leave it")),), next=to("end"))
    assert labels(followed(old, new)) == {"go": "Begin"}


# Questions and sentences

WAITS: list[tuple[Wait | None, Wait | None]] = [
    (ScaleAsk(low=0, high=10), TextAsk()),
    (ScaleAsk(low=0, high=10), ScaleAsk(low=1, high=5)),
    (TextAsk(), TextAsk(reading=Reading.HOUR)),
    (TextAsk(), None),
    (Pause(lasts=timedelta(minutes=1)), Pause(lasts=timedelta(minutes=5))),
    (
        ManyAsk(options=(Option(key="a", label=parse_words("One")),)),
        ManyAsk(options=(Option(key="b", label=parse_words("One")),)),
    ),
]


@pytest.mark.parametrize(("was", "is_now"), WAITS)
def test_a_question_does_not_follow_where_something_else_is_waited_for(was: Wait, is_now: Wait | None) -> None:
    old = State(id=A, say=words("How tense are you, from 0 to 10?"), ask=words("How tense?"), wait=was, keep="it")
    new = replace(old, say=words("Some words, please."), ask=words("How is it in you now?"), wait=is_now)
    found = followed(old, new)
    assert (found.say, found.ask) == (old.say, old.ask)


def test_a_question_follows_however_closely_is_listened_and_wherever_it_leads() -> None:
    old = State(id=A, ask=words("What happened?"), wait=TextAsk(), keep="it", next=to("b"))
    new = replace(old, ask=words("What was it?"), next=to("c"))
    assert followed(old, new).ask == new.ask


def test_a_question_does_not_follow_where_there_is_another_button() -> None:
    old = State(id=A, ask=words("Ready?"), choices=(button("go", "Go", "b"),))
    new = replace(old, ask=words("Ready, or rather later?"), choices=(*old.choices, button("later", "Later", "c")))
    assert followed(old, new) == old


@pytest.mark.parametrize(
    "otherwise",
    [{"seal": ("fear",)}, {"do": Deed.PAUSE}, {"visit": Visit(dialogue=SHAME, days=1)}, {"call": DialogueId("home")}],
    ids=lambda changed: "".join(changed),
)
def test_a_sentence_does_not_follow_where_something_else_is_done_now(otherwise: dict[str, object]) -> None:
    old = State(id=A, say=words("That was it."), next=to("b"))
    new = replace(old, say=words("It is put away."), **otherwise)  # type: ignore[arg-type]
    assert followed(old, new).say == old.say


def test_a_phrase_to_type_does_not_follow_where_its_question_does_not() -> None:
    old = State(id=A, ask=words("Type: goodbye"), wait=TextAsk(reading=Reading.PHRASE, phrase="goodbye"))
    new = replace(
        old, ask=words("Type: farewell"), wait=TextAsk(reading=Reading.PHRASE, phrase="farewell"), do=Deed.ERASE
    )
    assert followed(old, new) == old


def test_another_language_says_a_changed_structure_in_its_own_words_all_the_same() -> None:
    """As for a mutant: what its transcripts are to notice is the change, and not that it is in English."""
    other = State(id=A, ask=words("Bereit?"), choices=(button("go", "Los", "b"), button("stay", "Bleiben", "c")))
    changed = State(id=A, ask=words("Ready?"), choices=(button("go", "Go", "c"), button("stay", "Stay", "c")))
    found = in_words_of(dialogue("1", changed), dialogue("1", other)).states[A]
    assert (found.ask, labels(found)) == (other.ask, {"go": "Los", "stay": "Bleiben"})


# All together


def test_a_pinned_structure_says_the_newest_words() -> None:  # fault 20
    old = State(id=StateId("a"), say=words("old"), ask=words("old?"), wait=TextAsk(unclear=words("old!")))
    new = State(id=StateId("a"), say=words("new"), ask=words("new?"), wait=TextAsk(unclear=words("new!")))
    found = with_newest_words(dialogue("1", old), dialogue("2", new))
    assert found.states[StateId("a")] == new
    assert (found.version, found.title) == ("1", "2")


def test_options_keep_their_keys_and_get_their_newest_labels() -> None:
    old = ManyAsk(options=(Option(key="a", label=words("old")), Option(key="gone", label=words("gone"))))
    new = ManyAsk(options=(Option(key="b", label=words("b")), Option(key="a", label=words("new"))))
    state = State(id=StateId("s"), wait=old)
    found = with_newest_words(dialogue("1", state), dialogue("2", replace(state, wait=new))).states[StateId("s")].wait
    assert found == ManyAsk(options=(Option(key="a", label=words("new")), Option(key="gone", label=words("gone"))))


def test_new_words_that_need_what_the_old_way_does_not_keep_are_left_out() -> None:
    old = State(id=StateId("a"), say=words("old"), ask=words("old?"), wait=TextAsk())
    new = replace(old, say=words("new, {name}"), ask=words("new, {emergency}?"))
    found = with_newest_words(dialogue("1", old), dialogue("2", new)).states[StateId("a")]
    assert found.say == words("old")
    assert found.ask == words("new, {emergency}?")


def test_a_state_that_the_live_dialogue_has_no_more_keeps_its_words() -> None:
    old = State(id=StateId("a"), say=words("old"), ask=words("old?"), wait=TextAsk())
    found = with_newest_words(dialogue("1", old), dialogue("2", replace(old, id=StateId("b"))))
    assert found.states == {"a": old}
