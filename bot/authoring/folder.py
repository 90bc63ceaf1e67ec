"""What lies in the folder of dialogues: which files there are, and which do not belong. Judges no words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.authoring.nodes import Mapping
from bot.authoring.problems import TOP, Problem, Report, Rule, suggest
from bot.authoring.reader import read_tree
from bot.authoring.shapes import LONGEST_NAME, is_name
from bot.dialogue.model import DialogueId
from bot.errors import DialogueError

PHRASES, LISTENING, SAFETY, HELPLINES = "_phrases", "_listening", "_safety", "_helplines"
_OWN = (PHRASES, LISTENING, SAFETY, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class File:
    report: Report
    tree: Mapping | None  # None: missing, or it cannot be read
    text: str = ""  # as it was read


@dataclass(frozen=True, kw_only=True)
class Folder:
    own: dict[str, File]
    dialogues: dict[DialogueId, File]
    strays: list[Report]

    @property
    def problems(self) -> list[Problem]:
        reports = [*self.strays, *(file.report for file in (*self.own.values(), *self.dialogues.values()))]
        return sorted(problem for report in reports for problem in report.problems)


def read_folder(folder: Path, required: Collection[DialogueId] = ()) -> Folder:
    """Everything in the folder, and a problem for each of the `required` dialogues that is not there."""
    if not folder.is_dir():
        raise DialogueError(f"There is no folder of dialogues at {folder}.")
    return Folder(
        own={name: _read(folder / f"{name}.yaml") for name in _OWN},
        dialogues={DialogueId(path.stem): _read(path) for path in _dialogue_files(folder)},
        strays=[report for path in _visible(folder) if (report := _stray(path))]
        + [_missing(path) for id in sorted(required) if not (path := folder / f"{id}.yaml").is_file()],
    )


def _dialogue_files(folder: Path) -> Iterator[Path]:
    return (path for path in _visible(folder) if path.suffix == ".yaml" and is_name(path.stem))


def _visible(folder: Path) -> list[Path]:
    """Files that are not hidden, in order. Folders hold other languages' words."""
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def _read(path: Path) -> File:
    report = Report(path=str(path))
    if path.is_file():
        content = path.read_bytes()
        return File(report=report, tree=read_tree(content, report), text=content.decode("utf-8", "replace"))
    return File(report=_missing(path), tree=None)


def _missing(path: Path) -> Report:
    report = Report(path=str(path))
    report.add(Rule.MISSING_FILE, TOP, "This file is missing.", "Put it back: the bot does not run without it.")
    return report


def _stray(path: Path) -> Report | None:
    report = Report(path=str(path))
    if path.suffix != ".yaml":
        report.add(Rule.STRAY_FILE, TOP, "This is no YAML file.", "Move it elsewhere, or let its name end in .yaml.")
    elif path.stem.startswith("_") and path.stem not in _OWN:
        sentence = "A name with _ before it is kept for the bot's own words."
        report.add(Rule.STRAY_FILE, TOP, sentence, suggest(path.stem, _OWN))
    elif path.stem not in _OWN and not is_name(path.stem):
        advice = f"Use small letters, digits and _, beginning with a letter, {LONGEST_NAME} at most."
        report.add(Rule.STRAY_FILE, TOP, f"`{path.stem}` cannot be a dialogue's name.", advice)
    return report if report.problems else None
