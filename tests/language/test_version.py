"""A version is the hash of the structure alone, and the same on every machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.model import DialogueId
from bot.language.grammar.build import build_dialogue
from bot.language.problems import Report
from bot.language.source.reader import read_tree
from tests.language.folders import load, sound_folder

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
    choices: {walk: {label: Walk first, call: walk}, stop: {label: Enough, do: resume}}
    text: true
    next: rest
  rest: {pause: 30, next: done}
  done: {say: Done., set: {prompts: "on"}, end: true}
"""


RICH = """\
title: Trying
kind: exercise
load: light
listen: {most: 0}
start: consent
states:
  consent:
    ask: Would you like to begin?
    choices:
      ready: {label: I am ready, next: [{if: name kept, to: body}, {to: many}], set: {listening: quiet}}
      later: {label: Another day, start: walk}
    keep: wish
    skip: false
  body: {ask: Where is it?, places: true, keep: body, next: [{if: body == nowhere, to: many}, {to: breath}]}
  many: {ask: What is it like?, many: {warm: Warm, cold: Cold}, keep: like, next: breath}
  breath:
    say: Breathe.
    breathe: {pattern: box, minutes: 3}
    choices: {again: {label: It is gone, count: true}}
    keep: gone
    next: hour
  hour: {ask: At what hour?, read: hour, unclear: That was no hour., next: phrase}
  phrase: {ask: Write the words., read: phrase, phrase: all of it, next: away}
  away: {say: Put away., seal: [wish, like], visit: {dialogue: trying, in: 1d}, next: back}
  back:
    ask: Would you like them back?
    choices:
      all: {label: All of it, unseal: true, visit: {dialogue: trying, in: 3h}, next: last}
      none: {label: Not now, seal: [wish], next: last}
    skip: none
  last: {say: That is all., call: walk, renamed_from: first, part: close, checkpoint: true, next: over}
  over: {end: true}
"""

NUMBERS = """\
title: Trying
start: before
states:
  before: {ask: How tense?, scale: 0-10, keep: tension_before, next: after}
  after:
    ask: And now?
    scale: 0-10
    keep: tension_after
    next: [{if: tension_after >= tension_before + 2, to: rest}, {to: done}]
  rest: {say: Rest., next: done}
  done: {end: true}
"""


def version(tmp_path: Path, source: str) -> str:
    """Of a text as it is built, be it refused by a rule that came later."""
    report, defaults = Report(path="trying.yaml"), load(sound_folder(tmp_path)).defaults
    tree = read_tree(source.encode(), report)
    built = build_dialogue(DialogueId("trying"), tree, defaults, report) if tree else None
    assert built, report.told()
    return built.dialogue.version


@pytest.mark.parametrize(
    ("source", "known"), [(SOURCE, "8552d517dca28a97"), (RICH, "ca1f7b45d64d6fb1"), (NUMBERS, "4e79167c0a0f70d9")]
)
def test_the_version_of_a_structure_never_changes_by_itself(source: str, known: str, tmp_path: Path) -> None:
    assert version(tmp_path, source) == known


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Trying", "title: Trying again\nabout: Try it.\nsource: Me\nminutes: 3"),
        ("say: Sit down.", "say: Take a seat, {name?}"),
        ("ask: How tense are you?", "ask: How tense?"),
        ("label: Walk first", "label: First a walk"),
        ("  rest: {", "  rest: {renamed_from: break, "),
        ("  done: {say: Done., ", "  done: {"),
        ("  done: {say: Done., ", "  done: {say: Done., picture: lake.png, "),
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


@pytest.mark.parametrize(
    ("old", "new"),
    [(" + 2", " + 3"), (" + 2", ""), (">= tension_before + 2", ">= 2"), (">= tension_before", "> tension_before")],
)
def test_how_two_numbers_are_compared_is_structure(old: str, new: str, tmp_path: Path) -> None:
    assert version(tmp_path / "1", NUMBERS) != version(tmp_path / "2", NUMBERS.replace(old, new))


def test_no_more_than_another_number_is_written_in_two_ways(tmp_path: Path) -> None:
    plain = NUMBERS.replace(" + 2", "")

    assert version(tmp_path / "1", plain) == version(tmp_path / "2", NUMBERS.replace("+ 2", "+ 0"))
