"""Words that keep people safe, and by which of the original's words another language says them: `of`, a fingerprint.

Whoever changes a safety sentence in the original changes its fingerprint, and is told of each language that still says
the old one. Says which states are meant; compares no meaning.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator

from bot.dialogue.heaviness import CONSENT_PART
from bot.dialogue.model import Dialogue, Load, State, StateId
from bot.dialogue.reserved import CRISIS, SUPPORT
from bot.language.grammar.build import Built
from bot.language.grammar.tables import Reader
from bot.language.problems import Mark, Report, Rule
from bot.language.proofs.heavy_and_calm import consents
from bot.language.source.nodes import Mapping as Tree
from bot.language.source.nodes import Node, Scalar, Sequence

OF = "of"
ABOUT_OF = "The fingerprint of the original's words that these say: `check` tells it."
fingerprint_as_written: Reader[None] = Reader(
    read=lambda _, __: None, takes={"type": "string", "pattern": "^[a-z]{8}$"}
)  # compared by `check_of`

_SPOKEN = ("say", "ask", "unclear", "more", "phrase")
_LABELLED = ("choices", "many")
_PASSED_OVER = "last_verified"  # a day, and no words
_LETTERS = "abcdefghijklmnopqrstuvwxyz"  # alone: a reader of YAML might take digits for a number
_LENGTH = 8


def safety_states(dialogue: Dialogue) -> frozenset[StateId]:
    """Return all states of the crisis dialogue and the support card, and those where somebody consents."""
    states = dialogue.states
    if dialogue.id in (CRISIS, SUPPORT):
        return frozenset(states)
    agreeing = consents(dialogue).keys() if dialogue.load is Load.HIGH else ()
    return frozenset((*agreeing, *(id for id, state in states.items() if _asks_for_consent(state))))


def fingerprint_of_state(original: Built, id: StateId) -> str:
    """Return the fingerprint of what the state says, asks and has on its buttons."""
    states = original.tree.entry("states")
    state = states.value.entry(id) if states and isinstance(states.value, Tree) else None
    return fingerprint(_said_in(state.value) if state else ())


def fingerprint_of_entries(original: Tree, keys: Collection[str]) -> str:
    """Return the fingerprint of what is under these keys."""
    found = (original.entry(key) for key in keys)
    return fingerprint(text for entry in found if entry for text in (entry.key.text, *texts(entry.value)))


def countries_of(tree: Tree) -> Iterator[tuple[Scalar, Tree]]:
    """Return the countries of a file of helplines, each with what it has there."""
    countries = tree.entry("countries")
    for entry in countries.value.entries if countries and isinstance(countries.value, Tree) else ():
        if isinstance(entry.value, Tree):
            yield entry.key, entry.value


def fingerprint_of_country(country: Tree) -> str:
    return fingerprint(texts(country))


def fingerprint(texts: Iterable[str]) -> str:
    """Return eight letters for the words. Line breaks and spaces do not count."""
    written = "\n".join(" ".join(text.split()) for text in texts)
    digest = hashlib.sha256(written.encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_LENGTH])


def check_of(own: Tree, expected: str, mark: Mark, report: Report) -> None:
    """Report words that do not say from which words of the original they are, or are from others than it has now."""
    entry = own.entry(OF)
    if entry is None:
        sentence = "These words keep people safe, and do not say which of the original's they are."
        report.add(Rule.STALE_WORDS, mark, sentence, f"Compare them with the original, and add `{OF}: {expected}`.")
    elif not isinstance(entry.value, Scalar) or entry.value.text.strip() != expected:
        sentence = "The original's words are others now than those that these say."
        advice = f"Compare the two, mend these, and write `{OF}: {expected}`."
        report.add(Rule.STALE_WORDS, entry.key.mark, sentence, advice)


def _asks_for_consent(state: State) -> bool:
    sets = (*state.sets, *(setting for choice in state.choices for setting in choice.sets))
    return state.part == CONSENT_PART or any(setting.field == "consented" for setting in sets)


def _said_in(state: Node) -> Iterator[str]:
    for entry in state.entries if isinstance(state, Tree) else ():
        if entry.key.text in _SPOKEN:
            yield from (entry.key.text, *texts(entry.value))
        elif entry.key.text in _LABELLED and isinstance(entry.value, Tree):
            for labelled in entry.value.entries:
                label = labelled.value.entry("label") if isinstance(labelled.value, Tree) else None
                yield from (labelled.key.text, *texts(label.value if label else labelled.value))


def texts(node: Node, passed_over: str = _PASSED_OVER) -> Iterator[str]:
    """Yield every key and text below the node, in their order, but for what stands under the key `passed_over`."""
    match node:
        case Scalar(text=text):
            yield text
        case Sequence(items=items):
            for item in items:
                yield from texts(item, passed_over)
        case Tree(entries=entries):
            for entry in entries:
                if entry.key.text != passed_over:
                    yield from (entry.key.text, *texts(entry.value, passed_over))
