"""Builds a dialogue from a tree, and reports parts that are not well made.

Whether the parts fit together is for the checks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from bot.dialogue.model import (
    Breath,
    Dialogue,
    DialogueId,
    DialogueKind,
    Load,
    Pause,
    ScaleAsk,
    State,
    StateId,
    Version,
)
from bot.language.grammar import state_keys as keys
from bot.language.grammar.build_waits import Defaults, build_wait, inherited
from bot.language.grammar.build_ways import among_numbers, state_id
from bot.language.grammar.picture_shapes import check_caption
from bot.language.grammar.placement import check_placement
from bot.language.grammar.shapes import (
    check_length,
    mark_of_value,
    name,
    named,
    one_of,
    text,
    whole,
    words,
    written_length,
)
from bot.language.grammar.tables import Found, Table
from bot.language.grammar.wait_shapes import listening
from bot.language.problems import Mark, Report, Rule, suggest
from bot.language.source.nodes import Entry, Mapping, Scalar, place, scalars
from bot.language.version import version_of

_LONGEST_EXERCISE = 240  # minutes

DIALOGUE = Table(name="dialogue", about="A dialogue: an exercise, or one of the bot's own.")
_TITLE = DIALOGUE.key("title", text, "Its name, as people see it.", needed=True)
_ABOUT = DIALOGUE.key("about", text, "One sentence about it, for readers of the file.")
_KIND = DIALOGUE.key(
    "kind",
    one_of(DialogueKind),
    "`exercise` (also without this): answers are reflections. `service`: settings, help. `prompt`: the daily prompt.",
)
_LOAD = DIALOGUE.key("load", one_of(Load), "`high` if it may stir up pain, else `light` (also without this).")
_SOURCE = DIALOGUE.key("source", text, "Where it comes from, with pages, for readers of the file.")
_MINUTES = DIALOGUE.key("minutes", whole(1, _LONGEST_EXERCISE), "How long it takes, for readers of the file.")
_LISTEN = DIALOGUE.key("listen", listening, "When a short answer is met with 'tell me more', for all its questions.")
_UNCLEAR = DIALOGUE.key(
    "unclear", words, "Is said when a reading fails, for all its questions that have none of their own."
)
_RENAMED_FROM = DIALOGUE.key("renamed_from", keys.old_ids, "The id that this file had before, or a list of them.")
_START = DIALOGUE.key("start", state_id, "The first state.", needed=True)
_STATES = DIALOGUE.key("states", named(keys.STATE), "All states, each by an id of your choosing.", needed=True)


@dataclass(frozen=True, kw_only=True)
class Built:
    """A dialogue with the tree and the report of its file, so that the checks can say where a problem is."""

    dialogue: Dialogue
    tree: Mapping
    report: Report

    def mark(self, *path: str | int) -> Mark:
        """Return where the thing at this path in the file is written."""
        return place(self.tree, *path)

    def state_mark(self, state: StateId, *path: str | int) -> Mark:
        """Return where something of a state is written; without a path, where the state's name is."""
        return place(self.tree, "states", state, *path)

    def value_mark(self, words: Mark, name: str) -> Mark:
        """Return where `{name}` is in the words that begin at a mark; that mark if it is not in them."""
        node = self._scalars.get(words)
        return mark_of_value(node, name, words) if node else words

    @cached_property
    def _scalars(self) -> dict[Mark, Scalar]:
        return {node.mark: node for node in scalars(self.tree)}


def build_dialogue(id: DialogueId, tree: Mapping, defaults: Defaults, report: Report) -> Built | None:
    """Return the dialogue of a file; None if the file has problems and no state of it could be read.

    If the report then has problems, the dialogue is only fit to be checked.
    """
    found = DIALOGUE.read(tree, report)
    listen = inherited(found.take(_LISTEN), defaults.listen)
    defaults = replace(defaults, listen=listen, unclear=found.take(_UNCLEAR))
    states = _with_numbers_named([_state(entry, defaults, report) for entry in found.take(_STATES) or ()])
    dialogue = Dialogue(
        id=id,
        version=Version(""),
        title=found.take(_TITLE) or "",
        start=found.take(_START) or StateId(""),
        states={state.id: state for state in states},
        kind=found.take(_KIND) or DialogueKind.EXERCISE,
        load=found.take(_LOAD) or Load.LIGHT,
        source=found.take(_SOURCE),
        minutes=found.take(_MINUTES),
        about=found.take(_ABOUT),
        renamed_from=tuple(map(DialogueId, found.take(_RENAMED_FROM) or ())),
    )
    if not dialogue.states and report.problems:
        return None
    if not report.problems:
        dialogue = replace(dialogue, version=version_of(dialogue))
    return Built(dialogue=dialogue, tree=tree, report=report)


def _state(entry: Entry, defaults: Defaults, report: Report) -> State:
    found = keys.STATE.read(entry.value, report, mark=entry.key.mark)
    check_placement(found)
    state = State(
        id=StateId(name(entry.key, report)),
        say=found.take(keys.SAY),
        picture=found.take(keys.PICTURE),
        ask=found.take(keys.ASK),
        wait=build_wait(found, defaults),
        choices=found.take(keys.CHOICES) or (),
        keep=found.take(keys.KEEP),
        remember=found.take(keys.REMEMBER),
        sets=found.take(keys.SET) or (),
        do=found.take(keys.DO),
        seal=found.take(keys.SEAL) or (),
        visit=found.take(keys.VISIT),
        call=found.take(keys.CALL),
        next=found.take(keys.NEXT) or (),
        end=found.take(keys.END) or False,
        renamed_from=tuple(map(StateId, found.take(keys.RENAMED_FROM) or ())),
        part=found.take(keys.PART),
        checkpoint=found.take(keys.CHECKPOINT) or False,
    )
    _check_message(state, found)
    _check_count(state, found)
    return _with_skip(state, found)


def _with_numbers_named(states: list[State]) -> list[State]:
    """Return the states with each word of a condition that is a kept number's name read as that.

    This shows only when all states are read.
    """
    counting = [state for state in states if state.counts or isinstance(state.wait, ScaleAsk)]
    numbers = {name for state in counting for name in (state.keep, state.remember) if name}
    return [
        replace(
            state,
            next=among_numbers(state.next, numbers),
            choices=tuple(replace(choice, next=among_numbers(choice.next, numbers)) for choice in state.choices),
        )
        for state in states
    ]


def _check_message(state: State, found: Found) -> None:
    """Report a message that is too long. `say` and `ask` go out as one; under a picture there is less room."""
    if state.say and state.picture:
        check_caption(state.say, found.entries["say"].value.mark, found.report)
    if state.say and state.ask:
        length = written_length(state.say) + len("\n\n") + written_length(state.ask)
        check_length(length, found.mark_of("ask"), found.report)


def _check_count(state: State, found: Found) -> None:
    """Report counting buttons where there is no silence or breath.

    Also report a silence with buttons that keeps something, if none of its buttons counts.
    """
    is_silent = isinstance(state.wait, Pause | Breath)
    if state.counts and not is_silent:
        _refuse(found, "choices", "`count` goes with `pause` or `breathe`")
    elif is_silent and "choices" in found and "keep" in found and not state.counts:
        _refuse(found, "keep", "nothing is answered here")


def _refuse(found: Found, key: str, because: str) -> None:
    sentence = f"`{key}` has no place in this state: {because}."
    advice = "Take it out, or make it a state of its own."
    found.report.add(Rule.OUT_OF_PLACE, found.mark_of(key), sentence, advice)


def _with_skip(state: State, found: Found) -> State:
    if "skip" not in found:
        return state
    key = found.take(keys.SKIP)
    if key is None:
        return replace(state, skippable=False)
    if state.choice(key) is None:
        mark = found.entries["skip"].value.mark
        known = ("false", *(choice.key for choice in state.choices))
        found.report.add(Rule.UNKNOWN_CHOICE, mark, f"No choice here is called `{key}`.", suggest(key, known))
    return replace(state, skip=key)
