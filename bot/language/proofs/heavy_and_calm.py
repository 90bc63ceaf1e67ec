"""Says what the proofs mean by a heavy question, consent and calm. Proves nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from bot.dialogue.edges import edges, edges_of_choice, ways_by
from bot.dialogue.graph_search import reachable
from bot.dialogue.matching import choice_for, label_of, whole_words
from bot.dialogue.model import Choice, Dialogue, Load, ManyAsk, ScaleAsk, State, StateId, TextAsk
from bot.dialogue.tension import asks_for_tension

CALM_PARTS = frozenset({"put_aside", "peaceful_place"})  # `part` of a state in which nothing asks for more
CONSENT_PART = "consent"  # `part` of a state whose buttons consent even where the answer is kept
# A button with one of these words on it does not agree: it refuses, puts off or hesitates.
_UNWILLING = frozenset(
    {"no", "nope", "not", "never", "don't", "cannot", "can't", "won't", "rather", "later", "another"}
    | {"skip", "pass", "stop", "leave", "maybe", "perhaps", "unsure"}
)


def is_heavy_question(dialogue: Dialogue, state: State) -> bool:
    """Return whether answering the state may stir up pain.

    In a `load: high` dialogue every question is heavy but a tension question, a consent and a fork. A fork is a
    question by buttons that keeps nothing and whose buttons do different things: it only decides what comes next.
    Source: the order of the shame exercise of Siegel (2012), pp. 47-49, where consent comes before every question.
    """
    if dialogue.load is not Load.HIGH or not _asks_heavily(state):
        return False
    return not _may_be_consent(state) or state.id not in consents(dialogue)


def heavy_questions(dialogue: Dialogue) -> frozenset[StateId]:
    """Return the states that are heavy questions; none unless the dialogue is `load: high`."""
    if dialogue.load is not Load.HIGH:
        return frozenset()
    asking = (state.id for state in dialogue.states.values() if _asks_heavily(state))
    return frozenset(asking) - consents(dialogue).keys()


def consents(dialogue: Dialogue) -> Mapping[StateId, frozenset[str]]:
    """Return the states where somebody consents, each with the keys of the choices that do so.

    Consent cannot be skipped, is given by a button, and can be refused: some button leads out, or to another consent,
    without a question on the way that could be heavy. A button that says no, not, later or the like does not consent.
    Neither does a button whose answer is kept, outside `part: consent`: that answers something else.
    """
    asking = [state for state in dialogue.states.values() if _may_be_consent(state) and _willing(state)]
    found: dict[StateId, frozenset[str]] = {}
    while more := [state for state in asking if state.id not in found and _can_be_refused(dialogue, state, found)]:
        found |= {state.id: _willing(state) for state in more}
    return found


def falsely_agreeing(original: Dialogue, own: Dialogue, refusals: Collection[str]) -> Iterator[tuple[StateId, str]]:
    """Yield each choice that consents in the original while its label in the other language declines, with its state.

    A label declines if a whole message that declines, "no" or one of `refusals`, presses it.
    """
    for id, agreeing in consents(original).items():
        pressed = (choice_for(typed, own.states[id].choices) for typed in ("no", *refusals))
        declining = {choice.key for choice in pressed if choice}
        for key in sorted(agreeing & declining | agreeing - _willing(own.states[id])):
            yield id, key


def asks_for_more(state: State) -> bool:
    """Return whether the state may ask for more after an answer in words."""
    return state.wants_words and isinstance(state.wait, TextAsk) and state.wait.listen.most > 0


def _asks_heavily(state: State) -> bool:
    """Return whether the state would be a heavy question if it is no consent.

    Leaving out `keep` makes no question lighter.
    """
    if isinstance(state.wait, TextAsk | ManyAsk | ScaleAsk):
        return not asks_for_tension(state)
    return bool(state.choices) and (bool(state.keep) or _all_the_same(state))


def _all_the_same(state: State) -> bool:
    """Return whether the state has several buttons that all do and lead to the same, and so is no fork."""
    if state.wait or len(state.choices) < 2 or state.part in CALM_PARTS:
        return False
    if _may_be_consent(state) and 0 < len(_willing(state)) < len(state.choices):  # it is meant for one, and gives none
        return False
    first = replace(state.choices[0], next=ways_by(state, state.choices[0]))
    return all(
        replace(choice, key=first.key, label=first.label, next=ways_by(state, choice)) == first
        for choice in state.choices
    )


def _may_be_consent(state: State) -> bool:
    if state.wait or not state.choices or state.skippable or state.skip is not None:
        return False
    return not state.keep or state.part == CONSENT_PART


def _willing(state: State) -> frozenset[str]:
    """Return the keys of the choices that agree."""
    return frozenset(
        choice.key for choice in state.choices if _UNWILLING.isdisjoint(whole_words(label_of(choice.label)))
    )


def _can_be_refused(dialogue: Dialogue, asking: State, consents: Collection[StateId]) -> bool:
    return any(_leads_away(dialogue, asking, choice, consents) for choice in asking.choices)


def _leads_away(dialogue: Dialogue, asking: State, choice: Choice, consents: Collection[StateId]) -> bool:
    """Return whether this choice leads out, or to a consent, without any question on the way that could be heavy."""

    def is_heavy(id: StateId) -> bool:
        return id not in consents and id != asking.id and _asks_heavily(dialogue.states[id])

    def onward(id: StateId | None) -> Iterable[StateId | None]:
        if id is None or id in consents or id == asking.id or is_heavy(id):
            return ()
        return (edge.to for edge in edges(dialogue.states[id]))

    found = reachable((edge.to for edge in edges_of_choice(asking, choice)), onward)
    if any(id is not None and is_heavy(id) for id in found):
        return False
    return None in found or not found.keys().isdisjoint(consents)
