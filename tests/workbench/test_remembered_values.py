"""What is kept for good is told in words, and what is told is kept as its question would have kept it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import AnswerPart
from bot.dialogue.model import Choice, DialogueId, ManyAsk, Option, ScaleAsk, State, StateId, TextAsk
from bot.dialogue.values import Number, Picked, Said, Skipped, Value
from bot.dialogue.words import parse_words
from bot.workbench.transcripts.remembered_values import remembered, told
from tests.shipped import shipped


def asking() -> Dialogues:
    """A dialogue that remembers a number, a tap, several taps and words."""
    labels = {"warm": "Quite warm", "cold": "Cold"}
    options = tuple(Option(key=key, label=parse_words(label)) for key, label in labels.items())
    states = [
        State(id=StateId("a"), wait=ScaleAsk(low=0, high=10), keep="n", remember="how_much"),
        State(
            id=StateId("b"),
            choices=(Choice(key="soon", label=parse_words("Very soon")),),
            keep="s",
            remember="when",
        ),
        State(id=StateId("c"), wait=ManyAsk(options=options), keep="m", remember="how"),
        State(id=StateId("d"), wait=TextAsk(), keep="w", remember="what"),
    ]
    home = shipped().live[DialogueId("home")]
    return replace(shipped(), live={home.id: replace(home, states={state.id: state for state in states})})


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [
        ("how_much", "7", Number(value=7)),
        ("how_much", "much", Said(parts=(AnswerPart(message_id=0, words="much"),))),
        ("when", "soon", Picked(keys=("soon",), words="Very soon")),
        ("when", "Very soon", Picked(keys=("soon",), words="Very soon")),
        ("how", "Cold", Picked(keys=("cold",), words="Cold")),
        ("what", "7", Said(parts=(AnswerPart(message_id=0, words="7"),))),
        ("nothing", "7", Said(parts=(AnswerPart(message_id=0, words="7"),))),
    ],
)
def test_what_is_told_is_what_the_question_would_have_kept(name: str, words: str, value: Value) -> None:
    assert remembered(asking(), {name: words}) == {name: value}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Number(value=7), "7"),
        (Picked(keys=("cold", "warm"), words="Cold, Quite warm"), "Cold, Quite warm"),
        (Said(parts=(AnswerPart(message_id=0, words="a"), AnswerPart(message_id=1, words="b"))), "a\nb"),
        (Skipped(), None),
        (None, None),
    ],
)
def test_each_value_is_told_in_words(value: Value | None, words: str | None) -> None:
    assert told(value) == words
