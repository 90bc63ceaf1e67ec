"""The rule over messages in a row: nobody gets more than a few before something waits for them, whatever is called.

A silence or a breath that is short is no rest from them. Follows no values: a branch may go either way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.dialogue.edges import by_itself, departures, leaves
from bot.dialogue.model import Choice, Dialogue, DialogueId, Pause, State, StateId
from bot.language.grammar.build import Built
from bot.language.problems import HIDES_WAYS, Rule

_MOST = 5  # messages that nobody has asked for
_REST = timedelta(seconds=20)  # a silence of so long is one

_Begin = tuple[StateId, int]  # a state, and how many messages came before it


@dataclass(frozen=True, kw_only=True)
class _Run:
    """The most messages in a row on the ways from some state."""

    most: int
    to_end: int | None  # up to the end of the dialogue; None: every way waits for somebody before


@dataclass(frozen=True, kw_only=True)
class _Call:
    """What calling a dialogue adds."""

    first: _Run  # from its start
    last: int | None  # after the last that waits in it; None: nothing in it does


_NOTHING = _Call(first=_Run(most=0, to_end=0), last=None)  # of a dialogue that is missing, or calls itself


def check_message_runs(parts: Collection[Built], all_built: Mapping[DialogueId, Built]) -> None:
    runs = _Runs(all_built)
    for built in parts:
        if built.report.has(HIDES_WAYS | {Rule.LOOP_WITHOUT_WAIT, Rule.LOOP_BY_TIME}):
            continue
        begins = (built.dialogue.start, 0), *runs.begins(built.dialogue)
        told: set[StateId] = set()
        for at, count in dict.fromkeys(begins):
            most = runs.run(built.dialogue, at, count).most
            if most > _MOST and at not in told:
                told.add(at)
                sentence = f"At `{at}` begin more than {_MOST} messages in a row, and nothing waits for anybody."
                advice = "Let a question, or a silence of 20 seconds or more, stand between them, or say less."
                built.report.add(Rule.TOO_MANY_MESSAGES, built.state_mark(at), sentence, advice)


class _Runs:
    def __init__(self, all_built: Mapping[DialogueId, Built]) -> None:
        self._all = {id: built.dialogue for id, built in all_built.items() if not built.report.has(HIDES_WAYS)}
        self._calls: dict[DialogueId, _Call] = {}

    def begins(self, dialogue: Dialogue) -> Iterator[_Begin]:
        """Where a run begins: behind everything that waits, with what was said since by a dialogue called there."""
        for state in dialogue.states.values():
            if not state.waits:
                continue
            for choice, ways in departures(state):
                if choice is None and not _rests(state):
                    continue
                for count in self._after_call(choice):
                    yield from ((way.to, count) for way in ways)

    def run(self, dialogue: Dialogue, begin: StateId, count: int) -> _Run:
        most, to_end = count, None
        waiting, seen = [(begin, count)], {(begin, count)}
        while waiting and most <= _MOST:
            id, count = waiting.pop()
            state = dialogue.states[id]
            if _rests(state):
                continue
            count += bool(state.say)
            call = self._call(state.call) if state.call else _NOTHING
            most = max(most, count + call.first.most)
            for after in _after(call, count):
                if leaves(state, None):
                    to_end = after if to_end is None else max(to_end, after)
                new = {(to, after) for to in by_itself(state)} - seen
                seen |= new
                waiting += new
        return _Run(most=most, to_end=to_end)

    def _after_call(self, choice: Choice | None) -> Iterator[int]:
        yield from _after(self._call(choice.call), 0) if choice and choice.call else (0,)

    def _call(self, id: DialogueId) -> _Call:
        if id not in self._calls:
            self._calls[id] = _NOTHING  # should it be come to again from within
            if dialogue := self._all.get(id):
                ends = [run.to_end for at, count in self.begins(dialogue) if (run := self.run(dialogue, at, count))]
                last = max((end for end in ends if end is not None), default=None)
                if any(_waits_last(state) for state in dialogue.states.values()):
                    last = last or 0
                self._calls[id] = _Call(first=self.run(dialogue, dialogue.start, 0), last=last)
        return self._calls[id]


def _after(call: _Call, count: int) -> Iterator[int]:
    """How many messages in a row there may be once the call is over, where there were `count` before it."""
    if call.first.to_end is not None:
        yield count + call.first.to_end
    if call.last is not None:
        yield call.last


def _waits_last(state: State) -> bool:
    return state.waits and any(not ways for _, ways in departures(state))


def _rests(state: State) -> bool:
    return state.waits and not (isinstance(state.wait, Pause) and state.wait.lasts < _REST)
