"""Which states of the dialogues transcripts came through, those that only speak among them. Plays nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import Dialogue, DialogueId, State, StateId


@dataclass(kw_only=True)
class Visited:
    """Dialogues that note which of their states are looked up: the core looks up the one where somebody is."""

    dialogues: Dialogues
    states: set[tuple[DialogueId, StateId]] = field(default_factory=set)

    def __post_init__(self) -> None:
        pinned = {key: self._noting(dialogue) for key, dialogue in self.dialogues.pinned.items()}
        self.dialogues = replace(self.dialogues, pinned=pinned)

    def missing(self) -> list[tuple[DialogueId, StateId]]:
        states = [(d.id, state) for d in self.dialogues.live.values() for state in d.states]
        return [state for state in states if state not in self.states]

    def _noting(self, dialogue: Dialogue) -> Dialogue:
        return replace(dialogue, states=_Noting(dialogue.id, dialogue.states, self.states))


class _Noting(Mapping[StateId, State]):
    def __init__(self, id: DialogueId, states: Mapping[StateId, State], seen: set[tuple[DialogueId, StateId]]) -> None:
        self._id, self._states, self._seen = id, states, seen

    def __getitem__(self, state: StateId) -> State:
        self._seen.add((self._id, state))
        return self._states[state]

    def __iter__(self) -> Iterator[StateId]:
        return iter(self._states)

    def __len__(self) -> int:
        return len(self._states)

    def __contains__(self, state: object) -> bool:
        return state in self._states
