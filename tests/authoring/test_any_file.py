"""Whatever a coach's file holds, loading says what is wrong or loads it: never a traceback."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.authoring.build import build_dialogue
from bot.authoring.build_waits import Defaults
from bot.authoring.checks import check_dialogue
from bot.authoring.checks_between import check_recursion
from bot.authoring.checks_of_values import check_values, surroundings
from bot.authoring.problems import Report
from bot.authoring.reader import read_tree
from bot.dialogue.model import DialogueId
from tests.authoring.folders import BROKEN, VALUES

LINES = sorted(
    {line for file in BROKEN.glob("*.yaml") for line in file.read_bytes().decode(errors="replace").split("\n")[1:]}
)
STATE_KEYS = (
    "say ask choices skip next keep remember set do call end renamed_from read phrase unclear listen text scale"
)
KEYS = [*STATE_KEYS.split(), "many", "places", "pause", "breathe"]
VALUES_OF_KEYS = [
    *("first", "done", "true", "false", "30", "0-10", "resume", "name", "phrase", "'{name} *x*'", "''", "x"),
    *("{}", "[]", "[place]", "{a: A}", "{listening: quiet}", "{a: {label: A, next: done}}"),
    "[{if: first kept, to: first}, {to: done}]",
]
STATE = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES_OF_KEYS), max_size=6)


def check(source: str) -> None:
    report = Report(path="a.yaml")
    tree = read_tree(source.encode(), report)
    built = build_dialogue(DialogueId("a"), tree, Defaults(), report) if tree else None
    if built:
        check_dialogue(built, {"box"})
        check_recursion({DialogueId("a"): built})
    if built and not report.problems:
        check_values(built, surroundings(VALUES, [built.dialogue]))
    assert all(problem.mark.line >= 1 and problem.sentence and problem.advice for problem in report.problems)


@given(st.lists(st.sampled_from(LINES), max_size=15))
def test_lines_thrown_together_are_read_or_refused(lines: list[str]) -> None:
    check("\n".join(lines))


@given(STATE, STATE)
def test_keys_thrown_together_are_accepted_or_refused(first: dict[str, str], done: dict[str, str]) -> None:
    states = {"first": first, "done": done}
    written = [
        f"  {id}: {{{', '.join(f'{key}: {value}' for key, value in state.items())}}}" for id, state in states.items()
    ]
    check("\n".join(["title: A", "start: first", "states:", *written]))
