"""One more heavy exercise in the folder: what authors call goes on, with its transcripts beside those of all others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.shipped import FOLDER, copy_of_folder

OTHER = Path(__file__).parents[1] / "another_exercise"
NEXT = '      place: {label: "A peaceful place, 6 min"'
ENTRY = '      letting_go: {label: "Letting go of an old weight, 10 min", start: letting_go}\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With an entry in the list of exercises, and one more way to ask for more."""
    copied = copy_of_folder(tmp_path)
    shutil.copytree(FOLDER.parent / "tests" / "transcripts", tmp_path / "tests" / "transcripts")
    shutil.copytree(OTHER / "transcripts", tmp_path / "tests" / "transcripts", dirs_exist_ok=True)
    shutil.copy(OTHER / "letting_go.yaml", copied)
    listed = (copied / "exercises.yaml").read_text(encoding="utf-8")
    assert NEXT in listed
    (copied / "exercises.yaml").write_text(listed.replace(NEXT, ENTRY + NEXT), encoding="utf-8")
    with (copied / "_listening.yaml").open("a", encoding="utf-8") as listening:
        listening.write("  as_it_comes: What else comes, just as it comes?\n")
    monkeypatch.setenv("DIALOGUES_DIR", str(copied))
    monkeypatch.chdir(tmp_path)
    return copied


@pytest.mark.parametrize(
    "arguments", [["check"], ["test"], ["walk", "letting_go"], ["mutate", "letting_go", "exercises"]], ids="-".join
)
def test_one_more_heavy_exercise_and_one_more_way_to_ask_for_more_break_nothing(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(arguments)

    assert code == 0, capsys.readouterr().out
