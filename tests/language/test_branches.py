"""Branches that compare what can be compared, are taken by somebody, and end; names with one meaning; buttons."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.language.problems import Problem, Rule
from tests.language.folders import check, sound_folder, with_states

SCALE = "first: {ask: How tense?, scale: 0-10, keep: it"
TAPPED = "first: {ask: Which?, keep: it, choices: {yes: {label: Go}, no: {label: Rest}}"
TICKED = "first: {ask: Where?, keep: it, places: true"
COUNTED = "first: {say: Sit., pause: 60, keep: it, choices: {away: {label: It wandered, count: true}}"
BEGUN = f"{TAPPED}, listen: {{most: 1}}, skip: no"
ALLOWED = "Compare it with what the question allows."
LEAVING = "first: {ask: A?, choices: {a: {label: A, next: done}"
WORDS = "first: {ask: What is it?, keep: it"


def problems(tmp_path: Path, states: str, head: str = "") -> list[Problem]:
    return list(check(sound_folder(tmp_path, {"trying.yaml": with_states(states, head)})).problems)


def rules(tmp_path: Path, states: str) -> list[Rule]:
    return [problem.rule for problem in problems(tmp_path, states)]


@pytest.mark.parametrize(
    ("question", "condition", "sentence"),
    [
        (SCALE, "it > 10", "No value of `it` makes `it > 10` hold, unless it was skipped. Compare it with"),
        (f"{SCALE}, skip: false", "it >= 11", "No value of `it` makes `it >= 11` hold, unless it was skipped."),
        (SCALE, "it == 11", f"No value of `it` makes `it == 11` hold. {ALLOWED}"),
        (f"{SCALE}, skip: false", "it not kept", "On no way to `first` does `it not kept` hold."),
        (TAPPED, "it == yess", "No choice that is kept as `it` is called `yess`. Did you mean `yes`?"),
        (TICKED, "it == chst", "No choice that is kept as `it` is called `chst`. Did you mean `chest`?"),
        (SCALE, "it >= 0", "The conditions before this way leave nobody for it."),
        (TAPPED, "it != yess", "No choice that is kept as `it` is called `yess`. Did you mean `yes`?"),
        (BEGUN, "it == perhaps", "No choice that is kept as `it` is called `perhaps`. Known here: no, yes."),
        (COUNTED, "it kept", "The conditions before this way leave nobody for it."),
        (TAPPED, "it kept", "The conditions before this way leave nobody for it."),
    ],
)
def test_a_branch_that_no_value_takes_is_refused(question: str, condition: str, sentence: str, tmp_path: Path) -> None:
    found = problems(
        tmp_path, f"{question}, next: [{{if: {condition}, to: other}}, {{to: done}}]}}\nother: {{say: O, next: done}}"
    )

    assert [problem.rule for problem in found] == [Rule.DEAD_BRANCH]
    assert f"{found[0].sentence} {found[0].advice}".startswith(sentence)


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        (SCALE, "it == 10"),
        (SCALE, "it > 9"),
        (f"{SCALE}, skip: false", "it >= 1"),
        (SCALE, "it kept"),
        (SCALE, "it <= 10"),
        (TAPPED, "it == no"),
        (TICKED, "it == chest"),
        (TICKED, "it not kept"),
        (f"{TICKED}, skip: false", "it not kept"),
        (COUNTED, "it >= 3"),
        (BEGUN, "it == no"),
        (WORDS, "it kept"),
        (WORDS, "name kept"),
        (WORDS, "listening == quiet"),
    ],
)
def test_a_branch_that_some_value_takes_and_some_does_not_is_accepted(
    question: str, condition: str, tmp_path: Path
) -> None:
    assert (
        rules(
            tmp_path,
            f"{question}, next: [{{if: {condition}, to: other}}, {{to: done}}]}}\nother: {{say: O, next: done}}",
        )
        == []
    )


def test_a_branch_behind_one_that_takes_all_of_its_people_is_refused_where_it_stands(tmp_path: Path) -> None:
    ways = "[{if: it >= 5, to: a}, {if: it == 3, to: b}, {if: it > 6, to: b}, {to: done}]"

    found = problems(tmp_path, f"{SCALE}, next: {ways}}}\na: {{say: A, next: done}}\nb: {{say: B, next: done}}")

    assert [(problem.rule, problem.sentence) for problem in found] == [
        (Rule.DEAD_BRANCH, "The ways before this one take all for whom `it > 6` holds.")
    ]


def test_a_branch_against_what_every_way_there_has_decided_is_refused_with_such_a_way(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        f"""
        {SCALE}, next: [{{if: it >= 7, to: calm}}, {{to: second}}]}}
        calm: {{call: walk, next: done}}
        second: {{ask: What is it?, keep: what, next: third}}
        third: {{next: [{{if: it > 8, to: calm}}, {{to: done}}]}}
        """,
    )

    assert [(problem.rule, problem.sentence) for problem in found] == [
        (Rule.DEAD_BRANCH, "On no way to `third` does `it > 8` hold.")
    ]
    assert found[0].way == ("first = 0", "second", "third")


def test_choices_that_share_the_ways_of_their_state_need_each_way_only_once(tmp_path: Path) -> None:
    assert (
        rules(tmp_path, f"{TAPPED}, next: [{{if: it == yes, to: a}}, {{to: done}}]}}\na: {{say: A, next: done}}") == []
    )


def test_what_lies_behind_a_dead_branch_is_not_told_as_well(tmp_path: Path) -> None:
    states = f"""
        {SCALE}, next: [{{if: it > 10, to: a}}, {{to: done}}]}}
        a: {{next: [{{if: it < 3, to: b}}, {{to: b}}]}}
        b: {{say: B, next: b2}}
        b2: {{ask: And?, keep: other, next: b}}
        """

    assert sorted(rules(tmp_path, states)) == [Rule.DEAD_BRANCH, Rule.NEVER_ENDS]


def test_what_a_command_may_change_between_two_questions_is_not_held_against_a_branch(tmp_path: Path) -> None:
    states = """
        first: {next: [{if: name kept, to: asked}, {to: done}]}
        asked: {ask: What is it?, keep: it, next: again}
        again: {next: [{if: name not kept, to: b}, {to: done}]}
        b: {say: B, next: done}
        """

    assert rules(tmp_path, states) == []
    assert rules(tmp_path / "2", states.replace("asked: {ask: What is it?, keep: it,", "asked: {say: Hello,")) == [
        Rule.DEAD_BRANCH
    ]


def test_what_is_kept_for_good_may_be_of_any_kind(tmp_path: Path) -> None:
    keeping = with_states("first: {ask: What?, keep: it, remember: it_was, next: done}")
    asking = with_states(
        "first: {next: [{if: it_was == x, to: b}, {if: it_was >= 3, to: b}, {to: done}]}\nb: {next: done}"
    )

    assert check(sound_folder(tmp_path, {"keeping.yaml": keeping, "asking.yaml": asking})).problems == ()


def test_what_was_put_away_is_no_longer_there_for_a_branch(tmp_path: Path) -> None:
    states = """
        first: {ask: What is it?, keep: it, next: [{if: it kept, to: away}, {to: done}]}
        away: {say: It is put away., seal: [it], next: [{if: it kept, to: b}, {to: done}]}
        b: {say: B, next: done}
        """

    assert [problem.sentence for problem in problems(tmp_path, states)] == ["On no way to `away` does `it kept` hold."]


@pytest.mark.parametrize(
    ("question", "condition", "sentence"),
    [
        (SCALE, "it == yes", "`it` holds a number, which cannot be compared with `yes`. Compare it with a number"),
        (WORDS, "it >= 3", "`it` holds words, which cannot be compared with `3`. Write `it kept`"),
        (
            WORDS,
            "it == nothing",
            "`it` holds words, and nobody can be counted on to write just `nothing`. Ask with buttons, or write `it",
        ),
        (WORDS, "it != nothing", "`it` holds words, and nobody can be counted on to write just `nothing`."),
        (
            TAPPED,
            "it < 2",
            "`it` holds a tapped choice, which cannot be compared with `2`. Compare it with a choice, as in `it == no`",
        ),
        (COUNTED, "it == away", "`it` holds a number, which cannot be compared with `away`."),
        (TICKED, "it == 3", "`it` holds a tapped choice, which cannot be compared with `3`."),
        (WORDS, "name > 3", "`name` holds words, which cannot be compared with `3`."),
    ],
)
def test_a_comparison_with_what_is_never_kept_is_refused(
    question: str, condition: str, sentence: str, tmp_path: Path
) -> None:
    found = problems(tmp_path, f"{question}, next: [{{if: {condition}, to: done}}, {{to: done}}]}}")

    assert [problem.rule for problem in found] == [Rule.WRONG_TYPE]
    assert f"{found[0].sentence} {found[0].advice}".startswith(sentence)


TWO = "second: {ask: And now?, scale: 0-10, keep: now"


def after_two(condition: str, first: str = SCALE, second: str = TWO) -> str:
    ways = f"[{{if: {condition}, to: b}}, {{to: done}}]"
    return f"{first}, next: second}}\n{second}, next: {ways}}}\nb: {{say: B, next: done}}"


@pytest.mark.parametrize("test", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("plus", ["", " + 2", " + 10"])
def test_two_numbers_may_be_compared(test: str, plus: str, tmp_path: Path) -> None:
    if (test, plus) != (">", " + 10"):
        assert rules(tmp_path, after_two(f"now {test} it{plus}")) == []


@pytest.mark.parametrize(
    ("condition", "first", "second", "sentence"),
    [
        (
            "now < it",
            f"{SCALE}, skip: false",
            "second: {ask: B?, scale: 11-20, keep: now",
            "No value of `now` and `it`",
        ),
        ("now == it + 11", SCALE, TWO, "No value of `now` and `it` makes `now == it + 11` hold."),
        ("now <= it + 10", f"{SCALE}, skip: false", f"{TWO}, skip: false", ""),
        ("now <= what", "first: {ask: A?, keep: what", TWO, "`what` holds words, and only numbers are compared"),
        ("what > now", "first: {ask: A?, keep: what", TWO, "`what` holds words, and only numbers are compared"),
        ("now > name", SCALE, TWO, "`name` holds words, and only numbers are compared"),
        ("now > then", SCALE, TWO, "Nothing keeps a value called `then` that a branch could see."),
        ("then > now", SCALE, TWO, "Nothing keeps a value called `then` that a branch could see."),
    ],
)
def test_two_numbers_that_cannot_be_compared_so_are_refused(
    condition: str, first: str, second: str, sentence: str, tmp_path: Path
) -> None:
    found = problems(tmp_path, after_two(condition, first, second))

    assert [f"{problem.sentence} {problem.advice}"[: len(sentence)] for problem in found] == [sentence] * bool(sentence)


def test_the_wider_of_two_comparisons_of_the_same_numbers_leaves_nobody_to_the_narrower(tmp_path: Path) -> None:
    ways = "[{if: now >= it + 2, to: b}, {if: now > it + 4, to: c}, {to: done}]"
    states = f"{SCALE}, next: second}}\n{TWO}, next: {ways}}}\nb: {{say: B, next: done}}\nc: {{say: C, next: done}}"

    assert [problem.sentence for problem in problems(tmp_path, states)] == [
        "The ways before this one take all for whom `now > it + 4` holds."
    ]
    assert rules(tmp_path / "2", states.replace("> it + 4", "> it")) == []


def test_what_two_numbers_decided_stands_until_one_of_them_is_asked_again(tmp_path: Path) -> None:
    states = f"""
        {SCALE}, next: second}}
        {TWO}, next: [{{if: now >= it + 2, to: b}}, {{to: third}}]}}
        b: {{say: B, next: done}}
        third: {{say: Rest., call: walk, next: fourth}}
        fourth: {{next: [{{if: now >= it + 2, to: b}}, {{to: done}}]}}
        """

    assert [problem.sentence for problem in problems(tmp_path, states)] == [
        "On no way to `fourth` does `now >= it + 2` hold."
    ]
    assert rules(tmp_path / "2", states.replace("say: Rest., call: walk", "ask: And?, scale: 0-10, keep: it")) == []
    assert rules(tmp_path / "3", states.replace("say: Rest., call: walk", "ask: And?, scale: 0-10, keep: now")) == []


def test_a_name_that_nothing_keeps_is_told_once_and_not_called_dead_or_mistaken(tmp_path: Path) -> None:
    assert rules(tmp_path, f"{WORDS}, next: [{{if: other >= 3, to: done}}, {{to: done}}]}}") == [Rule.UNKNOWN_VALUE]


@pytest.mark.parametrize(
    ("second", "broken"),
    [
        ("scale: 0-10", []),
        ("scale: 0-5", [Rule.KEPT_TWICE]),
        ("choices: {a: {label: A}}", [Rule.KEPT_TWICE]),
        ("places: true", [Rule.KEPT_TWICE]),
        ("skip: false", [Rule.KEPT_TWICE]),
    ],
)
def test_one_name_is_one_kind_of_thing(second: str, broken: list[Rule], tmp_path: Path) -> None:
    states = f"{SCALE}, next: second}}\nsecond: {{ask: And?, keep: it, {second}, next: done}}"

    assert rules(tmp_path, states) == broken


def test_words_may_be_kept_where_words_or_a_tap_were(tmp_path: Path) -> None:
    second = "second: {ask: And?, keep: it, next: third}\nthird: {ask: So?, keep: it, many: {a: A}, next: done}"

    assert rules(tmp_path, f"{TAPPED}, text: true, next: second}}\n{second}") == []


@pytest.mark.parametrize(
    ("states", "at"),
    [
        ("first: {ask: A?, next: second}\nsecond: {ask: B?, next: first}", "first"),
        (f"{LEAVING}, c: {{label: C, next: second}}}}}}\nsecond: {{ask: B?, next: second}}", "second"),
        (f"{SCALE}, next: second}}\nsecond: {{ask: B?, next: [{{if: it >= 7, to: second}}, {{to: done}}]}}", "second"),
    ],
)
def test_a_place_from_which_nobody_comes_to_the_end_is_refused(states: str, at: str, tmp_path: Path) -> None:
    found = [problem for problem in problems(tmp_path, states) if problem.rule is Rule.NEVER_ENDS]

    assert [problem.way[-1] for problem in found] == [at]


def test_a_trap_that_depends_on_a_value_shows_the_value_that_leads_into_it(tmp_path: Path) -> None:
    ways = "[{if: it >= 7, to: second}, {to: done}]"
    states = f"{SCALE}, next: second}}\nsecond: {{ask: B?, keep: other, next: {ways}}}"

    assert [(problem.rule, problem.way) for problem in problems(tmp_path, states)] == [
        (Rule.NEVER_ENDS, ("first = 7", "second"))
    ]


@pytest.mark.parametrize("leaving", ["start: walk", "do: pause", "do: resume"])
def test_a_circle_with_a_button_that_leaves_is_no_trap(leaving: str, tmp_path: Path) -> None:
    second = f"second: {{ask: B?, choices: {{d: {{label: D, {leaving}}}}}}}"
    states = f"{LEAVING}, c: {{label: C, next: second}}}}}}\n{second}"

    assert rules(tmp_path, states) == []


@pytest.mark.parametrize(
    ("label", "refused"),
    [
        ("Stop", True),
        ("STOP.", True),
        ("Stop for today", True),
        ("No, stop", True),
        ("Take me for a walk", True),
        ("Take me for a walk now", False),  # typed, it begins the walk only with its last word
        ("Do not stop", False),
        ("Stopping", False),
    ],
)
def test_no_button_says_what_people_type_for_a_command(label: str, refused: bool, tmp_path: Path) -> None:
    states = f'first: {{ask: A?, choices: {{a: {{label: "{label}", next: done}}, b: {{label: Go on, next: done}}}}}}'

    assert rules(tmp_path, states) == ([Rule.LABEL_IS_COMMAND] if refused else [])


def test_two_buttons_that_begin_with_a_command_leave_it_to_the_command(tmp_path: Path) -> None:
    states = "first: {ask: A?, choices: {a: {label: Stop here, next: done}, b: {label: Stop there, next: done}}}"

    assert rules(tmp_path, states) == []


def test_the_options_of_a_list_are_buttons_too(tmp_path: Path) -> None:
    assert rules(tmp_path, "first: {ask: A?, many: {a: Stop, b: Go}, keep: it, next: done}") == [Rule.LABEL_IS_COMMAND]


def test_values_that_combine_in_more_ways_than_can_be_followed_are_followed_roughly(tmp_path: Path) -> None:
    many = range(30)
    asked = [f"q{n}: {{ask: How?, scale: 0-10, keep: k{n}, checkpoint: true, next: q{n + 1}}}" for n in many]
    looked = [f"l{n}: {{next: [{{if: k{n} >= 5, to: m{n}}}, {{to: l{n + 1}}}]}}" for n in many]
    meant = [f"m{n}: {{next: l{n + 1}}}" for n in many]
    states = "\n".join([*asked, "q30: {say: So., next: l0}", *looked, *meant, "l30: {next: done}"])

    assert rules(tmp_path, states.replace("q0:", "first:")) == []
    out_of_scale = states.replace("q0:", "first:").replace("k9 >= 5", "k9 == 11")
    assert rules(tmp_path / "2", out_of_scale) == [Rule.DEAD_BRANCH]


def test_a_comparison_with_what_is_only_asked_later_is_told_at_the_comparison_and_once(tmp_path: Path) -> None:
    states = f"""
        {SCALE.replace("it", "before")}, next: [{{if: after >= 7, to: calm}}, {{to: second}}]}}
        calm: {{call: walk, next: done}}
        second: {{ask: And now?, scale: 0-10, keep: after, next: third}}
        third: {{next: [{{if: after >= 7, to: calm}}, {{to: done}}]}}
        """

    assert [(problem.rule, problem.mark.line, problem.sentence) for problem in problems(tmp_path, states)] == [
        (Rule.UNKNOWN_VALUE, 4, "`after` is not asked before this.")
    ]
    compared = states.replace(
        "{if: after >= 7, to: calm}, {to: second}", "{if: before > after, to: calm}, {to: second}"
    )
    assert [problem.rule for problem in problems(tmp_path / "2", compared)] == [Rule.UNKNOWN_VALUE]


def test_what_is_asked_on_some_way_or_in_a_circle_or_by_others_may_be_compared(tmp_path: Path) -> None:
    circle = f"""
        first: {{next: [{{if: it kept, to: done}}, {{to: second}}]}}
        {SCALE.replace("first", "second")}, next: first}}
        """
    seen = (
        "first: {next: [{if: it kept, to: done}, {to: second}]}\nsecond: {ask: A?, keep: it, remember: it, next: done}"
    )

    assert rules(tmp_path, circle) == []
    assert rules(tmp_path / "2", seen) == []


def test_two_scales_under_one_name_are_told_by_their_numbers(tmp_path: Path) -> None:
    found = problems(tmp_path, f"{SCALE}, next: second}}\nsecond: {{ask: And?, keep: it, scale: 0-5, next: done}}")

    assert [problem.sentence for problem in found] == [
        "`it` holds a number from 0 to 5 here, and a number from 0 to 10 at `first`."
    ]


@pytest.mark.parametrize(
    ("labels", "same"),
    [
        (("Go on", "Go on"), True),
        (("Go on", "go on."), True),
        (("Go on", "Go on now"), False),
        (("Yes", "Yes, I am"), False),
        (("👍", "👎"), False),
        (("👍", "👍"), True),
        (("❤", "❤️"), True),
        (("अच्छा", "अच्छी"), False),
    ],
)
@pytest.mark.parametrize(
    "question", ["choices: {a: {label: FIRST}, b: {label: SECOND}}", "many: {a: FIRST, b: SECOND}"]
)
def test_no_two_buttons_of_a_question_say_the_same(
    question: str, labels: tuple[str, str], same: bool, tmp_path: Path
) -> None:
    written = question.replace("FIRST", f'"{labels[0]}"').replace("SECOND", f'"{labels[1]}"')

    assert rules(tmp_path, f"first: {{ask: Which?, keep: it, {written}, next: done}}") == (
        [Rule.SAME_LABEL] if same else []
    )


@pytest.mark.parametrize(
    ("state", "head", "lost"),
    [
        ("ask: What?", "", True),
        ("say: So., ask: What?, choices: {a: {label: A}}, text: true", "", True),
        ("ask: What?, keep: it", "", False),
        ("ask: What?, choices: {a: {label: A}}", "", False),
        ("ask: Who?, read: name", "", False),
        ("ask: What?", "kind: service\n", False),
        ("ask: What?", "kind: prompt\n", False),
    ],
)
def test_what_people_write_in_an_exercise_is_kept(state: str, head: str, lost: bool, tmp_path: Path) -> None:
    found = problems(tmp_path, f"first: {{{state}, next: done}}", head)

    assert [problem.rule for problem in found] == ([Rule.LOST_ANSWER] if lost else [])


@pytest.mark.parametrize(
    ("states", "heads"),
    [
        ("a: {say: A, next: b}\nb: {say: B, next: c}\nc: {say: C, next: done}", ["a"]),
        ("c: {say: C, next: done}\nb: {say: B, next: c}\na: {say: A, next: b}", ["a"]),
        ("a: {say: A, next: c}\nb: {say: B, next: c}\nc: {say: C, next: done}", ["a", "b"]),
        ("a: {ask: A?, keep: a, next: b}\nb: {ask: B?, keep: b, next: [{if: a kept, to: a}, {to: done}]}", ["a"]),
        (
            "a: {pause: 5, next: b}\nb: {pause: 5, next: [{if: name kept, to: a}, {to: done}]}\n"
            "c: {pause: 5, next: d}\nd: {pause: 5, next: [{if: name kept, to: c}, {to: a}]}",
            ["c"],
        ),
    ],
    ids=["a chain", "from its end", "two", "a circle", "a circle that leads to another"],
)
def test_of_states_that_no_way_leads_to_only_those_are_told_that_the_others_follow_on(
    states: str, heads: list[str], tmp_path: Path
) -> None:
    found = problems(tmp_path, f"first: {{say: Hello., next: done}}\n{states}")

    assert [problem.rule for problem in found] == [Rule.UNREACHABLE_STATE] * len(heads)
    assert [problem.sentence.split("`")[1] for problem in found] == heads
