"""`translate`: puts what a language lacks into its folder, empty, for a translator. Changes no words that are there."""

from __future__ import annotations

import argparse
from collections.abc import Sequence as Several
from pathlib import Path

from bot.commands.command import Command, say
from bot.commands.folder import into_file, named_schema
from bot.dialogue.dialogues import ORIGINAL
from bot.errors import DialogueError, SettingError
from bot.language.checked_folder import Checked, check_folder
from bot.language.overlays.safety_words import OF, texts
from bot.language.problem_formats import Findings, as_text
from bot.language.problems import Report
from bot.language.root_causes import told_by_cause
from bot.language.source.files import File
from bot.language.source.folder import OWN, is_language
from bot.language.source.nodes import Mapping as Tree
from bot.language.source.reader import read_tree
from bot.practice.places import TABLE, Places
from bot.settings import Settings
from bot.workbench.json_schema import SchemaFile
from bot.workbench.translating.merging import Merged, confirmed, merged, whole
from bot.workbench.translating.skeleton import Part, skeletons


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("language", help="its tag, as in `de` or `pt-BR`: the name of its folder")
    confirm = "somebody has compared the words that keep people safe with the original: note that they say the same"
    parser.add_argument("--confirm", action="store_true", help=confirm)
    parser.add_argument("--dialogues", type=Path, metavar="DIR", help="the folder of dialogues, if not the bot's own")


def _run(settings: Settings, parsed: argparse.Namespace) -> int:
    tag, folder = parsed.language, parsed.dialogues or settings.dialogues
    if not is_language(tag) or tag == ORIGINAL:
        raise SettingError(f"`{tag}` names no other language. Write its tag, as in `de` or `pt-BR`.")
    checked = check_folder(folder, Places.load(TABLE))
    _refuse_if_broken(checked, folder)
    language = checked.original.files.languages.get(tag)
    files = {**language.own, **{str(id): file for id, file in language.dialogues.items()}} if language else {}
    left = 0
    for name, parts in skeletons(checked.original, files).items():
        left += _file(folder, folder / tag / f"{name}.yaml", files.get(name), parts, confirm=parsed.confirm)
    if left:
        say(f"`{tag}` is not whole yet. Fill in what is empty; `python -m bot check` shows where.")
        return 1
    say(f"`{tag}` has words for all that the original says.")
    return 0


def _refuse_if_broken(checked: Checked, folder: Path) -> None:
    """Raise DialogueError if something is wrong in the original, since a language cannot follow it then."""
    others = [folder / tag for tag in checked.original.files.languages]
    problems = [p for p in checked.problems if not any(Path(p.path).is_relative_to(other) for other in others)]
    if problems:
        raise DialogueError(as_text(Findings(problems=told_by_cause(problems, folder), texts=checked.texts)))


def _file(folder: Path, path: Path, file: File | None, parts: Several[Part], *, confirm: bool) -> int:
    """Put what is missing into one file, and return how much is still to be done in it."""
    if file is None:
        found, before = whole(parts, named_schema(path, folder, _schema_of(path.stem))), None
    elif file.tree is None:
        say(f"{path}: This file cannot be read, so it is left as it is.")
        return 1
    else:
        before = path.read_text(encoding="utf-8-sig")
        found = _with_missing(before, file.tree, parts, confirm=confirm)
        if not _keeps_words(file.tree, found.text):
            say(f"{path}: What is missing cannot be put in here, so this file is left as it is.")
            return 1
    if found.text != before:
        into_file(path.parent, path.name, found.text)
    if told := _told(found):
        say(f"{path}: {told}.")
    return found.added + found.empty + found.stale


def _with_missing(text: str, tree: Tree, parts: Several[Part], *, confirm: bool) -> Merged:
    if confirm:
        text = confirmed(text, tree, parts)
        tree = read_tree(text.encode(), Report(path="")) or tree
    return merged(text, tree, parts)


def _keeps_words(before: Tree, text: str) -> bool:
    """Return whether the file still holds everything that it held, in its order."""
    after = read_tree(text.encode(), Report(path=""))
    words = texts(after, OF) if after else iter(())
    return all(one in words for one in texts(before, OF))


def _told(found: Merged) -> str:
    counts = {"empty": found.empty, "added": found.added, "whose original is another now": found.stale}
    return ", ".join(f"{number} {what}" for what, number in counts.items() if number)


def _schema_of(name: str) -> SchemaFile:
    if name not in OWN:
        return SchemaFile.OVERLAY
    own = name.removeprefix("_")
    return SchemaFile(f"overlay_{own}" if f"overlay_{own}" in list(SchemaFile) else own)


COMMAND = Command(
    name="translate", help="what a language lacks, into its folder, to be filled in", arguments=_arguments, run=_run
)
