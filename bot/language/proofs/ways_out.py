"""What is proved of the ways out: something calm after what is heavy, and more of it for whoever is tense still.

`home` is calm for whoever has a home base. Nobody else finds anything there but the offer to build one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.dialogue.edges import leads_to, ways_by
from bot.dialogue.graph_search import nearest_first
from bot.dialogue.model import Choice, Comparison, Dialogue, DialogueId, State, StateId
from bot.dialogue.reserved import CALM, HOME
from bot.dialogue.tension import TENSE
from bot.language.problems import Rule
from bot.language.proofs.breaches import Breach, is_in
from bot.language.proofs.heavy_and_calm import heavy_questions
from bot.language.proofs.shortest_ways import end_of, shortest
from bot.language.proofs.state_space import Step, Steps, written

HOME_BASE = "home_place"  # is remembered of whoever has a home base, and of them for good
_ALWAYS_CALM = CALM - {HOME}


class _Noted(NamedTuple):
    stirred: bool  # something heavy was asked, and nothing calm came since
    heavy: bool = False  # something heavy was asked
    tense: bool = False  # told a high tension after that, or left it out, and nothing calm was offered since
    has_home: bool = False  # surely has a home base


class _WaysOut:
    """What is noted on the ways of one dialogue."""

    def __init__(self, dialogue: Dialogue) -> None:
        self.states = dialogue.states
        self.heavy = heavy_questions(dialogue)
        self.begin = _Noted(stirred=dialogue.start in self.heavy, heavy=dialogue.start in self.heavy)
        # Whoever asks for it under the same name may mean what was kept here.
        self.tells_home = all(state.keep != HOME_BASE for state in self.states.values())

    def after(self, before: _Noted, step: Step) -> _Noted:
        state = self.states[step.edge.state]
        choice = state.choice(step.edge.choice) if step.edge.choice else None
        has_home = before.has_home or (self.tells_home and _tells_of_home(state, choice, step.edge.number))
        tense = before.tense if step.tense is None else step.tense and before.heavy
        offered = any(_is_calm(offer, has_home=before.has_home) for offer in _offers(state))
        calm = _is_calm(step.calls, has_home=before.has_home)
        asked = is_in(step.to, self.heavy)
        return _Noted(
            stirred=asked or (before.stirred and not calm),
            heavy=asked or before.heavy,
            tense=tense and not (offered or calm),
            has_home=has_home,
        )


def without_grounding(dialogue: Dialogue, steps: Steps) -> Iterator[Breach]:
    ways = _WaysOut(dialogue)
    for way in shortest(steps, ways.begin, ways.after, lambda noted, to: to is None and noted.stirred):
        at = end_of(steps, way)
        advice = "Let each way to it pass `call: grounding`, `call: home` or `call: peaceful_place`."
        if any(step.calls == HOME for step in way):
            advice = f"`home` steadies nobody who has none: branch on `{HOME_BASE} kept`, and else `call: grounding`."
        yield Breach(
            rule=Rule.NO_GROUNDING,
            at=at,
            sentence=f"`{at}` leads out after heavy questions, and neither grounding nor the home base came between.",
            advice=advice,
            way=written(steps, way),
        )


def left_tense(dialogue: Dialogue, steps: Steps) -> Iterator[Breach]:
    ways = _WaysOut(dialogue)
    for way in shortest(steps, ways.begin, ways.after, lambda noted, to: to is None and noted.tense):
        at = end_of(steps, way)
        yield Breach(
            rule=Rule.LEFT_TENSE,
            at=at,
            sentence=f"`{at}` leads out after a tension of {TENSE} or more, or a skipped one, and offers nothing calm.",
            advice=f"Branch at that tension with `>= {TENSE}` to a question that offers `call: grounding`.",
            way=written(steps, way),
        )


def _tells_of_home(state: State, choice: Choice | None, number: int) -> bool:
    """Return whether only people with a home base go this way."""
    ways = ways_by(state, choice)
    for way in ways[:number]:
        if way.when and way.when.name == HOME_BASE and way.when.test is Comparison.NOT_KEPT:
            return True
    if not ways:
        return False
    when = ways[number].when
    return when is not None and when.name == HOME_BASE and when.test is Comparison.KEPT


def _offers(state: State) -> Iterator[DialogueId | None]:
    for choice in state.choices:
        yield from (choice.call, choice.start)


def _is_calm(dialogue: DialogueId | None, *, has_home: bool) -> bool:
    return dialogue in _ALWAYS_CALM or (dialogue == HOME and has_home)


def stop_not_calm(dialogue: Dialogue) -> Iterator[Breach]:
    """Yield each state that may wait first after /stop and offers nothing calm."""

    def onward(id: StateId) -> Iterator[tuple[StateId, StateId]]:
        if _only_leads_on(dialogue.states[id]):
            yield from ((to, to) for to in leads_to(dialogue.states[id]))

    for arrival in nearest_first(dialogue.start, onward):
        state = dialogue.states[arrival.node]
        if not _only_leads_on(state) and not _offers_calm(state):
            yield Breach(
                rule=Rule.STOP_NOT_CALM,
                at=state.id,
                sentence=f"`{state.id}` follows on /stop and offers neither grounding nor the home base.",
                advice="Give it a choice with `call: grounding` or `call: home`.",
                way=(dialogue.start, *arrival.way),
            )


def _only_leads_on(state: State) -> bool:
    return not (state.waits or state.end or state.do)


def _offers_calm(state: State) -> bool:
    return any(_is_calm(offer, has_home=False) for offer in _offers(state))
