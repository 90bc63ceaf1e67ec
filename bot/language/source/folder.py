"""Finds which files are in the folder of dialogues, and which do not belong there. Judges no words.

A folder in it has the name of a language and holds that language's words for the same dialogues. Another one,
`pictures`, may hold anything: `checks/pictures.py` looks at what is shown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bot.dialogue.dialogues import ORIGINAL
from bot.dialogue.model import DialogueId
from bot.errors import DialogueError
from bot.language.names import HOW_TO_NAME, is_name
from bot.language.problems import TOP, Problem, Report, Rule, plain, suggest
from bot.language.source.files import File, is_left_by_a_system, is_passed_over, leads_out, read_file
from bot.language.source.picture_files import PICTURES

PHRASES, LISTENING, SAFETY, HELPLINES = "_phrases", "_listening", "_safety", "_helplines"
OWN = (PHRASES, LISTENING, SAFETY, HELPLINES)
_TAG = re.compile(r"[a-z]{2,3}(-([A-Z]{2}|\d{3}))?\Z")  # of BCP 47: a language, and perhaps its region


@dataclass(frozen=True, kw_only=True)
class Folder:
    """The files of a folder of dialogues, or of a language's folder in it."""

    path: Path
    own: dict[str, File]  # of another language those that are there
    dialogues: dict[DialogueId, File]
    strays: list[Report]  # of what does not belong, and of dialogues that are missing
    languages: dict[str, Folder] = field(default_factory=dict)  # by tag
    passed_over: tuple[str, ...] = ()  # names of what no author made, also in the languages' folders

    @property
    def files(self) -> list[File]:
        """Return all files that were read, those of other languages last."""
        others = [file for other in self.languages.values() for file in other.files]
        return [*self.own.values(), *self.dialogues.values(), *others]

    @property
    def problems(self) -> list[Problem]:
        """Return the problems of all files, sorted."""
        strays = [report for folder in (self, *self.languages.values()) for report in folder.strays]
        reports = [*strays, *(file.report for file in self.files)]
        return sorted(problem for report in reports for problem in report.told())

    @property
    def meant(self) -> frozenset[DialogueId]:
        """Return every dialogue that others may name.

        Those whose file is missing or misnamed are among them, since that is reported once.
        """
        return frozenset(self.dialogues).union(DialogueId(Path(report.path).stem) for report in self.strays)


def read_folder(folder: Path, required: Collection[DialogueId] = (), beside: Collection[Path] = ()) -> Folder:
    """Return everything in the folder, with a problem for each of the `required` dialogues that is missing.

    Files `beside` it are read as if they were in it. Raises DialogueError if there is no such folder, or none of the
    bot's own words in it, so that it is probably another folder.
    """
    visible = _visible(folder)
    if not any(path.name == f"{name}.yaml" for path in visible for name in OWN):
        raise DialogueError(f"There are no dialogues in the folder {plain(os.path.abspath(folder))}.")
    folders = [path for path in visible if _is_folder(path)]
    paths = {path.name: path for path in (*visible, *beside) if path not in folders}
    missing = [id for id in sorted(required) if f"{id}.yaml" not in paths]
    refused = {path.name: stray for path in folders if (stray := _stray_folder(path, folder))}
    languages = [path for path in folders if path.name not in {*refused, PICTURES}]
    return Folder(
        path=folder,
        own={name: _own(name, folder, paths) for name in OWN},
        dialogues=_dialogues(paths.values()),
        strays=[report for path in paths.values() if (report := _stray(path))]
        + [_missing(folder / f"{id}.yaml") for id in missing]
        + list(refused.values()),
        languages={path.name: _language(path) for path in languages},
        passed_over=tuple(name for place in (folder, *languages) for name in _left_by_systems(place)),
    )


def is_language(name: str) -> bool:
    """Return whether a folder of this name holds the words of another language."""
    return _TAG.match(name) is not None


def _language(folder: Path) -> Folder:
    """Return the files of a language as they are. What is missing among them is only known beside the original."""
    try:
        visible = _visible(folder)
    except DialogueError as error:
        report = Report(path=str(folder))
        report.add(Rule.UNREADABLE, TOP, str(error), "Let the bot's user read it.")
        return Folder(path=folder, own={}, dialogues={}, strays=[report])
    paths = {path.name: path for path in visible if not _is_folder(path)}
    return Folder(
        path=folder,
        own={name: read_file(path, path.parent) for name in OWN if (path := paths.get(f"{name}.yaml"))},
        dialogues=_dialogues(paths.values()),
        strays=[stray for path in visible if (stray := _stray(path))],
    )


def _dialogues(paths: Iterable[Path]) -> dict[DialogueId, File]:
    files = [path for path in paths if path.suffix == ".yaml" and is_name(path.stem)]
    return {DialogueId(path.stem): read_file(path, path.parent) for path in files}


def _is_folder(path: Path) -> bool:
    return path.suffix != ".yaml" and os.path.isdir(path)


def _visible(folder: Path) -> list[Path]:
    """Return the paths in the folder that are not ignored, sorted. Raises DialogueError if it cannot be read."""
    if not os.path.isdir(folder):
        raise DialogueError(f"There is no folder of dialogues at {plain(str(folder))}.")
    try:
        return sorted(path for path in folder.iterdir() if not is_passed_over(path.name))
    except OSError as error:
        raise DialogueError(f"The folder {plain(str(folder))} cannot be read: {error.strerror}.") from error


def _left_by_systems(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if is_left_by_a_system(name))
    except OSError:  # told where its files are wanted
        return []


def _own(name: str, folder: Path, paths: dict[str, Path]) -> File:
    path = paths.get(f"{name}.yaml")
    return read_file(path, path.parent) if path else File(report=_missing(folder / f"{name}.yaml"), tree=None)


def _missing(path: Path) -> Report:
    report = Report(path=str(path))
    report.add(Rule.MISSING_FILE, TOP, "This file is missing.", "Put it back: the bot does not run without it.")
    return report


def _stray_folder(path: Path, inside: Path) -> Report | None:
    report = Report(path=str(path))
    if path.name != PICTURES and not is_language(path.name):
        advice = "Name it by a language, as in `de` or `pt-BR`, or move it elsewhere."
        report.add(Rule.STRAY_FILE, TOP, f"`{plain(path.name)}` is no language.", advice)
    elif path.name == ORIGINAL:
        advice = "Put its words there, and take this folder out."
        report.add(Rule.STRAY_FILE, TOP, "The dialogues' own files are in this language.", advice)
    elif leads_out(path, inside):
        sentence = "This link leads out of the folder of dialogues."
        report.add(Rule.OUTSIDE, TOP, sentence, "Put the folder itself here.")
    return report if report.problems else None


def _stray(path: Path) -> Report | None:
    report = Report(path=str(path))
    if _is_folder(path):
        report.add(Rule.STRAY_FILE, TOP, "A folder has no place here.", "Move it elsewhere.")
    elif path.suffix != ".yaml":
        report.add(Rule.STRAY_FILE, TOP, "This is no YAML file.", "Move it elsewhere, or let its name end in .yaml.")
    elif path.stem.startswith("_") and path.stem not in OWN:
        sentence = "A name with _ before it is kept for the bot's own words."
        report.add(Rule.STRAY_FILE, TOP, sentence, suggest(path.stem, OWN))
    elif path.stem not in OWN and not is_name(path.stem):
        advice = HOW_TO_NAME
        report.add(Rule.STRAY_FILE, TOP, f"`{plain(path.stem)}` cannot be a dialogue's name.", advice)
    return report if report.problems else None
