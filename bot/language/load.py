"""The dialogues for a bot that is to run: the whole folder without a problem, and older versions from their text."""

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
    """Raises DialogueError with every problem that there is."""
    checked = check_folder(folder, places, demands)
    if checked.loaded is None:
        problems = told_by_cause(checked.problems, folder)
        raise DialogueError(as_text(Findings(problems=problems, texts=checked.texts)))
    return checked.loaded


def read_source(id: DialogueId, version: Version, text: str, defaults: Defaults | None = None) -> Dialogue:
    """An older version from its stored text. It was checked when it was new, so only its parts are read again.

    A limit that was drawn closer since is no reason to turn those out who are in it.
    """
    report = Report(path=f"{id}.yaml as stored")
    tree = read_what_can_be(text.encode(), report, any_signs=True)
    built = build_dialogue(id, tree, defaults or Defaults(), report) if tree else None
    if built is None or any(problem.rule not in _LIMITS for problem in report.problems):
        raise DialogueError("\n".join(map(str, report.told())))
    # Under the version it was stored with: what people are pinned to stays, even if the hash is made otherwise one day.
    return replace(built.dialogue, version=version)
