"""Reads `_phrases.yaml` of another language: its name and review, and the bot's own sentences and labels in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.dialogue.dialogues import Language, Review
from bot.dialogue.words import Words
from bot.language.grammar.phrases_file import OwnPhrases, menu_line, phrases_table
from bot.language.grammar.shapes import label, named, text
from bot.language.grammar.tables import Found, Table, reads
from bot.language.overlays.dialogue_overlay import read_labels, read_words, relabelled
from bot.language.overlays.missing_words import matched
from bot.language.problems import Report, Rule
from bot.language.source.nodes import Mapping as Tree
from bot.language.source.nodes import Node, Scalar

PREVIEW = "preview"
_PATTERN = "pattern_"  # before a breathing pattern's name, among the keys of the phrases
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_HOW = "Write `preview`, or `{by: ..., on: 2026-01-31}` when somebody whose own language it is has read all of it."


@reads({"type": "string", "format": "date"})
def _day(node: Node, report: Report) -> date:
    day = text(node, report)
    try:
        return date.fromisoformat(day if _DAY.match(day) else "")
    except ValueError:
        report.add(Rule.BAD_NUMBER, node.mark, f"`{day}` is no day.", "Write the day as in 2026-01-31.")
        return date.min


REVIEW = Table(name="review", about="Who has read all the words of this language.")
_BY = REVIEW.key("by", text, "Whose own language it is: a name, or what they are.", needed=True)
_ON = REVIEW.key("on", _day, "The day, as in 2026-01-31.", needed=True)


@reads({"anyOf": [{"const": PREVIEW}, REVIEW]})
def _review(node: Node, report: Report) -> Review | None:
    if isinstance(node, Scalar):
        if node.text != PREVIEW:
            report.add(Rule.UNKNOWN_WORD, node.mark, f"`{node.text}` says nothing about a review.", _HOW)
        return None
    found = REVIEW.read(node, report)
    by, on = found.take(_BY), found.take(_ON)
    return Review(by=by, on=on) if by and on else None


LANGUAGE = Table(name="language", about="The language of this folder.")
_NAME = LANGUAGE.key("name", text, "As its own speakers call it.", needed=True)
_REVIEW = LANGUAGE.key("review", _review, f"Whether all of its words were checked. {_HOW}", needed=True)


@reads(LANGUAGE)
def _language(node: Node, report: Report) -> Language:
    """Read the name and review of a language. Its tag, the name of its folder, is put in later."""
    found = LANGUAGE.read(node, report)
    return Language(tag="", name=found.take(_NAME) or "", review=found.take(_REVIEW))


# What stands there beside the phrases.
SECTIONS = Table(name="overlay_phrases", about="The bot's own words in another language.")
_LANGUAGE = SECTIONS.key("language", _language, "Its name, and whether its words were checked.")
_BODY_PLACES = SECTIONS.key("body_places", named(label), "The label of each place, under its key in the original.")
_PATTERNS = SECTIONS.key("patterns", named(label), "What each breathing pattern is called.")
_COMMANDS = SECTIONS.key("commands", named(menu_line), "What the menu says of each command.")


def overlay_phrases_table(required: Mapping[str, frozenset[str]], patterns: Collection[str]) -> Table:
    """Return the table of all keys of the file, for editors. `required` and `patterns` are as for `phrases_table`."""
    return replace(SECTIONS, keys={**phrases_table(required, patterns).keys, **SECTIONS.keys})


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    """The bot's own words in another language, with that language's name and review."""

    language: Language
    own: OwnPhrases


def overlay_phrases(tag: str, original: OwnPhrases, tree: Tree, known: Collection[str], report: Report) -> OwnWords:
    """Return the bot's own words in another language.

    `known` holds the phrases that belong in the original, whether it has them or not.
    """
    found = Found(entries={entry.key.text: entry for entry in tree.entries}, mark=tree.mark, report=report)
    names = {key.removeprefix(_PATTERN): words for key, words in original.phrases.items() if _is_name(key)}
    sections = {"language": True, "body_places": original.body_places, "patterns": names, "commands": original.menu}
    wanted = [key for key, there in sections.items() if there]
    language = found.take(_LANGUAGE) or Language(tag=tag, name=tag)
    own_names = read_labels(found, _PATTERNS, names, "breathing pattern")
    patterns = {f"{_PATTERN}{name}": own for name, own in own_names.items()}
    return OwnWords(
        language=replace(language, tag=tag),
        own=replace(
            original,
            phrases={**original.phrases, **_phrases(original, found, wanted, {*sections, *known}), **patterns},
            body_places=relabelled(original.body_places, found, _BODY_PLACES, "body place"),
            menu=_menu(original, found),
        ),
    )


def _is_name(phrase: str) -> bool:
    return phrase.startswith(_PATTERN)


def _phrases(original: OwnPhrases, found: Found, sections: Collection[str], known: Collection[str]) -> dict[str, Words]:
    there = {key: words for key, words in original.phrases.items() if not _is_name(key)}
    wanted = (*sections, *there)
    given = [entry for key, entry in found.entries.items() if key in wanted or key not in known]
    own = list(matched(given, wanted, found.report, found.mark, "key"))
    return {e.key.text: read_words(e.value, there[e.key.text], found.report) for e in own if e.key.text in there}


def _menu(original: OwnPhrases, found: Found) -> dict[str, str]:
    if "commands" not in found:
        return dict(original.menu)
    given = found.take(_COMMANDS) or ()
    own = matched(given, original.menu, found.report, found.mark_of("commands"), "command in the menu")
    lines = {entry.key.text: menu_line(entry.value, found.report) for entry in own}
    return {command: lines.get(command, line) for command, line in original.menu.items()}
