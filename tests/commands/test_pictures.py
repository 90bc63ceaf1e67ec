"""`graph` and `packet`: what they print, which files they write, and what they say of an id that is not there."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import ROOT
from tests.shipped import shipped


def test_graph_prints_mermaid_for_the_dialogues_that_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "home", "breathe"]) == 0

    printed = capsys.readouterr().out
    assert printed.count("flowchart TD") == 2
    assert re.findall(r'^title: "(.*)"$', printed, re.M) == ["Your home base", "A paced breath"]


def test_graph_writes_a_picture_for_each_dialogue_where_none_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "pictures"

    assert main(["graph", "--format", "svg", "--out", str(out)]) == 0

    assert sorted(path.stem for path in out.iterdir()) == sorted(shipped().live)
    assert all(path.read_text(encoding="utf-8").startswith("<svg ") for path in out.iterdir())
    assert capsys.readouterr().out.count(".svg\n") == len(shipped().live)


def test_packet_writes_a_page_for_each_exercise(tmp_path: Path) -> None:
    assert main(["packet", "--out", str(tmp_path)]) == 0

    written = {path.name for path in tmp_path.iterdir()}
    assert {"shame.html", "peaceful_place.html"} <= written
    assert "settings.html" not in written


@pytest.mark.parametrize("command", ["graph", "packet"])
def test_an_id_that_is_not_there_is_told_with_the_nearest(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "shamee", "--out", str(tmp_path)]) == 2

    assert capsys.readouterr().err == "There is no dialogue called `shamee`. Did you mean `shame`?\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["graph", "packet"])
def test_a_folder_that_cannot_be_written_to_is_told(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch(stat.S_IRUSR)

    assert main([command, "home", "--out", str(tmp_path / "file")]) == 2

    assert "cannot be written" in capsys.readouterr().err


def test_the_picture_in_the_guide_is_the_one_that_is_drawn(tmp_path: Path) -> None:
    main(["graph", "home", "--format", "svg", "--out", str(tmp_path)])

    assert (ROOT / "docs" / "pictures" / "home.svg").read_bytes() == (tmp_path / "home.svg").read_bytes()
