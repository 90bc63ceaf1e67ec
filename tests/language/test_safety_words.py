"""Words that keep people safe are followed into every language: what the original says anew is told of each of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.language.checked_folder import check_folder
from bot.practice.places import TABLE, Places
from tests.bilingual import FOLDER, demands


def told_after(tmp_path: Path, name: str, old: str, new: str) -> list[str]:
    """What is said of a folder in two languages once a file of it is another."""
    folder = Path(shutil.copytree(FOLDER, tmp_path / "dialogues"))
    written = (folder / name).read_text(encoding="utf-8")
    assert old in written
    (folder / name).write_text(written.replace(old, new, 1), encoding="utf-8")
    problems = check_folder(folder, Places.load(TABLE), demands()).problems
    return [f"{Path(problem.path).relative_to(folder)}: {problem.rule}" for problem in problems]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("crisis.yaml", "call {emergency} now", "call {emergency} at once"),
        ("crisis.yaml", "I will reach someone", "I will call someone"),
        ("support.yaml", "If you are in danger", "If there is danger"),
        ("_safety.yaml", "crisis:\n", "crisis:\n  - harm myself\n"),
        ("_helplines.yaml", "emergency_anywhere: ", "emergency_anywhere: 112 or "),
        ("_helplines.yaml", "116 123", "116 124"),
    ],
)
def test_a_safety_sentence_that_is_changed_is_told_of_the_language_that_says_the_old_one(
    name: str, old: str, new: str, tmp_path: Path
) -> None:
    assert told_after(tmp_path, name, old, new) == [f"de/{name}: stale_words"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("crisis.yaml", "call {emergency} now", "call  {emergency}   now"),
        ("crisis.yaml", "title:", "# A remark\ntitle:"),
        ("kindness.yaml", "however small", "small as it may be"),
    ],
)
def test_other_words_and_spaces_and_remarks_leave_a_language_as_it_is(
    name: str, old: str, new: str, tmp_path: Path
) -> None:
    assert told_after(tmp_path, name, old, new) == []


def test_words_that_keep_people_safe_have_to_say_which_of_the_originals_they_are(tmp_path: Path) -> None:
    assert told_after(tmp_path, "de/crisis.yaml", "    of: ", "    # of: ") == ["de/crisis.yaml: stale_words"]


def test_other_states_bear_no_fingerprint(tmp_path: Path) -> None:
    told = told_after(tmp_path, "de/kindness.yaml", "  kind:\n", "  kind:\n    of: abcdefgh\n")

    assert told == ["de/kindness.yaml: left_over"]
