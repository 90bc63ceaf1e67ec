"""Puts a dialogue's words in another language over its structure: the same states and ways with other words.

The file of another language holds words by the id of their state, and nothing else. Missing words are reported in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.dialogue.model import Choice, Dialogue, ManyAsk, Option, State, StateId, TextAsk, Wait
from bot.dialogue.words import Words
from bot.language.grammar.build import DIALOGUE, Built
from bot.language.grammar.picture_shapes import check_caption
from bot.language.grammar.shapes import check_length, label, named, plain_words, text, words, written_length
from bot.language.grammar.state_keys import STATE as STATE_OF_ORIGINAL
from bot.language.grammar.tables import Found, Key, Table
from bot.language.overlays.missing_words import check_slots, lacking, left_over, matched
from bot.language.overlays.safety_words import (
    ABOUT_OF,
    OF,
    check_of,
    fingerprint_as_written,
    fingerprint_of_state,
    safety_states,
)
from bot.language.problems import Report, Rule
from bot.language.source.nodes import Entry, Node, Scalar
from bot.language.source.nodes import Mapping as Tree

_OF_THE_ORIGINAL = "It stands in the original alone, and holds in all languages. Take it out."

OVERLAY = Table(
    name="overlay",
    about="A dialogue's words in another language.",
    elsewhere=dict.fromkeys(DIALOGUE.keys, _OF_THE_ORIGINAL),
)
STATE = Table(
    name="overlay_state",
    about="What a state of the original says in this language.",
    elsewhere=dict.fromkeys(STATE_OF_ORIGINAL.keys, _OF_THE_ORIGINAL),
)

_TITLE = OVERLAY.key("title", text, "What people see when they come back.")
_ABOUT = OVERLAY.key("about", text, "One sentence about it, where the original has one.")
_UNCLEAR_ANYWHERE = OVERLAY.key(
    "unclear", words, "Said when an answer cannot be read, where the original has one for all."
)
_STATES = OVERLAY.key("states", named(STATE), "The words of each state, under its id in the original.")

_SAY = STATE.key("say", words, "Said without waiting.")
_ASK = STATE.key("ask", words, "The question.")
_UNCLEAR = STATE.key("unclear", words, "Said when the answer cannot be read.")
_MORE = STATE.key("more", plain_words, "The question's own words for 'tell me more'.")
_PHRASE = STATE.key("phrase", text, "The words that have to be typed, in this language.")
_CHOICES = STATE.key("choices", named(label), "The label of each button, under its key in the original.")
STATE.key(OF, fingerprint_as_written, ABOUT_OF)
_MANY = STATE.key("many", named(label), "The label of each option, under its key in the original.")


@dataclass(frozen=True, kw_only=True)
class BodyPlaces:
    """What `places: true` offers, in the original and in the other language."""

    original: tuple[Option, ...]
    own: tuple[Option, ...]


def overlay(original: Built, tree: Tree, places: BodyPlaces, report: Report) -> Built:
    """Return the dialogue in the other language. It is only of use if `report` has no problems."""
    dialogue, found = original.dialogue, OVERLAY.read(tree, report)
    safety = safety_states(dialogue)
    inheriting = _inheriting(original)
    wanted = {id: keys for id, state in dialogue.states.items() if (keys := _keys_of(state, places, inheriting))}
    _compare_head(original, found, wanted, tree)
    own = {}
    for entry in _matched_states(dialogue, wanted, found):
        id = StateId(entry.key.text)
        of = fingerprint_of_state(original, id) if id in safety else None
        own[id] = _state(dialogue.states[id], entry, wanted[id], of, report)
    unclear = _words(found, _UNCLEAR_ANYWHERE, next(iter(inheriting.values()), None))
    states = {id: own.get(id, state) for id, state in dialogue.states.items()}
    states |= {id: _with_unclear(states[id], unclear) for id in inheriting}
    placed = {id: _with_places(state, places) for id, state in states.items()}
    title, about = found.take(_TITLE) or dialogue.title, found.take(_ABOUT)
    return Built(dialogue=replace(dialogue, title=title, about=about, states=placed), tree=tree, report=report)


def _compare_head(original: Built, found: Found, wanted: Collection[StateId], tree: Tree) -> None:
    there = {key for key in (_TITLE.name, _ABOUT.name, _UNCLEAR_ANYWHERE.name) if original.tree.entry(key)}
    lacking([*sorted(there), *((_STATES.name,) if wanted else ())], found, tree)
    for key in found.entries:
        if key not in there and key != _STATES.name:
            left_over(found.report, found.mark_of(key), f"`{key}`")


def _inheriting(original: Built) -> dict[StateId, Words]:
    """Return the states that use the `unclear` of the whole dialogue, each with it."""
    states = original.tree.entry("states")
    if not original.tree.entry(_UNCLEAR_ANYWHERE.name) or not states or not isinstance(states.value, Tree):
        return {}
    nodes = {StateId(entry.key.text): entry.value for entry in states.value.entries}
    return {
        id: state.wait.unclear
        for id, state in original.dialogue.states.items()
        if isinstance(state.wait, TextAsk)
        and state.wait.unclear
        and isinstance(node := nodes.get(id), Tree)
        and not node.entry(_UNCLEAR.name)
    }


def _with_unclear(state: State, unclear: Words | None) -> State:
    return replace(state, wait=replace(state.wait, unclear=unclear)) if isinstance(state.wait, TextAsk) else state


def _keys_of(state: State, places: BodyPlaces, inheriting: Collection[StateId]) -> tuple[str, ...]:
    """Return the keys under which the state has words. Those of body places are only in `_phrases.yaml`."""
    wait = state.wait
    is_there = (
        (_SAY, state.say),
        (_ASK, state.ask),
        (_UNCLEAR, isinstance(wait, TextAsk) and wait.unclear and state.id not in inheriting),
        (_MORE, isinstance(wait, TextAsk) and wait.more),
        (_PHRASE, isinstance(wait, TextAsk) and wait.phrase),
        (_CHOICES, state.choices),
        (_MANY, isinstance(wait, ManyAsk) and wait.options != places.original),
    )
    return tuple(key.name for key, there in is_there if there)


def _matched_states(original: Dialogue, wanted: Mapping[StateId, tuple[str, ...]], found: Found) -> Iterable[Entry]:
    written = found.take(_STATES) or ()
    if not _is_mapping(found, _STATES):
        return ()
    silent = original.states.keys() - wanted.keys()
    for entry in written:
        if entry.key.text in silent:
            left_over(found.report, entry.key.mark, f"words in the state `{entry.key.text}`")
    renamed: dict[str, str] = {old: state.id for state in original.states.values() for old in state.renamed_from}
    speaking = [entry for entry in written if entry.key.text not in silent]
    return matched(speaking, wanted, found.report, found.mark_of(_STATES.name), "state", renamed)


def _state(original: State, entry: Entry, keys: tuple[str, ...], of: str | None, report: Report) -> State:
    """Return the state with its words in the other language.

    `keys` are those under which it has words. `of` is the fingerprint of its words, if they keep people safe.
    """
    found = STATE.read(entry.value, report, mark=entry.key.mark)
    for key in found.entries:
        if key not in keys and not (of and key == OF):
            left_over(report, found.mark_of(key), f"`{key}` in this state")
    if of and isinstance(entry.value, Tree):
        check_of(entry.value, of, entry.key.mark, report)
    lacking(keys, found, entry.value, f" of the state `{original.id}`")
    state = replace(
        original,
        say=_words(found, _SAY, original.say),
        ask=_words(found, _ASK, original.ask),
        wait=_wait(original.wait, found),
        choices=_choices(original.choices, found),
    )
    if state.say and state.picture and _SAY.name in found:
        check_caption(state.say, found.entries[_SAY.name].value.mark, report)
    if state.say and state.ask and _ASK.name in found:
        length = written_length(state.say) + len("\n\n") + written_length(state.ask)
        check_length(length, found.mark_of(_ASK.name), report)
    return state


def _words(found: Found, key: Key[Words], original: Words | None) -> Words | None:
    entry = found.entries.get(key.name)
    return read_words(entry.value, original, found.report) if entry and original else original


def read_words(node: Node, original: Words, report: Report) -> Words:
    """Read words, and report them if they do not hold the same values as those of the original."""
    before = len(report.problems)
    own = words(node, report)
    if len(report.problems) == before:  # if the markup cannot be read, the values are not known
        check_slots(original, own, node, report)
    return own


def _wait(original: Wait | None, found: Found) -> Wait | None:
    match original:
        case TextAsk(phrase=phrase, unclear=unclear, more=more):
            own, more = found.take(_PHRASE) if phrase else None, more and (found.take(_MORE) or more)
            return replace(original, phrase=own or phrase, unclear=_words(found, _UNCLEAR, unclear), more=more)
        case ManyAsk(options=options):
            return ManyAsk(options=relabelled(options, found, _MANY, "option"))
        case _:
            return original


def _choices(original: tuple[Choice, ...], found: Found) -> tuple[Choice, ...]:
    labels = read_labels(found, _CHOICES, [choice.key for choice in original], "button") if original else {}
    return tuple(replace(choice, label=labels.get(choice.key, choice.label)) for choice in original)


def relabelled(
    original: tuple[Option, ...], found: Found, key: Key[tuple[Entry, ...]], what: str
) -> tuple[Option, ...]:
    """Return the options with the labels that are under the key."""
    labels = read_labels(found, key, [option.key for option in original], what)
    return tuple(replace(option, label=labels.get(option.key, option.label)) for option in original)


def read_labels(found: Found, key: Key[tuple[Entry, ...]], wanted: Collection[str], what: str) -> Mapping[str, Words]:
    """Return the labels under the key; none if it is missing, which is reported elsewhere."""
    given = found.take(key) or ()
    if not _is_mapping(found, key):
        return {}
    own = matched(given, wanted, found.report, found.mark_of(key.name), what)
    return {entry.key.text: _label(entry, found.report) for entry in own}


def _label(entry: Entry, report: Report) -> Words:
    """Read the words of a button. Report a button that is written as in the original."""
    if isinstance(entry.value, Tree) and (original := entry.value.entry("label")):
        raw = original.value.raw if isinstance(original.value, Scalar) else "..."
        advice = f"Write `{entry.key.text}: {raw}`: all else stands in the original."
        report.add(Rule.WRONG_SHAPE, entry.value.mark, "Only the words of the button belong here.", advice)
        return Words(lines=())
    return label(entry.value, report)


def _is_mapping(found: Found, key: Key[tuple[Entry, ...]]) -> bool:
    return key.name in found and isinstance(found.entries[key.name].value, Tree)


def _with_places(state: State, places: BodyPlaces) -> State:
    is_of_places = isinstance(state.wait, ManyAsk) and state.wait.options == places.original
    return replace(state, wait=ManyAsk(options=places.own)) if is_of_places else state
