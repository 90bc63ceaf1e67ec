"""Every problem is told at once: none hides another that does not follow from it, and what does follow is not told."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.language.problems import Rule
from tests.language.folders import BROKEN, check, said_about, said_about_states, sound_folder, with_states

# Not one that changes the sound dialogue, which others build upon.
FILES = sorted(file for file in BROKEN.glob("*.yaml") if not file.read_bytes().startswith(b"# walk.yaml:"))


def rules_of(tmp_path: Path, files: dict[str, str | bytes]) -> list[tuple[str, str]]:
    """Which file breaks which rule."""
    return [(Path(problem.path).name, problem.rule) for problem in check(sound_folder(tmp_path, files)).problems]


def rules_of_states(tmp_path: Path, states: str, head: str = "") -> list[str]:
    return [rule for _, rule in rules_of(tmp_path, {"trying.yaml": with_states(states, head)})]


def told(data: bytes) -> tuple[str, str]:
    """What the first line of a broken file says: its name in the folder, and the problem."""
    expected = data.partition(b"\n")[0].decode().removeprefix("# ")
    return expected.partition(":")[0], expected


# Between files


@given(st.sampled_from(FILES), st.sampled_from(FILES))
def test_two_broken_files_in_one_folder_are_both_told(first: Path, second: Path) -> None:
    here, there = first.read_bytes(), second.read_bytes().replace(b"broken", b"other")
    assume(told(here)[0] != told(there)[0])
    with TemporaryDirectory() as place:
        said = said_about(Path(place), {told(data)[0]: data for data in (here, there)})
    said = [line for line in said if not re.match(r"de/\w+\.yaml:1:1:", line)]  # true as well: no words there
    assert sorted(said) == sorted([told(here)[1], told(there)[1]])


def test_as_many_problems_as_there_are_in_different_files_are_told(tmp_path: Path) -> None:
    found = rules_of(
        tmp_path,
        {
            "A Walk.yaml": "title: A\n",
            "_safety.yaml": "crisis: []\n",
            "brackets.yaml": "title: [\n",
            "image.yaml": b"\x89PNG\r\n\x1a\n\x00",
            "label.yaml": with_states(f"first: {{ask: A?, choices: {{a: {{label: {'a' * 41}, next: done}}}}}}"),
            "reach.yaml": with_states("first: {say: A, next: done}\nsecond: {say: B, next: done}"),
            "state.yaml": with_states("first: {say: Hello, next: nowhere}"),
            "value.yaml": with_states("first: {say: 'Hello {nmae?}', next: done}"),
        },
    )

    assert found == [
        ("A Walk.yaml", "stray_file"),
        ("_safety.yaml", "too_few"),
        ("brackets.yaml", "syntax"),
        ("image.yaml", "not_utf8"),
        ("label.yaml", "label_too_long"),
        ("reach.yaml", "unreachable_state"),
        ("state.yaml", "unknown_state"),
        ("value.yaml", "unknown_value"),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        "title: Other\nstart: first\nstates:\n  first: {ask: How?, keep: mood, nxet: done}\n",
        "title: Other\nstart: first\nstates:\n  first: {ask: How?, keep: mood\n",
        "title: Other\nstart: first\nstates:\n  first: {ask: How?, kep: mood, next: first}\n",
        "title: Other\nstart: first\nstates:\n  first:\n    ask: How?\n    keep: mood   # its name\n\tnext: done\n",
    ],
    ids=["a wrong key", "a bracket", "a wrong keep", "a tab"],
)
def test_what_a_broken_file_keeps_is_known_to_the_others(broken: str, tmp_path: Path) -> None:
    asks = with_states("first: {say: '{mood?}', next: done}")

    assert [file for file, _ in rules_of(tmp_path, {"other.yaml": broken, "asks.yaml": asks})] == ["other.yaml"]


def test_what_a_file_that_cannot_be_opened_may_keep_is_known_to_the_others(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path, {"asks.yaml": with_states("first: {say: '{mood?}', next: done}")})
    (folder / "other.yaml").symlink_to("nowhere.yaml")

    assert [problem.rule for problem in check(folder).problems] == [Rule.UNREADABLE]


@pytest.mark.parametrize("name", ["Other one.yaml", "other.yml"])
def test_a_dialogue_whose_file_has_a_wrong_name_is_told_once(name: str, tmp_path: Path) -> None:
    calls = with_states(f"first: {{call: {Path(name).stem}, next: done}}")

    assert rules_of(tmp_path, {name: "title: A\n", "calls.yaml": calls}) == [(name, "stray_file")]


def test_phrases_that_cannot_be_read_do_not_make_commands_and_body_places_unknown(tmp_path: Path) -> None:
    asks = with_states(
        "first: {ask: Where?, places: true, keep: place, next: [{if: place == nowhere, to: done}, {to: done}]}"
    )

    assert rules_of(tmp_path, {"_phrases.yaml": "body_places: [\n", "asks.yaml": asks}) == [("_phrases.yaml", "syntax")]


# Within a file


@pytest.mark.parametrize(
    ("slip", "rule"),
    [
        ("say: 'One *two'", "markup"),
        (f"say: {'long ' * 800}", "text_too_long"),
        (f"choices: {{a: {{label: {'a' * 41}}}}}\nask: A?", "label_too_long"),
        ("choices: {a: {label: '{name}'}}\nask: A?", "label_not_plain"),
        ("choices: {a: {next: second}}\nask: A?", "missing_key"),
        ("say: One #two", "cut_by_hash"),
        ("say: !loud One", "tag"),
        ("say:", "empty_text"),
        ("say: Hm\nset: {listening: quite}", "bad_setting"),
        ("breathe: {pattern: bxo}", "unknown_pattern"),
        ("say: Hm\nrenamed_from: done", "renamed_clash"),
        ("pause: 0", "bad_number"),
        ("say: Hm\ncheckpoint: &here true", "anchor"),
    ],
)
def test_a_slip_that_changes_no_way_mutes_no_rule_that_follows_ways(slip: str, rule: str, tmp_path: Path) -> None:
    states = "\n".join(
        [
            "first:",
            *(f"  {line}" for line in slip.split("\n")),
            "  next: second",
            "second: {ask: How?, keep: how, next: third}",
            "third: {say: '{how}', next: done}",
            "island: {say: Sand, next: done}",
        ]
    )

    assert sorted(rules_of_states(tmp_path, states)) == sorted([rule, "value_not_certain", "unreachable_state"])


@pytest.mark.parametrize(
    ("states", "rules"),
    [
        ("first: {say: A, next: secnd}\nsecond: {say: B, next: done}", ["unknown_state"]),
        ("first: {say: A, nxet: second}\nsecond: {say: B, next: done}", ["unknown_key"]),
        ("first: {say: A}\nsecond: {say: B, next: done}", ["no_exit"]),
        ("first: {ask: A?, keep: how, next: [{if: how kept, to: second}]}\nsecond: {say: B, end: true}", ["open_ways"]),
        ("first: {ask: A?, choices: {a: {label: A, call: wlak, next: done}}}", ["unknown_dialogue"]),
        ("first: {ask: A?, keep: how, next: [{if: how is bad, to: done}, {to: done}]}", ["bad_condition"]),
        ("first: {say: A, next: }", ["empty_text"]),
        ("first: {say: A, next: {to: done}}", ["wrong_shape"]),
        ("first: {say: A, next: [{if: name kept}, {to: done}]}", ["missing_key"]),
        ("first: {ask: A?, kep: how, next: second}\nsecond: {say: '{how?}', next: done}", ["unknown_key"]),
        ("first: {say: A, next: done}\nfirst: {say: A, next: second}\nsecond: {say: B, next: done}", ["duplicate_key"]),
    ],
)  # fmt: skip
def test_what_merely_follows_from_a_slip_is_not_told(states: str, rules: list[str], tmp_path: Path) -> None:
    assert rules_of_states(tmp_path, states) == rules


def test_slips_of_many_kinds_in_one_file_are_all_told(tmp_path: Path) -> None:
    states = """
        first: {ask: How?, keep: how, next: secnd}
        third: {say: "*", nxet: done}
        fourth: {say: "{nmae?}", next: done}
        fifth: {say: Hm, call: wlak, next: done}
        sixth: {breathe: bxo, next: done}
        seventh: {ask: Tense?, scale: ten, keep: tension, next: done}
        seventh: {say: Again, next: done}
    """

    assert sorted(rules_of_states(tmp_path, states)) == [
        "bad_scale", "duplicate_key", "markup", "unknown_dialogue", "unknown_key", "unknown_pattern", "unknown_state",
        "unknown_value",
    ]  # fmt: skip


def test_one_line_is_said_of_each_place_even_where_two_rules_would_refuse_it(tmp_path: Path) -> None:
    assert len(said_about_states(tmp_path, "first: {say: A, next: *done}")) == 1


def test_what_is_missing_and_what_is_too_much_are_told_of_the_same_place(tmp_path: Path) -> None:
    source = "colour: blue\nstates:\n  first: {say: Hello, end: true}\n"

    assert sorted(rules_of(tmp_path, {"trying.yaml": source})) == [
        ("trying.yaml", "missing_key"),
        ("trying.yaml", "missing_key"),
        ("trying.yaml", "unknown_key"),
    ]


@pytest.mark.parametrize(
    "key", ["visit: {in: 1d}", "next: [{if: name kept}, {to: done}]", "choices: {a: {next: done}}\n    ask: A?"]
)
def test_a_key_that_is_missing_is_told_once(key: str, tmp_path: Path) -> None:
    source = f"title: A\nstart: first\nstates:\n  first:\n    {key}\n    say: Hello\n  done: {{end: true}}\n"
    source = source if "next: [" in source else source.replace("say: Hello\n", "say: Hello\n    next: done\n")

    assert rules_of(tmp_path, {"trying.yaml": source}) == [("trying.yaml", "missing_key")]


def test_a_head_with_a_mistyped_key_does_not_miss_the_right_one(tmp_path: Path) -> None:
    source = with_states("first: {say: A, next: done}").replace("title:", "tilte:")

    assert rules_of(tmp_path, {"trying.yaml": source}) == [("trying.yaml", "unknown_key")]
