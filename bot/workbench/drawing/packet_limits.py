"""What the proofs of a heavy exercise do not hold, and a reader has to look at: told beside what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.dialogue.edges import edges
from bot.dialogue.graph_search import reachable
from bot.dialogue.heaviness import CALM_PARTS
from bot.dialogue.model import Dialogue, Load, State, StateId
from bot.dialogue.reserved import CALM
from bot.language.proofs.heavy_and_calm import consents, heavy_questions


def limits_of(dialogue: Dialogue) -> tuple[str, ...]:
    """Return sentences for a reader; none if nothing is proved."""
    return tuple(_limits(dialogue)) if dialogue.load is Load.HIGH and heavy_questions(dialogue) else ()


def _limits(dialogue: Dialogue) -> Iterator[str]:
    states = dialogue.states.values()
    yield "No words are judged by what they mean. Images and questions may be heavier than what they are counted as."
    yield f"What is said before and with the consent is heard by everybody: {_named(_before_consent(dialogue))}."
    yield (
        f"Consent is taken from the words of a button. Whether it consents to what comes, its question says: "
        f"{_named(consents(dialogue))}."
    )
    if forks := [state.id for state in states if _is_fork(dialogue, state)]:
        yield f"Buttons that only decide what comes next are no heavy question, whatever is asked: {_named(forks)}."
    if calm := [state.id for state in states if state.part in CALM_PARTS and (state.say or state.ask)]:
        yield f"These are calm because the file says that they are: {_named(calm)}."
    if called := sorted(set(_called(states)) - CALM):
        yield f"What it calls is not on this page, and may come while somebody is tense: {_named(called)}."
    yield (
        "Of grounding, home and peaceful_place it is proved that they wait for people and press nobody, and not that "
        "they steady. Their questions can be skipped like others."
    )
    yield (
        "Which way a tension is counted, and whether a button says yes, is read in English alone. Of other languages "
        "it is only known that no refusal presses a button that consents."
    )
    yield "/stop, /back, and whoever simply goes away, leave the ways that are followed here."


def _before_consent(dialogue: Dialogue) -> Iterator[StateId]:
    """Yield the states that say anything and that people reach without having consented, consent among them."""
    consenting = consents(dialogue)

    def onward(id: StateId) -> Iterator[StateId]:
        if id not in consenting:
            yield from (edge.to for edge in edges(dialogue.states[id]) if edge.to)

    found = reachable([dialogue.start], onward)
    return (id for id, state in dialogue.states.items() if id in found and (state.say or state.ask))


def _is_fork(dialogue: Dialogue, state: State) -> bool:
    return (
        state.wait is None
        and len(state.choices) > 1
        and state.id not in {*consents(dialogue), *heavy_questions(dialogue)}
    )


def _called(states: Iterable[State]) -> Iterator[str]:
    for state in states:
        yield from (called for called in (state.call, *(choice.call for choice in state.choices)) if called)


def _named(ids: Iterable[str]) -> str:
    return ", ".join(ids)
