"""What is longer than Telegram takes goes as several messages, and every word of it arrives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.cutting import LONGEST, cut
from bot.dialogue.words import Entity, Message, Style, utf16_length

EMOJI = "\N{GRINNING FACE}"


def pieces(text: str, units: int = LONGEST) -> list[str]:
    return [piece.text for piece in cut(Message(text=text), units)]


def bold(offset: int, length: int) -> Entity:
    return Entity(style=Style.BOLD, offset=offset, length=length)


def test_what_fits_stays_one() -> None:
    assert pieces("x" * LONGEST) == ["x" * LONGEST]


@pytest.mark.parametrize(
    ("text", "cut_into"),
    [
        ("one two three", ["one two", "three"]),
        ("one\ntwo three", ["one", "two three"]),
        ("a b\n\nc d\nee", ["a b", "c d\nee"]),
        ("onetwothree", ["onetwothre", "e"]),
        ("tenletters eleven", ["tenletters", "eleven"]),
    ],
)
def test_the_best_gap_near_the_end_is_where_it_is_cut(text: str, cut_into: list[str]) -> None:
    assert pieces(text, 10) == cut_into


def test_units_are_counted_and_not_characters() -> None:  # fault 24
    assert pieces(EMOJI * 4096) == [EMOJI * 2048, EMOJI * 2048]
    assert pieces("x" + EMOJI * 4, 4) == ["x" + EMOJI, EMOJI * 2, EMOJI]


@pytest.mark.parametrize(
    "sign", ["e\N{COMBINING ACUTE ACCENT}", "\N{WOMAN}\u200d\N{ROCKET}", "\N{HEAVY BLACK HEART}\ufe0f"]
)
def test_a_sign_that_is_made_of_several_stays_whole(sign: str) -> None:
    units = utf16_length(sign) * 4 - 1
    assert all(len(piece) % len(sign) == 0 for piece in pieces(sign * 20, units))


def test_a_mark_over_the_cut_goes_on_behind_it() -> None:
    message = Message(text=f"{EMOJI}two three", entities=(bold(2, 9),))
    assert cut(message, 6) == (
        Message(text=f"{EMOJI}two", entities=(bold(2, 3),)),
        Message(text="three", entities=(bold(0, 5),)),
    )


def test_nothing_blank_is_sent() -> None:
    found = pieces("a" + "\n" * 9000 + "b")
    assert [piece.strip() for piece in found] == ["a", "b"]


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(words, st.integers(10, 60))
def test_nothing_but_gaps_is_left_out_and_every_piece_fits(text: str, units: int) -> None:
    found = pieces(text, units)
    assert all(utf16_length(piece) <= units for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(words, st.data())
def test_marks_stay_within_their_piece_and_cover_what_they_covered(text: str, data: st.DataObject) -> None:
    before = data.draw(st.integers(0, len(text)))
    marked = utf16_length(text[before:])
    whole = Message(text=text, entities=(bold(utf16_length(text[:before]), marked),) if marked else ())
    for piece in cut(whole, 10):
        for entity in piece.entities:
            assert 0 <= entity.offset < entity.offset + entity.length == utf16_length(piece.text)
