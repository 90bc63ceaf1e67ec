"""`test`, `walk`, `mutate` and `play --record` as they are called: what they print, and how they end."""

from __future__ import annotations

import re
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import ROOT
from bot.workbench.transcripts.checking import play_transcript
from bot.workbench.transcripts.coverage import Aspect
from bot.workbench.transcripts.reading import read_transcript
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
    broken = HOME.replace("at any time", "always").replace("title: ", "title: Not so, ")
    (beside / "broken.yaml").write_text(broken, encoding="utf-8")
    (beside / "odd.yaml").write_text("title: T\n", encoding="utf-8")

    code, said = run(capsys, "test", "tests/transcripts")

    assert code == 1
    assert "tests/transcripts/broken.yaml:6:5: The bot says something else.\n" in said
    assert "tests/transcripts/odd.yaml:1:1: `turns` is missing here." in said
    assert said.endswith("\n2 transcripts played: 1 as told, 1 not. 1 could not be played.\n")


def test_where_transcripts_are_named_only_the_dialogues_that_they_pass_are_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = run(capsys, "test", "tests/transcripts/home.yaml", "--missing")

    assert "shame" not in said


@pytest.mark.parametrize("command", ["test", "walk", "mutate"])
def test_dialogues_with_a_problem_are_not_tried(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "home.yaml").write_text("title: Home\n", encoding="utf-8")

    code, said = run(capsys, command)

    assert code == 3
    assert "`states` is missing here." in said


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["test", "nowhere"], 2),
        (["test", "--dialogues", "nowhere"], 3),
        *(([command, "nowhere"], 2) for command in ("walk", "mutate", "play", "graph", "packet")),
    ],
)
def test_what_is_not_there_ends_alike_in_all_commands(
    arguments: list[str], expected: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, *arguments)

    assert code == expected
    assert "nowhere" in said


def test_no_walk_goes_fewer_than_no_steps(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["walk", "home", "--steps", "-1"])

    assert ended.value.code == 2
    assert "a whole number belongs here" in capsys.readouterr().err


def test_where_nothing_could_be_played_no_table_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("tests/transcripts/home.yaml").write_text("title: T\n", encoding="utf-8")

    code, said = run(capsys, "test", "tests/transcripts/home.yaml")

    assert code == 1
    assert said.endswith("Add `turns: ...`.\n\n0 transcripts played. 1 could not be played.\n")


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


def test_a_dialogue_whose_transcript_fails_already_is_left_out_and_the_others_go_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("tests/transcripts/home.yaml").write_text(HOME.replace("at any time", "always"), encoding="utf-8")

    code, said = run(capsys, "mutate", "home", "help")

    assert code == 1
    assert said.startswith("home: left out, since tests/transcripts/home.yaml is not as told.")
    assert re.search(r"^help: \d+ of \d+ changes noticed", said, re.M)


@pytest.mark.parametrize(
    ("name", "broken"), [("home_twice.yaml", "title: T\n"), ("calm.yaml", HOME.replace("at any time", "always"))]
)
def test_a_transcript_that_fails_leaves_out_the_dialogue_of_its_name_or_all_that_it_comes_to(
    name: str, broken: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("tests/transcripts", name).write_text(broken.replace("title: ", "title: Broken, "), encoding="utf-8")

    code, said = run(capsys, "mutate", "home", "help")

    assert code == 1
    assert said.startswith(f"home: left out, since tests/transcripts/{name} is not as told.")
    assert re.search(r"^help: \d+ of \d+ changes noticed", said, re.M)


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


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_typed_bytes_that_are_no_text_are_recorded_as_replaced(
    errors: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = TextIOWrapper(BytesIO(b"#1\n3\ncaf\xe9\n"), encoding="utf-8", errors=errors)
    monkeypatch.setattr("sys.stdin", typed)

    code, _ = run(capsys, "play", "shame", "--record", "mine.yaml")

    assert code == 0
    assert "caf\N{REPLACEMENT CHARACTER}" in Path("mine.yaml").read_text(encoding="utf-8")
    assert [path.name for path in Path().glob("mine*")] == ["mine.yaml"]


def test_a_transcript_that_cannot_be_written_whole_leaves_no_file(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("#1\n"))
    Path("mine.yaml.part").touch()

    code, said = run(capsys, "play", "shame", "--record", "mine.yaml")

    assert code == 2
    assert said.endswith("mine.yaml.part is there already. Name a file that is not.\n")
    assert not Path("mine.yaml").exists()


def test_a_transcript_that_cannot_be_written_is_said_before_anything_is_played(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("#1\n"))

    code, said = run(capsys, "play", "shame", "--record", "nowhere/mine.yaml")

    assert code == 2
    assert said == "nowhere/mine.yaml cannot be written: No such file or directory.\n"


def test_a_file_that_is_there_is_not_recorded_over(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("#1\n"))
    Path("mine.yaml").write_text("title: An hour of work\n", encoding="utf-8")

    code, said = run(capsys, "play", "shame", "--record", "mine.yaml")

    assert (code, said) == (2, "mine.yaml is there already. Name a file that is not.\n")
    assert Path("mine.yaml").read_text(encoding="utf-8") == "title: An hour of work\n"


def test_a_play_that_cannot_begin_leaves_no_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = run(capsys, "play", "shane", "--record", "mine.yaml")

    assert code != 0
    assert not Path("mine.yaml").exists()


def test_a_recorded_file_names_the_schema_that_lies_beside_the_dialogues(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(""))
    run(capsys, "play", "home", "--record", "without.yaml")
    Path("schema").mkdir()
    Path("schema/transcript.json").write_text("{}", encoding="utf-8")
    run(capsys, "play", "home", "--record", "tests/transcripts/with.yaml")

    assert Path("without.yaml").read_text(encoding="utf-8").startswith("title: ")
    first = Path("tests/transcripts/with.yaml").read_text(encoding="utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=../../schema/transcript.json"


def test_a_language_that_the_dialogues_are_not_in_is_told_before_anything_is_played(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("mine.yaml").write_text("title: T\nprofile: {language: fr}\nopens: home\nturns: []\n", encoding="utf-8")

    code, said = run(capsys, "test", "mine.yaml")

    assert code == 1
    assert "mine.yaml:2:10: There is no language `fr` among the dialogues. Known here: en." in said


def test_two_transcripts_of_one_title_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = Path("tests/transcripts/home.yaml").read_text(encoding="utf-8")
    Path("tests/transcripts/zoo.yaml").write_text(text, encoding="utf-8")

    code, said = run(capsys, "test")

    assert code == 1
    assert "tests/transcripts/zoo.yaml: home.yaml has the same title. Say in each what it alone shows." in said


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
        transcript = transcript.replace("neighbour smiled", "neighbour smiled at me")
        transcript = re.sub(r"^  - (bot: .asks for more|buttons: |tap: ).*\n", "", transcript, flags=re.M)
    (folder / "one_kind_thing.yaml").write_text(blocks("yaml", FIRST)[0], encoding="utf-8")
    SHORT.write_text(transcript, encoding="utf-8")

    _, said = run(capsys, *called.split()[4:])

    assert said == printed


def test_on_the_first_page_the_play_can_be_recorded_and_the_transcript_weighs_what_is_shown(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = blocks("text", FIRST)
    exercise = next(block for block in blocks("yaml", FIRST) if "\n  not_now:" in block)
    transcript = next(block for block in blocks("yaml", FIRST) if "\nturns:" in block)
    played = next(block for block in page if "\n> #1\n" in block)
    record = next(block for block in page if " --record " in block)
    called, _, printed = next(block for block in page if " -m bot test " in block).partition("\n\n")
    (folder / "one_kind_thing.yaml").write_text(exercise, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", StringIO("".join(re.findall(r"^> (.*\n)", played, re.M))))

    _, said = run(capsys, *record.split()[4:])

    file = Path(called.split()[-1])
    assert said.endswith(f"The transcript is in {file}. Give it a title that says what it shows.\n")
    assert run(capsys, *called.split()[4:]) == (0, printed)
    file.write_text(transcript, encoding="utf-8")
    assert run(capsys, *called.split()[4:]) == (0, printed)


def test_every_column_of_the_table_is_explained_in_the_guide() -> None:
    section = GUIDE.read_text(encoding="utf-8").partition("| column | counts |\n")[2].partition("\n\n")[0]

    assert re.findall(r"^\| `(\w+)` \|", section, re.M) == list(map(str, Aspect))
