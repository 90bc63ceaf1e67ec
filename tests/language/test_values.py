"""Which values words may hold: those that are certain where they are said, and others only as `{value?}`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.language.problems import Rule
from tests.language.folders import said_about, said_about_states, with_states

NUMBER = "first: {ask: How tense?, scale: 0-10, keep: tension, skip: false, next: second}"


def test_a_number_from_a_question_that_cannot_be_skipped_is_certain(tmp_path: Path) -> None:
    assert said_about_states(tmp_path, NUMBER + "\nsecond: {say: 'You chose {tension}.', next: done}") == []


def test_a_tapped_choice_is_certain(tmp_path: Path) -> None:
    states = """
        first: {ask: Which?, keep: which, choices: {a: {label: A, next: second}, b: {label: B, next: second}}}
        second: {say: "You chose {which}.", next: done}
        """

    assert said_about_states(tmp_path, states) == []


def test_a_name_that_was_read_is_certain_where_the_question_cannot_be_skipped(tmp_path: Path) -> None:
    states = """
        first: {ask: Your name?, read: name, skip: false, next: second}
        second: {say: "Hello {name}.", next: done}
        """

    assert said_about_states(tmp_path, states) == []


@pytest.mark.parametrize(
    "question",
    [
        "ask: How?, keep: told",  # may be a voice note
        "ask: How?, keep: told, skip: false",
        "ask: How?, keep: told, scale: 0-10",  # may be skipped
        "ask: How?, keep: told, many: {a: A}, skip: false",  # nothing may be ticked
    ],
)
def test_what_may_have_no_words_can_only_be_said_with_a_question_mark(
    question: str, tmp_path: Path, rules_broken: list[Rule]
) -> None:
    states = "first: {%s, next: second}\nsecond: {say: 'You told me: {told%s}', next: done}"

    assert said_about_states(tmp_path, states % (question, "?")) == []
    assert len(said_about_states(tmp_path / "2", states % (question, ""))) == 1
    assert rules_broken == [Rule.VALUE_NOT_CERTAIN]


def test_a_value_kept_on_one_way_only_is_not_certain(tmp_path: Path, rules_broken: list[Rule]) -> None:
    said_about_states(
        tmp_path,
        """
        first: {ask: A?, choices: {a: {label: A, next: second}, b: {label: B, next: third}}}
        second: {ask: How tense?, scale: 0-10, keep: tension, skip: false, next: third}
        third: {say: "You chose {tension}.", next: done}
        """,
    )

    assert rules_broken == [Rule.VALUE_NOT_CERTAIN]


@pytest.mark.parametrize(
    "ways",
    [
        "[{if: tension kept, to: second}, {to: done}]",
        "[{if: tension <= 3, to: second}, {to: done}]",
        "[{if: tension not kept, to: done}, {to: second}]",
        "[{if: tension >= 7, to: done}, {to: second}]",
    ],
)
def test_a_branch_that_only_a_told_value_passes_makes_it_certain(ways: str, tmp_path: Path) -> None:
    states = f"""
        first: {{ask: How tense?, scale: 0-10, keep: tension, next: {ways}}}
        second: {{say: "You chose {{tension}}.", next: done}}
        """

    assert said_about_states(tmp_path, states) == []


@pytest.mark.parametrize(
    "ways",
    [
        "[{if: tension not kept, to: second}, {to: done}]",
        "[{if: tension >= 7, to: second}, {to: done}]",  # a skipped number counts as the highest
        "[{if: tension <= 3, to: done}, {to: second}]",
    ],
)
def test_a_branch_that_a_skipped_value_passes_does_not(ways: str, tmp_path: Path, rules_broken: list[Rule]) -> None:
    said_about_states(
        tmp_path,
        f"""
        first: {{ask: How tense?, scale: 0-10, keep: tension, next: {ways}}}
        second: {{say: "You chose {{tension}}.", next: done}}
        """,
    )

    assert rules_broken == [Rule.VALUE_NOT_CERTAIN]


@pytest.mark.parametrize(
    ("ways", "rules"),
    [
        ("[{if: now >= tension + 2, to: done}, {to: third}]", []),
        ("[{if: now != tension, to: done}, {to: third}]", []),
        ("[{if: now < tension, to: third}, {to: done}]", []),
        ("[{if: now >= tension + 2, to: third}, {to: done}]", [Rule.VALUE_NOT_CERTAIN] * 2),
        ("[{if: now < tension, to: done}, {to: third}]", [Rule.VALUE_NOT_CERTAIN] * 2),
    ],
)
def test_two_numbers_that_a_branch_compared_are_certain_where_nobody_comes_who_left_one_out(
    ways: str, rules: list[Rule], tmp_path: Path, rules_broken: list[Rule]
) -> None:
    said_about_states(
        tmp_path,
        f"""
        first: {{ask: How tense?, scale: 0-10, keep: tension, next: second}}
        second: {{ask: And now?, scale: 0-10, keep: now, next: {ways}}}
        third: {{say: "First {{tension}}, then {{now}}.", next: done}}
        """,
    )

    assert rules_broken == rules


def test_asked_again_a_value_may_be_left_out_this_time(tmp_path: Path, rules_broken: list[Rule]) -> None:
    said_about_states(
        tmp_path,
        NUMBER
        + """
second: {ask: And now?, scale: 0-10, keep: tension, next: third}
third: {say: "You chose {tension}.", next: done}
""",
    )

    assert rules_broken == [Rule.VALUE_NOT_CERTAIN]


@pytest.mark.parametrize(
    ("slot", "rules"),
    [
        ("{dialogue_title}", []),
        ("{name?}", []),
        ("{name}", [Rule.VALUE_NOT_CERTAIN]),
        ("{feet?}", [Rule.UNKNOWN_VALUE]),  # kept by another dialogue, and nothing lies beneath an exercise
        ("{feet}", [Rule.UNKNOWN_VALUE]),
        ("{nobody?}", [Rule.UNKNOWN_VALUE]),
        ("{nobody}", [Rule.UNKNOWN_VALUE]),
    ],
)
def test_words_may_hold_what_the_bot_knows_by_itself(
    slot: str, rules: list[Rule], tmp_path: Path, rules_broken: list[Rule]
) -> None:
    said_about_states(tmp_path, f"first: {{say: 'Hello {slot}', next: done}}")

    assert rules_broken == rules


def test_a_remembered_value_is_known_to_every_dialogue_and_certain_to_none(
    tmp_path: Path, rules_broken: list[Rule]
) -> None:
    states = """
        first: {ask: What do you see?, keep: see, remember: seen_last, next: second}
        second: {say: "%s", next: done}
        """

    assert said_about_states(tmp_path, states % "{seen_last?}") == []
    said_about_states(tmp_path / "2", states % "{seen_last}")
    assert rules_broken == [Rule.VALUE_NOT_CERTAIN]


def test_a_branch_sees_the_profile_and_what_any_dialogue_remembers(tmp_path: Path) -> None:
    states = """
        first: {ask: What do you see?, keep: see, remember: seen_last, next: second}
        second: {say: On., next: [{if: zone kept, to: done}, {if: seen_last not kept, to: done}, {to: done}]}
        """

    assert said_about_states(tmp_path, states) == []


@pytest.mark.parametrize("name", ["feet", "consented"])  # kept by another dialogue only; no text
def test_a_branch_on_what_it_cannot_see_is_refused(name: str, tmp_path: Path, rules_broken: list[Rule]) -> None:
    said_about_states(tmp_path, f"first: {{say: On., next: [{{if: {name} kept, to: done}}, {{to: done}}]}}")

    assert rules_broken == [Rule.UNKNOWN_VALUE]


def test_the_local_time_is_known_where_the_zone_is(tmp_path: Path) -> None:
    states = """
        first: {say: Now., next: [{if: zone kept, to: second}, {to: done}]}
        second: {say: "It is {zone_time} in {zone}.", next: done}
        """

    assert said_about_states(tmp_path, states) == []


def test_a_remembered_answer_that_may_be_a_voice_note_is_never_certain(
    tmp_path: Path, rules_broken: list[Rule]
) -> None:
    said_about_states(
        tmp_path,
        """
        first: {say: Now., next: [{if: seen_last kept, to: second}, {to: third}]}
        second: {say: "You see {seen_last}.", next: third}
        third: {ask: What do you see?, keep: see, remember: seen_last, next: done}
        """,
    )

    assert rules_broken == [Rule.VALUE_NOT_CERTAIN]


@pytest.mark.parametrize(
    "state",
    [
        "first: {say: Hello, set: [zone], next: done}",
        "first: {ask: A?, keep: zone, choices: {a: {label: A, set: [zone], next: done}}}",  # a tap, not words
    ],
)
def test_a_profile_takes_only_what_was_asked_in_words(state: str, tmp_path: Path, rules_broken: list[Rule]) -> None:
    said_about_states(tmp_path, state)

    assert rules_broken == [Rule.UNKNOWN_VALUE]


def test_how_often_a_button_was_tapped_in_a_silence_is_a_number_and_certain(
    tmp_path: Path, rules_broken: list[Rule]
) -> None:
    sit = "first: {say: Sit., pause: 60, choices: {a: {label: A, count: true}}, keep: taps, next: %s}\n"
    branches = sit % "[{if: taps >= 3, to: second}, {to: done}]" + "second: {say: 'Tapped {taps} times.', next: done}"
    assert said_about_states(tmp_path / "1", branches) == []
    assert len(said_about_states(tmp_path / "2", sit % "[{if: taps == a, to: done}, {to: done}]")) == 1
    assert rules_broken == [Rule.WRONG_TYPE]


def test_a_number_can_be_remembered_for_words_and_to_ask_whether_there_is_one(tmp_path: Path) -> None:
    states = """
        first: {next: [{if: last_body kept, to: second}, {to: third}]}
        second: {say: "Last time: {last_body?}.", next: third}
        third: {ask: How much?, scale: 0-10, keep: body, remember: last_body, next: done}
        """
    assert said_about_states(tmp_path, states) == []


def test_what_is_only_asked_later_is_never_there_for_words_before_it(tmp_path: Path) -> None:
    states = "first: {ask: 'A word{slot}', keep: a, next: second}\nsecond: {ask: B?, keep: later, next: done}"

    for number, slot in enumerate((": {later}", ": {later?|none}")):
        assert said_about_states(tmp_path / str(number), states.replace("{slot}", slot)) == [
            "trying.yaml:4:16: `later` is never there yet: nothing asks for it before this. "
            "Ask for it before, or take it out of these words."
        ]


def test_what_is_asked_in_a_circle_may_be_there_the_second_time(tmp_path: Path) -> None:
    again = "next: [{if: later kept, to: done}, {to: first}]"
    states = f"first: {{say: 'Before: {{later?}}', next: second}}\nsecond: {{ask: B?, keep: later, {again}}}"

    assert said_about_states(tmp_path, states) == []


KEEPS = with_states("first: {ask: How?, keep: mood, next: done}")
CALLS = with_states("first: {ask: How?, keep: mood, next: second}\nsecond: {call: trying, next: done}")
SAYS = with_states("first: {say: 'Before: {mood?}', next: done}")


@pytest.mark.parametrize(
    ("others", "head", "broken"),
    [
        ({"keeping.yaml": KEEPS}, "", True),
        ({"keeping.yaml": CALLS}, "", False),
        ({"keeping.yaml": KEEPS}, "kind: service\n", False),
        ({"keeping.yaml": KEEPS.replace("keep: mood", "keep: mood, remember: mood")}, "", False),
        (
            {
                "keeping.yaml": CALLS.replace("call: trying", "call: between"),
                "between.yaml": with_states("first: {call: trying, next: done}"),
            },
            "",
            False,
        ),
        (
            {
                "keeping.yaml": KEEPS,
                "menu.yaml": with_states("first: {call: trying, next: done}", "kind: service\n"),
            },
            "",
            False,
        ),
    ],
    ids=["another exercise", "its caller", "a service", "for good", "its caller's caller", "beneath a service"],
)
def test_an_exercise_says_only_what_it_or_its_callers_keep(
    others: dict[str, str], head: str, broken: bool, tmp_path: Path
) -> None:
    trying = SAYS.replace("states:", f"{head}states:", 1)

    assert said_about(tmp_path, {**others, "trying.yaml": trying}) == (
        [
            "trying.yaml:4:16: `mood` is kept by another dialogue, and is never there in this one. "
            "Ask for it here, or let the other keep it for good, with `remember`."
        ]
        if broken
        else []
    )


TOLD = "first: {ask: A?, keep: told, next: second}"
NUMBER_TOLD = "first: {ask: A?, scale: 0-10, keep: told, skip: false, next: second}"


@pytest.mark.parametrize(
    ("before", "question", "broken"),
    [
        (TOLD, "ask: 'You wrote {told?}. What else?', keep: b", True),
        (TOLD, "say: Stay., ask: 'You wrote {told?}. What else?', keep: b", True),
        (TOLD, "say: 'You wrote {told?}.', choices: {a: {label: A}}", True),
        (TOLD, "say: 'You wrote {told?}.', pause: 5", True),
        (TOLD, r'ask: "You wrote {told?}.\n\n*{told?}*", keep: b', True),
        (TOLD, "ask: Who?, read: name, unclear: 'Not {told?}.'", True),
        (TOLD, r'ask: "You wrote {told?}.\nWhat else?", keep: b', False),
        (TOLD, "ask: 'You wrote {told?|something}. What else?', keep: b", False),
        (TOLD, "say: 'You wrote {told?}.', ask: What else?, keep: b", False),
        (TOLD, "say: 'You wrote {told?}.'", False),  # says nothing then, and goes on
        (NUMBER_TOLD, "ask: 'You chose {told?}. What else?', keep: b", False),
    ],
)
def test_a_question_keeps_a_line_whatever_is_left_out(
    before: str, question: str, broken: bool, tmp_path: Path, rules_broken: list[Rule]
) -> None:
    said_about_states(tmp_path, f"{before}\nsecond: {{{question}, next: done}}")

    assert rules_broken == ([Rule.EMPTY_MESSAGE] if broken else [])
