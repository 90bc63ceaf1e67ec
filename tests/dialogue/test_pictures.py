"""A picture goes out with the words of its state under it, whatever goes before and however long they have become."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import SendMessage
from bot.dialogue.model import Dialogue, DialogueId, State, StateId, TextAsk, Version, Way
from bot.dialogue.newest_words import with_newest_words
from bot.dialogue.words import parse_words
from tests.dialogue.person import Person
from tests.shipped import shipped

LAKE = DialogueId("lake")


def lake(said: str, picture: str | None = "lake.png") -> Dialogue:
    """Asks how one comes; then shows a picture, then asks what is seen."""
    states = (
        State(id=StateId("come"), ask=parse_words("How are you?"), wait=TextAsk(), next=(Way(to=StateId("look")),)),
        State(id=StateId("look"), say=parse_words(said), picture=picture, next=(Way(to=StateId("see")),)),
        State(id=StateId("see"), ask=parse_words("What do you see?"), wait=TextAsk(), next=(Way(to=StateId("done")),)),
        State(id=StateId("done"), say=parse_words("Thank you."), end=True),
    )
    return Dialogue(
        id=LAKE, version=Version("1"), title="A lake", start=StateId("come"), states={s.id: s for s in states}
    )


def with_lake(dialogue: Dialogue) -> Dialogues:
    dialogues = shipped()
    return replace(
        dialogues,
        live={**dialogues.live, LAKE: dialogue},
        pinned={**dialogues.pinned, (LAKE, dialogue.version): dialogue},
    )


def shown(person: Person) -> list[tuple[str | None, str]]:
    return [(sent.picture, sent.message.text) for sent in person.ordered(SendMessage)]


def at_the_lake(said: str, picture: str | None = "lake.png") -> Person:
    return Person(dialogues=with_lake(lake(said, picture))).opens(LAKE).writes("well and rested and quite ready")


def test_a_picture_goes_before_the_next_question_with_its_words_in_their_form_and_no_button() -> None:
    person = at_the_lake("A *lake* at dusk.")

    assert shown(person) == [("lake.png", "A lake at dusk."), (None, "What do you see?")]
    picture = person.ordered(SendMessage)[0]
    assert [entity.style for entity in picture.message.entities] == ["bold"]
    assert (picture.buttons, picture.label, picture.question) == ((), None, None)


def test_what_opens_the_next_message_goes_before_the_picture_by_itself() -> None:
    person = Person(dialogues=with_lake(lake("A lake at dusk."))).opens(LAKE).writes("I'd rather not")

    opening, *others = shown(person)
    assert opening == (None, person.dialogues.phrase("we_can_leave_that").text)
    assert others == [("lake.png", "A lake at dusk."), (None, "What do you see?")]


def test_where_nothing_is_left_to_say_nothing_is_shown() -> None:
    assert shown(at_the_lake("For you, {name?}")) == [(None, "What do you see?")]


@pytest.mark.parametrize("length", [1023, 1024, 1025, 4097, 9000])
def test_words_that_are_too_long_for_a_caption_go_on_below_the_picture_and_none_is_lost(length: int) -> None:
    words = ("still water " * 800)[:length].strip()
    person = at_the_lake(words)

    *pieces, question = shown(person)
    assert [picture for picture, _ in pieces] == ["lake.png"] + [None] * (len(pieces) - 1)
    assert (len(pieces) == 1) == (len(words) <= 1024)
    assert " ".join(text for _, text in pieces) == words
    assert question == (None, "What do you see?")


def test_whoever_is_in_an_older_version_sees_the_newest_picture() -> None:
    old, new = lake("An old lake."), lake("A new lake.", "new lake.png")

    assert with_newest_words(old, new).states[StateId("look")].picture == "new lake.png"
    assert with_newest_words(old, lake("None.", None)).states[StateId("look")].picture is None
