"""A version is the hash of the structure alone, and the same on every machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.folders import load, sound_folder

SOURCE = """\
title: Trying
start: tension
states:
  tension:
    say: Sit down.
    ask: How tense are you?
    scale: 0-10
    keep: tension
    next: [{if: tension >= 7, to: rest}, {to: words}]
  words:
    ask: What is it?
    listen: {most: 1}
    keep: it
    choices: {walk: {label: Walk first, call: walk}, stop: {label: Stop, do: resume}}
    text: true
    next: rest
  rest: {pause: 30, next: done}
  done: {say: Done., set: {prompts: "on"}, end: true}
"""


def version(tmp_path: Path, source: str) -> str:
    dialogues = load(sound_folder(tmp_path, {"trying.yaml": source})).dialogues
    return next(dialogue.version for dialogue in dialogues.live.values() if dialogue.id == "trying")


def test_the_version_of_a_structure_never_changes_by_itself(tmp_path: Path) -> None:
    assert version(tmp_path, SOURCE) == "8552d517dca28a97"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Trying", "title: Trying again\nabout: Try it.\nsource: Me\nminutes: 3"),
        ("say: Sit down.", "say: Take a seat, {name?}"),
        ("ask: How tense are you?", "ask: How tense?"),
        ("label: Walk first", "label: First a walk"),
        ("  rest: {", "  rest: {renamed_from: break, "),
        ("  done: {say: Done., ", "  done: {"),
    ],
)
def test_other_words_are_the_same_version(old: str, new: str, tmp_path: Path) -> None:
    assert version(tmp_path / "1", SOURCE) == version(tmp_path / "2", SOURCE.replace(old, new))


def test_the_order_of_states_in_the_file_is_no_structure(tmp_path: Path) -> None:
    rest = "  rest: {pause: 30, next: done}\n"
    moved = SOURCE.replace(rest, "") + rest

    assert version(tmp_path / "1", SOURCE) == version(tmp_path / "2", moved)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("start: tension", "start: tension\nkind: service"),
        ("scale: 0-10", "scale: 0-9"),
        ("scale: 0-10", "scale: 0-10\n    skip: false"),
        (">= 7", ">= 6"),
        (">= 7", "> 7"),
        ("keep: it", "keep: it\n    remember: it"),
        ("most: 1", "most: 0"),
        ("call: walk", "start: walk"),
        ("do: resume", "do: start_wanted"),
        ("{walk: {label: Walk first, call: walk}, ", "{"),
        ("pause: 30", "pause: 31"),
        ('prompts: "on"', "prompts: paused"),
        ("rest", "break"),
    ],
)
def test_another_structure_is_another_version(old: str, new: str, tmp_path: Path) -> None:
    assert version(tmp_path / "1", SOURCE) != version(tmp_path / "2", SOURCE.replace(old, new))
