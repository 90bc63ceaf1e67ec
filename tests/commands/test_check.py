"""`python -m bot check`: what it looks at, what it shows in each format, and how it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import ROOT

Run = Callable[..., tuple[int, str, str]]
FIRST_PAGE = (ROOT / "docs" / "dialogues.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "dialogue-reference.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the dialogues that are shipped, below the working directory."""
    return Path(shutil.copytree(ROOT / "dialogues", tmp_path / "dialogues"))


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(folder.parent)
    monkeypatch.setenv("DIALOGUES_DIR", "dialogues")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["check", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def slip(file: Path, old: str = "next: back", new: str = "next: bakc") -> int:
    """Puts a slip into a file, and says in which line."""
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_dialogues_that_are_shipped_are_fine(run: Run, folder: Path) -> None:
    assert run() == (0, f"No problem in {len(list(folder.glob('**/*.yaml')))} files.\n", "")


def test_what_no_author_made_is_passed_over_and_named_in_the_last_line(run: Run, folder: Path) -> None:
    files = len(list(folder.glob("**/*.yaml")))
    (folder / "lost+found").mkdir()
    (folder / "Thumbs.db").write_bytes(b"\0")

    code, out, err = run()

    over = " Passed over, for no author made it: Thumbs.db, lost+found."
    assert (code, out, err) == (0, f"No problem in {files} files.{over}\n", "")
    assert json.loads(run("--format", "json")[1])["passed_over"] == ["Thumbs.db", "lost+found"]


def test_problems_are_shown_with_their_lines_and_end_with_one(run: Run, folder: Path) -> None:
    line = slip(folder / "home.yaml")
    slip(folder / "breathe.yaml", "title:", "tilte:")

    code, out, err = run()

    assert (code, err) == (1, "")
    assert out.startswith("dialogues/breathe.yaml:")
    assert f"\n\ndialogues/home.yaml:{line}:11: There is no state called `bakc`. [unknown_state]\n" in out
    assert "\n     |           ^~~~\n  Did you mean `back`?\n" in out
    assert out.endswith("\n\n2 problems in 2 files.\n")


def test_json_is_one_document(run: Run, folder: Path) -> None:
    slip(folder / "home.yaml")

    code, out, _ = run("--format", "json")

    document = json.loads(out)
    assert code == 1
    assert (document["version"], document["files"]) == (1, len(list(folder.glob("**/*.yaml"))))
    assert [problem["code"] for problem in document["problems"]] == ["unknown_state"]
    assert json.loads(run("dialogues/shame.yaml", "--format", "json")[1])["problems"] == []


def test_github_gets_one_command_for_each_problem(run: Run, folder: Path) -> None:
    line = slip(folder / "home.yaml")

    code, out, _ = run("--format", "github")

    assert code == 1
    assert out.startswith(
        f"::error file=dialogues/home.yaml,line={line},col=11,endColumn=15,title=unknown_state::There "
    )
    assert out.count("::error") == 1


def test_of_files_that_are_named_only_their_own_problems_are_shown(run: Run, folder: Path) -> None:
    slip(folder / "home.yaml")
    slip(folder / "breathe.yaml", "title:", "tilte:")

    assert run("dialogues/shame.yaml")[0] == 0
    code, out, _ = run("dialogues/home.yaml", "dialogues/shame.yaml")
    assert (code, out.count("unknown_state"), out.count("unknown_key")) == (1, 1, 0)


def test_a_named_file_is_checked_with_the_folder_around_it(run: Run, folder: Path) -> None:
    slip(folder / "home.yaml", "call: peaceful_place", "call: peaceful_plaec")

    code, out, _ = run("dialogues/home.yaml")

    assert code == 1
    assert "Did you mean `peaceful_place`?" in out


def test_a_file_that_lies_elsewhere_is_checked_as_if_it_lay_in_the_folder(run: Run, folder: Path) -> None:
    new = folder.parent / "drafts" / "kind thing.yaml"
    new.parent.mkdir()
    new.write_text("title: A\nstart: a\nstates:\n  a: {call: groundign, next: b}\n  b: {end: true}\n", encoding="utf-8")

    code, out, _ = run("drafts/kind thing.yaml")
    assert code == 1
    assert out.startswith("drafts/kind thing.yaml:1:1: `kind thing` cannot be a dialogue's name. [stray_file]\n")

    new = new.rename(new.with_name("kind_thing.yaml"))
    code, out, _ = run("drafts/kind_thing.yaml")
    assert (code, out.count("problem")) == (1, 1)
    assert "drafts/kind_thing.yaml:4:13: There is no dialogue called `groundign`." in out

    slip(new, "groundign", "grounding")
    assert run("drafts/kind_thing.yaml") == (0, "No problem in 1 file.\n", "")


@pytest.mark.parametrize("path", ["dialogues/drafts/kind.yaml", "dialogues/.kind.yaml"])
def test_a_file_that_the_bot_passes_over_is_not_passed_over_where_it_is_named(
    path: str, run: Run, folder: Path
) -> None:
    (folder / "drafts").mkdir()
    (folder.parent / path).write_text("title: A\n", encoding="utf-8")

    code, out, _ = run(path)

    assert code == 1
    assert all(line.startswith(f"{path}:") for line in out.split("\n") if "[" in line)


def test_another_languages_words_are_checked_beside_the_original(run: Run, folder: Path) -> None:
    (folder / "de").mkdir()
    (folder / "de" / "home.yaml").write_text("title: Dein Ort\n", encoding="utf-8")

    for path in ("dialogues/de/home.yaml", "dialogues/de", "dialogues"):
        code, out, _ = run(path)
        assert code == 1
        assert "dialogues/de/home.yaml:1:1: " in out
        assert ("dialogues/de:1:1: " in out) is (path != "dialogues/de/home.yaml")
        assert "The original has no" not in out


def test_another_folder_is_checked_instead(run: Run, folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "mine")
    slip(folder.parent / "mine" / "home.yaml")

    assert run()[0] == 0
    assert run("mine")[0] == 1
    assert run("mine", "dialogues")[1].startswith("mine/home.yaml:")


def test_a_folder_is_told_from_where_one_stands(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slip(folder / "home.yaml")
    monkeypatch.chdir(folder)

    assert run(".")[1].startswith("home.yaml:")
    assert run("home.yaml")[1].startswith("home.yaml:")


@pytest.mark.parametrize("path", ["nowhere", "dialogues/nowhere.yaml", "no\nwhere"])
def test_what_is_not_there_cannot_be_checked(path: str, run: Run) -> None:
    code, out, err = run(path)

    assert (code, out) == (2, "")
    assert err.startswith("There is no file or folder at ")
    assert err.count("\n") == 1


def test_a_folder_that_is_configured_and_not_there_cannot_be_checked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALOGUES_DIR", "elsewhere")

    code, out, err = run()

    assert (code, out) == (2, "")
    assert err.startswith("There is no f")


def test_a_format_that_does_not_exist_ends_with_two(run: Run) -> None:
    with pytest.raises(SystemExit) as caught:
        run("--format", "xml")
    assert caught.value.code == 2


def test_a_pipe_in_the_folder_keeps_nobody_waiting(run: Run, folder: Path) -> None:
    os.mkfifo(folder / "other.yaml")

    assert "[unreadable]" in run()[1]
    assert "[unreadable]" in run("dialogues/other.yaml")[1]


@pytest.mark.parametrize(("terminal", "setting", "colours"), [(True, "", True), (True, "1", False), (False, "", False)])
def test_colours_are_for_terminals_whose_owner_does_not_mind(
    terminal: bool, setting: str, colours: bool, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip(folder / "home.yaml")
    monkeypatch.setenv("NO_COLOR", setting)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)

    assert ("\x1b[" in run()[1]) is colours
    assert "\x1b[" not in run("--format", "json")[1]


def test_the_bot_refuses_to_start_with_the_same_words(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slip(folder / "home.yaml")
    _, out, _ = run()

    assert main(["play", "home"]) == 3

    assert capsys.readouterr().err == out


def test_the_first_page_shows_what_is_shown(run: Run, folder: Path) -> None:
    example = re.search(r"^```yaml\n(.*?)^```", FIRST_PAGE, re.M | re.S)
    fine, slips = re.findall(r"^\$ \.venv/bin/python -m bot check (dialogues/\S+)\n(.*?)^```", FIRST_PAGE, re.M | re.S)
    assert example
    (folder.parent / fine[0]).write_text(example[1], encoding="utf-8")
    assert run(fine[0]) == (0, fine[1], "")
    slip(folder.parent / fine[0], "next: close", "next: clsoe")
    slip(folder.parent / fine[0], "say: That", "say: Well done. That")

    assert run(slips[0]) == (1, slips[1].removeprefix("\n"), "")


def test_the_reference_names_every_field_of_the_json(run: Run, folder: Path) -> None:
    slip(folder / "home.yaml")
    section = REFERENCE.partition("\n## Checking\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.M)

    (problem,) = json.loads(run("--format", "json")[1])["problems"]

    assert [name for cell in cells for name in re.findall(r"`(\w+)`", cell)] == list(problem)


def test_a_language_that_is_only_begun_is_one_problem(run: Run, folder: Path) -> None:
    (folder / "fr").mkdir()

    code, out, _ = run()

    assert code == 1
    assert re.match(r"dialogues/fr:1:1: \d+ files, from `_helplines` to `\w+`, are not there in this language\.", out)
    assert out.endswith("\n\n1 problem in 1 file.\n")


def test_a_dialogue_that_many_lead_to_and_that_is_gone_is_one_problem(run: Run, folder: Path) -> None:
    (folder / "grounding.yaml").unlink()

    _, out, _ = run()

    assert re.search(r"^dialogues/grounding\.yaml:1:1: This file is missing, and \d+ places lead to it:", out, re.M)
    assert "There is no dialogue called `grounding`." not in out


def test_a_folder_of_something_else_is_one_sentence(run: Run, folder: Path) -> None:
    (folder.parent / "docs").mkdir()
    (folder.parent / "docs" / "guide.md").write_text("Read me.", encoding="utf-8")

    code, out, err = run("docs")

    assert (code, out) == (2, "")
    assert err == f"There are no dialogues in the folder {folder.parent / 'docs'}.\n"


def test_a_full_disk_is_one_sentence(run: Run, folder: Path) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(  # noqa: S603 - the program itself
            [sys.executable, "-m", "bot", "check", str(folder)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )

    assert done.returncode == 2
    assert done.stderr == "What this has to say cannot be written: No space left on device.\n"
