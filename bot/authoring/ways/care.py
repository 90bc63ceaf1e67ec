"""What the proofs speak of: heavy questions, consent, the tension, what is calm. Names these; proves nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.dialogue.answering import TENSE
from bot.dialogue.edges import edges, edges_of_choice
from bot.dialogue.matching import choice_for
from bot.dialogue.model import Choice, Dialogue, Load, ScaleAsk, State, StateId, TextAsk

CALM_PARTS = frozenset({"put_aside", "peaceful_place"})  # `part` of a state in which nothing asks for more
_REFUSAL = "no"  # a choice whose label begins so is what the engine takes for a refusal in plain words


def is_heavy_question(dialogue: Dialogue, state: State) -> bool:
    """Whether an answer to it may stir up pain: any that is kept in a `load: high` dialogue, but a tension or consent.

    Source: the order of the shame exercise of Siegel (2012), pp. 47-49, whose every question comes after consent.
    """
    if dialogue.load is not Load.HIGH or not _keeps_answer(state):
        return False
    return not _may_be_consent(state) or state.id not in consents(dialogue)


def heavy_questions(dialogue: Dialogue) -> frozenset[StateId]:
    if dialogue.load is not Load.HIGH:
        return frozenset()
    kept = (state.id for state in dialogue.states.values() if _keeps_answer(state))
    return frozenset(kept) - consents(dialogue).keys()


def consents(dialogue: Dialogue) -> Mapping[StateId, frozenset[str]]:
    """The states where somebody consents, each with the choices that do so.

    Consent cannot be skipped, is given by a button, and can be refused: some button leads out, and no question that is
    kept comes on the way, unless another consent comes before it.
    """
    asking = [state for state in dialogue.states.values() if _may_be_consent(state)]
    found: dict[StateId, frozenset[str]] = {}
    while more := [state for state in asking if state.id not in found and _can_be_refused(dialogue, state, found)]:
        found |= {state.id: frozenset(choice.key for choice in state.choices) - _refusals(state) for state in more}
    return found


def rates_tension(state: State) -> bool:
    return isinstance(state.wait, ScaleAsk) and (state.keep or "").startswith("tension")


def tells_high_from_low(state: State) -> bool:
    """Whether the state asks for a tension on a scale that has both sides of the mark."""
    return rates_tension(state) and isinstance(state.wait, ScaleAsk) and state.wait.low < TENSE <= state.wait.high


def asks_for_more(state: State) -> bool:
    return state.wants_words and isinstance(state.wait, TextAsk) and state.wait.listen.most > 0


def _keeps_answer(state: State) -> bool:
    return bool(state.keep) and not rates_tension(state)


def _may_be_consent(state: State) -> bool:
    return bool(state.choices) and state.wait is None and not state.skippable and state.skip is None


def _refusals(state: State) -> frozenset[str]:
    refusal = choice_for(_REFUSAL, state.choices)
    return frozenset({refusal.key} if refusal else ())


def _can_be_refused(dialogue: Dialogue, asking: State, consents: Collection[StateId]) -> bool:
    return any(_leads_away(dialogue, asking, choice, consents) for choice in asking.choices)


def _leads_away(dialogue: Dialogue, asking: State, choice: Choice, consents: Collection[StateId]) -> bool:
    """Whether whoever takes this choice comes out, or to a consent, and is asked nothing before that is kept."""
    seen: set[StateId | None] = set()
    ahead = [edge.to for edge in edges_of_choice(asking, choice)]
    while ahead:
        id = ahead.pop()
        if id is None or id in consents or id in seen:
            seen.add(id)
            continue
        seen.add(id)
        state = dialogue.states[id]
        if _keeps_answer(state) and state is not asking:
            return False
        ahead += [edge.to for edge in edges(state)] if state is not asking else []
    return None in seen or not seen.isdisjoint(consents)
