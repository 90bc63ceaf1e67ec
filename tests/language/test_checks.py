"""What must hold between the states of a dialogue, and between dialogues."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.language.problems import Rule
from tests.language.folders import said_about, said_about_states, with_states


def places_of(problems: list[str]) -> list[str]:
    return [problem.split(" ")[0] for problem in problems]


def test_unknown_states_are_found_wherever_they_are_named(tmp_path: Path) -> None:
    problems = said_about_states(
        tmp_path,
        """
        first:
          ask: Which?
          keep: which
          choices:
            a: {label: A, next: nowhere}
            b: {label: B, next: [{if: which == b, to: somewhere}, {to: done}]}
        """,
    ) + said_about(tmp_path / "start", {"trying.yaml": "title: T\nstart: frist\nstates:\n  first: {end: true}\n"})

    assert places_of(problems) == ["trying.yaml:8:27:", "trying.yaml:9:49:", "trying.yaml:2:8:"]


def test_choices_without_a_way_of_their_own_go_on_as_their_state_does(tmp_path: Path) -> None:
    assert said_about_states(tmp_path, "first: {ask: A?, choices: {a: {label: A}}, next: done}") == []


@pytest.mark.parametrize(
    "states",
    [
        "first: {ask: How?}",
        "first: {pause: 5}",
        "first: {say: Hello}",
        "first: {call: walk}",
        "first: {ask: A?, choices: {a: {label: A, next: done}, b: {label: B}}}",
        "first: {ask: A?, choices: {a: {label: A, next: done}}, text: true}",
        "first: {ask: A?, choices: {a: {label: A, do: prompt_later}}}",
    ],
)
def test_a_state_must_lead_on(states: str, tmp_path: Path, rules_broken: list[Rule]) -> None:
    said_about_states(tmp_path, states)

    assert Rule.NO_EXIT in rules_broken


@pytest.mark.parametrize("deed", ["pause", "start_wanted", "resume"])
def test_what_leads_out_of_the_dialogue_needs_no_way_on(deed: str, tmp_path: Path) -> None:
    choices = f"{{a: {{label: A, do: {deed}}}, b: {{label: B, start: walk}}, c: {{label: C, next: last}}}}"

    states = f"first: {{ask: A?, choices: {choices}}}\nlast: {{say: Bye, do: {deed}}}"

    assert (
        said_about(tmp_path, {"trying.yaml": with_states(states).replace("  done: {say: Done., end: true}\n", "")})
        == []
    )


def test_a_circle_that_waits_for_somebody_is_no_endless_loop(tmp_path: Path) -> None:
    assert (
        said_about_states(
            tmp_path,
            """
            first: {say: Once more, next: second}
            second: {ask: Again?, choices: {a: {label: Again, next: first}, b: {label: Enough, next: done}}}
            """,
        )
        == []
    )


def test_an_endless_loop_is_told_once(tmp_path: Path, rules_broken: list[Rule]) -> None:
    said_about_states(
        tmp_path,
        """
        first: {ask: A?, choices: {a: {label: A, next: second}, b: {label: B, next: done}}}
        second: {say: Two, next: third}
        third: {say: Three, next: second}
        """,
    )

    assert rules_broken == [Rule.LOOP_WITHOUT_WAIT]


def test_dialogues_that_call_each_other_are_refused_at_each_call(tmp_path: Path) -> None:
    calling = "title: T\nstart: a\nstates:\n  a: {{call: {}, next: b}}\n  b: {{end: true}}\n"

    problems = said_about(tmp_path, {"one.yaml": calling.format("two"), "two.yaml": calling.format("one")})

    assert places_of(problems) == ["one.yaml:4:13:", "two.yaml:4:13:"]


def test_a_dialogue_may_start_itself_over(tmp_path: Path) -> None:
    choices = "{a: {label: A, start: trying}, b: {label: B, next: done}}"

    assert said_about_states(tmp_path, f"first: {{ask: A?, choices: {choices}}}") == []


def test_calling_a_dialogue_whose_own_file_is_broken_is_no_second_problem(tmp_path: Path) -> None:
    problems = said_about(
        tmp_path,
        {"trying.yaml": with_states("first: {call: broken, next: done}"), "broken.yaml": "title: [\n"},
    )

    assert len(problems) == 1
    assert problems[0].startswith("broken.yaml:")


@pytest.mark.parametrize("old", ["broken", "gone"])
def test_an_old_name_of_a_dialogue_belongs_to_one_that_is_not_there_any_more(old: str, tmp_path: Path) -> None:
    """`broken` has a file of its own; `gone` is named by two."""
    moved = f"title: T\nrenamed_from: {old}\nstart: a\nstates:\n  a: {{say: Hello., end: true}}\n"
    here = {"broken.yaml": moved.replace(f"renamed_from: {old}\n", "")} if old == "broken" else {"more.yaml": moved}
    files = {**here, "moved.yaml": moved}
    first = "broken" if old == "broken" else "more"
    assert said_about(tmp_path, files) == [
        f"moved.yaml:2:15: `{old}` is already taken by the dialogue `{first}`. "
        "An old name belongs to one dialogue that has a new one."
    ]
