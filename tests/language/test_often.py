"""How much may come without anybody asking: messages in a row, circles by time, visits again, buttons in all."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bot.language.checked_folder import check_folder
from bot.language.problems import Problem, Rule
from tests.language.folders import DEMANDS, NOWHERE, check, sound_folder, with_states


def problems(tmp_path: Path, files: dict[str, str]) -> list[Problem]:
    return list(check(sound_folder(tmp_path, {f"{name}.yaml": text for name, text in files.items()})).problems)


def rules(tmp_path: Path, states: str, head: str = "", **others: str) -> list[Rule]:
    return [problem.rule for problem in problems(tmp_path, {"trying": with_states(states, head), **others})]


def said(count: int, then: str = "done", more: str = "", *, first: str = "first") -> str:
    ids = [first, *(f"{first}{number}" for number in range(1, count)), then]
    return "".join(f"{id}: {{say: Well., {more}next: {to}}}\n" for id, to in pairwise(ids))


@pytest.mark.parametrize(("count", "refused"), [(4, False), (5, True), (60, True)])
def test_no_more_than_five_messages_come_in_a_row(count: int, refused: bool, tmp_path: Path) -> None:
    found = rules(tmp_path, said(count))  # and one more at the end

    assert found == ([Rule.TOO_MANY_MESSAGES] if refused else [])


@pytest.mark.parametrize(("seconds", "refused"), [(1, True), (19, True), (20, False)])
def test_a_silence_is_a_rest_from_them_only_if_it_lasts(seconds: int, refused: bool, tmp_path: Path) -> None:
    found = rules(tmp_path, said(60, more=f"pause: {seconds}, "))

    assert (Rule.TOO_MANY_MESSAGES in found) is refused


def test_they_are_counted_behind_each_question_and_each_button(tmp_path: Path) -> None:
    ask = "first: {ask: What?, keep: what, next: more}\n" + said(5, first="more")
    button = "first: {say: Well?, choices: {a: {label: One, next: more}, b: {label: Two, next: done}}}\n"

    assert rules(tmp_path / "1", ask) == [Rule.TOO_MANY_MESSAGES]
    assert rules(tmp_path / "2", button + said(5, first="more")) == [Rule.TOO_MANY_MESSAGES]


THREE = with_states(said(3), "kind: service\n").replace("done: {say: Done., ", "done: {")


@pytest.mark.parametrize(
    ("called", "refused"),
    [
        (THREE, True),
        (with_states("first: {say: Well., pause: 60, next: two}\n" + said(3, first="two"), "kind: service\n"), True),
        (with_states(said(1) + "", "kind: service\n").replace("next: done", "pause: 60, next: done"), False),
    ],
    ids=["only says", "says much at its end", "waits"],
)
def test_those_of_a_dialogue_that_is_called_count_too(called: str, refused: bool, tmp_path: Path) -> None:
    states = "first: {say: Well., call: other, next: two}\ntwo: {say: And., next: three}\nthree: {say: So., next: done}"

    assert rules(tmp_path, states, other=called) == ([Rule.TOO_MANY_MESSAGES] if refused else [])


def test_many_short_calls_are_no_way_round_it(tmp_path: Path) -> None:
    one = with_states(said(1), "kind: service\n").replace("done: {say: Done., ", "done: {")
    calls = [f"c{number}: {{call: one, next: c{number + 1}}}" for number in range(12)]
    states = "first: {call: one, next: c0}\n" + "\n".join(calls) + "\nc12: {next: done}"

    assert rules(tmp_path, states, one=one) == [Rule.TOO_MANY_MESSAGES]


@pytest.mark.parametrize(
    "states",
    [
        "first: {say: Sit., pause: 1, choices: {out: {label: Out, next: done}}, next: first}",
        "first: {say: Sit., pause: 3600, next: [{if: name kept, to: first}, {to: done}]}",
        "first: {say: Sit., breathe: box, choices: {out: {label: Out, next: done}}, next: first}",
        "first: {say: Sit., pause: 30, next: two}\n"
        "two: {say: Well., next: [{if: name kept, to: three}, {to: done}]}\nthree: {call: walk, next: first}",
    ],
)
def test_nothing_goes_round_by_time_alone(states: str, tmp_path: Path) -> None:
    assert rules(tmp_path, states) == [Rule.LOOP_BY_TIME]


def test_a_question_on_the_way_round_is_enough(tmp_path: Path) -> None:
    states = """
    first: {say: Sit., pause: 30, next: again}
    again: {ask: Once more?, choices: {a: {label: Once more, next: first}, b: {label: Enough, next: done}}}
    """

    assert rules(tmp_path, states) == []


def invites(to: str, ahead: str, key: str = "visit") -> str:
    what = f"visit: {{dialogue: {to}, in: {ahead}}}" if key == "visit" else f"start: {to}"
    onward = ", next: done" if key == "visit" else ""
    return with_states(
        f"first: {{ask: Again?, choices: {{a: {{label: Once, {what}{onward}}}, b: {{label: No, next: done}}}}}}"
    )


@pytest.mark.parametrize(
    ("files", "refused"),
    [
        ({"a": invites("a", "1h")}, {"a"}),
        ({"a": invites("a", "23h")}, {"a"}),
        ({"a": invites("a", "24h")}, set()),
        ({"a": invites("a", "1d")}, set()),
        ({"a": invites("b", "2h"), "b": invites("a", "2h")}, {"a", "b"}),
        ({"a": invites("b", "2h"), "b": invites("a", "1d")}, set()),
        ({"a": invites("b", "2h"), "b": invites("a", "", "start")}, {"a"}),
        (
            {"a": invites("b", "1h"), "b": with_states("first: {say: Well?, choices: {a: {label: A, next: done}}}")},
            set(),
        ),
    ],
)
def test_a_visit_comes_again_a_day_later_at_the_earliest(
    files: dict[str, str], refused: set[str], tmp_path: Path
) -> None:
    found = problems(tmp_path, files)

    assert {problem.rule for problem in found} <= {Rule.VISIT_TOO_SOON}
    assert {Path(problem.path).stem for problem in found} == refused


def many(count: int) -> str:
    options = ", ".join(f"o{number}: Option {number}" for number in range(count))
    return f"first: {{ask: Which?, many: {{{options}}}, keep: which, next: done}}"


@pytest.mark.parametrize(("count", "refused"), [(96, False), (97, True), (99, True)])
def test_the_bots_own_buttons_count_among_those_that_telegram_takes(count: int, refused: bool, tmp_path: Path) -> None:
    assert rules(tmp_path, many(count)) == ([Rule.TOO_MANY_BUTTONS] if refused else [])


BUTTONS = {"button_done": "Done", "button_skip": "Skip", "button_pause": "Pause", "button_support": "Support"}


@pytest.mark.parametrize(
    ("question", "is_said"),
    [
        ("many: {a: Done, b: Other}", True),
        ("many: {a: done., b: Other}", True),
        ("many: {a: Not done, b: Other}", False),
        ("many: {a: Skip, b: Other}", True),
        ("choices: {a: {label: Pause}, b: {label: Other}}", True),
        ("choices: {a: {label: Done}, b: {label: Other}}", False),
    ],
)
def test_no_tick_and_no_button_says_what_the_bots_own_beside_it_does(
    question: str, is_said: bool, tmp_path: Path
) -> None:
    folder = sound_folder(tmp_path, {"trying.yaml": with_states(f"first: {{ask: Which?, {question}, next: done}}")})
    phrases = (folder / "_phrases.yaml").read_text(encoding="utf-8")
    more = "\n".join(f"{key}: {label}" for key, label in BUTTONS.items())
    (folder / "_phrases.yaml").write_text(f"{phrases}\n{more}\n", encoding="utf-8")
    demands = replace(DEMANDS, phrases={**DEMANDS.phrases, **dict.fromkeys(BUTTONS, frozenset[str]())})

    found = check_folder(folder, NOWHERE, demands).problems

    assert [problem.rule for problem in found] == ([Rule.SAME_LABEL] if is_said else [])
