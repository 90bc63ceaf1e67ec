"""What may stand at a place: words as they are written, and names that mean the same to everybody who reads YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.folders import loaded, said_about, said_about_states


@pytest.mark.parametrize("word", ["~", "null", "Null", "NULL"])
def test_what_yaml_takes_for_nothing_is_no_text_unless_it_is_quoted(word: str, tmp_path: Path) -> None:
    said = said_about_states(tmp_path / "plain", f"first: {{say: {word}, next: done}}")

    assert said == [
        f"trying.yaml:4:16: `{word}` stands here. "
        "If it is a word, put it in quotes: without them YAML takes it for nothing."
    ]
    assert said_about_states(tmp_path / "quoted", f"first: {{say: '{word}', next: done}}") == []


@pytest.mark.parametrize("word", ["7", "1e3", "true", "no", "12:30"])
def test_words_that_look_like_something_else_are_words(word: str, tmp_path: Path) -> None:
    state = loaded(tmp_path, f"first: {{say: {word}, next: done}}").states
    say = next(iter(state.values())).say

    assert say
    assert say.fill({}).text == word


@pytest.mark.parametrize("word", ["true", "'true'", "false", "null"])
def test_a_word_of_yaml_is_no_name(word: str, tmp_path: Path) -> None:
    name = word.strip("'")
    said = said_about_states(tmp_path, f"first: {{say: A, next: done, renamed_from: {word}}}")

    assert len(said) == 1
    assert f"`{name}`" in said[0]


def test_a_dialogue_cannot_be_called_by_a_word_of_yaml(tmp_path: Path) -> None:
    said = said_about(tmp_path, {"true.yaml": "title: A\nstart: a\nstates:\n  a: {say: A, end: true}\n"})

    assert [line.partition(" ")[2] for line in said if line.startswith("true.yaml")] == [
        "`true` cannot be a dialogue's name. Use small letters, digits and _, beginning with a letter, 24 at most."
    ]


@pytest.mark.parametrize(("label", "fits"), [("A*b", False), ("'**'", False), (r"'\*'", True), (r"'\* \_ \{'", True)])
def test_a_label_may_hold_signs_of_markup_only_behind_a_backslash(label: str, fits: bool, tmp_path: Path) -> None:
    said = said_about_states(tmp_path, f"first: {{ask: How?, choices: {{a: {{label: {label}, next: done}}}}}}")

    assert bool(said) != fits, said
