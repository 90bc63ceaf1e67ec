"""The commonest slips of a coach: each is told once, on its own line, with what to write in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.folders import said_about, said_about_states, with_states

KNOWN = "choices: {a: {label: A, next: done}}"


@pytest.mark.parametrize(
    ("states", "problem"),
    [
        ("first:\n  ask:Which?\n  next: done", "5:5: The colon has no space behind it. Write `ask: Which?`."),
        ("first:\n  ask:Which?\n  choices:\n    a: {label: A, next: done}", "5:5: The colon has no space"),
        ("first: {say:Hello, next: done}", "4:11: `say:Hello` is no key that belongs here. Put a space behind"),
        ("first:\n  ask: Which?\n   next: done", "6:6: This line stands 1 space further in than line 5,"),
        (
            'first:\n  ask: "Which?\n  next: second\nsecond:\n  say: "Fine."\n  next: done',
            '5:10: The quote that opens here does not close before line 8. Close it with " where',
        ),
        ("first:\n  say: 'That's it.'\n  next: done", "5:15: The quote closes here, and the words go on. Put all"),
        ('first:\n  say: "So" it is.\n  next: done', "5:13: The quote closes here, and the words go on."),
        (
            'first: {ask: A?, choices: {a: {label: "So "yes"", next: done}}}',
            "4:45: The quote closes here, and the words go on.",
        ),
        ("first:\n  say: {name?} is here.\n  next: done", "5:10: Words cannot begin with { unless they are in quotes."),
        ("first: {say: Sad: ness, next: done}", "4:19: A colon stands here where no key can be. Put words that"),
        ("first:\n  say: “So: this”\n  next: done", "5:10: The quote `“` is a letter to YAML. Put straight quotes"),
        ("first:\n  say: ? Why\n  next: done", "5:10: Words cannot begin with this sign."),
        ("first:\n  say: *Why now\n  next: done", "5:10: An alias stands here"),
    ],
)
def test_a_slip_in_yaml_is_told_where_it_is(states: str, problem: str, tmp_path: Path) -> None:
    (line,) = said_about_states(tmp_path, states)

    assert line.startswith(f"trying.yaml:{problem}")


@pytest.mark.parametrize(
    ("states", "problem"),
    [
        (f"first: {{aks: A?, text: true, {KNOWN}}}", "4:11: `aks` is no key that belongs here. Did you mean `ask`?"),
        ("first: {Ask: A?, scale: 0-10, next: done}", "4:11: `Ask` is no key that belongs here. Did you mean `ask`?"),
        (
            "first:\n  say: A\n  next: second\n  second:\n    say: B\n    next: done",
            "7:5: `second` is no key that belongs here. If it is a state by itself, begin it in the column of",
        ),
        (
            "first:\n  say: A\n  next: second\n  second:\n  say: B\n  next: done",
            "7:5: `second` is no key that belongs here. If it is a state by itself, begin it in the column of",
        ),
        (
            "first: {ask: A?, choices: {sad: Sadness}, next: done}",
            "4:35: A button's words stand behind `label`. Write `sad: {label: Sadness}`.",
        ),
        (
            "first: {say: A, start: walk, next: done}",
            "4:19: `start` is no key that belongs here. It belongs to a button",
        ),
        (
            "first: {ask: A?, choices: {a: {label: A, keep: a, next: done}}}",
            "4:44: `keep` is no key that belongs here. It belongs to a state",
        ),
        (
            "first: {ask: A?, keep: a, listen: no, next: done}",
            "4:37: `no` does not say how often to ask on. Write `{most: 0}`",
        ),
        ("first: {ask: A?, scale: 0-100, next: done}", "4:27: `0-100` has 101 numbers; 21 are the most."),
        (
            "first: {ask: A?, scale: 10-0, next: done}",
            "4:27: `10-0` is no scale. The lowest number stands first: `0-10`.",
        ),
    ],
)
def test_a_slip_in_a_state_is_one_problem(states: str, problem: str, tmp_path: Path) -> None:
    (line,) = said_about_states(tmp_path, states)

    assert line.startswith(f"trying.yaml:{problem}")


@pytest.mark.parametrize(
    ("ways", "problem"),
    [
        ("[{if: x >= 7, to: done}, {next: done}]", "4:74: `next` is no key that belongs here. Did you mean `to`?"),
        ("[first, done]", "4:48: Which of these to go to is not said. Give each but the last a condition"),
        ("[done]", "4:48: One state needs no list. Write `next: done`."),
        ("[{to: first}, {if: x >= 7, to: done}]", "4:49: No way behind this one can ever be taken."),
        (
            "[{if: x >= 7 and x < 9, to: done}, {to: done}]",
            "4:54: `x >= 7 and x < 9` is no condition. A condition compares",
        ),
        ("[{if: x = 7, to: done}, {to: done}]", "4:54: `x = 7` is no condition. Write `==` for is"),
        ("[{if: x => 7, to: done}, {to: done}]", "4:54: `x => 7` is no condition. Write the sign of more or less"),
        ("[{if: x >= 6.5, to: done}, {to: done}]", "4:54: `x >= 6.5` is no condition. Compare with a whole number."),
        ("[{if: x == a b, to: done}, {to: done}]", "4:54: `x == a b` is no condition. Compare with one word"),
    ],
)
def test_a_slip_in_ways_is_one_problem(ways: str, problem: str, tmp_path: Path) -> None:
    (line,) = said_about_states(tmp_path, f"first: {{ask: A?, scale: 0-10, keep: x, next: {ways}}}")

    assert line.startswith(f"trying.yaml:{problem}")


def test_a_way_without_a_bracket_is_one_problem(tmp_path: Path) -> None:
    states = "first:\n  ask: A?\n  scale: 0-10\n  keep: x\n  next:\n    - if x >= 7, to: done\n    - to: done"

    assert said_about_states(tmp_path, states) == [
        "trying.yaml:9:9: `if` has no colon here, and no bracket before it. Write `{if: x >= 7, to: ...}`."
    ]


def test_a_second_document_is_told_without_the_states_that_stand_in_it(tmp_path: Path) -> None:
    source = with_states("first: {say: A, next: second}") + "---\nsecond: {say: B, next: done}\n"

    (line,) = said_about(tmp_path, {"trying.yaml": source})

    assert "A second document begins here." in line


def test_a_value_in_a_block_is_told_on_its_own_line(tmp_path: Path) -> None:
    states = "first:\n  say: |-\n    One.\n\n    Two {nmae?}.\n  next: done"

    (line,) = said_about_states(tmp_path, states)

    assert line.startswith("trying.yaml:8:12: Nothing ever keeps a value called `nmae`.")


def test_a_long_text_is_counted_as_telegram_counts(tmp_path: Path) -> None:
    (line,) = said_about_states(tmp_path, f"first: {{say: '{'🌊' * 2125}', next: done}}")

    assert "This is 4,250 characters long, as Telegram counts (an emoji is two or more); 3,500 is the most." in line


def test_an_emoji_takes_the_room_of_two_letters_on_a_button(tmp_path: Path) -> None:
    def asks(label: str) -> list[str]:
        return said_about_states(
            tmp_path / str(len(label)), f"first: {{ask: A?, choices: {{a: {{label: {label}, next: done}}}}}}"
        )

    assert asks("🌊" * 20) == []
    assert "as wide as 42 letters; 40 is the most" in asks("🌊" * 21)[0]


@pytest.mark.parametrize(
    ("slip", "problem"),
    [
        (
            "sad: {label: Traurig}",
            "de/trying.yaml:4:35: Only the words of the button belong here. Write `sad: Traurig`:",
        ),
        (
            "sad: Traurig}, next: done, skip: {",
            "de/trying.yaml:4:45: `next` is no key that belongs here. It stands in the original",
        ),
    ],
)
def test_words_of_another_language_hold_nothing_of_the_original(slip: str, problem: str, tmp_path: Path) -> None:
    original = with_states("first: {ask: A?, choices: {sad: {label: Sad}}, next: done}")
    own = f"title: T\nstates:\n  done: {{say: D}}\n  first: {{ask: A?, choices: {{{slip}}}}}\n"

    lines = said_about(tmp_path, {"trying.yaml": original, "de/trying.yaml": own})

    assert lines[0].startswith(problem)
