"""Which states may stir up pain, by what they are and not by their words: for the engine and for what is proved.

This is about the states of a `load: high` dialogue; whether a dialogue is one is for the caller to ask.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.agreeing import agreeing
from bot.dialogue.edges import ways_by
from bot.dialogue.model import ManyAsk, Pause, ScaleAsk, State, TextAsk
from bot.dialogue.tension import asks_for_tension

CALM_PARTS = frozenset({"put_aside", "peaceful_place"})  # `part` of a state in which nothing asks for more
CONSENT_PART = "consent"  # `part` of a state whose buttons consent even where the answer is kept


def may_stir_up(state: State) -> bool:
    """Return whether what the state asks, or leads through, would be heavy if it is no consent."""
    match state.wait:
        case TextAsk() | ManyAsk() | ScaleAsk():
            return not asks_for_tension(state)
        case Pause():
            return state.say is not None and state.part not in CALM_PARTS
    return bool(state.choices) and (bool(state.keep) or _all_the_same(state))


def may_be_consent(state: State) -> bool:
    """Return whether consent could be given here: by a button, and not in passing.

    Whether it is consent depends on what follows.
    """
    if state.wait or not state.choices or state.skippable or state.skip is not None:
        return False
    return not state.keep or state.part == CONSENT_PART


def _all_the_same(state: State) -> bool:
    """Return whether the state has several buttons that all do and lead to the same, and so is no fork."""
    if len(state.choices) < 2 or state.part in CALM_PARTS:
        return False
    if may_be_consent(state) and 0 < len(agreeing(state)) < len(state.choices):  # it is meant for one, and gives none
        return False
    first = replace(state.choices[0], next=ways_by(state, state.choices[0]))
    return all(
        replace(choice, key=first.key, label=first.label, next=ways_by(state, choice)) == first
        for choice in state.choices
    )
