"""How YAML is read: scalars by YAML 1.2, places of signs, every problem of a file at once, never a traceback."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.language.problems import Report, Rule
from bot.language.source.nodes import Mapping, Scalar
from bot.language.source.reader import read_tree


def read(source: str | bytes) -> tuple[Mapping | None, list[str]]:
    report = Report(path="a.yaml")
    tree = read_tree(source.encode() if isinstance(source, str) else source, report)
    return tree, [str(problem) for problem in report.problems]


def scalar(source: str) -> Scalar:
    tree, problems = read(source)
    assert problems == []
    assert tree is not None
    value = tree.entries[0].value
    assert isinstance(value, Scalar)
    return value


@pytest.mark.parametrize("written", ["12:30", "no", "yes", "on", "0o17", "1_000", "2026-01-31", "~", ".inf"])
def test_what_older_yaml_would_convert_stays_the_text_that_is_written(written: str) -> None:  # fault 21
    assert scalar(f"key: {written}\n").text == written


@pytest.mark.parametrize(
    "source",
    [
        "say: One two *three*\n",
        "say:   'One ''two'' *three*'\n",
        'say: "One \\"two\\" \\u00e9 \\n*three*"\n',
        "say: One\n  two\n\n  *three*\n",
        "say: |\n  One\n  two *three*\n",
        "say: >-\n    One\n    two\n\n    🌊 *three*\n",
        "say: |2\n  One\n    *three*\n",
    ],
)
def test_a_sign_of_a_text_is_found_in_the_file_however_the_text_is_written(source: str) -> None:
    found = scalar(source)
    before = source[: source.index("*three")]

    mark = found.at(found.text.index("*three"))

    assert (mark.line, mark.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    tree, problems = read(b"\xef\xbb\xbfa: |\r\n  b\r\n  c\r\nd: e\r\n")

    assert problems == []
    assert tree is not None
    assert [(entry.key.mark.line, entry.key.mark.column) for entry in tree.entries] == [(1, 1), (4, 1)]
    assert isinstance(first := tree.entries[0].value, Scalar)
    assert first.text == "b\nc\n"


def test_all_problems_of_a_file_are_told_at_once() -> None:
    _, problems = read("a: 1\na: 2\nb: &x 3\nc: *x\nd: !y 4\n")

    assert [problem.split(":")[1] for problem in problems] == ["2", "3", "4", "5"]


@pytest.mark.parametrize("bomb", ["[" * 100_000, "{a: " * 50_000, "- " * 100_000, "? " * 100_000])
def test_deep_nesting_is_refused_without_following_it(bomb: str) -> None:  # fault 21
    _, problems = read(f"a:\n  {bomb}\n")

    assert "nested more than 20 deep" in problems[0]


def test_an_alias_bomb_is_refused(rules_broken: list[Rule]) -> None:  # fault 21
    read("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n")

    assert set(rules_broken) == {Rule.ANCHOR, Rule.ALIAS}


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("a: 'never closed\n", 1, 4),
        ("a: [b, c\nd: e\n", 1, 4),
        ("a: *bold* words\n", 1, 4),
        ("a: @home\n", 1, 4),
        ("a: b\nc\nd: e\n", 2, 1),
        ("a:\n  b: c\n d: e\n", 3, 2),
        ('a: "\\q"\n', 1, 5),
        ("a: > words\n", 1, 6),
        ("a: - b\n", 1, 4),
        ("- a\nb: c\n", 2, 1),
        ("a: b\n...\nc: d\n", 3, 1),
        ("a: {name}, hello\n", 1, 4),
        ("%YAML\n---\na: b\n", 1, 6),
    ],
)
def test_a_slip_in_the_syntax_is_shown_where_a_coach_would_look(source: str, line: int, column: int) -> None:
    _, problems = read(source)

    assert [problem.split(" ")[0] for problem in problems] == [f"a.yaml:{line}:{column}:"]


@given(st.binary(max_size=200) | st.text(alphabet="ab: -{}[]'\"|>*&!#\n\t%@`,?\\", max_size=80).map(str.encode))
@example(b"a: b\nc: ?")
@example("a: \U0010ffff".encode())
def test_whatever_the_bytes_there_is_a_tree_or_a_problem(data: bytes) -> None:
    report = Report(path="a.yaml")

    tree = read_tree(data, report)

    assert (tree is None) == bool(report.problems)
