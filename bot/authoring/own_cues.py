"""Reads `_listening.yaml` and `_safety.yaml`: the words that listening goes by. Decides nothing about what follows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from bot.authoring.nodes import Mapping as Tree
from bot.authoring.nodes import Node
from bot.authoring.problems import Report, Rule, suggest
from bot.authoring.shapes import Fields, check_length, entries, fields, items, name, text
from bot.dialogue.words import utf16_length
from bot.listening.crisis import as_cue
from bot.listening.cues import Cues
from bot.listening.hearing import plain

_LISTENING_KEYS = ("refusals", "closings", "unknowing", "commands", "probes")


def read_listening(tree: Tree | None, report: Report, commands: Collection[str]) -> Cues:
    if tree is None:
        return Cues()
    found = fields(tree, _LISTENING_KEYS, report)
    return Cues(
        refusals=frozenset(found.need("refusals", _cues(plain)) or ()),
        closings=frozenset(found.need("closings", _cues(plain)) or ()),
        unknowing=frozenset(found.need("unknowing", _cues(plain)) or ()),
        commands=_commands(found, commands),
        probes=found.need("probes", _probes) or {},
    )


def with_crisis_phrases(cues: Cues, tree: Tree | None, report: Report) -> Cues:
    if tree is None:
        return cues
    found = fields(tree, ("crisis",), report)
    crisis = found.need("crisis", _cues(as_cue)) or ()
    if "crisis" in found and not crisis:
        advice = "Write at least one."
        report.add(Rule.TOO_FEW, found.mark_of("crisis"), "There are no crisis phrases.", advice)
    return replace(cues, crisis=crisis)


def _cues(compared_as: Callable[[str], str]) -> Callable[[Node, Report], tuple[str, ...]]:
    """Reads a list of whole messages or phrases, each into the form in which it is compared with what people write."""

    def read(node: Node, report: Report) -> tuple[str, ...]:
        return tuple(_cue(item, compared_as, report) for item in items(node, report))

    return read


def _cue(node: Node, compared_as: Callable[[str], str], report: Report) -> str:
    cue = compared_as(text(node, report))
    if not cue.strip():
        report.add(Rule.EMPTY_TEXT, node.mark, "There are no words in this cue.", "Write at least one word.")
    return cue


def _commands(found: Fields, known: Collection[str]) -> dict[str, str]:
    commands = {}
    for entry in found.take("commands", entries) or ():
        command = text(entry.value, found.report)
        if command not in known:
            sentence = f"`_phrases.yaml` has no command called `{command}`."
            found.report.add(Rule.UNKNOWN_COMMAND, entry.value.mark, sentence, suggest(command, known))
        commands[_cue(entry.key, plain, found.report)] = command
    return commands


def _probes(node: Node, report: Report) -> dict[str, str]:
    probes = {name(entry.key, report): _probe(entry.value, report) for entry in entries(node, report)}
    if len(probes) < 2:
        sentence = "There are fewer than two probes, so one would come twice running."
        report.add(Rule.TOO_FEW, node.mark, sentence, "Write at least two.")
    return probes


def _probe(node: Node, report: Report) -> str:
    probe = text(node, report)
    check_length(utf16_length(probe), node.mark, report)
    return probe
