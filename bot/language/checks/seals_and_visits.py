"""Rules about sealed answers and visits: sealed answers come back only to a person who asks, and a visit invites.

Nobody is reminded of what they put away: no silence, prompt or visit leads to the button that takes it back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.dialogue.edges import LEAVING
from bot.dialogue.model import Breath, Choice, Dialogue, DialogueId, DialogueKind, Pause, State, StateId
from bot.language.checks.links import Link, visits
from bot.language.grammar.build import Built
from bot.language.problems import HIDES_EXITS, HIDES_WAYS, Rule
from bot.language.proofs.exits import kept_by, reached

_ADVICE = "Let a button of an earlier question lead to it."


def check_sealed(built: Built) -> None:
    """Report what cannot be put away: values that this dialogue does not keep, or keeps for good.

    Also report a `seal` where the person leaves for elsewhere: if they come back, the words may be needed.
    """
    kept = frozenset().union(*map(kept_by, built.dialogue.states.values()))
    for_good = {state.keep for state in built.dialogue.states.values() if state.keep and state.remember}
    for seal in _seals(built.dialogue):
        for number, name in enumerate(seal.names):
            mark = built.state_mark(seal.state, *seal.path, number)
            if name not in kept:
                sentence = f"Nothing in this dialogue keeps a value called `{name}`."
                built.report.add(Rule.UNKNOWN_VALUE, mark, sentence, built.report.suggest(name, kept))
            elif name in for_good:
                sentence = f"`{name}` is remembered for good, and would still be at hand."
                built.report.add(Rule.SEALED_REMEMBERED, mark, sentence, "Take it out here, or take out `remember`.")
        if seal.stays:
            mark = built.state_mark(seal.state, *seal.path)
            sentence = f"`seal` beside `{seal.stays}`: whoever comes back stands where the words may be needed."
            built.report.add(Rule.SEAL_ON_LEAVING, mark, sentence, "Let `next` lead to a state that does the other.")


def put_away_in(all_built: Mapping[DialogueId, Built]) -> dict[DialogueId, frozenset[str]]:
    """Return the names that each dialogue puts away."""
    return {
        id: frozenset(name for seal in _seals(built.dialogue) for name in seal.names) for id, built in all_built.items()
    }


def check_repeated(built: Built, put_away: Mapping[DialogueId, frozenset[str]]) -> None:
    """Report questions that repeat in the history what is put away. The journal keeps a question as it was asked.

    `put_away` holds the names of all dialogues.
    """
    dialogue = built.dialogue
    if dialogue.kind is not DialogueKind.EXERCISE or built.report.has(
        HIDES_EXITS
    ):  # only an exercise's answers are kept
        return
    own = tuple(_seals(dialogue))
    kept = frozenset().union(*map(kept_by, dialogue.states.values()))
    theirs = frozenset[str]().union(*(names for id, names in put_away.items() if id != dialogue.id)) - kept
    for state in dialogue.states.values():
        asked = _in_question(state)
        stays = frozenset().union(
            *(seal.names for seal in own if seal.state != state.id and state.keep not in seal.names)
        )
        for name in sorted(asked & (stays | theirs)):
            sentence = f"`{name}` is put away, and this question would repeat it in /history."
            advice = "Repeat it in `say`, before the question" if state.ask else "Take it out"
            if state.keep and name not in theirs:
                advice += f", or put away `{state.keep}` with it"
            mark = built.state_mark(state.id, "ask" if state.ask else "say")
            built.report.add(Rule.SEALED_REPEATED, mark, sentence, f"{advice}.")


def check_unsealing(built: Built, all_built: Mapping[DialogueId, Built]) -> None:
    """Report buttons that take back what was put away, and that a person may meet without having asked."""
    dialogue = built.dialogue
    if built.report.has(HIDES_WAYS):
        return
    by_silence = {id for state in dialogue.states.values() if _ends_by_itself(state) for id in _led_to(dialogue, state)}
    for state in dialogue.states.values():
        for choice in state.choices:
            if choice.unseal and (because := _unasked(dialogue, state, choice.key, by_silence)):
                mark = built.state_mark(state.id, "choices", choice.key, "unseal")
                built.report.add(Rule.UNSEAL_UNASKED, mark, *because)
        if state.id in by_silence and state.call and _begins_with_unsealing(all_built.get(state.call)):
            sentence = f"Silence leads to this, and `{state.call}` begins with what was put away."
            built.report.add(Rule.UNSEAL_UNASKED, built.state_mark(state.id, "call"), sentence, _ADVICE)


def check_visits(built: Built, all_built: Mapping[DialogueId, Built]) -> None:
    """Report visits that do not begin with buttons, or that begin with what was put away. A visit comes unasked."""
    for link in visits(built.dialogue):
        visited = all_built.get(link.to)
        if visited is not None and not visited.report.has(HIDES_WAYS):
            _check_visit(built, link, visited)


def _check_visit(built: Built, link: Link, visited: Built) -> None:
    mark = built.mark(*link.path)
    if not all(state.choices and not _ends_by_itself(state) for state in _openings(visited.dialogue)):
        sentence = f"`{link.to}` does not begin with buttons, so its visit would not invite."
        advice = "Let it begin with `choices`, or with branches that say nothing and lead to such states."
        built.report.add(Rule.VISIT_UNINVITED, mark, sentence, advice)
    elif _begins_with_unsealing(visited):
        sentence = f"`{link.to}` begins with what was put away, and nobody has asked for that."
        built.report.add(Rule.UNSEAL_UNASKED, mark, sentence, _ADVICE)


@dataclass(frozen=True, kw_only=True)
class _Seal:
    state: StateId
    path: tuple[str, ...]  # in the state's part of the file
    names: tuple[str, ...]
    stays: str | None  # the key by which a person leaves this state, and may come back to it


def _seals(dialogue: Dialogue) -> Iterator[_Seal]:
    for state in dialogue.states.values():
        if state.seal:
            yield _Seal(state=state.id, path=("seal",), names=state.seal, stays=_leaves_by(state))
        for choice in state.choices:
            if choice.seal:
                path = ("choices", choice.key, "seal")
                yield _Seal(state=state.id, path=path, names=choice.seal, stays=_leaves_by(choice))


def _leaves_by(ordered: State | Choice) -> str | None:
    if ordered.call:
        return "call"
    if isinstance(ordered, Choice) and ordered.start:
        return "start"
    return "do" if ordered.do in LEAVING else None


def _in_question(state: State) -> frozenset[str]:
    """Return the values in what the journal keeps as the state's question."""
    words = (state.ask or state.say) if state.waits else None
    return words.slots | words.optional_slots if words else frozenset()


def _unasked(dialogue: Dialogue, state: State, key: str, by_silence: Collection[StateId]) -> tuple[str, str] | None:
    """Return why this button brings back what nobody asked for, and what to do; None if all is well."""
    if state.skip == key:
        return "`/skip` would take back what was put away.", "Let `skip` name another choice."
    if state.ask is None:
        return "What was put away is taken back without a question.", "Ask for it in `ask`."
    if state.id in by_silence:
        return "Silence leads to this, and nobody has asked for what was put away.", _ADVICE
    if dialogue.kind is DialogueKind.PROMPT:
        return "A prompt comes by itself, and nobody has asked for what was put away.", _ADVICE
    return None


def _ends_by_itself(state: State) -> bool:
    return isinstance(state.wait, Pause | Breath)


def _led_to(dialogue: Dialogue, state: State) -> frozenset[StateId]:
    """Return the states that follow this one when it is over, without anybody doing anything."""
    return reached(dialogue.states, (way.to for way in state.next), lambda passed: not passed.waits)


def _openings(dialogue: Dialogue) -> list[State]:
    """Return the first states from the start that say, ask or do anything."""
    states = [dialogue.states[id] for id in reached(dialogue.states, (dialogue.start,), _is_silent_branch)]
    return [state for state in states if not _is_silent_branch(state)]


def _begins_with_unsealing(built: Built | None) -> bool:
    if built is None or built.report.has(HIDES_WAYS):
        return False
    first = reached(built.dialogue.states, (built.dialogue.start,), lambda passed: not passed.waits)
    return any(choice.unseal for id in first for choice in built.dialogue.states[id].choices)


def _is_silent_branch(state: State) -> bool:
    return not (state.waits or state.say or state.call or state.end or state.do)
