"""Compares an older version of a dialogue with the live one: what became of each state, and who may be led where.

Facts for `migration_policy.py`; decides nothing and moves nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.dialogue.conditions import holds
from bot.dialogue.edges import departures
from bot.dialogue.graph_search import reachable
from bot.dialogue.model import READ_NAMES, Dialogue, Load, ManyAsk, ScaleAsk, State, StateId, TextAsk, Way
from bot.dialogue.session import Frame
from bot.dialogue.values import Number, Picked, Said, Skipped, Value


@dataclass(frozen=True, kw_only=True)
class Requirements:
    """What a dialogue needs of people at its states. `bot/language` works it out from what its checks know."""

    words: Mapping[StateId, frozenset[str]]  # values that have to be told when somebody is led to a state
    branches: Mapping[StateId, frozenset[str]]  # ... and those that have to be asked for, if perhaps left out
    consents: frozenset[StateId]
    tensions: frozenset[StateId]  # states that ask how tense somebody is


RequirementsOf = Callable[[Dialogue], Requirements]


@dataclass(frozen=True, kw_only=True)
class VersionDiff:
    """An older version of a dialogue beside the live one."""

    old: Dialogue | None  # None: its stored text cannot be read
    live: Dialogue
    old_requirements: Requirements | None  # of the old one
    requirements: Requirements  # of the live one
    now_called: Mapping[StateId, StateId] = field(default_factory=dict)  # old ids that `renamed_from` names

    def counterpart(self, id: StateId) -> State | None:
        """Return the live state that took the place of an old one; None if none did."""
        return self.live.states.get(id) or self.live.states.get(self.now_called.get(id, id))

    def new_name(self, id: StateId) -> StateId | None:
        """Return the new state that asks in the same words as a state that is gone; None if not exactly one does."""
        old = self.old.states if self.old else {}
        if id not in old or not (old[id].ask or old[id].say):
            return None
        gone = [state for state in old.values() if not self.counterpart(state.id)]
        new = [s for s in self.live.states.values() if s.id not in old and not old.keys() & set(s.renamed_from)]
        asking = [state.id for state in new if says_the_same(old[id], state)]
        asked = [state.id for state in gone if says_the_same(old[id], state)]
        return asking[0] if asked == [id] and len(asking) == 1 else None

    def may_be_at(self, frame: Frame, state: State) -> bool:
        """Return whether the person may be moved to this live state: no gate and no value is missing."""
        return not (self.is_behind_gate(frame, state.id) or self.lacks(frame, state.id))

    def lacks(self, frame: Frame, state: StateId) -> frozenset[str]:
        """Return the values that words or branches need from that state on, and that this person lacks."""
        words = {name for name in self.requirements.words.get(state, ()) if not _has_words(frame.values.get(name))}
        branches = {name for name in self.requirements.branches.get(state, ()) if not self.means_the_same(frame, name)}
        return frozenset(words | branches)

    def lacks_after(self, frame: Frame, ways: tuple[Way, ...], keep: str | None) -> bool:
        """Return whether a value is missing on these ways out of a state that kept nothing when it was left.

        The live version may `keep` something there that the older version did not.
        """
        compared = {name for way in ways if way.when for name in way.when.names}
        asked = keep not in compared or self.means_the_same(frame, keep or "")
        return not asked or any(self.lacks(frame, way.to) for way in ways)

    def is_behind_gate(self, frame: Frame, target: StateId) -> bool:
        """Return whether every way to `target` passes a consent or tension question that the person has not passed.

        Only `load: high` dialogues have such gates. The tension that they told decides as on the way: after a high one
        no heavy question may follow.
        """
        if self.live.load is not Load.HIGH:
            return False
        closed = (self.requirements.consents | self.requirements.tensions) - self._passed(frame)
        tensions = frozenset(self.live.states[id].keep for id in self.requirements.tensions)

        def ahead(id: StateId) -> Iterable[StateId]:
            return () if id in closed else _on_from(self.live.states[id], tensions, frame.values)

        return target not in reachable([self.live.start], ahead)

    def landing(self) -> State | None:
        """Return the state that everybody comes to first; None if that depends on anything, or has effects."""
        state = self.live.states[self.live.start]
        for _ in self.live.states:
            if state.waits:
                return state
            acts = state.call or state.do or state.sets or state.seal or state.visit or state.end
            if acts or len(state.next) != 1:
                return None
            state = self.live.states[state.next[0].to]
        return None

    def _passed(self, frame: Frame) -> frozenset[StateId]:
        """Return the gates of the live version that they passed in the old one as the same kind of gate."""
        old, live = self.old_requirements, self.requirements
        if old is None:
            return frozenset()
        found = {id: here.id for id in frame.trail if (here := self.counterpart(id))}
        consents = {here for id, here in found.items() if id in old.consents} & live.consents
        tensions = {here for id, here in found.items() if id in old.tensions} & live.tensions
        return frozenset(consents | tensions)

    def means_the_same(self, frame: Frame, name: str) -> bool:
        """Return whether the live version could have kept the same value under this name."""
        value = frame.values.get(name)
        keeping = [state for state in self.live.states.values() if name in _kept_by(state)]
        match value:
            case None:
                return False
            case Skipped():
                return True
            case Number():
                old = self.old.states.values() if self.old else ()
                scales = {state.wait for state in old if state.keep == name and isinstance(state.wait, ScaleAsk)}
                now = {state.wait for state in keeping if isinstance(state.wait, ScaleAsk)}
                return bool(scales & now if self.old else now)
            case Picked(keys=keys):
                return any(set(keys) <= _keys_of(state) for state in keeping)
            case Said():
                return any(isinstance(state.wait, TextAsk) for state in keeping)


def diff_to(live: Dialogue, old: Dialogue | None, requirements_of: RequirementsOf) -> VersionDiff:
    """Return the comparison of an older version with the live one. `old` is None if its stored text cannot be read."""
    return VersionDiff(
        old=old,
        live=live,
        old_requirements=requirements_of(old) if old else None,
        requirements=requirements_of(live),
        now_called={id: state.id for state in live.states.values() for id in state.renamed_from},
    )


def says_the_same(one: State, other: State) -> bool:
    """Return whether people see the same words, picture and buttons at both states."""
    return _seen(one) == _seen(other)


def _seen(state: State) -> object:
    options = state.wait.options if isinstance(state.wait, ManyAsk) else ()
    labels = [(choice.key, choice.label) for choice in state.choices]
    return state.say, state.picture, state.ask, labels, [(option.key, option.label) for option in options]


def _on_from(state: State, tensions: frozenset[str | None], values: Mapping[str, Value]) -> Iterator[StateId]:
    for _, ways in departures(state):
        yield from _open(ways, tensions, values)


def _open(ways: tuple[Way, ...], tensions: frozenset[str | None], values: Mapping[str, Value]) -> Iterator[StateId]:
    """Yield where these ways may lead this person. Only the tension that they told closes a way."""
    for way in ways:
        decided = way.when is not None and tensions.issuperset(way.when.names)
        if way.when is not None and decided and not holds(way.when, values):
            continue
        yield way.to
        if way.when is None or decided:
            return


def _has_words(value: Value | None) -> bool:
    return isinstance(value, Number) or (isinstance(value, Said | Picked) and bool(value.words))


def _kept_by(state: State) -> tuple[str | None, ...]:
    return (state.keep, *(READ_NAMES[state.wait.reading] if isinstance(state.wait, TextAsk) else ()))


def _keys_of(state: State) -> set[str]:
    options = state.wait.options if isinstance(state.wait, ManyAsk) else ()
    return {choice.key for choice in state.choices} | {option.key for option in options}
