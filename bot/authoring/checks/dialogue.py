"""Rules over one dialogue: each state leads on, all are reached, nobody walks in a circle that asks nothing.

Rules over several dialogues are in `between`, those about values in `values`, those about branches in
`branches`; what is proved of heavy exercises stands in `proofs`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.authoring.checks.branches import check_branches
from bot.authoring.language.build import Built
from bot.authoring.problems import HIDES_EXITS, HIDES_MEANING, HIDES_WAYS, Rule, suggest
from bot.authoring.ways.exits import exits, is_stuck, leads_to, reached
from bot.authoring.ways.proofs import check_proofs
from bot.authoring.ways.steps import steps_of
from bot.dialogue.model import Breath, Dialogue, State, StateId


def check_dialogue(built: Built, patterns: Collection[str], elsewhere: Collection[str] = ()) -> None:
    """`elsewhere` are names of values that branches see and that this dialogue need not keep itself."""
    check_targets(built)
    check_patterns(built, patterns)
    check_renamed(built)
    if not built.report.has(HIDES_EXITS):
        check_exits(built)
    if not built.report.has(HIDES_WAYS):
        check_reached(built)
        check_loops(built)
    if not built.report.has(HIDES_MEANING):
        steps = steps_of(built.dialogue, elsewhere)
        check_branches(built, elsewhere, steps)
        check_proofs(built, steps)


def check_targets(built: Built) -> None:
    states = built.dialogue.states
    for id, path in _targets(built.dialogue):
        if id not in states:
            advice = suggest(id, states)
            built.report.add(Rule.UNKNOWN_STATE, built.mark(*path), f"There is no state called `{id}`.", advice)


def _targets(dialogue: Dialogue) -> Iterator[tuple[StateId, tuple[str | int, ...]]]:
    yield dialogue.start, ("start",)
    for state in dialogue.states.values():
        if all(to in dialogue.states for to in leads_to(state)):  # as nearly always, so nobody asks where it is written
            continue
        for to, path in dict.fromkeys((found.to, found.path) for found in exits(state)):
            yield to, ("states", state.id, *path)


def check_patterns(built: Built, patterns: Collection[str]) -> None:
    for state in built.dialogue.states.values():
        if isinstance(state.wait, Breath) and state.wait.pattern not in (None, *patterns):
            mark = built.state_mark(state.id, "breathe", "pattern")
            sentence = f"There is no breathing pattern called `{state.wait.pattern}`."
            built.report.add(Rule.UNKNOWN_PATTERN, mark, sentence, suggest(state.wait.pattern or "", patterns))


def check_exits(built: Built) -> None:
    for state in built.dialogue.states.values():
        if is_stuck(state):
            advice = "Give it `next`, or, if the dialogue is over here, `end: true`."
            if state.waits:
                advice = "Give it `next`, or give each of its choices one."
            mark = built.state_mark(state.id)
            built.report.add(Rule.NO_EXIT, mark, f"Nothing leads on from `{state.id}`.", advice)


def check_renamed(built: Built) -> None:
    taken: dict[StateId, StateId] = {}
    for state in built.dialogue.states.values():
        for old in state.renamed_from:
            other = old if old in built.dialogue.states else taken.get(old)
            if other is not None:
                mark = built.state_mark(state.id, "renamed_from")
                sentence = f"`{old}` is already taken by the state `{other}`."
                built.report.add(
                    Rule.RENAMED_CLASH, mark, sentence, "An old name belongs to one state that has a new one."
                )
            taken[old] = state.id


def check_reached(built: Built) -> None:
    dialogue = built.dialogue
    for id in dialogue.states.keys() - reached(dialogue.states, (dialogue.start,)):
        advice = "Lead to it by some `next`, or take it out."
        built.report.add(Rule.UNREACHABLE_STATE, built.state_mark(id), f"No way leads to `{id}`.", advice)


def check_loops(built: Built) -> None:
    """A circle of states that all speak and go on would never let anybody answer."""
    states = built.dialogue.states
    reported: frozenset[StateId] = frozenset()
    for state in _silent_for_ever(built.dialogue):
        if state.id in reported:
            continue
        onward = reached(states, leads_to(state), lambda passed: not passed.waits)
        if state.id in onward:
            sentence = f"`{state.id}` leads back to itself, and nothing on the way waits for anybody."
            built.report.add(
                Rule.LOOP_WITHOUT_WAIT, built.state_mark(state.id), sentence, "Let a state of it ask or pause."
            )
            reported |= onward


def _silent_for_ever(dialogue: Dialogue) -> list[State]:
    """The states from which some way comes to none that waits and to no end: on a circle, or before one."""
    onward = {
        state.id: {to for to in leads_to(state) if not dialogue.states[to].waits}
        for state in dialogue.states.values()
        if not state.waits
    }
    before: dict[StateId, list[StateId]] = {}
    for id, ahead in onward.items():
        for to in ahead:
            before.setdefault(to, []).append(id)
    over = [id for id, ahead in onward.items() if not ahead]
    while over:
        id = over.pop()
        del onward[id]
        for earlier in before.get(id, ()):
            onward[earlier].discard(id)
            if not onward[earlier]:
                over.append(earlier)
    return [dialogue.states[id] for id in onward]
