"""Rules over one dialogue: each state leads on, all are reached, nobody walks in a circle, the heavy begins with care.

Rules over several dialogues are in `checks_between`, those about values in `checks_of_values`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from bot.authoring.build import Built
from bot.authoring.exits import exits, is_stuck, reached
from bot.authoring.problems import Rule, suggest
from bot.dialogue.model import Breath, Dialogue, Load, ScaleAsk, State, StateId


def check_dialogue(built: Built, patterns: Collection[str]) -> None:
    check_targets(built)
    check_patterns(built, patterns)
    check_exits(built)
    check_renamed(built)
    if not built.report.problems:  # the rest follows the ways, so all of them must lead somewhere
        check_reached(built)
        check_loops(built)
        check_load(built)


def check_targets(built: Built) -> None:
    states = built.dialogue.states
    for id, path in _targets(built.dialogue):
        if id not in states:
            advice = suggest(id, states)
            built.report.add(Rule.UNKNOWN_STATE, built.mark(*path), f"There is no state called `{id}`.", advice)


def _targets(dialogue: Dialogue) -> Iterator[tuple[StateId, tuple[str | int, ...]]]:
    yield dialogue.start, ("start",)
    for state in dialogue.states.values():
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
    for state in states.values():
        onward = reached(states, (found.to for found in exits(state)), lambda passed: not passed.waits)
        if not state.waits and state.id in onward - reported:
            sentence = f"`{state.id}` leads back to itself, and nothing on the way waits for anybody."
            built.report.add(
                Rule.LOOP_WITHOUT_WAIT, built.state_mark(state.id), sentence, "Let a state of it ask or pause."
            )
            reported |= onward


def check_load(built: Built) -> None:
    """A heavy exercise asks for consent, and how tense somebody is, before anything that may stir up pain."""
    if built.dialogue.load is not Load.HIGH:
        return
    if state := _kept_before(built.dialogue, _asks_consent):
        sentence = f"`{state.id}` is asked before consent, in a dialogue that is `load: high`."
        advice = "Let a state with choices and `skip: false` stand before it."
        built.report.add(Rule.NO_CONSENT, built.state_mark(state.id), sentence, advice)
    if state := _kept_before(built.dialogue, _asks_tension):
        sentence = f"`{state.id}` is asked before the tension is, in a dialogue that is `load: high`."
        advice = "Ask before it with `scale: 0-10` and `keep: tension_before`."
        built.report.add(Rule.NO_TENSION, built.state_mark(state.id), sentence, advice)


def _kept_before(dialogue: Dialogue, gate: Callable[[State], bool]) -> State | None:
    """The first state that keeps an answer and can be come to without passing a gate."""
    before = reached(dialogue.states, (dialogue.start,), lambda state: not gate(state))
    states = (state for state in dialogue.states.values() if state.id in before)
    return next((state for state in states if state.keep and not _asks_consent(state) and not gate(state)), None)


def _asks_consent(state: State) -> bool:
    return bool(state.choices) and not state.skippable


def _asks_tension(state: State) -> bool:
    return isinstance(state.wait, ScaleAsk) and (state.keep or "").startswith("tension")
