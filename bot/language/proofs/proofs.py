"""Proves that a heavy exercise is kind: it asks for consent and the tension before, asks nothing heavy while somebody
is tense, and leads to calm after.

Each proof searches for a way that breaks it: "no way from the start comes to X without passing a gate". It shows a
shortest such way. `heavy_and_calm.py` says what X and the gates are, `state_space.py` which ways people can take.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue.edges import leads_to
from bot.dialogue.graph_search import nearest_first
from bot.dialogue.model import Dialogue, Load, State, StateId
from bot.dialogue.reserved import CALM, STOPPED
from bot.dialogue.tension import TENSE, asks_for_tension, tells_high_from_low
from bot.language.grammar.build import Built
from bot.language.problems import Rule
from bot.language.proofs.heavy_and_calm import (
    CALM_PARTS,
    asks_for_more,
    consents,
    heavy_questions,
    is_heavy_question,
)
from bot.language.proofs.shortest_ways import end_of, shortest
from bot.language.proofs.state_space import Position, Step, Steps, steps_of, written

__all__ = ["Proof", "check_proofs", "is_heavy_question", "proofs_of"]

_AFTER_CONSENT = "No heavy question comes before consent, which cannot be skipped."
_AFTER_TENSION = "No heavy question comes before the tension was asked."
_NOT_WHILE_TENSE = (
    f"After a tension of {TENSE} or more, or one that was skipped, no heavy question comes until it is lower."
)
_CALM_BEFORE_LEAVING = "After a heavy question every way out but /stop passes grounding or the home base."
_NO_PROBE_IN_CALM = "Nothing asks for more where things are put aside or a calm place is built or visited."
_STOP_IS_CALM = "What follows /stop offers grounding or the home base at once."


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One sentence about a dialogue, and whether it holds."""

    rule: Rule
    sentence: str  # what is so, if it holds
    holds: bool
    way: tuple[str, ...] = ()  # a shortest way that shows that it does not


@dataclass(frozen=True, kw_only=True)
class _Breach:
    """A place where a sentence does not hold."""

    rule: Rule
    at: StateId
    sentence: str
    advice: str
    way: tuple[str, ...] = ()
    key: tuple[str, ...] = ()  # of the state, at which it is told


def proofs_of(dialogue: Dialogue) -> tuple[Proof, ...]:
    """Return what is to be proved of this dialogue: everything if it is `load: high`, else only what concerns it.

    A sentence about nothing is left out, such as one about heavy questions where none is asked.
    """
    found: dict[Rule, _Breach] = {}
    for breach in _breaches(dialogue, steps_of(dialogue)):
        found.setdefault(breach.rule, breach)
    return tuple(
        Proof(rule=rule, sentence=sentence, holds=rule not in found, way=found[rule].way if rule in found else ())
        for rule, sentence in _to_be_proved(dialogue)
    )


def check_proofs(built: Built, steps: Steps) -> frozenset[str]:
    """Report each breach of the proofs to the dialogue's report.

    Return the names of the tensions whose scale was refused: what else is wrong where they are compared follows from
    that.
    """
    if built.dialogue.load is Load.HIGH and not heavy_questions(built.dialogue):
        sentence = "This dialogue is `load: high`, and asks no heavy question."
        advice = "Ask one that is answered in words, by ticks or a number, or is kept; or take `load` out."
        built.report.add(Rule.NOTHING_HEAVY, built.mark("load"), sentence, advice)
    breaches = list(_breaches(built.dialogue, steps))
    blunt = frozenset(breach.at for breach in breaches if breach.key)
    told: set[StateId] = set()
    for breach in breaches:
        if (breach.key and breach.at in told) or (blunt and breach.rule is Rule.HEAVY_WHEN_TENSE):
            continue
        told |= {breach.at} if breach.key else set()
        mark = built.state_mark(breach.at, *breach.key)
        built.report.add(breach.rule, mark, breach.sentence, breach.advice, breach.way)
    return frozenset(state.keep for id in blunt if (state := built.dialogue.states[id]).keep)


def _to_be_proved(dialogue: Dialogue) -> Iterator[tuple[Rule, str]]:
    if heavy_questions(dialogue):
        yield Rule.NO_CONSENT, _AFTER_CONSENT
        yield Rule.NO_TENSION, _AFTER_TENSION
        yield Rule.HEAVY_WHEN_TENSE, _NOT_WHILE_TENSE
        yield Rule.NO_GROUNDING, _CALM_BEFORE_LEAVING
    if dialogue.id in CALM or any(state.part in CALM_PARTS for state in dialogue.states.values()):
        yield Rule.PROBE_IN_CALM, _NO_PROBE_IN_CALM
    if dialogue.id == STOPPED:
        yield Rule.STOP_NOT_CALM, _STOP_IS_CALM


def _breaches(dialogue: Dialogue, steps: Steps) -> Iterator[_Breach]:
    if dialogue.load is Load.HIGH:
        yield from _without_consent(dialogue, steps)
        yield from _without_tension(dialogue, steps)
        yield from _heavy_when_tense(dialogue, steps)
        yield from _without_grounding(dialogue, steps)
    yield from _probes_in_calm(dialogue)
    if dialogue.id == STOPPED:
        yield from _stop_not_calm(dialogue)


def _without_consent(dialogue: Dialogue, steps: Steps) -> Iterator[_Breach]:
    heavy, consenting = heavy_questions(dialogue), consents(dialogue)

    def consented(before: bool, step: Step) -> bool:
        return before or step.edge.choice in consenting.get(step.edge.state, ())

    told: set[StateId] = set()
    for way in shortest(steps, False, consented, lambda consented, to: _is_in(to, heavy) and not consented):
        at = end_of(steps, way)
        told.add(at)
        yield _Breach(
            rule=Rule.NO_CONSENT,
            at=at,
            sentence=f"`{at}` is asked before consent, in a dialogue that is `load: high`.",
            advice="Let a state with choices and `skip: false` stand before it, and let one of its choices lead away.",
            way=written(steps, way),
        )
    yield from (breach for breach in _after_a_refusal(dialogue, steps) if breach.at not in told)


def _after_a_refusal(dialogue: Dialogue, steps: Steps) -> Iterator[_Breach]:
    """Yield each heavy question that can be asked after a consent was refused.

    A person who consented once may refuse the next time. After that, only putting things aside may be asked.
    """
    consenting = consents(dialogue)
    heavy = frozenset(id for id in heavy_questions(dialogue) if dialogue.states[id].part not in CALM_PARTS)

    def refused(before: bool, step: Step) -> bool:
        agreeing = consenting.get(step.edge.state)
        return before if agreeing is None else step.edge.choice not in agreeing

    for way in shortest(steps, False, refused, lambda refused, to: _is_in(to, heavy) and refused):
        at = end_of(steps, way)
        yield _Breach(
            rule=Rule.NO_CONSENT,
            at=at,
            sentence=f"`{at}` is asked though consent was refused, in a dialogue that is `load: high`.",
            advice="Let the button that refuses lead past it, or let another consent stand between.",
            way=written(steps, way),
        )


def _without_tension(dialogue: Dialogue, steps: Steps) -> Iterator[_Breach]:
    heavy = heavy_questions(dialogue)
    asking = {state.id for state in dialogue.states.values() if tells_high_from_low(state)}

    def asked(before: bool, step: Step) -> bool:
        return before or step.edge.state in asking

    for way in shortest(steps, False, asked, lambda asked, to: _is_in(to, heavy) and not asked):
        at = end_of(steps, way)
        passed = (dialogue.states[step.edge.state] for step in way)
        if blunt := next(filter(asks_for_tension, passed), None):
            yield _too_short(blunt, written(steps, way))
            continue
        yield _Breach(
            rule=Rule.NO_TENSION,
            at=at,
            sentence=f"`{at}` is asked before the tension is, in a dialogue that is `load: high`.",
            advice="Ask before it with `scale: 0-10` and `keep: tension_before`.",
            way=written(steps, way),
        )


def _too_short(state: State, way: tuple[str, ...]) -> _Breach:
    return _Breach(
        rule=Rule.NO_TENSION,
        at=state.id,
        key=("scale",),
        sentence=f"A tension is high from {TENSE} on, and this scale has no numbers on both sides of that.",
        advice="Write `scale: 0-10`.",
        way=way,
    )


def _heavy_when_tense(dialogue: Dialogue, steps: Steps) -> Iterator[_Breach]:
    heavy = heavy_questions(dialogue)

    def tense(before: bool, step: Step) -> bool:
        return before if step.tense is None else step.tense

    for way in shortest(steps, False, tense, lambda tense, to: _is_in(to, heavy) and tense):
        at = end_of(steps, way)
        yield _Breach(
            rule=Rule.HEAVY_WHEN_TENSE,
            at=at,
            sentence=f"`{at}` can be asked after a tension of {TENSE} or more, or one that was skipped.",
            advice=f"Branch there with `>= {TENSE}` to something steadying, and ask for the tension again before it.",
            way=written(steps, way),
        )


def _without_grounding(dialogue: Dialogue, steps: Steps) -> Iterator[_Breach]:
    heavy = heavy_questions(dialogue)

    def stirred(before: bool, step: Step) -> bool:
        return _is_in(step.to, heavy) or (before and step.calls not in CALM)

    begin = dialogue.start in heavy
    for way in shortest(steps, begin, stirred, lambda stirred, to: to is None and stirred):
        at = end_of(steps, way)
        yield _Breach(
            rule=Rule.NO_GROUNDING,
            at=at,
            sentence=f"`{at}` leads out after heavy questions, and neither grounding nor the home base came between.",
            advice="Let each way to it pass `call: grounding`, `call: home` or `call: peaceful_place`.",
            way=written(steps, way),
        )


def _probes_in_calm(dialogue: Dialogue) -> Iterator[_Breach]:
    for state in dialogue.states.values():
        if asks_for_more(state) and (state.part in CALM_PARTS or dialogue.id in CALM):
            yield _Breach(
                rule=Rule.PROBE_IN_CALM,
                at=state.id,
                sentence=f"`{state.id}` asks for more, where it is to be calm.",
                advice="Write `listen: {most: 0}` there.",
            )


def _stop_not_calm(dialogue: Dialogue) -> Iterator[_Breach]:
    """Yield each state that may wait first after /stop and offers nothing calm."""

    def onward(id: StateId) -> Iterator[tuple[StateId, StateId]]:
        if _only_leads_on(dialogue.states[id]):
            yield from ((to, to) for to in leads_to(dialogue.states[id]))

    for arrival in nearest_first(dialogue.start, onward):
        state = dialogue.states[arrival.node]
        if not _only_leads_on(state) and not _offers_calm(state):
            yield _Breach(
                rule=Rule.STOP_NOT_CALM,
                at=state.id,
                sentence=f"`{state.id}` follows on /stop and offers neither grounding nor the home base.",
                advice="Give it a choice with `call: grounding` or `call: home`.",
                way=(dialogue.start, *arrival.way),
            )


def _only_leads_on(state: State) -> bool:
    return not (state.waits or state.end or state.do)


def _offers_calm(state: State) -> bool:
    return any(choice.call in CALM or choice.start in CALM for choice in state.choices)


def _is_in(spot: Position | None, states: frozenset[StateId]) -> bool:
    return spot is not None and spot.state in states
