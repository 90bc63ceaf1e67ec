"""Rules over one dialogue: each state leads on, all can be reached, and no circle is without a question.

Rules over several dialogues are in `links.py`, those about values in `values.py`, those about branches in
`branches.py`. `proofs.py` proves what must hold of heavy exercises.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.dialogue.edges import by_itself, leads_to
from bot.dialogue.graph_search import endless, reachable
from bot.dialogue.model import Breath, Condition, Dialogue, DialogueKind, Pause, State, StateId
from bot.language.checks.branches import check_branches
from bot.language.grammar.build import Built
from bot.language.problems import HIDES_EXITS, HIDES_MEANING, HIDES_WAYS, Rule, suggest
from bot.language.proofs.exits import exits, is_stuck, reached
from bot.language.proofs.outcomes import of_one
from bot.language.proofs.proofs import check_proofs
from bot.language.proofs.state_space import steps_of

_MOST_CONDITIONS = 50  # on one value
_MOST_WITHOUT_CHECKPOINT = 6  # places where an exercise waits: about what somebody would go through once more
_NEVER_WAITS = (
    "`{}` leads back to itself, and nothing on the way waits for anybody.",
    "Let a state of it ask or pause.",
)
_BY_TIME = (
    "`{}` leads back to itself by time alone, and nobody is asked on the way.",
    "Let a question stand in between.",
)


def check_dialogue(built: Built, patterns: Collection[str], elsewhere: Collection[str] = ()) -> None:
    """Report what is wrong in one dialogue.

    `elsewhere` holds names of values that branches see and that this dialogue need not keep itself.
    """
    check_targets(built)
    check_patterns(built, patterns)
    check_renamed(built)
    if not built.report.has(HIDES_EXITS):
        check_exits(built)
    if not built.report.has(HIDES_WAYS):
        check_reached(built)
        check_loops(built)
    check_branches_of_one(built)
    if not built.report.has(HIDES_MEANING):
        steps = steps_of(built.dialogue, elsewhere)
        check_kept(built)
        check_checkpoints(built)
        check_branches(built, elsewhere, steps, check_proofs(built, steps))


def check_targets(built: Built) -> None:
    states = built.dialogue.states
    for id, path in _targets(built.dialogue):
        if id not in states:
            advice = built.report.suggest(id, states)
            built.report.add(Rule.UNKNOWN_STATE, built.mark(*path), f"There is no state called `{id}`.", advice)


def check_branches_of_one(built: Built) -> None:
    """Report a value that too many conditions compare.

    The time that it takes to tell each condition from all others grows with their number.
    """
    found: dict[str, set[Condition]] = {}
    for state in built.dialogue.states.values():
        for when, path in _conditions(state):
            one = of_one(when)
            conditions = found.setdefault(one.name, set())
            conditions.add(one)
            if len(conditions) > _MOST_CONDITIONS:
                sentence = (
                    f"More than {_MOST_CONDITIONS} branches of this dialogue compare `{one.name}` in unlike ways."
                )
                mark, advice = (
                    built.state_mark(state.id, *path),
                    "Let several of them be one, or share the dialogue out.",
                )
                built.report.add(Rule.TOO_MANY_BRANCHES, mark, sentence, advice)
                return


def _conditions(state: State) -> Iterator[tuple[Condition, tuple[str | int, ...]]]:
    yield from ((way.when, ("next", number, "if")) for number, way in enumerate(state.next) if way.when)
    for choice in state.choices:
        for number, way in enumerate(choice.next):
            if way.when:
                yield way.when, ("choices", choice.key, "next", number, "if")


def _targets(dialogue: Dialogue) -> Iterator[tuple[StateId, tuple[str | int, ...]]]:
    yield dialogue.start, ("start",)
    for state in dialogue.states.values():
        if all(to in dialogue.states for to in leads_to(state)):  # nearly always, and then their paths are not needed
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


def check_kept(built: Built) -> None:
    """Report answers in words that an exercise does not keep: nobody could read them again."""
    if built.dialogue.kind is not DialogueKind.EXERCISE:
        return
    for state in built.dialogue.states.values():
        if state.wants_words and not state.keep and not built.report.has({Rule.BAD_NAME, Rule.EMPTY_TEXT}):
            mark = built.state_mark(state.id, "ask" if state.ask else "say")
            sentence = "What people write here is lost: it is not kept."
            advice = "Give the answer a name, as in `keep: answer`, or ask with buttons alone."
            built.report.add(Rule.LOST_ANSWER, mark, sentence, advice)


def check_checkpoints(built: Built) -> None:
    """Report a longer exercise without a checkpoint.

    A person who loses their place in a change of the file then goes back a part, and not to the beginning.
    """
    states = built.dialogue.states.values()
    waits = sum(state.waits for state in states)
    if built.dialogue.kind is not DialogueKind.EXERCISE or waits <= _MOST_WITHOUT_CHECKPOINT:
        return
    if not any(state.checkpoint for state in states if state.waits and state.id != built.dialogue.start):
        sentence = f"This exercise waits for people at {waits} places, and has no checkpoint behind its start."
        advice = "Write `checkpoint: true` where people may go on from if a change takes their place away."
        built.report.add(Rule.NO_CHECKPOINT, built.mark("start"), sentence, advice)


def check_reached(built: Built) -> None:
    """Report the states that no way leads to. Of states that only lead to each other, report the first of the chain."""
    states = built.dialogue.states
    known = reached(states, (built.dialogue.start,))
    lost = [id for id in states if id not in known]
    if not lost:
        return
    for id in _heads(states, _heads(states, lost)[::-1]):
        leads_on = any(to != id and to not in known for to in leads_to(states[id]))
        sentence = f"No way leads to `{id}`, nor to what comes after it." if leads_on else f"No way leads to `{id}`."
        advice = "Lead to it by some `next`, or take it out."
        built.report.add(Rule.UNREACHABLE_STATE, built.state_mark(id), sentence, advice)


def _heads(states: Mapping[StateId, State], ids: Iterable[StateId]) -> list[StateId]:
    """Return the states that no earlier one of `ids` leads to.

    Called a second time with the result in reverse, it returns states of which none leads to another.
    """
    heads: list[StateId] = []
    seen: set[StateId] = set()

    def is_new(state: State) -> bool:
        return state.id not in seen

    for id in ids:
        if id not in seen:
            heads.append(id)
            seen.update(reached(states, (id,), is_new))
    return heads


def check_loops(built: Built) -> None:
    """Report circles on which nobody is asked.

    They would never let anybody answer, or would go on by themselves for as long as the person is away.
    """
    states = built.dialogue.states
    if not _check_circles(built, [s for s in states.values() if not s.waits], Rule.LOOP_WITHOUT_WAIT, _NEVER_WAITS):
        come_to = (states[id] for id in reached(states, (built.dialogue.start,)))
        _check_circles(built, [state for state in come_to if _ends_by_itself(state)], Rule.LOOP_BY_TIME, _BY_TIME)


def _check_circles(built: Built, passed: Iterable[State], rule: Rule, told: tuple[str, str]) -> bool:
    """Report each circle of `passed` states once. Return whether there is any."""
    passing = {state.id: by_itself(state) for state in passed}
    reported: set[StateId] = set()
    for id in endless({id: passing.keys() & set(to) for id, to in passing.items()}):
        onward = reachable(passing[id], lambda at: passing.get(at, ()))
        if id in onward and id not in reported:
            built.report.add(rule, built.state_mark(id), told[0].format(id), told[1])
            reported |= onward.keys()
    return bool(reported)


def _ends_by_itself(state: State) -> bool:
    return not state.waits or isinstance(state.wait, Pause | Breath)
