"""The folder of dialogues, read, checked and made into what the core works with; or every problem in it, one a line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.authoring.build import Built, build_dialogue
from bot.authoring.build_waits import Defaults
from bot.authoring.checks import check_dialogue
from bot.authoring.checks_between import check_links, check_recursion
from bot.authoring.checks_of_values import Values, check_values, surroundings
from bot.authoring.folder import HELPLINES, LISTENING, PHRASES, SAFETY, Folder, read_folder
from bot.authoring.own_cues import read_listening, with_crisis_phrases
from bot.authoring.own_helplines import read_helplines
from bot.authoring.own_phrases import OwnPhrases, read_phrases
from bot.authoring.problems import Problem, Report
from bot.authoring.reader import read_tree
from bot.dialogue.dialogues import Dialogues, Helplines
from bot.dialogue.model import Dialogue, DialogueId, Option, Version
from bot.dialogue.phrases import REQUIRED_PHRASES
from bot.dialogue.reserved import REQUIRED_DIALOGUES
from bot.dialogue.slots import ALWAYS_KNOWN, SOMETIMES_KNOWN
from bot.errors import DialogueError
from bot.listening.cues import Cues
from bot.practice.breathing import PATTERNS
from bot.practice.places import Places


@dataclass(frozen=True, kw_only=True)
class Loaded:
    dialogues: Dialogues
    menu: Mapping[str, str]  # the command menu: each command with its line, in order
    body_places: tuple[Option, ...]  # for `read_source`
    sources: Mapping[DialogueId, str]  # every dialogue's text as it was read, to be stored with its version


KNOWN_VALUES = Values(always=ALWAYS_KNOWN, sometimes=SOMETIMES_KNOWN)


def load_dialogues(
    folder: Path,
    places: Places,
    *,
    required_phrases: Mapping[str, frozenset[str]] = REQUIRED_PHRASES,
    required_dialogues: Collection[DialogueId] = REQUIRED_DIALOGUES,
    values: Values = KNOWN_VALUES,
) -> Loaded:
    """Raises DialogueError with every problem that there is."""
    files = read_folder(folder, required_dialogues)
    own = _own_phrases(files, required_phrases)
    cues, helplines = _cues(files, own), _helplines(files, own)
    built = _build_all(files, own.body_places)
    _check_all(built, files, values)
    if files.problems:
        raise _error(files.problems)
    dialogues = Dialogues(
        live={id: part.dialogue for id, part in built.items()},
        pinned={(id, part.dialogue.version): part.dialogue for id, part in built.items()},
        phrases=own.phrases,
        cues=cues,
        helplines=helplines,
        places=places,
        commands={command: dialogue for command, dialogue in own.commands.items() if dialogue is not None},
    )
    sources = {id: file.text for id, file in files.dialogues.items()}
    return Loaded(dialogues=dialogues, menu=own.menu, body_places=own.body_places, sources=sources)


def read_source(id: DialogueId, version: Version, text: str, body_places: tuple[Option, ...] = ()) -> Dialogue:
    """An older version from its stored text. It was checked when it was new, so only its parts are read again."""
    report = Report(path=f"{id}.yaml as stored")
    tree = read_tree(text.encode(), report)
    built = build_dialogue(id, tree, Defaults(body_places=body_places), report) if tree else None
    if built is None:
        raise _error(report.problems)
    # Under the version it was stored with: what people are pinned to stays, even if the hash is made otherwise one day.
    return replace(built.dialogue, version=version)


def _own_phrases(files: Folder, required: Mapping[str, frozenset[str]]) -> OwnPhrases:
    file = files.own[PHRASES]
    return read_phrases(file.tree, file.report, required=required, dialogues=files.dialogues, patterns=PATTERNS)


def _cues(files: Folder, own: OwnPhrases) -> Cues:
    listening, safety = files.own[LISTENING], files.own[SAFETY]
    cues = read_listening(listening.tree, listening.report, own.commands)
    return with_crisis_phrases(cues, safety.tree, safety.report)


def _helplines(files: Folder, own: OwnPhrases) -> Helplines:
    remark = own.phrases.get("helpline_unverified")
    file = files.own[HELPLINES]
    return read_helplines(file.tree, file.report, unverified=remark.fill({}).text if remark else "")


def _build_all(files: Folder, body_places: tuple[Option, ...]) -> dict[DialogueId, Built]:
    defaults = Defaults(body_places=body_places)
    built = {
        id: build_dialogue(id, file.tree, defaults, file.report) for id, file in files.dialogues.items() if file.tree
    }
    return {id: part for id, part in built.items() if part}


def _check_all(built: Mapping[DialogueId, Built], files: Folder, values: Values) -> None:
    """Rules that follow ways and values wait until all dialogues are well made: half of them would only mislead."""
    for part in built.values():
        check_dialogue(part, PATTERNS)
        check_links(part, files.dialogues)
    check_recursion(built)
    if len(built) == len(files.dialogues) and not any(part.report.problems for part in built.values()):
        around = surroundings(values, (part.dialogue for part in built.values()))
        for part in built.values():
            check_values(part, around)


def _error(problems: list[Problem]) -> DialogueError:
    return DialogueError("\n".join(map(str, problems)))
