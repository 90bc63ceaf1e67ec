"""Proves that a heavy exercise is kind: it asks for consent and the tension before, asks nothing heavy while somebody
is tense, and leads to calm after.

Each is proved by looking for a way that would break it: "no way from the start comes to X without passing a gate". What
is found is a shortest such way. What X and the gates are stands in `heavy_and_calm`; which ways people can take, in
`state_space`; the proofs themselves, in `ways_in` and `ways_out`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue.heaviness import CALM_PARTS
from bot.dialogue.model import Dialogue, Load, StateId
from bot.dialogue.reserved import CALM, STOPPED
from bot.dialogue.tension import TENSE
from bot.language.grammar.build import Built
from bot.language.problems import Rule
from bot.language.proofs.breaches import Breach
from bot.language.proofs.heavy_and_calm import asks_for_more, heavy_questions, is_heavy_question
from bot.language.proofs.state_space import Steps, steps_of
from bot.language.proofs.ways_in import heavy_when_tense, without_consent, without_tension
from bot.language.proofs.ways_out import left_tense, stop_not_calm, without_grounding

__all__ = ["Proof", "check_proofs", "is_heavy_question", "proofs_of"]

_AFTER_CONSENT = (
    "Before consent, which cannot be skipped and whose button says yes, nothing is asked but the tension, "
    "and nobody is led through a silence."
)
_AFTER_TENSION = "No heavy question comes before the tension was asked."
_NOT_WHILE_TENSE = (
    f"After a tension of {TENSE} or more, or one that was skipped, no heavy question comes until it is lower."
)
_CALM_BEFORE_LEAVING = (
    "After a heavy question every way out but /stop passes grounding, the building of a home base, "
    "or a visit to one that is there."
)
_OFFERED_WHEN_TENSE = (
    f"Whoever tells a tension of {TENSE} or more after a heavy question, or skips it, is offered grounding or a "
    "home base after that, before any way out but /stop."
)
_NO_PROBE_IN_CALM = "Nothing asks for more where things are put aside or a calm place is built or visited."
_STOP_IS_CALM = "What follows /stop offers grounding at once, or to build a home base."


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One sentence about a dialogue, and whether it holds."""

    rule: Rule
    sentence: str  # what is so, if it holds
    holds: bool
    way: tuple[str, ...] = ()  # a shortest way that shows that it does not


def proofs_of(dialogue: Dialogue) -> tuple[Proof, ...]:
    """Return what is to be proved of this dialogue: everything if it is `load: high`, else only what concerns it.

    A sentence about nothing is left out, such as one about heavy questions where none is asked.
    """
    found: dict[Rule, Breach] = {}
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
        yield Rule.LEFT_TENSE, _OFFERED_WHEN_TENSE
    if dialogue.id in CALM or any(state.part in CALM_PARTS for state in dialogue.states.values()):
        yield Rule.PROBE_IN_CALM, _NO_PROBE_IN_CALM
    if dialogue.id == STOPPED:
        yield Rule.STOP_NOT_CALM, _STOP_IS_CALM


def _breaches(dialogue: Dialogue, steps: Steps) -> Iterator[Breach]:
    if dialogue.load is Load.HIGH:
        yield from without_consent(dialogue, steps)
        yield from without_tension(dialogue, steps)
        yield from heavy_when_tense(dialogue, steps)
        yield from without_grounding(dialogue, steps)
        yield from left_tense(dialogue, steps)
    yield from _probes_in_calm(dialogue)
    if dialogue.id == STOPPED:
        yield from stop_not_calm(dialogue)


def _probes_in_calm(dialogue: Dialogue) -> Iterator[Breach]:
    for state in dialogue.states.values():
        if asks_for_more(state) and (state.part in CALM_PARTS or dialogue.id in CALM):
            yield Breach(
                rule=Rule.PROBE_IN_CALM,
                at=state.id,
                sentence=f"`{state.id}` asks for more, where it is to be calm.",
                advice="Write `listen: {most: 0}` there.",
            )
