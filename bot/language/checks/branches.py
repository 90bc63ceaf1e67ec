"""Rules over branches: each compares what can be compared, some value takes it, and every way comes to an end.

`state_space.py` finds the ways that people can take, `outcomes.py` what a value may be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.dialogue.edges import Edge
from bot.dialogue.graph_search import backwards, reachable
from bot.dialogue.model import Choice, Comparison, Condition, Dialogue, ScaleAsk, State, StateId, Way
from bot.dialogue.profile import FIELDS
from bot.language.grammar.build import Built
from bot.language.problems import Rule, suggest
from bot.language.proofs.exits import kept_before, kept_by
from bot.language.proofs.outcomes import Branching
from bot.language.proofs.shortest_ways import end_of, first_ways, shortest
from bot.language.proofs.state_space import Position, Steps, every_step, written
from bot.language.proofs.value_kinds import KeptKinds, ValueKind, ValueKinds, kept_in


@dataclass(frozen=True, kw_only=True)
class _Branch:
    """One way of a list of ways, as it is written. Choices without ways of their own share those of their state."""

    state: State
    choice: Choice | None  # None: the list is the state's own
    number: int

    @property
    def ways(self) -> tuple[Way, ...]:
        return self.choice.next if self.choice else self.state.next

    @property
    def when(self) -> Condition | None:
        return self.ways[self.number].when

    @property
    def compared(self) -> tuple[str, ...]:
        """Return the names that this way and the ways before it compare."""
        return tuple(name for way in self.ways[: self.number + 1] if way.when for name in way.when.names)

    @property
    def place(self) -> tuple[StateId, str | None]:
        """Return the name of the list of ways that it is in."""
        return self.state.id, self.choice.key if self.choice else None

    @property
    def path(self) -> tuple[str | int, ...]:
        written = ("choices", self.choice.key, "next") if self.choice else ("next",)
        return (*written, self.number, "if" if self.when else "to")


def check_branches(
    built: Built, elsewhere: Collection[str], steps: Steps, mistaken_names: frozenset[str] = frozenset()
) -> None:
    """Report the branches that compare wrongly or are never taken, and the states from which no way comes to an end.

    `elsewhere` holds names of values that branches see and that this dialogue need not keep itself. `mistaken_names`
    holds names of values whose questions are already known to be wrong.
    """
    dialogue, kept = built.dialogue, kept_in(built.dialogue, elsewhere)
    _check_kept_twice(built, kept)
    branches = [branch for state in dialogue.states.values() for branch in _branches(state)]
    later = _asked_later(dialogue, branches, elsewhere)
    mistaken = set(mistaken_names)
    for branch in branches:
        if branch.when is None or not mistaken_names.isdisjoint(branch.when.names):
            continue
        is_sound = _is_asked(built, branch, later) and _compares(built, branch, kept)
        if not is_sound or not _is_on_scale(built, branch, steps.values):
            mistaken |= set(branch.when.names)
    followed = [branch for branch in branches if mistaken.isdisjoint(branch.compared)]
    dead = list(_dead(dialogue, followed, steps))
    ways = first_ways(steps, {branch.state.id for branch in dead})
    for branch in dead:
        sentence, advice = _why_dead(branch, steps.values)
        mark = built.state_mark(branch.state.id, *branch.path)
        built.report.add(Rule.DEAD_BRANCH, mark, sentence, advice, written(steps, ways[branch.state.id]))
    _check_ends(built, every_step(dialogue, elsewhere) if dead or mistaken else steps)


def _dead(dialogue: Dialogue, branches: Iterable[_Branch], steps: Steps) -> Iterator[_Branch]:
    """Yield the branches that no step takes, at states that can be reached."""
    taken: dict[StateId, set[tuple[StateId, str | None, int]]] = {}
    for spot, on in steps.on.items():
        taken.setdefault(spot.state, set()).update(_written_for(dialogue, step.edge) for step in on)
    for branch in branches:
        if branch.state.id in taken and (*branch.place, branch.number) not in taken[branch.state.id]:
            yield branch


def _asked_later(
    dialogue: Dialogue, branches: Iterable[_Branch], elsewhere: Collection[str]
) -> dict[StateId, frozenset[str]]:
    """Return for each state that can be reached the names that its branches may not compare.

    These are the values that are only asked for later.
    """
    own = frozenset(name for branch in branches if branch.when for name in branch.when.names).difference(elsewhere)
    own &= frozenset().union(*map(kept_by, dialogue.states.values()))
    before = kept_before(dialogue, own) if own else {}
    return {id: own - names - kept_by(dialogue.states[id]) for id, names in before.items()}


def _is_asked(built: Built, branch: _Branch, later: Mapping[StateId, frozenset[str]]) -> bool:
    """Return whether everything that is compared may have been asked by then. Report what is only asked later."""
    names = branch.when.names if branch.when else ()
    found = [name for name in names if name in later.get(branch.state.id, ())]
    for name in found:
        mark = built.state_mark(branch.state.id, *branch.path)
        advice = "Let a question before it keep it, or compare something else."
        built.report.add(Rule.UNKNOWN_VALUE, mark, f"`{name}` is not asked before this.", advice)
    return not found


def _is_on_scale(built: Built, branch: _Branch, values: Branching) -> bool:
    """Return whether some answer makes the condition hold. Report a condition that only a skipped value makes hold."""
    condition = branch.when
    if condition is None or condition.test is Comparison.NOT_KEPT or not values.holds_only_if_left_out(condition):
        return True
    sentence = f"No value of `{'` and `'.join(condition.names)}` makes `{condition}` hold, unless it was skipped."
    advice = f"Compare it with what the question allows, or write `{condition.name} not kept`."
    built.report.add(Rule.DEAD_BRANCH, built.state_mark(branch.state.id, *branch.path), sentence, advice)
    return False


def _check_ends(built: Built, steps: Steps) -> None:
    """Report each state from which no way comes to an end, whatever is answered."""
    if built.report.has({Rule.LOOP_WITHOUT_WAIT}):  # which is why it does not
        return
    stuck = trapped(steps)
    for way in shortest(steps, False, lambda _, __: False, lambda _, spot: spot in stuck):
        at = end_of(steps, way)
        sentence = f"Nobody who is at `{at}` can come to the end of the dialogue."
        advice = "Let a way that goes on from it lead to a state with `end: true`."
        built.report.add(Rule.NEVER_ENDS, built.state_mark(at), sentence, advice, written(steps, way))


def _check_kept_twice(built: Built, kept: KeptKinds) -> None:
    """Report each name that stands for two kinds of value. Branches and words could not rely on it."""
    states = built.dialogue.states
    first: dict[str, StateId] = {}
    for state in states.values():
        for name, things in kept.by_state[state.id].items():
            earlier = first.setdefault(name, state.id)
            there = kept.by_state[earlier][name]
            here_shown, there_shown = _in_words(things), _in_words(there)
            if things == there == {ValueKind.NUMBER}:
                here_shown, there_shown = _numbers(state), _numbers(states[earlier])
            elif not things or not there or things & there:
                continue
            if here_shown != there_shown:
                sentence = f"`{name}` holds {here_shown} here, and {there_shown} at `{earlier}`."
                mark = built.state_mark(state.id, "keep" if state.keep == name else "read")
                built.report.add(Rule.KEPT_TWICE, mark, sentence, "Give one of the two another name.")


def _numbers(state: State) -> str:
    """Return in words which numbers the state keeps."""
    if isinstance(state.wait, ScaleAsk):
        return f"a number from {state.wait.low} to {state.wait.high}"
    return "how often a button was tapped"


def _branches(state: State) -> Iterator[_Branch]:
    for choice in (None, *state.choices):
        ways = choice.next if choice else state.next
        if any(way.when for way in ways):
            yield from (_Branch(state=state, choice=choice, number=number) for number in range(len(ways)))


def _written_for(dialogue: Dialogue, edge: Edge) -> tuple[StateId, str | None, int]:
    choice = dialogue.states[edge.state].choice(edge.choice) if edge.choice else None
    return edge.state, choice.key if choice and choice.next else None, edge.number


def _compares(built: Built, branch: _Branch, kept: KeptKinds) -> bool:
    """Return whether the condition can compare what is kept under its name. Report a comparison that it cannot make."""
    condition = branch.when
    if condition is None:
        return True
    if condition.other is not None:
        numbers = [
            _is_number(built, branch, name, kept) for name in condition.names
        ]  # a list, so that both are reported
        return all(numbers)
    things = kept.things.get(condition.name, frozenset())
    if not things or condition.value is None:
        return bool(things)  # another rule reports that nothing keeps it
    wanted = {ValueKind.NUMBER} if isinstance(condition.value, int) else {ValueKind.CHOICE, ValueKind.WORDS}
    if things & wanted:
        return not isinstance(condition.value, str) or _is_choice(built, branch, condition, kept)
    sentence = f"`{condition.name}` holds {_in_words(things)}, which cannot be compared with `{condition.value}`."
    mark = built.state_mark(branch.state.id, *branch.path)
    built.report.add(Rule.WRONG_TYPE, mark, sentence, _advice(condition.name, things, kept))
    return False


def _is_choice(built: Built, branch: _Branch, condition: Condition, kept: KeptKinds) -> bool:
    """Return whether the condition compares with words that may be kept there. Report it if not."""
    name, things, keys = condition.name, kept.things[condition.name], kept.keys.get(condition.name, frozenset())
    if name in FIELDS or ValueKind.NUMBER in things or condition.value in keys:
        return True
    mark = built.state_mark(branch.state.id, *branch.path)
    if keys:
        sentence = f"No choice that is kept as `{name}` is called `{condition.value}`."
        built.report.add(Rule.DEAD_BRANCH, mark, sentence, suggest(str(condition.value), keys))
    else:
        sentence = f"`{name}` holds words, and nobody can be counted on to write just `{condition.value}`."
        advice = f"Ask with buttons, or write `{name} kept` to ask whether there is any."
        built.report.add(Rule.WRONG_TYPE, mark, sentence, advice)
    return False


def _is_number(built: Built, branch: _Branch, name: str, kept: KeptKinds) -> bool:
    things = kept.things.get(name, frozenset())
    if not things or ValueKind.NUMBER in things:
        return bool(things)
    sentence = f"`{name}` holds {_in_words(things)}, and only numbers are compared with each other."
    advice = f"Compare numbers that scales keep, or write `{name} kept` to ask whether there is any."
    built.report.add(Rule.WRONG_TYPE, built.state_mark(branch.state.id, *branch.path), sentence, advice)
    return False


def _advice(name: str, things: ValueKinds, kept: KeptKinds) -> str:
    if ValueKind.NUMBER in things:
        return f"Compare it with a number, as in `{name} >= 7`."
    if ValueKind.CHOICE in things and kept.keys.get(name):
        return f"Compare it with a choice, as in `{name} == {min(kept.keys[name])}`."
    return f"Write `{name} kept` to ask whether there is any."


def _in_words(things: ValueKinds) -> str:
    return " or ".join(sorted(things))


def _why_dead(branch: _Branch, values: Branching) -> tuple[str, str]:
    condition = branch.when
    if condition is None:
        return "The conditions before this way leave nobody for it.", "Take the last of them out, or this way."
    shown = str(condition)
    if not values.may_hold(condition):
        of = "` and `".join(condition.names)
        return f"No value of `{of}` makes `{shown}` hold.", "Compare it with what the question allows."
    if values.covers((way.when for way in branch.ways[: branch.number] if way.when), condition):
        return f"The ways before this one take all for whom `{shown}` holds.", "Put the narrower condition first."
    return f"On no way to `{branch.state.id}` does `{shown}` hold.", "Take it out, or keep that value before it."


def trapped(steps: Steps) -> frozenset[Position]:
    """Return the spots from which no way leads out."""
    before = backwards({spot: [step.to for step in on] for spot, on in steps.on.items()})
    come_out = reachable(before.get(None, ()), lambda spot: before.get(spot, ()))
    return frozenset(steps.on.keys() - come_out.keys())
