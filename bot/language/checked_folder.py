"""Reads and checks the folder of dialogues. Returns what the core works with, or every problem.

It refuses nothing itself: `load.py` refuses a folder with problems, and the command `check` shows them.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.dialogue.dialogues import ORIGINAL, Dialogues, Helplines
from bot.dialogue.model import DialogueId, Listen
from bot.dialogue.phrases import REQUIRED_PHRASES
from bot.dialogue.reserved import REQUIRED_DIALOGUES
from bot.dialogue.slots import ALWAYS_KNOWN, SOMETIMES_KNOWN
from bot.language.checks.labels import check_labels
from bot.language.checks.languages import check_languages
from bot.language.checks.links import check_links, check_recursion, check_renamed_dialogues
from bot.language.checks.meaning import check_meaning, check_meaning_between
from bot.language.checks.pictures import check_pictures
from bot.language.checks.values import Surroundings, Values, asked_for, surroundings
from bot.language.checks.voice import check_other_voices, check_voice
from bot.language.grammar.build import Built, build_dialogue
from bot.language.grammar.build_waits import Defaults
from bot.language.grammar.cues_file import listen_everywhere, read_listening, with_crisis_phrases
from bot.language.grammar.helplines_file import read_helplines
from bot.language.grammar.phrases_file import OwnPhrases, read_phrases
from bot.language.overlays.translations import Original, read_translations, with_translations
from bot.language.problems import HIDES_EXITS, Problem, Rule
from bot.language.source.folder import HELPLINES, LISTENING, PHRASES, SAFETY, Folder, read_folder
from bot.listening.cues import Cues
from bot.practice.breathing import PATTERNS
from bot.practice.places import Places


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A folder of dialogues without problems, ready for the bot."""

    dialogues: Dialogues
    menu: Mapping[str, str]  # the command menu: each command with its line, in order
    menus: Mapping[str, Mapping[str, str]]  # the same in the other languages, by tag
    defaults: Defaults  # for `read_source`
    sources: Mapping[DialogueId, str]  # every dialogue's text as it was read, to be stored with its version
    passed_over: tuple[str, ...] = ()  # what lies in the folder and no author made


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What was found in a folder."""

    problems: tuple[Problem, ...]  # by file and place
    texts: Mapping[str, str]  # of every file that was read, by its path as in the problems
    loaded: Loaded | None  # None where there are problems
    original: Original  # as far as it could be read
    passed_over: tuple[str, ...] = ()  # what lies in the folder and no author made


@dataclass(frozen=True, kw_only=True)
class Demands:
    """What a folder must hold, and which values the program itself gives to its words."""

    phrases: Mapping[str, frozenset[str]]  # the bot's own sentences, each with the values it is said with
    dialogues: Collection[DialogueId]
    values: Values


# What may be the name of a kept value, in a file that has no tree or only part of one.
_NAMED = re.compile(r"""[:,]\s*["']?([a-z][a-z0-9_]{0,23})["']?\s*(?=[,}\]#\n]|$)""")

THE_BOTS = Demands(
    phrases=REQUIRED_PHRASES,
    dialogues=REQUIRED_DIALOGUES,
    values=Values(always=ALWAYS_KNOWN, sometimes=SOMETIMES_KNOWN),
)


def check_folder(folder: Path, places: Places, demands: Demands = THE_BOTS, beside: Collection[Path] = ()) -> Checked:
    """Return what was found in the folder. Files `beside` it are checked as if they were in it.

    Raises DialogueError only if there is no such folder.
    """
    with _collecting_nothing():
        return _check_folder(folder, places, demands, beside)


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """Turn Python's garbage collector off, in the whole process, for as long as a check runs.

    It looks for objects that hold each other in circles, again and again while so many are made, which takes a third of
    the time of a large folder. Here are no circles: trees and dialogues only hold what is below them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check_folder(folder: Path, places: Places, demands: Demands, beside: Collection[Path]) -> Checked:
    files = read_folder(folder, demands.dialogues, beside)
    own = _own_phrases(files, demands.phrases)
    cues, helplines = _cues(files, own), _helplines(files, own)
    defaults = Defaults(body_places=own.body_places, listen=_listen(files))
    built = _build_all(files, defaults)
    _check_all(built, files, cues, own, demands.values)
    check_other_voices(files)
    original = Original(files=files, built=built, own=own, phrases=demands.phrases, cues=cues)
    translations = read_translations(original)
    _take_back_what_follows(files)
    texts = {file.report.path: file.text for file in files.files}
    if problems := files.problems:
        return Checked(
            problems=tuple(problems), texts=texts, loaded=None, original=original, passed_over=files.passed_over
        )
    dialogues = Dialogues(
        live={id: part.dialogue for id, part in built.items()},
        pinned={(id, part.dialogue.version): part.dialogue for id, part in built.items()},
        phrases=own.phrases,
        cues=cues,
        helplines=helplines,
        places=places,
        commands={command: dialogue for command, dialogue in own.commands.items() if dialogue is not None},
    )
    dialogues = with_translations(dialogues, translations)
    sources = {id: file.text for id, file in files.dialogues.items()}
    loaded = Loaded(
        dialogues=dialogues,
        menu=own.menu,
        menus={translation.language.tag: translation.own.menu for translation in translations},
        defaults=defaults,
        sources=sources,
        passed_over=files.passed_over,
    )
    return Checked(problems=(), texts=texts, loaded=loaded, original=original, passed_over=files.passed_over)


def _own_phrases(files: Folder, required: Mapping[str, frozenset[str]]) -> OwnPhrases:
    file = files.own[PHRASES]
    return read_phrases(file.tree, file.report, required=required, dialogues=files.meant, patterns=PATTERNS)


def _cues(files: Folder, own: OwnPhrases) -> Cues:
    listening, safety = files.own[LISTENING], files.own[SAFETY]
    cues = read_listening(listening.tree, listening.report, own.commands)
    return with_crisis_phrases(cues, safety.tree, safety.report)


def _helplines(files: Folder, own: OwnPhrases) -> Helplines:
    remark = own.phrases.get("helpline_unverified")
    file = files.own[HELPLINES]
    said = remark.fill({}).text if remark and not remark.slots else ""
    return read_helplines(file.tree, file.report, unverified=said)


def _listen(files: Folder) -> Listen:
    file = files.own[LISTENING]
    return listen_everywhere(file.tree, file.report)


def _build_all(files: Folder, defaults: Defaults) -> dict[DialogueId, Built]:
    built = {
        id: build_dialogue(id, file.tree, defaults, file.report) for id, file in files.dialogues.items() if file.tree
    }
    return {id: part for id, part in built.items() if part}


def _check_all(built: Mapping[DialogueId, Built], files: Folder, cues: Cues, own: OwnPhrases, values: Values) -> None:
    """Report every problem of every dialogue. Rules that a problem in the same file makes unsafe to ask are left out.

    What a broken file may keep counts as if it were there, so that it causes no problems in others.
    """
    around = _with_guesses(surroundings(values, (part.dialogue for part in built.values())), files, built)
    check_recursion(built)
    check_renamed_dialogues(built)
    for part in built.values():
        check_links(part, files.meant)
        check_languages(part, (ORIGINAL, *files.languages))
        check_labels(part, cues, own.phrases)
        check_voice(part)
        check_pictures(part, files.path)
        check_meaning(part, around)
    check_meaning_between(built.values(), built)


def _take_back_what_follows(files: Folder) -> None:
    """Take back problems that follow from phrases that cannot be read.

    It is not known then which commands and body places they hold.
    """
    phrases = files.own[PHRASES]
    if phrases.tree is None or phrases.report.has(HIDES_EXITS):
        for file in files.files:
            file.report.take_back({Rule.UNKNOWN_COMMAND, Rule.NO_BODY_PLACES})


def _with_guesses(around: Surroundings, files: Folder, built: Mapping[DialogueId, Built]) -> Surroundings:
    """Return the surroundings with the values that unreadable files may keep."""
    broken = [file for id, file in files.dialogues.items() if id not in built or file.report.has(HIDES_EXITS)]
    guesses = {name for file in broken for name in _NAMED.findall(file.text)}
    if any(not file.text and file.report.has({Rule.OUTSIDE, Rule.UNREADABLE}) for file in broken):
        guesses |= {name for part in built.values() for name in asked_for(part.dialogue)}
    given = {} if broken else around.given  # it is not known either what those give to the others
    return replace(around, known=around.known | guesses, branches=around.branches | guesses, given=given)
