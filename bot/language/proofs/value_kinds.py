"""Works out what kind of value is kept under each name: a number, a tapped choice, words. Judges nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.model import READ_NAMES, Dialogue, ManyAsk, ScaleAsk, State, StateId, TextAsk
from bot.dialogue.profile import FIELDS
from bot.dialogue.values import Number, Picked, Value
from bot.language.proofs.outcomes import FACTS


class ValueKind(StrEnum):
    """What a kept value may be."""

    NUMBER = "a number"
    CHOICE = "a tapped choice"
    WORDS = "words"


ValueKinds = frozenset[ValueKind]


@dataclass(frozen=True, kw_only=True)
class KeptKinds:
    """What a dialogue keeps, by state and by name."""

    by_state: Mapping[StateId, Mapping[str, ValueKinds]]
    things: Mapping[str, ValueKinds]  # that may be found under a name, whoever keeps it
    keys: Mapping[str, frozenset[str]]  # of the choices and options that are kept under a name


def kept_in(dialogue: Dialogue, elsewhere: Collection[str]) -> KeptKinds:
    """Return what kinds of value the dialogue keeps.

    `elsewhere` holds names of values that its branches see and that it need not keep itself: they may be of any kind.
    """
    by_state = {state.id: dict(_kept_at(state)) for state in dialogue.states.values()}
    things: dict[str, ValueKinds] = dict.fromkeys(elsewhere, frozenset(ValueKind))
    things |= dict.fromkeys(FIELDS, frozenset({ValueKind.WORDS}))
    things |= {name: frozenset({_told(value)}) for name, value in FACTS.items()}
    keys: dict[str, frozenset[str]] = {}
    for state in dialogue.states.values():
        for name, here in by_state[state.id].items():
            things[name] = things.get(name, frozenset()) | here
        if state.keep and not state.counts:
            keys[state.keep] = keys.get(state.keep, frozenset()) | _keys_of(state)
    return KeptKinds(by_state=by_state, things=things, keys=keys)


def _kept_at(state: State) -> Iterator[tuple[str, ValueKinds]]:
    words = frozenset({ValueKind.WORDS})
    if isinstance(state.wait, TextAsk):
        yield from ((name, words) for name in READ_NAMES[state.wait.reading])
    if not state.keep:
        return
    if state.counts or isinstance(state.wait, ScaleAsk):
        yield state.keep, frozenset({ValueKind.NUMBER})
    else:
        taps = state.choices or isinstance(state.wait, ManyAsk)
        yield (
            state.keep,
            (frozenset({ValueKind.CHOICE}) if taps else frozenset()) | (words if state.wants_words else set()),
        )


def _keys_of(state: State) -> frozenset[str]:
    options = state.wait.options if isinstance(state.wait, ManyAsk) else ()
    return frozenset((*(choice.key for choice in state.choices), *(option.key for option in options)))


def _told(value: Value) -> ValueKind:
    return (
        ValueKind.NUMBER
        if isinstance(value, Number)
        else ValueKind.CHOICE
        if isinstance(value, Picked)
        else ValueKind.WORDS
    )
