"""The floors of coverage: which rooms have one, and what is said of a room that is below its own."""

from __future__ import annotations

import tomllib

import pytest

from bot.settings import ROOT
from tools.coverage_floors import read_floors, rooms


def told(gone: int, branches: int) -> dict[str, object]:
    return {"summary": {"covered_branches": gone, "num_branches": branches}}


@pytest.mark.parametrize(("gone", "is_below"), [(18, True), (19, False), (20, False)])
def test_a_room_is_held_at_its_floor_over_all_its_files(gone: int, is_below: bool) -> None:
    files = {"bot/storage/people.py": told(gone, 20), "bot/storage/due.py": told(20, 20), "bot/app.py": told(0, 40)}

    (room,) = rooms({"files": files}, {"storage": 97.5})

    assert (room.share < room.floor) is is_below
    assert ("too few" in str(room)) is is_below


def test_a_room_of_which_nothing_was_measured_is_below_its_floor() -> None:
    (room,) = rooms({"files": {"bot/storage/people.py": told(1, 1)}}, {"stored": 90.0})

    assert room.share < room.floor


def test_what_is_measured_has_a_floor_and_tests_of_its_own() -> None:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["coverage"]["run"]

    assert configured["source"] == [f"bot/{name}" for name in sorted(read_floors())]
    assert all((ROOT / "tests" / name).is_dir() for name in read_floors())
