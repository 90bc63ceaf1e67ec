"""`translate` puts what a language lacks into its folder, to be filled in, and changes no word that stands there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.language.checked_folder import check_folder
from bot.language.problems import Rule
from tests.language.overlaying import add_language
from tests.shipped import PLACES, copy_of_folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = copy_of_folder(tmp_path)
    monkeypatch.setenv("DIALOGUES_DIR", str(copied))
    return copied


def rules_of(folder: Path) -> set[Rule]:
    return {problem.rule for problem in check_folder(folder, PLACES).problems}


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def in_blocks(folder: Path, tag: str, name: str) -> Path:
    """A dialogue's words as a translator writes them: in the skeleton, each what stands above it."""
    path = folder / tag / f"{name}.yaml"
    path.unlink()
    main(["translate", tag])
    text = re.sub(r"^((?: *#.*\n)+)( *\w+:)\n", _filled_in, path.read_text(encoding="utf-8"), flags=re.M)
    path.write_text(text, encoding="utf-8")
    return path


def _filled_in(found: re.Match[str]) -> str:
    words = "\n".join(line.strip().removeprefix("# ").removeprefix("#") for line in found[1].rstrip("\n").split("\n"))
    return f"{found[1]}{found[2]} {json.dumps(words)}\n"


def test_a_new_language_gets_a_skeleton_of_all_files_that_the_check_refuses_until_it_is_filled_in(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["translate", "de"]) == 1

    told = capsys.readouterr().out
    assert {path.name for path in (folder / "de").iterdir()} == {path.name for path in folder.glob("*.yaml")}
    assert f"{folder / 'de' / 'shame.yaml'}: " in told
    assert told.endswith("`de` is not whole yet. Fill in what is empty; `python -m bot check` shows where.\n")
    assert rules_of(folder) == {Rule.EMPTY_TEXT, Rule.WRONG_SHAPE}
    support = (folder / "de" / "support.yaml").read_text(encoding="utf-8")
    assert re.search(r"^    # If you are in danger, .*\n(    #.*\n)+    say:\n", support, re.M)
    assert re.search(r"^  card:\n    of: [a-z]{8}\n", support, re.M)


def test_a_language_that_lacks_nothing_is_left_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_language(folder, "de")
    before = {path: path.read_bytes() for path in (folder / "de").iterdir()}

    assert main(["translate", "de"]) == 0

    assert capsys.readouterr().out == "`de` has words for all that the original says.\n"
    assert {path: path.read_bytes() for path in (folder / "de").iterdir()} == before


def test_what_the_original_gained_is_put_where_it_belongs_and_all_words_stay(folder: Path) -> None:
    add_language(folder, "de")
    german = in_blocks(folder, "de", "exercises")
    before = german.read_text(encoding="utf-8")
    changed(
        folder / "exercises.yaml", "      support:", "      more: {label: Something more, next: more}\n      support:"
    )
    changed(folder / "exercises.yaml", "  not_now:\n", "  more: {say: More., next: done}\n  not_now:\n")
    changed(folder / "exercises.yaml", "start: menu", "about: What there is.\nstart: menu")

    assert main(["translate", "de"]) == 1

    after = german.read_text(encoding="utf-8")
    assert [line for line in after.split("\n") if line in before.split("\n")] == before.split("\n")
    assert re.search(r"^# What there is\.\nabout:\nstates:\n", after, re.M)
    assert re.search(r"^      # Something more\n      more:\n      # Someone to talk to\n      support: ", after, re.M)
    assert main(["translate", "de"]) == 1
    assert german.read_text(encoding="utf-8") == after


def test_what_is_missing_in_words_on_one_line_is_put_there_too(folder: Path) -> None:
    add_language(folder, "de")  # in JSON
    changed(
        folder / "exercises.yaml", "      support:", "      more: {label: Something more, next: done}\n      support:"
    )

    assert main(["translate", "de"]) == 1

    assert rules_of(folder) == {Rule.EMPTY_TEXT}
    assert main(["translate", "de"]) == 1


def test_above_words_whose_original_changed_stands_what_it_says_now_until_somebody_confirms(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_language(folder, "de")
    german = in_blocks(folder, "de", "support")
    before = german.read_text(encoding="utf-8")
    assert rules_of(folder) == set()
    changed(folder / "support.yaml", "If you are in danger", "If there is any danger")

    assert main(["translate", "de"]) == 1

    remarked = german.read_text(encoding="utf-8")
    assert f"{german}: 1 whose original is another now.\n" in capsys.readouterr().out
    assert re.search(
        r"^  #: The original says now:\n  #: say: If there is any danger,.*\n(  #:.*\n)+  card:\n", remarked, re.M
    )
    assert rules_of(folder) == {Rule.STALE_WORDS}
    assert main(["translate", "de"]) == 1
    assert german.read_text(encoding="utf-8") == remarked

    assert main(["translate", "de", "--confirm"]) == 0

    assert rules_of(folder) == set()
    fingerprint = re.compile(r"of: [a-z]{8}")
    assert fingerprint.sub("of:", german.read_text(encoding="utf-8")) == fingerprint.sub("of:", before)


def test_a_file_that_cannot_be_read_is_left_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_language(folder, "de")
    (folder / "de" / "home.yaml").write_text("title: [\n", encoding="utf-8")

    assert main(["translate", "de"]) == 1

    assert (
        f"{folder / 'de' / 'home.yaml'}: This file cannot be read, so it is left as it is." in capsys.readouterr().out
    )
    assert (folder / "de" / "home.yaml").read_text(encoding="utf-8") == "title: [\n"


@pytest.mark.parametrize("tag", ["en", "german", "../de", ""])
def test_what_names_no_other_language_is_refused(tag: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", tag]) == 2

    assert "names no other language" in capsys.readouterr().err
    assert not (folder.parent / "de").exists()


def test_an_original_with_a_problem_is_not_translated(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "home.yaml").write_text("title: Home\n", encoding="utf-8")

    assert main(["translate", "de"]) == 3

    assert "`states` is missing here." in capsys.readouterr().err
    assert not (folder / "de").exists()
