"""Which values words may hold: those that are certain where they are said, and others only as `{value?}`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.authoring.problems import Rule
from tests.authoring.folders import said_about_states

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
        ("{feet?}", []),  # kept by another dialogue, which may be the one beneath
        ("{name}", [Rule.VALUE_NOT_CERTAIN]),
        ("{feet}", [Rule.VALUE_NOT_CERTAIN]),
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
        first: {ask: What do you see?, keep: see, remember: home_see, next: second}
        second: {say: "%s", next: done}
        """

    assert said_about_states(tmp_path, states % "{home_see?}") == []
    said_about_states(tmp_path / "2", states % "{home_see}")
    assert rules_broken == [Rule.VALUE_NOT_CERTAIN]


def test_a_branch_sees_the_profile_and_what_any_dialogue_remembers(tmp_path: Path) -> None:
    states = """
        first: {ask: What do you see?, keep: see, remember: home_see, next: second}
        second: {say: On., next: [{if: zone kept, to: done}, {if: home_see not kept, to: done}, {to: done}]}
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
        first: {say: Now., next: [{if: home_see kept, to: second}, {to: third}]}
        second: {say: "You see {home_see}.", next: third}
        third: {ask: What do you see?, keep: see, remember: home_see, next: done}
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
