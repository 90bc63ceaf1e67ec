"""What plays passed of the dialogues, and what there is to be passed. Plays nothing itself.

Five aspects: the states; the edges (every way that some value takes, of every button and every answer); the probes
(questions that may ask for more, and did); the timeouts (pauses and breaths that ended by time, and a silence in each
heavy exercise); the languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.edges import Edge
from bot.dialogue.inputs import TimeCame, Timer
from bot.dialogue.model import Breath, Dialogue, DialogueId, DialogueKind, Load, Pause, Reading, State, StateId, TextAsk
from bot.workbench.possible_edges import possible_edges
from bot.workbench.transcripts.playing import Taken


class Aspect(StrEnum):
    """What of a dialogue is counted."""

    STATES = "states"
    EDGES = "edges"
    PROBES = "probes"
    TIMEOUTS = "timeouts"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """One thing of a dialogue that a play may pass."""

    aspect: Aspect
    dialogue: DialogueId
    state: StateId | None = None  # None: the dialogue as a whole
    edge: Edge | None = None
    language: str | None = None

    def __str__(self) -> str:
        match self.aspect:
            case Aspect.STATES:
                return f"nobody comes to {self.state}"
            case Aspect.EDGES:
                return f"nobody goes {self.edge}"
            case Aspect.PROBES:
                return f"nobody is asked for more at {self.state}"
            case Aspect.TIMEOUTS if self.state:
                return f"nobody waits until {self.state} is over"
            case Aspect.TIMEOUTS:
                return "nobody is silent for half an hour"
            case _:
                return f"nobody plays it in {self.language}"


def things(dialogue: Dialogue, dialogues: Dialogues) -> Iterator[CoveragePoint]:
    """Yield everything that can be passed in one dialogue."""
    possible = possible_edges(dialogue, dialogues)
    for state in dialogue.states.values():
        yield CoveragePoint(Aspect.STATES, dialogue.id, state.id)
        yield from (
            CoveragePoint(Aspect.EDGES, dialogue.id, state.id, edge) for edge in possible if edge.state == state.id
        )
        if may_ask_for_more(state):
            yield CoveragePoint(Aspect.PROBES, dialogue.id, state.id)
        if isinstance(state.wait, Pause | Breath):
            yield CoveragePoint(Aspect.TIMEOUTS, dialogue.id, state.id)
    if _is_silence_broken(dialogue):
        yield CoveragePoint(Aspect.TIMEOUTS, dialogue.id)
    for language in dialogues.languages:
        yield CoveragePoint(Aspect.LANGUAGES, dialogue.id, language=language.tag)


def passed(taken: Iterable[Taken], dialogues: Dialogues) -> frozenset[CoveragePoint]:
    """Return what these turns passed."""
    return frozenset(thing for one in taken for thing in _passed_in(one, dialogues))


def may_ask_for_more(state: State) -> bool:
    """Return whether the state may ask for more after an answer."""
    wait = state.wait
    return isinstance(wait, TextAsk) and wait.reading is Reading.WORDS and wait.listen.most > 0


def _passed_in(taken: Taken, dialogues: Dialogues) -> Iterator[CoveragePoint]:
    for went in taken.turn.passed:
        yield CoveragePoint(Aspect.STATES, went.dialogue, went.edge.state)
        yield CoveragePoint(Aspect.EDGES, went.dialogue, went.edge.state, went.edge)
    language = dialogues.speaking(taken.turn.session.profile.language).language.tag
    for frame in taken.turn.session.stack:
        yield CoveragePoint(Aspect.STATES, frame.dialogue, frame.state)
        if frame.probes:
            yield CoveragePoint(Aspect.PROBES, frame.dialogue, frame.state)
    if top := taken.turn.session.top:
        yield CoveragePoint(Aspect.LANGUAGES, top.dialogue, language=language)
    for went in taken.turn.passed:
        yield CoveragePoint(Aspect.LANGUAGES, went.dialogue, language=language)
    yield from _ended_by_time(taken, dialogues)


def _is_silence_broken(dialogue: Dialogue) -> bool:
    return dialogue.load is Load.HIGH and dialogue.kind is DialogueKind.EXERCISE


def _ended_by_time(taken: Taken, dialogues: Dialogues) -> Iterator[CoveragePoint]:
    top = taken.before.top
    if not (top and isinstance(taken.received, TimeCame)):
        return
    if taken.received.timer in (Timer.PAUSE, Timer.PHASE) and taken.turn.passed:
        yield CoveragePoint(Aspect.TIMEOUTS, top.dialogue, top.state)
    if taken.received.timer is Timer.SILENCE and taken.turn.effects:
        dialogue = dialogues.pinned_to(top.dialogue, top.version)
        if dialogue and _is_silence_broken(dialogue):
            yield CoveragePoint(Aspect.TIMEOUTS, top.dialogue)
