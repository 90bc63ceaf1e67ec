"""Says what the proofs mean by a heavy question, consent and calm. Proves nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.dialogue.agreeing import agreeing, declining
from bot.dialogue.edges import edges, edges_of_choice
from bot.dialogue.graph_search import reachable
from bot.dialogue.heaviness import may_be_consent, may_stir_up
from bot.dialogue.matching import choice_for
from bot.dialogue.model import Choice, Dialogue, DialogueId, Load, State, StateId, TextAsk
from bot.dialogue.reserved import CALM, SUPPORT
from bot.dialogue.tension import asks_for_tension

QUIET = CALM | {DialogueId("breathe"), SUPPORT}  # what may be called before somebody has consented to anything


def is_heavy_question(dialogue: Dialogue, state: State) -> bool:
    """Return whether answering the state may stir up pain.

    A fork is a question by buttons that is not kept, and whose buttons differ in what they do: it only decides what
    comes next. A silence is one too, where something is said that it leads through.

    Source: the order of the shame exercise of Siegel (2012), pp. 47-49, whose every question comes after consent.
    """
    if dialogue.load is not Load.HIGH or not may_stir_up(state):
        return False
    return not may_be_consent(state) or state.id not in consents(dialogue)


def heavy_questions(dialogue: Dialogue) -> frozenset[StateId]:
    """Return the states that are heavy questions; none unless the dialogue is `load: high`."""
    if dialogue.load is not Load.HIGH:
        return frozenset()
    asking = (state.id for state in dialogue.states.values() if may_stir_up(state))
    return frozenset(asking) - consents(dialogue).keys()


def consents(dialogue: Dialogue) -> Mapping[StateId, frozenset[str]]:
    """Return the states where somebody consents, each with the keys of the choices that do so.

    Consent cannot be skipped, is given by a button, and can be refused: some button leads out, and no question that
    could be heavy comes on the way, unless another consent comes before it. Its button says yes, ready, begin or the
    like, and nothing that refuses or puts off. One whose answer is kept, outside `part: consent`, tells something else.
    """
    asking = [state for state in dialogue.states.values() if may_be_consent(state) and agreeing(state)]
    found: dict[StateId, frozenset[str]] = {}
    while more := [state for state in asking if state.id not in found and _can_be_refused(dialogue, state, found)]:
        found |= {state.id: agreeing(state) for state in more}
    return found


def out_of_turn(dialogue: Dialogue) -> frozenset[StateId]:
    """What may not come before consent: whatever waits, but a consent and a tension, and what calls more than calm.

    A fork may ask something heavy, and a silence lead through it: nobody can tell by what they are.
    """
    consenting = consents(dialogue)
    return frozenset(
        state.id
        for state in dialogue.states.values()
        if state.id not in consenting and ((state.waits and not asks_for_tension(state)) or _calls_more(state))
    )


def _calls_more(state: State) -> bool:
    return any(called not in QUIET for called in (state.call, *(choice.call for choice in state.choices)) if called)


def falsely_agreeing(original: Dialogue, own: Dialogue, refusals: Collection[str]) -> Iterator[tuple[StateId, str]]:
    """Yield each choice that consents in the original while its label in the other language declines, with its state.

    A label declines if a whole message that declines, "no" or one of `refusals`, presses it.
    """
    for id, consenting in consents(original).items():
        pressed = (choice_for(typed, own.states[id].choices) for typed in ("no", *refusals))
        refusing = {choice.key for choice in pressed if choice}
        for key in sorted(consenting & (refusing | declining(own.states[id]))):
            yield id, key


def asks_for_more(state: State) -> bool:
    """Return whether the state may ask for more after an answer in words."""
    return state.wants_words and isinstance(state.wait, TextAsk) and state.wait.listen.most > 0


def _can_be_refused(dialogue: Dialogue, asking: State, consents: Collection[StateId]) -> bool:
    return any(_leads_away(dialogue, asking, choice, consents) for choice in asking.choices)


def _leads_away(dialogue: Dialogue, asking: State, choice: Choice, consents: Collection[StateId]) -> bool:
    """Return whether this choice leads out, or to a consent, without any question on the way that could be heavy."""

    def is_heavy(id: StateId) -> bool:
        return id not in consents and id != asking.id and may_stir_up(dialogue.states[id])

    def onward(id: StateId | None) -> Iterable[StateId | None]:
        if id is None or id in consents or id == asking.id or is_heavy(id):
            return ()
        return (edge.to for edge in edges(dialogue.states[id]))

    found = reachable((edge.to for edge in edges_of_choice(asking, choice)), onward)
    if any(id is not None and is_heavy(id) for id in found):
        return False
    return None in found or not found.keys().isdisjoint(consents)
