"""What a transcript tells of what was said: word for word, but for `...`, which stands for any words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workbench.transcripts.wording import says

WORDS = st.lists(st.sampled_from(["a", "b"]), max_size=7)
TOLD = st.lists(st.sampled_from(["...", "a", "b"]), max_size=7)


@pytest.mark.parametrize(
    ("told", "said", "is_it"),
    [
        ("You are here.", "You are\nhere.", True),
        ("You are here.", "You are there.", False),
        ("You ... here.", "You are quite here.", True),
        ("You ... here.", "You here.", False),
        ("... here.", "You are here. Stay here.", True),
        ("You ...", "You are here.", True),
        ("*You* ...", "You are here.", True),
        ("...", "", False),
    ],
)
def test_what_is_told_is_said_but_for_what_stands_for_any_words(told: str, said: str, is_it: bool) -> None:
    assert says(told, said) is is_it


@given(told=TOLD, said=WORDS)
def test_any_words_are_one_or_more_however_often_they_stand(told: list[str], said: list[str]) -> None:
    pattern = " ".join(r"\S+(?: \S+)*" if word == "..." else word for word in told)

    assert says(" ".join(told), " ".join(said)) is (re.fullmatch(pattern, " ".join(said)) is not None)


def test_very_many_words_are_compared_in_one_go() -> None:  # by a regular expression it would take for ever
    assert not says("... x " * 20 + "... y", "x " * 20_000)
