"""The steps by which texts become comparable: each by itself. What a room makes of them is tested there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.comparable_text import APOSTROPHES, folded, is_mark, without_edges, without_invisible, without_variations


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_all_apostrophes_are_one(apostrophe: str) -> None:
    assert folded(f" DON{apostrophe}T  know\n") == "don't know"


def test_what_nobody_sees_is_left_out() -> None:
    assert without_invisible("d\u200bo\u00adn\ufefft") == "dont"
    assert without_variations("\u2764\ufe0f") == without_variations("\u2764") == "\u2764"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("अच्छा", "अच्छा"),
        ("(अच्छी)", "अच्छी"),
        ("cafe\u0301!", "cafe\u0301"),
        ("7\ufe0f\u20e3", "7"),  # a key of the emoji keyboard
        ("ok\u2764\ufe0f", "ok"),
        ("\u0301a", "a"),  # a mark belongs to what stands before it
        ("!?", ""),
        ("", ""),
    ],
)
def test_marks_belong_to_the_word_that_they_follow(text: str, bare: str) -> None:
    assert without_edges(text) == bare


@given(st.text())
@settings(deadline=None)
def test_what_is_bare_begins_with_a_letter_or_digit_and_ends_with_one_or_its_marks(text: str) -> None:
    bare = without_edges(text)
    assert bare in text
    assert without_edges(bare) == bare
    letters = [sign for sign in bare if not is_mark(sign)]
    assert not bare or (bare[0].isalnum() and letters[-1].isalnum())
