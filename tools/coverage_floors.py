"""Shows how many branches of each measured room its tests go, and fails where these are fewer than its floor.

Reads what `pytest --cov` wrote, and the floors in pyproject.toml. Measures nothing.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.settings import ROOT

REPORT = ROOT / ".coverage.json"


@dataclass(frozen=True, kw_only=True)
class Room:
    name: str
    branches: int
    gone: int
    floor: float  # percent

    @property
    def share(self) -> float:
        """Of its branches, in percent; 0 where nothing was measured."""
        return 100 * self.gone / self.branches if self.branches else 0

    def __str__(self) -> str:
        too_few = "" if self.share >= self.floor else "  too few: test what is new, or say why not in pyproject.toml"
        return f"{self.name:10} {self.share:6.2f} % of {self.branches:4} branches, at least {self.floor} %{too_few}"


def rooms(report: Mapping[str, Any], floors: Mapping[str, float]) -> list[Room]:
    """Each room that has a floor, with what the report (coverage's JSON) tells of its files."""
    found = []
    for name, floor in floors.items():
        files = [told["summary"] for path, told in report["files"].items() if path.startswith(f"bot/{name}/")]
        branches, gone = (sum(file[key] for file in files) for key in ("num_branches", "covered_branches"))
        found.append(Room(name=name, branches=branches, gone=gone, floor=floor))
    return found


def read_floors() -> dict[str, float]:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors: dict[str, float] = configured["tool"]["coverage_floors"]
    return floors


def main() -> int:
    """Return 0 where every room is at its floor or above it, else 1."""
    found = rooms(json.loads(REPORT.read_text(encoding="utf-8")), read_floors())
    print("Branches that the tests of a room go:", *found, sep="\n")
    return 0 if all(room.share >= room.floor for room in found) else 1


if __name__ == "__main__":
    sys.exit(main())
