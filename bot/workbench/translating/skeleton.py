"""All that another language has to say, by file: where each text belongs, and what the original says there.

Made from the original's trees, in their order. `merging.py` knows what the language says already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.dialogue.model import DialogueId
from bot.language.grammar.build import Built
from bot.language.overlays.phrases_overlay import PREVIEW
from bot.language.overlays.safety_words import (
    OF,
    countries_of,
    fingerprint_of_country,
    fingerprint_of_entries,
    fingerprint_of_state,
    safety_states,
)
from bot.language.overlays.translations import SAFETY_FILES, Original
from bot.language.source.files import File
from bot.language.source.folder import HELPLINES, LISTENING, OWN, PHRASES, SAFETY
from bot.language.source.nodes import Mapping as Tree
from bot.language.source.nodes import Node, Scalar, scalars

_SPOKEN = ("say", "ask", "unclear", "more", "phrase")
_LABELLED = ("choices", "many")
_HEARD = ("refusals", "closings", "unknowing")
_HOW_NAMED = "The language, as its own speakers call it."
_EMPTY = Tree(mark=Scalar(1, 1, "", "", True).mark, entries=())


@dataclass(frozen=True, kw_only=True)
class Part:
    """A key that belongs in a file, with what follows it."""

    name: str
    original: str = ""  # what the original says; nothing where there is nothing to translate
    value: str = ""  # what is written; nothing where it falls to a translator
    parts: tuple[Part, ...] = ()  # in place of a value
    follows: bool = True  # False: where the key is there, nothing is missing below it


def skeletons(original: Original, own: dict[str, File]) -> dict[str, tuple[Part, ...]]:
    """Return what each file should hold, by the names of the files. `own` holds the language's files that are there."""
    found = {name: tuple(_own_file(original, name, own.get(name))) for name in OWN}
    return found | {id: tuple(_dialogue(original.built[id], id)) for id in sorted(original.built)}


def _dialogue(built: Built, id: DialogueId) -> Iterator[Part]:
    tree, safety = built.tree, safety_states(built.dialogue)
    yield from _texts(tree, ("title", "about", "unclear"))
    states = []
    for name, state in _entries(tree, "states"):
        parts = [*_texts(state, _SPOKEN), *(part for key in _LABELLED for part in _labels(state, key))]
        if parts:
            known = next(known for known in built.dialogue.states if known == name)
            of = [Part(name=OF, value=fingerprint_of_state(built, known))] if name in safety else []
            states.append(Part(name=name, parts=(*of, *parts)))
    if states:
        yield Part(name="states", parts=tuple(states))


def _own_file(original: Original, name: str, own: File | None) -> Iterator[Part]:
    tree = original.files.own[name].tree or _EMPTY
    if name in SAFETY_FILES:
        yield Part(name=OF, value=fingerprint_of_entries(tree, SAFETY_FILES[name]))
    match name:
        case _ if name == PHRASES:
            yield from _phrases(tree, original.phrases)
        case _ if name == LISTENING:
            yield from _lists(tree, _HEARD)
            yield from _labels(tree, "probes", follows=False)
        case _ if name == SAFETY:
            yield from _lists(tree, ("crisis",))
        case _ if name == HELPLINES:
            yield from _texts(tree, SAFETY_FILES[HELPLINES])
            yield from _countries(tree, own)


def _countries(tree: Tree, own: File | None) -> Iterator[Part]:
    """Yield the countries for which the language has lines of its own. They are not missing in it."""
    given = {code.text for code, _ in countries_of(own.tree)} if own and own.tree else set()
    parts = [
        Part(name=code.text, parts=(Part(name=OF, value=fingerprint_of_country(country)),))
        for code, country in countries_of(tree)
        if code.text in given
    ]
    if parts:
        yield Part(name="countries", parts=tuple(parts))


def _phrases(tree: Tree, known: Collection[str]) -> Iterator[Part]:
    yield Part(
        name="language",
        parts=(Part(name="name", original=_HOW_NAMED), Part(name="review", value=PREVIEW)),
    )
    yield from _texts(tree, [entry.key.text for entry in tree.entries if entry.key.text in known])
    for key in ("body_places", "patterns"):
        yield from _labels(tree, key)
    lines = tuple(
        Part(name=name, original=about.value.text)
        for name, command in _entries(tree, "commands")
        if isinstance(command, Tree) and (about := command.entry("about")) and isinstance(about.value, Scalar)
    )
    if lines:
        yield Part(name="commands", parts=lines)


def _texts(node: Node, keys: Collection[str]) -> Iterator[Part]:
    for entry in node.entries if isinstance(node, Tree) else ():
        if entry.key.text in keys and isinstance(entry.value, Scalar):
            yield Part(name=entry.key.text, original=entry.value.text.strip())


def _labels(node: Node, key: str, *, follows: bool = True) -> Iterator[Part]:
    labels = []
    for name, labelled in _entries(node, key):
        label = labelled.entry("label") if isinstance(labelled, Tree) else None
        value = label.value if label else labelled
        labels.append(Part(name=name, original=value.text.strip() if isinstance(value, Scalar) else ""))
    if labels:
        yield Part(name=key, parts=tuple(labels), follows=follows)


def _lists(tree: Tree, keys: Collection[str]) -> Iterator[Part]:
    for key in keys:
        entry = tree.entry(key)
        yield Part(name=key, original="\n".join(found.text for found in scalars(entry.value)) if entry else "")


def _entries(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    entry = node.entry(key) if isinstance(node, Tree) else None
    if entry and isinstance(entry.value, Tree):
        yield from ((below.key.text, below.value) for below in entry.value.entries)
