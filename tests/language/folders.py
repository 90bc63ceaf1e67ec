"""Folders of dialogues for the tests: a sound one, what to change in it, and what is then said about it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent, indent

from bot.dialogue.model import Dialogue, DialogueId
from bot.language.checked_folder import Checked, Demands, Loaded, check_folder
from bot.language.checks.values import Values
from bot.language.load import load_dialogues
from bot.practice.places import Places
from tests.pictures import png

BROKEN = Path(__file__).parents[1] / "broken_dialogues"
NOWHERE = Places(b"\n\n\n\n\n\n")
DEMANDS = Demands(
    phrases={"greeting": frozenset({"name"}), "helpline_unverified": frozenset()},
    dialogues=(),
    values=Values(
        always=frozenset({"dialogue_title", "helplines"}), sometimes=frozenset({"name", "zone", "zone_time"})
    ),
)


def sound_folder(tmp_path: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """A folder in which nothing is wrong but what `files` bring with them; with German if one of them is German."""
    folder = tmp_path / "dialogues"
    shutil.copytree(BROKEN / "sound", folder)
    (folder / "pictures").mkdir()
    (folder / "pictures" / "lake.png").write_bytes(png())
    if any(name.startswith("de/") for name in files or {}):
        shutil.copytree(BROKEN / "sound_in_german", folder / "de")
    for name, content in (files or {}).items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def check(folder: Path) -> Checked:
    return check_folder(folder, NOWHERE, DEMANDS)


def load(folder: Path) -> Loaded:
    return load_dialogues(folder, NOWHERE, DEMANDS)


def said_about(tmp_path: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """Every problem in a line, the folder's own path left out."""
    folder = sound_folder(tmp_path, files)
    return [str(problem).replace(f"{folder}/", "") for problem in check(folder).problems]


def with_states(states: str, head: str = "") -> str:
    """A dialogue file that begins with the state `first` and may end at `done`."""
    lines = dedent(states).strip("\n")
    return f"title: Trying\nstart: first\n{head}states:\n{indent(lines, '  ')}\n  done: {{say: Done., end: true}}\n"


def loaded(tmp_path: Path, states: str, head: str = "") -> Dialogue:
    return load(sound_folder(tmp_path, {"trying.yaml": with_states(states, head)})).dialogues.live[DialogueId("trying")]


def said_about_states(tmp_path: Path, states: str, head: str = "") -> list[str]:
    return said_about(tmp_path, {"trying.yaml": with_states(states, head)})
