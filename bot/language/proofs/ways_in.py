"""What is proved of the ways to a heavy question: consent and the tension come before it, and nobody is tense there."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.agreeing import agreeing
from bot.dialogue.heaviness import CALM_PARTS, may_be_consent
from bot.dialogue.model import Dialogue, State, StateId
from bot.dialogue.tension import TENSE, asks_for_tension, tells_high_from_low
from bot.language.problems import Rule
from bot.language.proofs.breaches import Breach, is_in
from bot.language.proofs.heavy_and_calm import consents, heavy_questions, out_of_turn
from bot.language.proofs.shortest_ways import end_of, shortest
from bot.language.proofs.state_space import Route, Step, Steps, written


def without_consent(dialogue: Dialogue, steps: Steps) -> Iterator[Breach]:
    """Heavy questions first: what else comes before consent is told once none of these does."""
    heavy = heavy_questions(dialogue)
    if not heavy:
        return
    early = list(_before_consent(dialogue, steps, heavy)) or list(
        _before_consent(dialogue, steps, out_of_turn(dialogue))
    )
    yield from early
    told = {breach.at for breach in early}
    yield from (breach for breach in _after_a_refusal(dialogue, steps) if breach.at not in told)


def _before_consent(dialogue: Dialogue, steps: Steps, early: frozenset[StateId]) -> Iterator[Breach]:
    consenting = consents(dialogue)

    def consented(before: bool, step: Step) -> bool:
        return before or step.edge.choice in consenting.get(step.edge.state, ())

    for way in shortest(steps, False, consented, lambda consented, to: is_in(to, early) and not consented):
        at = end_of(steps, way)
        comes = "is asked" if dialogue.states[at].ask else "comes"
        yield Breach(
            rule=Rule.NO_CONSENT,
            at=at,
            sentence=f"`{at}` {comes} before consent, in a dialogue that is `load: high`.",
            advice=_how_to_consent(dialogue, way),
            way=written(steps, way),
        )


def _how_to_consent(dialogue: Dialogue, way: Route) -> str:
    """Where a question on the way looks like consent, and no button of it agrees, what its buttons have to say."""
    passed = (dialogue.states[step.edge.state] for step in way)
    unclear = next((state for state in passed if may_be_consent(state) and not agreeing(state)), None)
    if unclear is None:
        return "Let a state with choices and `skip: false` stand before it, and let one of its choices lead away."
    return f"No button of `{unclear.id}` says yes: write `Yes`, `I am ready`, `Begin` or `Go on`, and no word of later."


def _after_a_refusal(dialogue: Dialogue, steps: Steps) -> Iterator[Breach]:
    """Whoever consented once may say no the next time. To put things aside is all that may be asked then."""
    consenting = consents(dialogue)
    heavy = frozenset(id for id in heavy_questions(dialogue) if dialogue.states[id].part not in CALM_PARTS)

    def refused(before: bool, step: Step) -> bool:
        agreeing = consenting.get(step.edge.state)
        return before if agreeing is None else step.edge.choice not in agreeing

    for way in shortest(steps, False, refused, lambda refused, to: is_in(to, heavy) and refused):
        at = end_of(steps, way)
        yield Breach(
            rule=Rule.NO_CONSENT,
            at=at,
            sentence=f"`{at}` is asked though consent was refused, in a dialogue that is `load: high`.",
            advice="Let the button that refuses lead past it, or let another consent stand between.",
            way=written(steps, way),
        )


def without_tension(dialogue: Dialogue, steps: Steps) -> Iterator[Breach]:
    heavy = heavy_questions(dialogue)
    asking = {state.id for state in dialogue.states.values() if tells_high_from_low(state)}

    def asked(before: bool, step: Step) -> bool:
        return before or step.edge.state in asking

    for way in shortest(steps, False, asked, lambda asked, to: is_in(to, heavy) and not asked):
        at = end_of(steps, way)
        passed = (dialogue.states[step.edge.state] for step in way)
        if blunt := next(filter(asks_for_tension, passed), None):
            yield _too_short(blunt, written(steps, way))
            continue
        yield Breach(
            rule=Rule.NO_TENSION,
            at=at,
            sentence=f"`{at}` is asked before the tension is, in a dialogue that is `load: high`.",
            advice="Ask before it with `scale: 0-10` and `keep: tension_before`.",
            way=written(steps, way),
        )


def _too_short(state: State, way: tuple[str, ...]) -> Breach:
    return Breach(
        rule=Rule.NO_TENSION,
        at=state.id,
        key=("scale",),
        sentence=f"A tension is high from {TENSE} on, and this scale has no numbers on both sides of that.",
        advice="Write `scale: 0-10`.",
        way=way,
    )


def heavy_when_tense(dialogue: Dialogue, steps: Steps) -> Iterator[Breach]:
    heavy = heavy_questions(dialogue)

    def tense(before: bool, step: Step) -> bool:
        return before if step.tense is None else step.tense

    for way in shortest(steps, False, tense, lambda tense, to: is_in(to, heavy) and tense):
        at = end_of(steps, way)
        yield Breach(
            rule=Rule.HEAVY_WHEN_TENSE,
            at=at,
            sentence=f"`{at}` can be asked after a tension of {TENSE} or more, or one that was skipped.",
            advice=f"Branch there with `>= {TENSE}` to something steadying, and ask for the tension again before it.",
            way=written(steps, way),
        )
