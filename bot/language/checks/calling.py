"""Rules over what heavy and calm dialogues call, since a proof follows the states of one dialogue only.

What these dialogues call must need no proof: it asks for no answers, unless it is one of the calm dialogues, which must
be calm themselves. Proves nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from bot.dialogue.graph_search import reachable
from bot.dialogue.heaviness import CALM_PARTS
from bot.dialogue.model import Deed, Dialogue, DialogueId, Load, ManyAsk, ScaleAsk, State, StateId, TextAsk
from bot.dialogue.reserved import CALM, EXERCISES, STOPPED
from bot.language.checks.links import Link, calls, starts
from bot.language.grammar.build import Built
from bot.language.problems import HIDES_MEANING, Rule
from bot.language.proofs.exits import reached
from bot.language.proofs.heavy_and_calm import QUIET, asks_for_more

_CONTAINER = DialogueId("container")
_AFTER_STOP = QUIET | {EXERCISES, _CONTAINER}
_ONE_EDIT = 0.88  # how alike, by difflib, a name of nine letters and one with a letter more, less or changed are


def check_calling(parts: Iterable[Built], all_built: Mapping[DialogueId, Built]) -> None:
    """Report what these dialogues call and may not call.

    A called dialogue counts as far as it could be read, also if it has problems of its own.
    """
    asking = _with_callers(all_built, _asks)
    probing = _with_callers(all_built, lambda dialogue: any(map(asks_for_more, dialogue.states.values())))
    for built in parts:
        check_parts(built)
        if built.report.has(HIDES_MEANING):
            continue
        if built.dialogue.id in CALM or built.dialogue.load is Load.HIGH:
            _check_heavy_calls(built, asking)
        else:
            _check_calm_parts(built, probing)
        if built.dialogue.id in CALM:
            _check_calm(built)
        if built.dialogue.id == STOPPED:
            _check_stopped(built, asking)


def check_parts(built: Built) -> None:
    """Report `part` names that look like misspelled calm parts: nothing would hold such a part to be calm."""
    for state in built.dialogue.states.values():
        if state.part and (meant := _misspelled(state.part)):
            mark = built.state_mark(state.id, "part")
            sentence = f"`{state.part}` is not a calm part, and looks like one."
            built.report.add(Rule.UNKNOWN_WORD, mark, sentence, f"Did you mean `{meant}`?")


@lru_cache(maxsize=1024)  # comparing takes long, and the states of a dialogue have few parts
def _misspelled(part: str) -> str | None:
    """Return the calm part that was probably meant; None if the name is right, or like none."""
    if part in CALM_PARTS:
        return None
    return next(iter(difflib.get_close_matches(part, CALM_PARTS, n=1, cutoff=_ONE_EDIT)), None)


def _asks(dialogue: Dialogue) -> bool:
    """Return whether the dialogue asks for more than a tap that leads on, or leaves for one that may."""
    if dialogue.load is Load.HIGH or any(link.to not in QUIET for link in starts(dialogue)):
        return True
    states = dialogue.states.values()
    if dialogue.id in QUIET:  # a breath keeps which one it is
        return any(isinstance(state.wait, TextAsk) for state in states)
    return any(map(_wants_an_answer, states))


def _wants_an_answer(state: State) -> bool:
    return bool(state.keep) or isinstance(state.wait, TextAsk | ManyAsk | ScaleAsk)


def _with_callers(all_built: Mapping[DialogueId, Built], has_it: Callable[[Dialogue], bool]) -> frozenset[DialogueId]:
    """Return the dialogues for which `has_it` is true, and those that call one of them, directly or not.

    The calm ones are left out: they are checked by themselves.
    """
    callers: dict[DialogueId, list[DialogueId]] = {}
    for id, built in all_built.items():
        for link in calls(built.dialogue):
            callers.setdefault(link.to, []).append(id)
    having = (id for id, built in all_built.items() if id not in CALM and has_it(built.dialogue))
    return frozenset(reachable(having, lambda id: (caller for caller in callers.get(id, ()) if caller not in CALM)))


def _check_heavy_calls(built: Built, asking: frozenset[DialogueId]) -> None:
    links = [*calls(built.dialogue), *(starts(built.dialogue) if built.dialogue.id in CALM else ())]
    for link in links:
        if link.to in asking:
            what = "has to be calm" if built.dialogue.id in CALM else "is `load: high`"
            sentence = f"`{link.to}` asks something, itself or by what it calls, and this dialogue {what}."
            advice = "Ask it here instead, or call something that only shows, waits and has buttons that lead on."
            built.report.add(Rule.HEAVY_CALL, built.mark(*link.path), sentence, advice)


def _check_calm_parts(built: Built, probing: frozenset[DialogueId]) -> None:
    for link in calls(built.dialogue):
        if link.to in probing and _from(built.dialogue, link).part in CALM_PARTS:
            sentence = f"`{link.to}` asks for more, where it is to be calm."
            advice = f"Write `listen: {{most: 0}}` in `{link.to}`, or call it elsewhere."
            built.report.add(Rule.PROBE_IN_CALM, built.mark(*link.path), sentence, advice)


def _from(dialogue: Dialogue, link: Link) -> State:
    return dialogue.states[StateId(link.path[1])]


def _check_calm(built: Built) -> None:
    """Report a calm dialogue that is heavy, or that can end before it waits for anybody."""
    if built.dialogue.load is Load.HIGH:
        sentence = f"`{built.dialogue.id}` has to be calm, and is `load: high`."
        built.report.add(Rule.HEAVY_CALL, built.mark("load"), sentence, "Take `load` out.")
    for state in _come_to_without_waiting(built.dialogue):
        if state.end:
            sentence = f"`{state.id}` ends what should be calm, and nothing before it waits for anybody."
            advice = "Let something be asked there, or a pause be made."
            built.report.add(Rule.NO_GROUNDING, built.state_mark(state.id), sentence, advice)


def _come_to_without_waiting(dialogue: Dialogue) -> list[State]:

    def goes_on(state: State) -> bool:
        return not (state.waits or state.call in CALM)

    come_to = (dialogue.states[id] for id in reached(dialogue.states, (dialogue.start,), goes_on))
    return [state for state in come_to if goes_on(state)]


def _check_stopped(built: Built, asking: frozenset[DialogueId]) -> None:
    advice = "Let it ask with buttons alone, and lead to grounding, the home base, a breath or support."
    for state in built.dialogue.states.values():
        if _wants_an_answer(state) or state.do in (Deed.START_WANTED, Deed.RESUME):
            what = "goes on with an exercise" if state.do else "asks for an answer"
            sentence = f"`{state.id}` {what} after /stop."
            built.report.add(Rule.STOP_NOT_CALM, built.state_mark(state.id), sentence, advice)
    for link in (*calls(built.dialogue), *starts(built.dialogue)):
        if link.to not in _AFTER_STOP or (link.to in asking and link.to != EXERCISES):
            sentence = f"`{link.to}` follows on /stop, and is not calm."
            built.report.add(Rule.STOP_NOT_CALM, built.mark(*link.path), sentence, advice)
