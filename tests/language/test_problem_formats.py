"""The three formats in which problems are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.language.problem_formats import Findings, as_github, as_json, as_text
from bot.language.problems import Mark, Problem, Rule

TEXT = "title: A\nstart: first\nstates:\n  first: {say: Hello, next: bakc}\n"


def problem(path: str = "/d/home.yaml", sentence: str = "There is no state called `bakc`.", **more: object) -> Problem:
    fields = {"mark": Mark(line=4, column=29), "rule": Rule.UNKNOWN_STATE, "advice": "Did you mean `back`?"} | more
    return Problem(path=path, sentence=sentence, **fields)  # type: ignore[arg-type]


def findings(*problems: Problem, base: str = "/d", text: str = TEXT) -> Findings:
    texts = {problem.path: text for problem in problems}
    return Findings(problems=problems, texts=texts, checked=7, base=Path(base))


def test_a_problem_is_shown_with_its_place_its_line_and_what_to_do() -> None:
    assert as_text(findings(problem())).split("\n") == [
        "home.yaml:4:29: There is no state called `bakc`. [unknown_state]",
        "  4 |   first: {say: Hello, next: bakc}",
        "    |                             ^~~~",
        "  Did you mean `back`?",
        "",
        "1 problem in 1 file.",
    ]


def test_a_counterexample_is_shown_as_a_way() -> None:
    shown = as_text(findings(problem(way=("consent [ready]", "tension = 8", "fears"))))

    assert "  The way: consent [ready] → tension = 8 → fears\n" in shown


def test_a_file_that_could_not_be_read_is_told_without_a_line() -> None:
    shown = as_text(findings(problem(mark=Mark(line=1, column=1)), text=""))

    assert shown.split("\n")[1] == "  Did you mean `back`?"


def test_problems_are_counted() -> None:
    three = findings(problem(), problem(sentence="Another."), problem(path="/d/b.yaml"))

    assert as_text(three).endswith("\n\n3 problems in 2 files.")
    assert as_text(findings()) == "No problem in 7 files."


def test_a_path_is_told_from_the_base_where_it_lies_in_it_and_whole_elsewhere() -> None:
    assert as_text(findings(problem(), base="/")).startswith("d/home.yaml:4:29:")
    assert as_text(findings(problem(), base="/elsewhere")).startswith("/d/home.yaml:4:29:")


@pytest.mark.parametrize("path", ["/d/my home.yaml", "/d/a\nb.yaml", "/d/\udcff.yaml", "/d/\x1b[31m.yaml"])
def test_a_path_never_breaks_its_line_or_moves_the_terminal(path: str) -> None:
    first = as_text(findings(problem(path=path))).split("\n")[0]

    assert first.isprintable()
    assert first.endswith("[unknown_state]")


def test_what_a_sentence_quotes_is_kept_to_a_length_and_to_one_line() -> None:
    shown = as_text(findings(problem(sentence="`" + "so\n\x1b" * 500 + "` is no condition.")))

    assert len(shown.split("\n")[0]) < 400
    assert "\x1b" not in shown


def test_colours_are_only_there_when_they_are_asked_for() -> None:
    assert "\x1b" not in as_text(findings(problem()))
    assert "\x1b[31m" in as_text(findings(problem()), color=True)


def test_json_holds_every_field_with_the_end_of_what_is_underlined() -> None:
    assert json.loads(as_json(findings(problem(way=("a", "b"))))) == {
        "version": 1,
        "files": 7,
        "problems": [
            {
                "code": "unknown_state",
                "path": "home.yaml",
                "line": 4,
                "column": 29,
                "end_column": 33,
                "sentence": "There is no state called `bakc`.",
                "advice": "Did you mean `back`?",
                "way": ["a", "b"],
            }
        ],
    }


def test_json_of_a_path_that_is_no_text_can_be_read() -> None:
    assert json.loads(as_json(findings(problem(path="/d/\udcff.yaml"))))["problems"][0]["path"] == "\udcff.yaml"


def test_github_gets_a_command_for_each_problem() -> None:
    assert as_github(findings(problem())).split("\n")[0] == (
        "::error file=home.yaml,line=4,col=29,endColumn=33,title=unknown_state"
        "::There is no state called `bakc`. Did you mean `back`?"
    )


def test_what_parts_githubs_commands_is_escaped() -> None:
    told = as_github(findings(problem(path="/d/a,b:c\n%.yaml", sentence="50% of\r\nit: this, that.", way=("a", "b"))))

    command, count = told.split("\n")
    assert command.startswith("::error file=a%2Cb%3Ac%0A%25.yaml,line=4,")
    assert command.endswith("::50%25 of%0D%0Ait: this, that. Did you mean `back`?%0AThe way: a → b")
    assert count == "1 problem in 1 file."
