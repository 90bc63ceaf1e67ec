"""`check`: shows every problem in the folder of dialogues, or in those of its files that are named. Changes nothing."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from bot.commands.command import Command, say
from bot.errors import DialogueError, SettingError
from bot.language.checked_folder import Checked, check_folder
from bot.language.problem_formats import Findings, as_github, as_json, as_text
from bot.language.problems import Problem, plain
from bot.language.root_causes import told_by_cause
from bot.language.source.files import is_passed_over
from bot.language.source.folder import OWN, is_language
from bot.language.source.picture_files import PICTURES
from bot.practice.places import TABLE, Places
from bot.settings import Settings

_FORMATS = ("text", "json", "github")


def _arguments(parser: argparse.ArgumentParser) -> None:
    paths = "a folder of dialogues, or files of one; without any, the folder that the bot uses"
    parser.add_argument("paths", nargs="*", type=Path, metavar="path", help=paths)
    parser.add_argument("--format", choices=_FORMATS, default="text", help="text for people, json, or GitHub's remarks")


def _run(settings: Settings, parsed: argparse.Namespace) -> int:
    findings = _findings(settings.dialogues, parsed.paths or [settings.dialogues])
    match parsed.format:
        case "json":
            say(as_json(findings))
        case "github":
            say(as_github(findings))
        case _:
            say(as_text(findings, color=settings.color and sys.stdout.isatty()))
    return 1 if findings.problems else 0


def _findings(configured: Path, paths: list[Path]) -> Findings:
    """Return what the paths name, of every folder that they lie in. Each folder is checked whole."""
    problems: set[Problem] = set()
    texts: dict[str, str] = {}
    passed_over: list[str] = []
    for folder, named in _by_folder(configured, paths).items():
        checked = _check(folder, [path for path in named if not _home(path)])
        problems |= {*told_by_cause((p for p in checked.problems if _is_named(p.path, named)), folder)}
        texts |= {path: text for path, text in checked.texts.items() if _is_named(path, named)}
        passed_over += checked.passed_over
    return Findings(problems=sorted(problems), texts=texts, checked=len(texts), passed_over=passed_over)


def _by_folder(configured: Path, paths: list[Path]) -> dict[Path, list[Path]]:
    found: dict[Path, list[Path]] = {}
    for path in paths:
        if not os.path.lexists(path):
            raise SettingError(f"There is no file or folder at {plain(str(path))}.")
        found.setdefault(_home(path) or Path(os.path.abspath(configured)), []).append(path)
    return found


def _home(path: Path) -> Path | None:
    """Return the folder of dialogues that the path is, or lies in as one of its files; None for any other file."""
    whole = Path(os.path.abspath(path))
    folder = whole if path.is_dir() else whole.parent
    if (is_language(folder.name) or folder.name == PICTURES) and _has_own(folder.parent):
        folder = folder.parent
    if path.is_dir() or (_has_own(folder) and not is_passed_over(path.name)):
        return folder
    return None


def _has_own(folder: Path) -> bool:
    return any(os.path.exists(folder / f"{name}.yaml") for name in OWN)


def _check(folder: Path, beside: list[Path]) -> Checked:
    try:
        return check_folder(folder, Places.load(TABLE), beside=beside)
    except DialogueError as error:
        raise SettingError(str(error)) from error


def _is_named(path: str, named: list[Path]) -> bool:
    return any(Path(os.path.abspath(path)).is_relative_to(os.path.abspath(name)) for name in named)


COMMAND = Command(name="check", help="every problem in the dialogues, with its place", arguments=_arguments, run=_run)
