"""What typed words mean where taps are due. A reading that could mean two things, or none, is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.matching import choice_for, name, names_a_button, options_for, rating, same_phrase
from bot.dialogue.model import Choice, ManyAsk, Option, ScaleAsk, State, StateId
from bot.dialogue.words import parse_words

CHOICES = tuple(
    Choice(key=key, label=parse_words(label))
    for key, label in {
        "ready": "Yes, I am ready",
        "later": "Not today",
        "never": "Not ever",
        "early": "8:30",
        "evening": "20:00",
    }.items()
)
PLACES = tuple(Option(key=word.casefold(), label=parse_words(word)) for word in ("Chest", "Throat", "All over", "Back"))
SCALE = ScaleAsk(low=0, high=10)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Yes, I am ready", "ready"),
        ("yes i am READY!", "ready"),
        ("yes", "ready"),
        ("Yes.", "ready"),
        ("not today", "later"),
        ("not", None),
        ("no", None),
        ("ye", None),
        ("yes I am ready, I think", None),
        ("8:30", "early"),
        ("8", None),
        ("2", None),
        ("20:00", "evening"),
        ("", None),
        ("!?", None),
    ],
)
def test_a_choice_is_found_by_its_label_or_the_first_whole_words_of_it(typed: str, key: str | None) -> None:
    found = choice_for(typed, CHOICES)
    assert (found.key if found else None) == key


SIGNS = tuple(
    Choice(key=key, label=parse_words(label))
    for key, label in {"more": "+", "ask": "?", "smile": "🙂", "heart": "❤️", "good": "अच्छा", "well": "अच्छी"}.items()
)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("+", "more"),
        (" ? ", "ask"),
        ("🙂", "smile"),
        ("❤", "heart"),  # without what asks for colour
        ("❤️", "heart"),
        ("!", None),
        ("अच्छा", "good"),
        ("अच्छी।", "well"),
        ("अच्छ", None),
    ],
)
def test_signs_alone_and_marks_tell_a_button_from_others(typed: str, key: str | None) -> None:
    found = choice_for(typed, SIGNS)
    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("chest", ["chest"]),
        ("Chest, throat and back", ["chest", "throat", "back"]),
        ("Chest AND throat", ["chest", "throat"]),
        ("chest; chest\nall", ["chest", "all over"]),
        ("my chest", []),
        ("chest and something else", []),
        ("", []),
        (", and ,", []),
    ],
)
def test_options_are_found_in_a_list_and_all_of_it_must_be_options(typed: str, keys: list[str]) -> None:
    assert [option.key for option in options_for(typed, PLACES)] == keys


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7", 7),
        ("7!", 7),
        ("7️⃣", 7),
        ("seven", 7),
        ("About 6", 6),
        ("maybe a 6", 6),
        ("6/10", 6),
        ("ten out of ten", 10),
        ("I'd say 3", 3),
        ("I would say 3 of 10", 3),
        ("٧", 7),
        ("11", None),
        ("-3", None),
        ("−3", None),
        ("3.5", None),
        ("7 or 8", None),
        ("very", None),
        ("", None),
        ("9" * 5000, None),
        ("²", None),
    ],
)
def test_a_number_on_the_scale_is_read_however_it_is_written(typed: str, number: int | None) -> None:
    assert rating(typed, SCALE) == number


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Ana", "Ana"),
        ("  Ana   Maria ", "Ana Maria"),
        ("{user.__class__}", "{user.__class__}"),
        ("<b>_*[", "<b>_*["),
        ("x" * 40, "x" * 40),
        ("x" * 41, None),
        ("two\nlines", None),
        ("  ", None),
        ("", None),
    ],
)
def test_a_name_is_one_short_line_as_it_was_written(typed: str, read: str | None) -> None:  # fault 23
    assert name(typed) == read


def test_a_phrase_is_the_same_whatever_its_case_and_edges() -> None:
    assert same_phrase(" Forget  me. ", "forget me")
    assert not same_phrase("forget me not", "forget me")


def test_a_label_on_a_button_is_told_from_a_command_in_plain_words() -> None:
    body = State(id=StateId("body"), wait=ManyAsk(options=PLACES))
    assert names_a_button("back", body)
    assert names_a_button("not today", State(id=StateId("consent"), choices=CHOICES))
    assert not names_a_button("stop", body)


@given(st.text())
def test_no_text_is_too_much(text: str) -> None:  # fault 22
    choice_for(text, CHOICES)
    options_for(text, PLACES)
    rating(text, SCALE)
    name(text)
