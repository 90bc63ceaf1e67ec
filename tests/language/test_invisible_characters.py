"""Characters that no editor shows are refused; what shapes the signs beside it is left alone."""

from __future__ import annotations

import pytest

from bot.language.problems import Report
from bot.language.source.reader import read_tree


def told(source: str) -> list[str]:
    report = Report(path="a.yaml")
    read_tree(source.encode(), report)
    return [str(problem) for problem in report.problems]


@pytest.mark.parametrize("character", ["\u200b", "\u202e", "\u00ad", "\u2060", "\x85", "\U000e0041"])
def test_an_invisible_character_is_refused(character: str) -> None:
    assert told(f"a: one{character}two\n") == [
        f"a.yaml:1:7: An invisible character stands here (U+{ord(character):04X}). Take it out."
    ]


@pytest.mark.parametrize(
    "words",
    ["👩\u200d🚀", "❤\ufe0f", "\u05d0\u200fb", "می\u200cخواهم", "10\u00a0km", "🏴\U000e0067\U000e0062\U000e007f"],
)
def test_what_shapes_the_signs_beside_it_is_no_slip(words: str) -> None:
    assert told(f"a: {words}\n") == []


@pytest.mark.parametrize("written", [r"\x85", r"\u200b", r"\N", r"\e", r"\0", r"\U0000202e"])
def test_a_backslash_writes_no_invisible_character_either(written: str) -> None:
    (line,) = told(f'a: "one {written} two"\n')

    assert line.startswith("a.yaml:1:9: This writes an invisible character (U+")


def test_a_backslash_before_a_backslash_writes_nothing_invisible() -> None:
    assert told('a: "one \\\\x85 \\n \\" \\u00e9"\n') == []


@pytest.mark.parametrize(("source", "column"), [("a:\u00a0one\n", 3), ("\u00a0a: one\n", 1)])
def test_a_space_that_yaml_takes_for_a_letter_is_named(source: str, column: int) -> None:
    found = [line for line in told(source) if "A space that YAML takes for a letter" in line]

    assert [line.split(" ")[0] for line in found] == [f"a.yaml:1:{column}:"]


def test_many_of_one_kind_are_one_problem() -> None:
    assert told("\ta: one\n" * 9) == ["a.yaml:1:1: A tab stands here, and in 8 more places. Use spaces instead."]


def test_line_ends_of_another_kind_are_one_problem() -> None:
    (line,) = told("a: one\rb: two\rc: three\r")

    assert "The lines of this file end in an invisible character (U+000D) alone." in line
