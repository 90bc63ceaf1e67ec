"""`test`, `walk`, `mutate` and `play --record` as they are called: what they print, and how they end."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.authoring.transcripts.checking import play_transcript
from bot.authoring.transcripts.coverage import Aspect
from bot.authoring.transcripts.reading import read_transcript
from bot.settings import ROOT
from tests.shipped import copy_of_folder, shipped

HOME = """title: There is none yet
opens: home
turns:
  - bot: You have not built ...
  - tap: Not now
  - bot: /home is there at any time.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of dialogues in the working directory, with one transcript beside it."""
    copied = copy_of_folder(tmp_path)
    (tmp_path / "tests" / "transcripts").mkdir(parents=True)
    (tmp_path / "tests" / "transcripts" / "home.yaml").write_text(HOME, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIALOGUES_DIR", str(copied))
    return copied


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_transcripts_that_come_out_as_told_end_well_with_a_table(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, "test")

    assert code == 0
    assert re.search(r"^ +states +edges +probes +timeouts +languages$", said, re.M)
    assert re.search(r"^home +3/5 +3/7 +- +0/1 +1/1$", said, re.M)
    assert said.endswith("\n1 transcript played.\n")
    assert "dialogues/" not in said


def test_what_is_missing_is_listed_with_its_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said = run(capsys, "test", "--missing")

    place = re.search(r"^dialogues/home\.yaml:(\d+):(\d+): nobody waits until card is over\.$", said, re.M)
    assert place
    lines = (folder / "home.yaml").read_text(encoding="utf-8").split("\n")
    assert lines[int(place[1]) - 1].startswith("  card:")
    assert re.search(r"^dialogues/home\.yaml:\d+:\d+: nobody goes none \[build\] → done\.$", said, re.M)


def test_a_transcript_that_does_not_come_out_is_shown_and_so_is_one_that_cannot_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    beside = Path("tests/transcripts")
    (beside / "broken.yaml").write_text(HOME.replace("at any time", "always"), encoding="utf-8")
    (beside / "odd.yaml").write_text("title: T\n", encoding="utf-8")

    code, said = run(capsys, "test", "tests/transcripts")

    assert code == 1
    assert "tests/transcripts/broken.yaml:6:5: The bot says something else.\n" in said
    assert "tests/transcripts/odd.yaml:1:1: `turns` is missing here." in said
    assert said.endswith("\n2 transcripts played. 2 failed.\n")


def test_where_transcripts_are_named_only_the_dialogues_that_they_pass_are_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = run(capsys, "test", "tests/transcripts/home.yaml", "--missing")

    assert "shame" not in said


@pytest.mark.parametrize("command", ["test", "walk", "mutate"])
def test_dialogues_with_a_problem_are_not_tried(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "home.yaml").write_text("title: Home\n", encoding="utf-8")

    code, said = run(capsys, command)

    assert code == 2
    assert "`states` is missing here." in said


def test_no_transcripts_no_folder_and_no_such_dialogue_end_alike(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (
        ["test", "nowhere"],
        ["test", "--dialogues", "nowhere"],
        ["walk", "nowhere"],
        ["mutate", "nowhere"],
    ):
        code, said = run(capsys, *arguments)

        assert code == 2
        assert "nowhere" in said


def test_a_walk_that_finds_nothing_ends_well_and_says_how_it_went(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, "walk", "home", "--steps", "50", "--seed", "7")

    assert code == 0
    assert said == "home: every way can be gone; 50 steps at random from seed 7 kept every promise.\n"


def test_changes_that_no_transcript_notices_are_listed_with_their_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, "mutate", "home")

    assert code == 1
    assert re.search(
        r"^dialogues/home\.yaml:\d+:\d+: Nothing fails if `card` never ends by itself\. No transcript comes here\.$",
        said,
        re.M,
    )
    assert re.search(r"^home: \d+ of \d+ changes noticed \(\d+%\); the checks refuse \d+ more\.$", said, re.M)


def test_where_a_transcript_fails_already_no_change_is_tried(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("tests/transcripts/home.yaml").write_text(HOME.replace("at any time", "always"), encoding="utf-8")

    code, said = run(capsys, "mutate", "home")

    assert code == 2
    assert "1 of the transcripts fail already" in said


def test_what_is_played_in_the_terminal_can_be_recorded_and_plays_back(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("#1\n3\nI am not sure # yet: \N{GRINNING FACE}\n+31m\n/stop\n#4\n"))

    code, said = run(capsys, "play", "shame", "--record", "mine.yaml")

    assert code == 0
    assert "The transcript is in mine.yaml." in said
    recorded = read_transcript("mine.yaml", Path("mine.yaml").read_bytes(), shipped().live)
    assert play_transcript(recorded, shipped()) is None
    written = Path("mine.yaml").read_text(encoding="utf-8")
    assert 'person: "I am not sure # yet: \N{GRINNING FACE}"' in written
    assert "- bot: (asks for more)\n" in written
    assert written.endswith("- state: at rest\n")


def test_a_transcript_that_cannot_be_written_is_said_before_anything_is_played(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("#1\n"))

    code, said = run(capsys, "play", "shame", "--record", "nowhere/mine.yaml")

    assert code == 2
    assert said == "nowhere/mine.yaml cannot be written: No such file or directory.\n"


GUIDE = ROOT / "docs" / "testing-dialogues.md"
FIRST = ROOT / "docs" / "dialogues.md"
SHORT = Path("tests/transcripts/one_kind_thing_short.yaml")


def blocks(kind: str, document: Path = GUIDE) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", document.read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize("command", ["test", "walk", "mutate"])
def test_what_the_guide_shows_of_a_command_is_what_it_prints(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = next(block for block in blocks("text") if block.startswith(f"$ .venv/bin/python -m bot {command} "))
    called, _, printed = shown.partition("\n\n")
    transcript = next(block for block in blocks("yaml") if "opens: one_kind_thing\n" in block and "\nturns:" in block)
    if command == "mutate":
        transcript = re.sub(r"^  - kept: .*\n", "", transcript, flags=re.M)
    (folder / "one_kind_thing.yaml").write_text(blocks("yaml", FIRST)[0], encoding="utf-8")
    SHORT.write_text(transcript, encoding="utf-8")

    _, said = run(capsys, *called.split()[4:])

    assert said == printed


def test_every_column_of_the_table_is_explained_in_the_guide() -> None:
    section = GUIDE.read_text(encoding="utf-8").partition("| column | counts |\n")[2].partition("\n\n")[0]

    assert re.findall(r"^\| `(\w+)` \|", section, re.M) == list(map(str, Aspect))
