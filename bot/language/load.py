"""Loads the dialogues for a bot that is to run: a whole folder without problems, and older versions from their text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.dialogue.model import Dialogue, DialogueId, Version
from bot.errors import DialogueError
from bot.language.checked_folder import THE_BOTS, Demands, Loaded, check_folder
from bot.language.grammar.build import build_dialogue
from bot.language.grammar.build_waits import Defaults
from bot.language.problem_formats import Findings, as_text
from bot.language.problems import Report, Rule
from bot.language.root_causes import told_by_cause
from bot.language.source.reader import read_what_can_be
from bot.practice.places import Places

_LIMITS = frozenset({Rule.LABEL_TOO_LONG, Rule.TEXT_TOO_LONG, Rule.CAPTION_TOO_LONG})


def load_dialogues(folder: Path, places: Places, demands: Demands = THE_BOTS) -> Loaded:
    """Return the dialogues of the folder. Raises DialogueError, with every problem, if there is any."""
    checked = check_folder(folder, places, demands)
    if checked.loaded is None:
        problems = told_by_cause(checked.problems, folder)
        raise DialogueError(as_text(Findings(problems=problems, texts=checked.texts)))
    return checked.loaded


def read_source(id: DialogueId, version: Version, text: str, defaults: Defaults | None = None) -> Dialogue:
    """Return an older version from its stored text. Raises DialogueError if it cannot be read any more.

    It was checked when it was new, so only its parts are read again. A limit that became stricter since then is
    ignored: it is no reason to turn people out of the dialogue.
    """
    report = Report(path=f"{id}.yaml as stored")
    tree = read_what_can_be(text.encode(), report, any_signs=True)
    built = build_dialogue(id, tree, defaults or Defaults(), report) if tree else None
    if built is None or any(problem.rule not in _LIMITS for problem in report.problems):
        raise DialogueError("\n".join(map(str, report.told())))
    # It keeps the version it was stored with, to which people are pinned, even if the hash is made differently one day.
    return replace(built.dialogue, version=version)
