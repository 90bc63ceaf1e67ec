"""Reads `_phrases.yaml`: the bot's own sentences, the body places, and the commands with their lines in the menu."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.authoring.build_waits import options
from bot.authoring.build_ways import dialogue_id
from bot.authoring.nodes import Entry, Node
from bot.authoring.nodes import Mapping as Tree
from bot.authoring.problems import TOP, Report, Rule, suggest
from bot.authoring.shapes import check_length, entries, fields, label, name, text, words
from bot.dialogue.model import DialogueId, Option
from bot.dialogue.words import Words

_LONGEST_ABOUT = 256  # UTF-16 units; a command's line in Telegram's menu


@dataclass(frozen=True, kw_only=True)
class OwnPhrases:
    phrases: Mapping[str, Words] = field(default_factory=dict)
    body_places: tuple[Option, ...] = ()
    commands: Mapping[str, DialogueId | None] = field(default_factory=dict)  # None: the core answers it by itself
    menu: Mapping[str, str] = field(default_factory=dict)  # the commands that are listed, in their order


def read_phrases(
    tree: Tree | None,
    report: Report,
    *,
    required: Mapping[str, frozenset[str]],
    dialogues: Collection[DialogueId],
    patterns: Collection[str],
) -> OwnPhrases:
    """`required` are the phrases there must be, each with the values that it may hold."""
    if tree is None:
        return OwnPhrases()
    found = fields(tree, (*required, "body_places", "patterns", "commands"), report)
    for missing in sorted(required.keys() - found.found.keys()):
        report.add(Rule.MISSING_PHRASE, TOP, f"The phrase `{missing}` is missing.", f"Add `{missing}: ...`.")
    phrases = {key: _phrase(found.found[key], required[key], report) for key in required if key in found}
    commands = found.take("commands", entries) or ()
    about = {entry.key.text: _about(entry, report) for entry in commands}
    return OwnPhrases(
        phrases=phrases | _pattern_names(found.take("patterns", entries) or (), patterns, report),
        body_places=found.take("body_places", options) or (),
        commands={name(entry.key, report): _answered_by(entry, dialogues, report) for entry in commands},
        menu={command: line for command, line in about.items() if line is not None},
    )


def _phrase(entry: Entry, known: frozenset[str], report: Report) -> Words:
    read = words(entry.value, report)
    for slot in sorted((read.slots | read.optional_slots) - known):
        sentence = f"There is never a `{slot}` in this phrase."
        report.add(Rule.UNKNOWN_VALUE, entry.value.mark, sentence, suggest(slot, known))
    return read


def _pattern_names(found: tuple[Entry, ...], patterns: Collection[str], report: Report) -> dict[str, Words]:
    for entry in found:
        if entry.key.text not in patterns:
            sentence = f"There is no breathing pattern called `{entry.key.text}`."
            report.add(Rule.UNKNOWN_PATTERN, entry.key.mark, sentence, suggest(entry.key.text, patterns))
    return {f"pattern_{entry.key.text}": label(entry.value, report) for entry in found}


def _answered_by(entry: Entry, dialogues: Collection[DialogueId], report: Report) -> DialogueId | None:
    found = fields(entry.value, ("about", "dialogue"), report)
    dialogue = found.take("dialogue", dialogue_id)
    if dialogue is not None and dialogue not in dialogues:
        mark = found.found["dialogue"].value.mark
        sentence = f"There is no dialogue called `{dialogue}`."
        report.add(Rule.UNKNOWN_DIALOGUE, mark, sentence, suggest(dialogue, dialogues))
    return dialogue


def _about(entry: Entry, report: Report) -> str | None:
    about = entry.value.entry("about") if isinstance(entry.value, Tree) else None
    return _line(about.value, report) if about else None


def _line(node: Node, report: Report) -> str:
    line = text(node, report)
    check_length(len(line), node.mark, report, most=_LONGEST_ABOUT)
    return line
