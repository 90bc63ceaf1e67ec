"""Reads `_phrases.yaml`: the bot's own sentences, the body places, and the commands with their lines in the menu."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.dialogue.model import DialogueId, Option
from bot.dialogue.words import Words
from bot.language.grammar.build_ways import dialogue_id
from bot.language.grammar.shapes import at_most, check_length, label, mark_of_value, name, named, text, words
from bot.language.grammar.tables import Key, Reader, Table, entries, reads
from bot.language.grammar.wait_shapes import options
from bot.language.problems import TOP, Report, Rule, suggest
from bot.language.source.nodes import Entry, Node
from bot.language.source.nodes import Mapping as Tree

_LONGEST_ABOUT = 256  # UTF-16 units; a command's line in Telegram's menu


@reads(at_most(_LONGEST_ABOUT))
def menu_line(node: Node, report: Report) -> str:
    """Read what Telegram's menu says about a command."""
    line = text(node, report)
    check_length(len(line), node.mark, report, most=_LONGEST_ABOUT)
    return line


COMMAND = Table(name="command", about="A command.")
_ABOUT = COMMAND.key("about", menu_line, "Its line in Telegram's menu. Without it, it is not listed there.")
_DIALOGUE = COMMAND.key(
    "dialogue", dialogue_id, "The dialogue that answers it. Without it, the program does by itself."
)

_BODY_PLACES = Key(
    name="body_places",
    reader=options,
    about="The places of the body for `places: true`, each by a key: `{head: Head}`.",
)
_COMMANDS = Key(name="commands", reader=named(COMMAND), about="The commands, in the order of Telegram's menu.")


@dataclass(frozen=True, kw_only=True)
class OwnPhrases:
    """What a `_phrases.yaml` holds."""

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
    """Return what the file holds. `required` holds the phrases that must be there, each with the values it may hold."""
    if tree is None:
        return OwnPhrases()
    table = phrases_table(required, patterns)
    found = table.read(tree, report)
    for missing in sorted(required.keys() - found.keys - found.meant):
        report.add(Rule.MISSING_PHRASE, TOP, f"The phrase `{missing}` is missing.", f"Add `{missing}: ...`.")
    phrases = {key: read for key in required if (read := found.given(table.keys[key])) is not None}
    commands = {name(entry.key, report): _command(entry, dialogues, report) for entry in found.take(_COMMANDS) or ()}
    return OwnPhrases(
        phrases=phrases | _pattern_names(found.take(table.keys["patterns"]) or (), patterns, report),
        body_places=found.take(_BODY_PLACES) or (),
        commands={command: dialogue for command, (dialogue, _) in commands.items()},
        menu={command: line for command, (_, line) in commands.items() if line is not None},
    )


def phrases_table(required: Mapping[str, frozenset[str]], patterns: Collection[str]) -> Table:
    """Return the table of the file's keys. `required` and `patterns` are as for `read_phrases`."""
    table = Table(name="phrases", about="The bot's own words.")
    for phrase, values in required.items():
        held = f" May hold {', '.join(f'`{{{value}}}`' for value in sorted(values))}." if values else ""
        table.key(phrase, _phrase(values), f"A sentence or label of the bot's own.{held}", needed=True)
    table.keys.update({key.name: key for key in (_BODY_PLACES, _COMMANDS)})
    labels = {"type": "object", "properties": dict.fromkeys(sorted(patterns), label), "additionalProperties": False}
    table.key("patterns", Reader(read=entries, takes=labels), "The names of the breathing patterns.")
    return table


def _phrase(known: frozenset[str]) -> Reader[Words]:
    @reads(words)
    def read(node: Node, report: Report) -> Words:
        read = words(node, report)
        for slot in sorted((read.slots | read.optional_slots) - known):
            sentence = f"There is never a `{slot}` in this phrase."
            report.add(Rule.UNKNOWN_VALUE, mark_of_value(node, slot, node.mark), sentence, suggest(slot, known))
        return read

    return read


def _pattern_names(found: tuple[Entry, ...], patterns: Collection[str], report: Report) -> dict[str, Words]:
    for entry in found:
        if entry.key.text not in patterns:
            sentence = f"There is no breathing pattern called `{entry.key.text}`."
            report.add(Rule.UNKNOWN_PATTERN, entry.key.mark, sentence, suggest(entry.key.text, patterns))
    return {f"pattern_{entry.key.text}": label(entry.value, report) for entry in found}


def _command(entry: Entry, known: Collection[DialogueId], report: Report) -> tuple[DialogueId | None, str | None]:
    """Return the dialogue that answers the command, if one does, and its line in the menu, if it is listed there."""
    found = COMMAND.read(entry.value, report)
    dialogue = found.take(_DIALOGUE)
    if dialogue is not None and dialogue not in known:
        mark = found.entries["dialogue"].value.mark
        sentence = f"There is no dialogue called `{dialogue}`."
        report.add(Rule.UNKNOWN_DIALOGUE, mark, sentence, suggest(dialogue, known))
    return dialogue, found.take(_ABOUT)
