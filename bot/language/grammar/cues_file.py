"""Reads `_listening.yaml` and `_safety.yaml`: the words that are listened for. `bot/listening` decides by them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from bot.dialogue.model import Listen
from bot.dialogue.words import utf16_length
from bot.language.grammar.build_waits import inherited
from bot.language.grammar.shapes import LONGEST_TEXT, NAME, at_most, check_length, name, named, reference, text
from bot.language.grammar.tables import Found, Reader, Table, entries, items, reads
from bot.language.grammar.wait_shapes import listening
from bot.language.problems import Report, Rule, suggest
from bot.language.source.nodes import Mapping as Tree
from bot.language.source.nodes import Node, Sequence
from bot.listening.crisis import as_cue
from bot.listening.cues import Cues
from bot.listening.hearing import plain, plain_or_signs


def _cues(compared_as: Callable[[str], str], least: int = 0) -> Reader[tuple[str, ...]]:
    """Return a reader of a list of phrases, each in the form in which it is compared with people's words."""

    @reads({"type": "array", "items": text, "minItems": least})
    def read(node: Node, report: Report) -> tuple[str, ...]:
        return tuple(_cue(item, compared_as, report) for item in items(node, report))

    return read


def _cue(node: Node, compared_as: Callable[[str], str], report: Report) -> str:
    cue = compared_as(text(node, report))
    if not cue.strip():
        report.add(Rule.EMPTY_TEXT, node.mark, "There are no words in this cue.", "Write at least one word.")
    return cue


@reads(named(at_most(LONGEST_TEXT), least=2))
def _probes(node: Node, report: Report) -> dict[str, str]:
    probes = {name(entry.key, report): _probe(entry.value, report) for entry in entries(node, report)}
    if len(probes) < 2:
        sentence = "There are fewer than two probes, so one would come twice running."
        report.add(Rule.TOO_FEW, node.mark, sentence, "Write at least two.")
    return probes


def _probe(node: Node, report: Report) -> str:
    probe = text(node, report)
    check_length(utf16_length(probe), node.mark, report, wide=not probe.isascii())
    return probe


_NO_CUES = Cues()

LISTENING = Table(
    name="listening", about="What listening goes by. Only whole messages count, whatever their case and signs."
)
_REFUSALS = LISTENING.key("refusals", _cues(plain), 'What counts as "I\'d rather not".', needed=True)
_CLOSINGS = LISTENING.key("closings", _cues(plain), 'What counts as "that is all".', needed=True)
_UNKNOWING = LISTENING.key("unknowing", _cues(plain), 'What counts as "I don\'t know".', needed=True)
_NODS = LISTENING.key("nods", _cues(plain_or_signs), 'What counts as "ok": a silence goes on, and nothing is kept.')
_COMMANDS = LISTENING.key(
    "commands",
    Reader(read=entries, takes={"type": "object", "additionalProperties": NAME}),
    "What counts as a command in plain words: `{i want to stop: stop}`.",
)
_PROBES = LISTENING.key("probes", _probes, 'The ways to say "tell me more", each by a key; two at least.', needed=True)
_LISTEN = LISTENING.key(
    "listen", listening, "How often and for how short an answer, where neither the dialogue nor the question says so."
)

SAFETY = Table(name="safety", about="What brings up the support card.")
_CRISIS = SAFETY.key(
    "crisis", _cues(as_cue, least=1), "Phrases that do so, wherever they stand in a message.", needed=True
)


def read_listening(tree: Tree | None, report: Report, commands: Collection[str], original: Cues = _NO_CUES) -> Cues:
    """Return the cues of a `_listening.yaml`. For another language, `original` holds those of the original."""
    if tree is None:
        return Cues()
    found = LISTENING.read(tree, report)
    return Cues(
        refusals=frozenset(found.take(_REFUSALS) or ()),
        closings=frozenset(found.take(_CLOSINGS) or ()),
        unknowing=frozenset(found.take(_UNKNOWING) or ()),
        nods=frozenset(found.take(_NODS) or ()),
        commands=_commands(found, commands, original.commands),
        probes=found.take(_PROBES) or {},
    )


def listen_everywhere(tree: Tree | None, report: Report) -> Listen:
    """Return how every dialogue listens that does not say otherwise."""
    entry = tree.entry(_LISTEN.name) if tree else None
    return inherited(_LISTEN.reader(entry.value, report) if entry else None, Listen())


def with_crisis_phrases(cues: Cues, tree: Tree | None, report: Report, table: Table = SAFETY) -> Cues:
    """Return the cues with the crisis phrases of a `_safety.yaml`.

    `table` is the file's table; in another language it has one more key.
    """
    if tree is None:
        return cues
    found = table.read(tree, report)
    crisis = found.take(_CRISIS) or ()
    if "crisis" in found and not crisis and isinstance(found.entries["crisis"].value, Sequence):
        advice = "Write at least one."
        report.add(Rule.TOO_FEW, found.mark_of("crisis"), "There are no crisis phrases.", advice)
    return replace(cues, crisis=crisis)


def heard_in_both(original: Cues, own: Cues) -> Cues:
    """Return the cues for another language: it also listens for the original's, but probes in its own words alone.

    A command of the original stays that command, so that a word that stops in one language stops in all.
    """
    return replace(
        original,
        refusals=original.refusals | own.refusals,
        closings=original.closings | own.closings,
        unknowing=original.unknowing | own.unknowing,
        nods=original.nods | own.nods,
        commands={**own.commands, **original.commands},
        probes=own.probes,
        crisis=(*original.crisis, *own.crisis),
    )


def _commands(found: Found, known: Collection[str], original: Mapping[str, str]) -> dict[str, str]:
    commands = {}
    for entry in found.take(_COMMANDS) or ():
        command, cue = reference(entry.value, found.report), _cue(entry.key, plain, found.report)
        there = original.get(cue, command)
        if command not in known:
            sentence = f"`_phrases.yaml` has no command called `{command}`."
            found.report.add(Rule.UNKNOWN_COMMAND, entry.value.mark, sentence, suggest(command, known))
        elif command != there:
            sentence = f"`{entry.key.text}` stands for /{there} in the original, and does so in all languages."
            advice = f"Write `{there}` here, or take it out."
            found.report.add(Rule.UNKNOWN_COMMAND, entry.value.mark, sentence, advice)
        commands[cue] = command
    return commands
