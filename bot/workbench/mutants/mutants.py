"""Makes small changes of a dialogue, one at a time, as a slip of the pen would. They measure its transcripts: a change
that none notices is something that none tests.

The dialogue is changed as it was read, not its file. A change that is provably none (a branch whose two sides lead to
one state) is left out. Plays nothing and checks nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any

from bot.dialogue.model import Breath, Choice, Dialogue, Pause, Reading, State, StateId, TextAsk, Way
from bot.dialogue.tension import asks_for_tension
from bot.workbench.mutants.branch_mutants import Path, changed_ways

_FOREVER = 10_000  # times as long


class Mutation(StrEnum):
    """Kinds of changes, as they are counted."""

    EDGE = "edge"  # a way or a button less
    TARGET = "target"  # a way that leads elsewhere
    TIMEOUT = "timeout"  # a silence or a breath of another length
    COMPARISON = "comparison"  # a branch that draws its line elsewhere
    GATE = "gate"  # consent that may be skipped, a question or a call that is passed over
    KEEPING = "keeping"  # an answer that is not kept
    SETTING = "setting"  # a setting that is not made, a deed that is not done
    LISTENING = "listening"  # nobody is asked for more


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A dialogue with one change."""

    change: Mutation
    what: str  # in words, such as "`fears` keeps no answer"
    state: StateId  # where
    path: Path  # ... and at what of the state
    dialogue: Dialogue


Changed = Iterator[tuple[Mutation, str, Path, State]]


def mutants(dialogue: Dialogue) -> Iterator[Mutant]:
    """Yield all small changes of the dialogue, in the order of its file. They are the same each time."""
    for state in dialogue.states.values():
        for change, what, path, new in _changed(state, tuple(dialogue.states)):
            changed = replace(dialogue, states={**dialogue.states, state.id: new})
            if path != ("remember",) or _remembers(changed) != _remembers(dialogue):
                yield _mutant(change, what, path, state, changed)
        behind = _behind(state) if _is_gate(state) else state.id
        if behind != state.id:
            past = _passed_over(dialogue, state.id, behind)
            yield _mutant(Mutation.GATE, f"`{state.id}` is passed over", (), state, past)


def _mutant(change: Mutation, what: str, path: Path, state: State, dialogue: Dialogue) -> Mutant:
    return Mutant(change=change, what=what, state=state.id, path=path, dialogue=dialogue)


def _changed(state: State, all_states: tuple[StateId, ...]) -> Changed:
    for change, what, path, ways in changed_ways(state.next, ("next",), all_states):
        yield Mutation(change), f"`{state.id}` {what}", path, replace(state, next=ways)
    yield from _changed_choices(state, all_states)
    yield from _changed_wait(state)
    yield from _less(state)
    yield from _skipped_otherwise(state)


def _changed_choices(state: State, all_states: tuple[StateId, ...]) -> Changed:
    for number, choice in enumerate(state.choices):
        path: Path = ("choices", choice.key)
        put = partial(_with_choice, state, number)
        named = f"`{state.id}` [{choice.key}]"
        for change, what, at, ways in changed_ways(choice.next, (*path, "next"), all_states):
            yield Mutation(change), f"{named} {what}", at, put(replace(choice, next=ways))
        if len(state.choices) > 1:
            others = tuple(other for other in state.choices if other is not choice)
            skip = None if state.skip == choice.key else state.skip
            yield Mutation.EDGE, f"{named} is not there", path, replace(state, choices=others, skip=skip)
        yield from _swapped(state, number)
        for change, what, field, nothing in _LESS:
            if getattr(choice, field, nothing) != nothing:
                yield (
                    change,
                    f"{named} {what}",
                    (*path, _KEYS.get(field, field)),
                    put(replace(choice, **{field: nothing})),
                )


def _swapped(state: State, number: int) -> Changed:
    """Yield the state with what this button and the next one do exchanged."""
    if number + 1 >= len(state.choices):
        return
    one, other = state.choices[number], state.choices[number + 1]
    new_one, new_other = replace(other, key=one.key, label=one.label), replace(one, key=other.key, label=other.label)
    if new_one != one:
        choices = (*state.choices[:number], new_one, new_other, *state.choices[number + 2 :])
        what = f"`{state.id}` [{one.key}] and [{other.key}] are swapped"
        yield Mutation.TARGET, what, ("choices", one.key), replace(state, choices=choices)


def _with_choice(state: State, number: int, choice: Choice) -> State:
    return replace(state, choices=(*state.choices[:number], choice, *state.choices[number + 1 :]))


def _changed_wait(state: State) -> Changed:
    match state.wait:
        case Pause(lasts=lasts):
            never, longer = Pause(lasts=lasts * _FOREVER), Pause(lasts=lasts * 2)
            yield Mutation.TIMEOUT, f"`{state.id}` never ends by itself", ("pause",), replace(state, wait=never)
            yield Mutation.TIMEOUT, f"`{state.id}` lasts twice as long", ("pause",), replace(state, wait=longer)
        case Breath(minutes=minutes) as breath:
            endless, long = replace(breath, minutes=minutes * _FOREVER), replace(breath, minutes=minutes * 2)
            yield Mutation.TIMEOUT, f"`{state.id}` never ends by itself", ("breathe",), replace(state, wait=endless)
            yield Mutation.TIMEOUT, f"`{state.id}` lasts twice as long", ("breathe",), replace(state, wait=long)
        case TextAsk(reading=Reading.WORDS, listen=listen) as wait if listen.most:
            quiet = replace(wait, listen=replace(listen, most=0))
            yield Mutation.LISTENING, f"`{state.id}` asks nobody for more", (), replace(state, wait=quiet)


_LESS: tuple[tuple[Mutation, str, str, Any], ...] = (
    (Mutation.KEEPING, "keeps no answer", "keep", None),
    (Mutation.KEEPING, "remembers no answer", "remember", None),
    (Mutation.KEEPING, "puts nothing away", "seal", ()),
    (Mutation.KEEPING, "takes nothing back", "unseal", False),
    (Mutation.KEEPING, "counts no taps", "count", False),
    (Mutation.SETTING, "sets nothing", "sets", ()),
    (Mutation.SETTING, "does nothing", "do", None),
    (Mutation.SETTING, "comes back at no time", "visit", None),
    (Mutation.GATE, "calls nothing", "call", None),
)
_KEYS = {"sets": "set"}  # as the file calls them


def _less(state: State) -> Changed:
    for change, what, field, nothing in _LESS:
        if getattr(state, field, nothing) != nothing:
            yield change, f"`{state.id}` {what}", (_KEYS.get(field, field),), replace(state, **{field: nothing})


def _skipped_otherwise(state: State) -> Changed:
    keys = [choice.key for choice in state.choices]
    if state.skip:
        other = keys[(keys.index(state.skip) + 1) % len(keys)]
        if other != state.skip:
            what = f"`{state.id}` is skipped by [{other}]"
            yield Mutation.TARGET, what, ("skip",), replace(state, skip=other)
    elif keys and not state.skippable:
        what = f"`{state.id}` can be skipped, by [{keys[0]}]"
        yield Mutation.GATE, what, ("skip",), replace(state, skip=keys[0], skippable=True)


def _is_gate(state: State) -> bool:
    """Return whether the state asks for consent or the tension, before what may hurt."""
    is_consent = bool(state.choices) and not state.skippable
    return is_consent or asks_for_tension(state)


def _remembers(dialogue: Dialogue) -> list[tuple[str, str]]:
    """Return the names that are kept for good, each with the value it is taken from. Several states may name one."""
    states = dialogue.states.values()
    return list({state.remember: state.keep for state in states if state.remember and state.keep}.items())


def _behind(gate: State) -> StateId:
    """Return where a person comes who passes the gate: by the first button, or the last way of an answer."""
    return gate.next[-1].to if gate.next else next(c.next[-1].to for c in gate.choices if c.next)


def _passed_over(dialogue: Dialogue, gate: StateId, behind: StateId) -> Dialogue:
    """Return the dialogue with all that led to the gate leading to what is behind it."""
    states = {id: _leading_past(state, gate, behind) for id, state in dialogue.states.items()}
    return replace(dialogue, start=behind if dialogue.start == gate else dialogue.start, states=states)


def _leading_past(state: State, gate: StateId, behind: StateId) -> State:
    def ways(old: tuple[Way, ...]) -> tuple[Way, ...]:
        return tuple(replace(way, to=behind) if way.to == gate else way for way in old)

    choices = tuple(replace(choice, next=ways(choice.next)) for choice in state.choices)
    return replace(state, next=ways(state.next), choices=choices)
