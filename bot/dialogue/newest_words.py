"""An older version as it is said now: its structure, with the words of the live dialogue as far as they still fit.

New words may speak of the new structure: a label of where its button leads, a question of its buttons, a sentence of
what is done there. So words are taken over only where what they speak of is unchanged. Moves nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from bot.dialogue.edges import ways_by
from bot.dialogue.model import Choice, Dialogue, ManyAsk, Option, State, StateId, TextAsk, Wait
from bot.dialogue.slots import ALWAYS_KNOWN
from bot.dialogue.words import Words

# What the words of a state may speak of, beside what it waits for and its buttons. Where it leads, the next state says.
_DONE_THERE = ("keep", "remember", "skip", "skippable", "sets", "do", "seal", "visit", "call", "end")


def with_newest_words(pinned: Dialogue, live: Dialogue) -> Dialogue:
    """Return the pinned structure with live labels, questions and sentences, each where it still fits.

    A label is taken over if its button does the same as before. What is said and asked is taken over if the wait, the
    buttons and what is done at the state are the same.
    """
    states = {
        id: _followed(state, live.states[id]) if id in live.states else state for id, state in pinned.states.items()
    }
    return _titled(pinned, live, states)


def in_words_of(dialogue: Dialogue, other: Dialogue) -> Dialogue:
    """Return the structure of `dialogue` with the words of `other` for the same states, whether they fit or not."""
    states = {
        id: _reworded(_relabelled(state, other.states[id], all_of_them=True), other.states[id])
        for id, state in dialogue.states.items()
        if id in other.states
    }
    return _titled(dialogue, other, {**dialogue.states, **states})


def _titled(dialogue: Dialogue, other: Dialogue, states: Mapping[StateId, State]) -> Dialogue:
    return replace(dialogue, title=other.title, about=other.about, source=other.source, states=states)


def _followed(old: State, new: State) -> State:
    said = _relabelled(old, new)
    return _reworded(said, new) if _is_as_it_was(old, new) else said


def _is_as_it_was(old: State, new: State) -> bool:
    """Return whether the wait, the buttons and what is done at the state are the same, whatever they are called."""
    buttons, now = {c.key: c for c in old.choices}, {c.key: c for c in new.choices}
    return (
        _without_words(old.wait) == _without_words(new.wait)
        and buttons.keys() == now.keys()
        and all(_does_the_same(old, buttons[key], new, now[key]) for key in buttons)
        and all(getattr(old, name) == getattr(new, name) for name in _DONE_THERE)
    )


def _without_words(wait: Wait | None) -> object:
    """Return what is waited for, without its words and without how closely it is listened to."""
    match wait:
        case TextAsk(reading=reading):
            return TextAsk, reading
        case ManyAsk(options=options):
            return ManyAsk, frozenset(option.key for option in options)
        case _:
            return wait


def _does_the_same(old: State, button: Choice, new: State, now: Choice) -> bool:
    same = all(
        getattr(button, field.name) == getattr(now, field.name)
        for field in fields(Choice)
        if field.name not in ("label", "next")
    )
    return same and ways_by(old, button) == ways_by(new, now)


def _relabelled(old: State, new: State, *, all_of_them: bool = False) -> State:
    """Return the old state with new labels; with none of them if two buttons would then have the same label."""
    now = {choice.key: choice for choice in new.choices}
    choices = tuple(
        replace(button, label=now[button.key].label)
        if button.key in now and (all_of_them or _does_the_same(old, button, new, now[button.key]))
        else button
        for button in old.choices
    )
    labels = {choice.label for choice in choices}
    relabelled = choices if len(labels) == len(choices) else old.choices
    wait = old.wait
    if isinstance(wait, ManyAsk) and isinstance(new.wait, ManyAsk):
        named = {option.key: option.label for option in new.wait.options}
        options = tuple(Option(key=one.key, label=named.get(one.key, one.label)) for one in wait.options)
        wait = ManyAsk(options=options) if len({one.label for one in options}) == len(options) else wait
    return replace(old, choices=relabelled, wait=wait)


def _reworded(old: State, new: State) -> State:
    """Return the old state with new words. Words that need a value which the old way does not keep are left out."""
    wait = old.wait
    if isinstance(wait, TextAsk) and isinstance(new.wait, TextAsk):
        # The phrase is one of the words: the newest question asks for the newest of it, in the person's language.
        phrase = wait.phrase and (new.wait.phrase or wait.phrase)
        unclear = _newer(wait.unclear, new.wait.unclear)
        wait = replace(wait, phrase=phrase, unclear=unclear, more=_newer(wait.more, new.wait.more))
    return replace(old, say=_newer(old.say, new.say), picture=new.picture, ask=_newer(old.ask, new.ask), wait=wait)


def _newer(old: Words | None, new: Words | None) -> Words | None:
    if old is None or new is None:
        return old
    return new if new.slots <= old.slots | ALWAYS_KNOWN else old
