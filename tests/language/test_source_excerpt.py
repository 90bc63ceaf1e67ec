"""The offending line of a file, and the part of it that is underlined, whatever the line holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.problems import Mark
from bot.language.source_excerpt import excerpt, part


def drawn(text: str, line: int, column: int) -> list[str]:
    return [shown.text for shown in excerpt(text, Mark(line=line, column=column))]


def underlined(line: str, begins: str) -> str:
    start, end = part(line, line.index(begins) + 1)
    return line[start:end]


@pytest.mark.parametrize(
    ("line", "begins", "expected"),
    [
        ("    next: bakc", "bakc", "bakc"),
        ("    next: bakc   # was: back", "bakc", "bakc"),
        ("    say: Hello to you: again", "Hello", "Hello to you: again"),
        ("    nxet: done", "nxet", "nxet"),
        ("  first:", "first", "first"),
        ("    say: 'It''s late' # so", "'It", "'It''s late'"),
        ('    say: "She said \\"no\\"."', '"She', '"She said \\"no\\"."'),
        ("    say: 'never closed", "'never", "'never closed"),
        ("  a: {label: Yes, next: nowhere}", "nowhere", "nowhere"),
        ("  a: {label: Yes, nxet: nowhere}", "nxet", "nxet"),
        ("  a: {label: Yes I am, next: done}", "Yes", "Yes I am"),
        ("  next: [{if: a > b, to: c}, {to: d}]", "a > b", "a > b"),
        ("  next: [{if: a kept, to: c}, {to: d}]", "[", "[{if: a kept, to: c}, {to: d}]"),
        ("  next: [{if: a kept, to: c}, {to: d}]", "{if", "{if: a kept, to: c}"),
        ("  next: [{if: a kept,", "[", "[{if: a kept,"),
        ("      - I must not", "I must", "I must not"),
        ("    say: You must not.", "must", "must"),
        ("    say: Don't you think so?", "Don't", "Don't you think so?"),
        ("    say: One *two", "*two", "*"),
    ],
)
def test_the_part_that_is_meant_is_underlined(line: str, begins: str, expected: str) -> None:
    assert underlined(line, begins) == expected


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("next: bakc", 7, ["next: bakc", "      ^~~~"]),
        ("水: 水曜日", 4, ["水: 水曜日", "    ^~~~~~"]),
        ("🌊: bakc", 4, ["🌊: bakc", "    ^~~~"]),
        ("e\u0301a: bakc", 6, ["e\u0301a: bakc", "    ^~~~"]),
        ("\tsay: a", 1, ["    say: a", "^~~~"]),
        ("a:\tb", 4, ["a:    b", "      ^"]),
        ("a: \x00b", 4, ["a: \ufffdb", "   ^"]),
        ("say:", 5, ["say:", "    ^"]),
        ("", 1, ["", "^"]),
    ],
    ids=["plain", "wide", "emoji", "combining", "tab", "behind a tab", "unseen", "end of line", "empty"],
)
def test_the_underlining_stands_below_its_part_on_a_terminal(text: str, column: int, expected: list[str]) -> None:
    assert drawn(text, 1, column) == expected


def test_what_a_sentence_quotes_is_underlined_where_it_stands_there() -> None:
    line = "say: Well done, and so on."

    assert part(line, 6, "Well done") == (5, 14)
    assert part(line, 6, "so on") == part(line, 6) == (5, 26)


def test_a_long_line_is_cut_on_both_sides_of_its_part() -> None:
    line = "say: " + "so " * 100 + "must " + "so " * 100
    column = line.index("must") + 1

    shown, below = drawn(line, 1, column)

    assert len(shown) < 110
    assert (shown[0], shown[-1]) == ("…", "…")
    assert shown[below.index("^") : len(below)] == "must"


def test_a_block_is_shown_with_its_first_lines() -> None:
    text = "first:\n  say: |-\n    One\n    Two\n    Three\n  next: done\n"

    assert drawn(text, 2, 8) == ["  say: |-", "       ^~", "    One", "    Two"]


def test_a_block_that_ends_sooner_is_shown_no_further() -> None:
    assert drawn("say: >\n  One\nnext: done\n", 1, 6) == ["say: >", "     ^", "  One"]


def test_a_place_that_the_text_does_not_have_shows_nothing() -> None:
    assert drawn("a: b\n", 7, 1) == []


@given(st.text(max_size=300), st.integers(1, 3), st.integers(1, 320))
def test_whatever_the_text_the_underlining_is_one_line_within_reach(text: str, line: int, column: int) -> None:
    for shown in excerpt(text, Mark(line=line, column=column)):
        assert "\n" not in shown.text
        assert len(shown.text) <= 310
