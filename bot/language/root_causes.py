"""Joins problems in several files that have one cause elsewhere into one. Within one file its report does that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from bot.language.names import is_name
from bot.language.problems import TOP, Problem, Rule

_MOST_TOLD = 3  # places that lead to one missing dialogue, and are told one by one


def told_by_cause(problems: Iterable[Problem], folder: Path) -> list[Problem]:
    """Return the problems, with one for a dialogue that many places lead to and that has no file.

    So many places are no slip in each of them: the file is missing from the folder.
    """
    told, unknown = [], defaultdict(list)
    for problem in sorted(problems):
        if problem.rule is Rule.UNKNOWN_DIALOGUE and is_name(problem.about):
            unknown[problem.about].append(problem)
        else:
            told.append(problem)
    for name, places in unknown.items():
        told += places if len(places) <= _MOST_TOLD else [_missing(name, places, folder)]
    return sorted(told)


def _missing(name: str, places: list[Problem], folder: Path) -> Problem:
    first = f"{Path(places[0].path).name}, line {places[0].mark.line}"
    return Problem(
        path=str(folder / f"{name}.yaml"),
        mark=TOP,
        rule=Rule.MISSING_FILE,
        sentence=f"This file is missing, and {len(places)} places lead to it: the first is in {first}.",
        advice="Put it back, or lead elsewhere from there.",
    )
