"""What each key of a dialogue file becomes, and which keys do not go together."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.dialogue.model import (
    Breath,
    Choice,
    Comparison,
    Condition,
    Deed,
    DialogueId,
    DialogueKind,
    Listen,
    Load,
    ManyAsk,
    Pause,
    Reading,
    ScaleAsk,
    Setting,
    State,
    StateId,
    TextAsk,
    Way,
)
from bot.dialogue.words import Words, parse_words
from bot.language.names import LONGEST_NAME
from bot.language.problems import Rule
from tests.language.folders import loaded, said_about_states


def first(tmp_path: Path, states: str, head: str = "") -> State:
    return loaded(tmp_path, states, head).states[StateId("first")]


def said(words: Words | None) -> str:
    assert words is not None
    return words.fill({}).text


def test_a_dialogue_takes_its_id_from_the_file_and_the_rest_from_its_head(tmp_path: Path) -> None:
    head = "about: Try it.\nkind: service\nload: light\nsource: Siegel (2012), pp. 47-49\nminutes: 25\n"

    dialogue = loaded(tmp_path, "first: {say: Hello, next: done}", head)

    assert (dialogue.id, dialogue.title, dialogue.start) == ("trying", "Trying", "first")
    assert (dialogue.kind, dialogue.load, dialogue.minutes) == (DialogueKind.SERVICE, Load.LIGHT, 25)
    assert (dialogue.about, dialogue.source) == ("Try it.", "Siegel (2012), pp. 47-49")
    assert list(dialogue.states) == ["first", "done"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("say: One line.", "One line."),
        ("say: |\n    Two\n    lines.\n\n", "Two\nlines."),
        ("say: >\n    One\n    line.\n\n    Another.\n", "One line.\nAnother."),
    ],
)
def test_long_words_may_be_a_block_whose_last_line_break_is_no_part_of_them(
    written: str, read: str, tmp_path: Path
) -> None:
    assert said(first(tmp_path, f"first:\n  {written}\n  next: done").say) == read


@pytest.mark.parametrize(
    ("keys", "wait"),
    [
        ("ask: How?, keep: how", TextAsk()),
        ("ask: Name?, read: name", TextAsk(reading=Reading.NAME)),
        ("ask: When?, read: hour, unclear: Like 7:30", TextAsk(reading=Reading.HOUR, unclear=parse_words("Like 7:30"))),
        ("ask: Sure?, read: phrase, phrase: forget me", TextAsk(reading=Reading.PHRASE, phrase="forget me")),
        ("ask: How?, keep: how, listen: {most: 0}", TextAsk(listen=Listen(most=0))),
        ("ask: How tense?, scale: 0-10", ScaleAsk(low=0, high=10)),
        ("pause: 30", Pause(lasts=timedelta(seconds=30))),
        ("breathe: longer_out", Breath(pattern="longer_out")),
        ("breathe: {pattern: longer_out, minutes: 3}", Breath(pattern="longer_out", minutes=3)),
        ("breathe: {}", Breath(pattern=None)),
        ("say: Just words", None),
    ],
)
def test_a_state_waits_for_what_its_keys_say(keys: str, wait: object, tmp_path: Path) -> None:
    assert first(tmp_path, f"first: {{{keys}, next: done}}").wait == wait


def test_many_offers_its_own_options_and_places_those_of_the_body(tmp_path: Path) -> None:
    dialogue = loaded(
        tmp_path,
        """
        first: {ask: Which?, many: {tight: Tight, warm: Warm}, next: second}
        second: {ask: Where?, places: true, next: done}
        """,
    )

    waits = [dialogue.states[StateId(id)].wait for id in ("first", "second")]
    assert [[o.key for o in wait.options] for wait in waits if isinstance(wait, ManyAsk)] == [
        ["tight", "warm"],
        ["chest", "belly", "nowhere"],
    ]


def test_what_a_question_leaves_out_of_listen_is_as_the_dialogue_says(tmp_path: Path) -> None:
    state = first(
        tmp_path,
        "first: {ask: How?, keep: how, listen: {min_words: 12}, next: done}",
        "listen: {most: 1, min_words: 3}\n",
    )

    assert isinstance(state.wait, TextAsk)
    assert state.wait.listen == Listen(most=1, min_words=12)


@pytest.mark.parametrize(
    ("more", "takes_text"), [("", False), (", text: true, keep: which", True), (", read: name", True)]
)
def test_beside_buttons_words_are_taken_only_where_the_state_says_so(
    more: str, takes_text: bool, tmp_path: Path
) -> None:
    state = first(tmp_path, f"first: {{ask: Which?, choices: {{yes: {{label: Yes}}}}, next: done{more}}}")

    assert isinstance(state.wait, TextAsk) is takes_text


def test_a_choice_holds_all_that_its_tap_brings_about(tmp_path: Path) -> None:
    state = first(
        tmp_path,
        """
        first:
          ask: Which?
          choices:
            no: {label: No, call: walk, next: done}
            other: {label: Something else, start: walk}
            quiet: {label: Quiet, set: {listening: quiet}, next: done}
            later: {label: Later, do: prompt_later, next: done}
          skip: later
        """,
    )

    walk, done = DialogueId("walk"), (Way(to=StateId("done")),)
    assert state.choices == (
        Choice(key="no", label=parse_words("No"), call=walk, next=done),
        Choice(key="other", label=parse_words("Something else"), start=walk),
        Choice(
            key="quiet",
            label=parse_words("Quiet"),
            sets=(Setting(field="listening", constant="quiet"),),
            next=done,
        ),
        Choice(key="later", label=parse_words("Later"), do=Deed.PROMPT_LATER, next=done),
    )
    assert (state.skip, state.skippable) == ("later", True)


def test_a_state_may_refuse_to_be_skipped(tmp_path: Path) -> None:
    assert not first(tmp_path, "first: {ask: How?, keep: how, skip: false, next: done}").skippable


def test_a_list_sets_what_was_kept_under_these_names(tmp_path: Path) -> None:
    state = first(tmp_path, "first: {ask: Where?, read: place, set: [place, zone], next: done}")

    assert state.sets == (Setting(field="place"), Setting(field="zone"))


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ("how kept", Condition(name="how", test=Comparison.KEPT)),
        ("how not kept", Condition(name="how", test=Comparison.NOT_KEPT)),
        ("how >= 7", Condition(name="how", test=Comparison.AT_LEAST, value=7)),
        ("how<3", Condition(name="how", test=Comparison.LESS, value=3)),
        ("how != 0", Condition(name="how", test=Comparison.UNEQUAL, value=0)),
    ],
)
def test_a_way_may_have_one_condition(written: str, condition: Condition, tmp_path: Path) -> None:
    state = first(
        tmp_path, f'first: {{ask: How?, scale: 0-10, keep: how, next: [{{if: "{written}", to: done}}, {{to: done}}]}}'
    )

    assert state.next[0] == Way(to=StateId("done"), when=condition)


def test_a_way_may_depend_on_the_choice_that_was_tapped(tmp_path: Path) -> None:
    choices = "{none: {label: None of it}, some: {label: Some of it}}"
    ways = "[{if: how == none, to: done}, {to: done}]"

    state = first(tmp_path, f"first: {{ask: How?, choices: {choices}, keep: how, next: {ways}}}")

    assert state.next[0].when == Condition(name="how", test=Comparison.EQUAL, value="none")


@pytest.mark.parametrize(
    ("written", "test", "plus"),
    [
        ("now >= then + 2", Comparison.AT_LEAST, 2),
        ("now>=then+2", Comparison.AT_LEAST, 2),
        ("now > then", Comparison.MORE, 0),
        ("now <= then", Comparison.AT_MOST, 0),
        ("now < then + 0", Comparison.LESS, 0),
        ("now == then + 3", Comparison.EQUAL, 3),
        ("now != then", Comparison.UNEQUAL, 0),
        ("now == then", Comparison.EQUAL, 0),
        ("now ==then+1", Comparison.EQUAL, 1),
    ],
)
def test_a_way_may_compare_two_kept_numbers(written: str, test: Comparison, plus: int, tmp_path: Path) -> None:
    states = f"""
        first: {{ask: How was it?, scale: 0-10, keep: then, next: second}}
        second: {{ask: And now?, scale: 0-10, keep: now, next: [{{if: {written}, to: third}}, {{to: done}}]}}
        third: {{say: Rest., next: done}}
        """

    state = loaded(tmp_path, states).states[StateId("second")]

    assert state.next[0].when == Condition(name="now", test=test, other="then", plus=plus)


def test_a_button_s_way_may_compare_two_kept_numbers(tmp_path: Path) -> None:
    states = """
        first: {ask: Now?, scale: 0-10, keep: now, next: second}
        second: {ask: And?, scale: 0-10, keep: then, next: third}
        third: {ask: Enough?, choices: {a: {label: Enough, next: [{if: now != then, to: second}, {to: done}]}}}
        """

    state = loaded(tmp_path, states).states[StateId("third")]

    assert state.choices[0].next[0].when == Condition(name="now", test=Comparison.UNEQUAL, other="then")


def test_what_is_no_number_equals_a_word_and_not_the_number_of_that_name(tmp_path: Path) -> None:
    choices = "{then: {label: Then}, now: {label: Now}}"
    ways = "[{if: what == then, to: second}, {to: done}]"
    second = "second: {ask: And?, scale: 0-10, keep: then, next: done}"

    state = first(tmp_path, f"first: {{ask: When?, choices: {choices}, keep: what, next: {ways}}}\n{second}")

    assert state.next[0].when == Condition(name="what", test=Comparison.EQUAL, value="then")


@pytest.mark.parametrize(
    "written",
    [
        *("how > 7.5", "how >= High", "how = 7", "7 < how", "how", "how > 1 and how < 3", ""),
        *("how >= how", "how > how + 2", "how > 2 + then", "how > then - 2", "how > then + 2.5", "how > then + now"),
        *("how > then + 1 + 1", "how + 2 > then", "how >= then +", "how kept + 2"),
    ],
)
def test_there_is_no_further_language_of_conditions(written: str, tmp_path: Path, rules_broken: list[Rule]) -> None:
    said_about_states(
        tmp_path, f'first: {{ask: How?, scale: 0-10, keep: how, next: [{{if: "{written}", to: done}}, {{to: done}}]}}'
    )

    assert rules_broken in ([Rule.BAD_CONDITION], [Rule.EMPTY_TEXT, Rule.BAD_CONDITION])


@pytest.mark.parametrize(
    ("keys", "rule"),
    [
        ("ask: How?, scale: 0-10, pause: 5, next: done", Rule.SEVERAL_WAITS),
        ("ask: How?, scale: 0-10, choices: {a: {label: A}}, next: done", Rule.SEVERAL_WAITS),
        ("say: Go, call: walk, choices: {a: {label: A}}, next: done", Rule.SEVERAL_WAITS),
        ("read: name, next: done", Rule.NO_QUESTION),
        ("choices: {a: {label: A}}, next: done", Rule.NO_QUESTION),
        ("ask: Now?, pause: 5, next: done", Rule.OUT_OF_PLACE),
        ("ask: Now?, call: walk, next: done", Rule.OUT_OF_PLACE),
        ("pause: 5, keep: silence, next: done", Rule.OUT_OF_PLACE),
        ("ask: How?, remember: how, next: done", Rule.OUT_OF_PLACE),
        ("say: Hello, skip: false, next: done", Rule.OUT_OF_PLACE),
        ("ask: How?, scale: 0-10, listen: {most: 1}, next: done", Rule.OUT_OF_PLACE),
        ("ask: How?, text: true, next: done", Rule.OUT_OF_PLACE),
        ("ask: How?, unclear: What?, next: done", Rule.OUT_OF_PLACE),
        ("ask: How?, read: name, phrase: yes, next: done", Rule.OUT_OF_PLACE),
        ("ask: How?, phrase: yes, next: done", Rule.OUT_OF_PLACE),
        ("ask: How?, read: phrase, next: done", Rule.MISSING_KEY),
        ("ask: How?, do: resume, next: done", Rule.OUT_OF_PLACE),
        ("ask: How?, end: true", Rule.OUT_OF_PLACE),
        ("call: walk, end: true", Rule.OUT_OF_PLACE),
        ("say: Bye, end: true, next: done", Rule.OUT_OF_PLACE),
        ("ask: Which?, choices: {a: {label: A, start: walk, next: done}}", Rule.OUT_OF_PLACE),
        ("say: Sit, pause: 5, choices: {a: {label: A, count: true, next: done}}, next: done", Rule.OUT_OF_PLACE),
        ("ask: Which?, choices: {a: {label: A, count: true}}, next: done", Rule.OUT_OF_PLACE),
        ("say: Sit, pause: 5, keep: it, choices: {a: {label: A}}, next: done", Rule.OUT_OF_PLACE),
        ("ask: Which?, choices: {a: {label: Yes, sir, next: done}}", Rule.UNKNOWN_KEY),
        ("say: Hello, set: {shoe_size: 42}, next: done", Rule.BAD_SETTING),
        ("ask: How?, scale: 10-0, next: done", Rule.BAD_SCALE),
        ("ask: How?, scale: 0-100, next: done", Rule.BAD_SCALE),
        ("ask: Which?, many: {}, next: done", Rule.TOO_MANY_BUTTONS),
        ("say: Hello, next: []", Rule.OPEN_WAYS),
        ("pause: 0, next: done", Rule.BAD_NUMBER),
        ('pause: "30", next: done', Rule.BAD_NUMBER),
    ],
)
def test_keys_that_do_not_go_together_are_refused(
    keys: str, rule: Rule, tmp_path: Path, rules_broken: list[Rule]
) -> None:
    assert len(said_about_states(tmp_path, f"first: {{{keys}}}")) == 1
    assert rules_broken == [rule]


def test_words_cut_off_by_a_comma_are_told_apart_from_a_mistyped_key(tmp_path: Path) -> None:
    assert said_about_states(tmp_path, "first: {say: Yes, sir, next: done}") == [
        "trying.yaml:4:21: `sir` is no key that belongs here. "
        "If it is part of the words before it, put those in quotes: a comma ended them."
    ]


def test_what_is_said_and_asked_goes_out_as_one_message_and_must_fit_one(
    tmp_path: Path, rules_broken: list[Rule]
) -> None:
    half = "word " * 360
    said_about_states(tmp_path, f"first: {{say: {half}, ask: {half}, keep: how, next: done}}")

    assert rules_broken == [Rule.TEXT_TOO_LONG]


def test_words_with_helplines_leave_room_for_them(tmp_path: Path, rules_broken: list[Rule]) -> None:
    said_about_states(tmp_path, f"first: {{say: '{'word ' * 310}{{helplines}}', next: done}}")

    assert rules_broken == [Rule.TEXT_TOO_LONG]


def test_the_longest_name_still_fits_into_a_buttons_data(tmp_path: Path, rules_broken: list[Rule]) -> None:  # fault 19
    key_turn_and_act = len("12345678:1234567890:.")
    assert key_turn_and_act + LONGEST_NAME <= 64

    said_about_states(tmp_path, f"first: {{ask: A?, choices: {{{'a' * 25}: {{label: A}}}}, next: done}}")

    assert rules_broken == [Rule.BAD_NAME]


def test_every_problem_of_a_file_is_told_at_once_in_its_order(tmp_path: Path) -> None:
    problems = said_about_states(
        tmp_path,
        """
        first: {say: "*Hello", next: done, colour: red}
        second: {ask: How?, keep: How, scale: ten}
        """,
        "kind: exercises\n",
    )

    assert [problem.split(" ")[0] for problem in problems] == [
        "trying.yaml:3:7:",
        "trying.yaml:5:17:",
        "trying.yaml:5:38:",
        "trying.yaml:6:29:",
        "trying.yaml:6:41:",
    ]
