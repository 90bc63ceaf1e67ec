"""The loaded dialogues with their files: where a thing of them is written, and whether the checks accept a change.

Reads no folder: the texts are those that were loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.dialogue.model import Dialogue, DialogueId, StateId
from bot.language.checked_folder import THE_BOTS, Loaded
from bot.language.checks.meaning import check_meaning, check_meaning_between
from bot.language.checks.values import surroundings
from bot.language.grammar.build import Built
from bot.language.problems import TOP, Report
from bot.language.source.nodes import Mapping as Tree
from bot.language.source.reader import read_tree
from bot.workbench.transcripts.coverage import CoveragePoint


class Recheck:
    """The dialogues of one folder, with their files."""

    def __init__(self, loaded: Loaded, folder: Path) -> None:
        live = loaded.dialogues.live.values()
        self._built = {
            dialogue.id: Built(
                dialogue=dialogue,
                tree=_tree(loaded.sources[dialogue.id]),
                report=Report(path=str(folder / f"{dialogue.id}.yaml")),
            )
            for dialogue in live
        }

    def where(self, dialogue: DialogueId, state: StateId | None = None, *path: str | int) -> str:
        """Return the file, the line and the column of something of a state; without a state, of the dialogue."""
        built = self._built[dialogue]
        mark = built.state_mark(state, *path) if state else TOP
        return f"{built.report.path}:{mark.line}:{mark.column}"

    def where_is(self, thing: CoveragePoint) -> str:
        """Return where the thing that a play may pass is written."""
        edge = thing.edge
        path: tuple[str | int, ...] = ()
        if edge:
            path = ("choices", edge.choice, "next", edge.number) if edge.choice else ("next", edge.number)
        return self.where(thing.dialogue, thing.state, *path)

    def refuses(self, dialogue: Dialogue) -> bool:
        """Return whether the checks would find a problem if this dialogue took the place of the one with its id."""
        changed = self._changed(dialogue)
        part = changed[dialogue.id]
        around = surroundings(THE_BOTS.values, (built.dialogue for built in changed.values()))
        check_meaning(part, around)
        check_meaning_between([part], changed)
        return bool(part.report.problems)

    def _changed(self, dialogue: Dialogue) -> Mapping[DialogueId, Built]:
        old = self._built[dialogue.id]
        new = replace(old, dialogue=dialogue, report=Report(path=old.report.path))
        return {**self._built, dialogue.id: new}


def _tree(source: str) -> Tree:
    tree = read_tree(source.encode(), Report(path=""))
    if tree is None:
        raise ValueError("this text was loaded, and cannot be read again")
    return tree
