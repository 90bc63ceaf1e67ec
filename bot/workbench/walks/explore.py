"""Walks with the engine to every place of the dialogues where somebody can be, as people would come there.

Places differ by what is beneath and by what the branches ahead ask about, so that each edge is passed if any answer
leads to it. Every turn is held to its promises. The walk is the same each time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.dialogue.conditions import holds
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.edges import Passed
from bot.dialogue.engine import Turn, advance, open_at
from bot.dialogue.inputs import CommandReceived
from bot.dialogue.model import Condition, DialogueId, StateId
from bot.dialogue.session import Frame, Session
from bot.dialogue.values import Number, Value
from bot.workbench.possible_edges import possible_edges
from bot.workbench.transcripts.checking import failure_of
from bot.workbench.transcripts.playing import Taken
from bot.workbench.transcripts.recorded_play import RecordedPlay
from bot.workbench.transcripts.recording import Start
from bot.workbench.transcripts.transcript import Happening, Types
from bot.workbench.walks.invariants import Grief, broken_by
from bot.workbench.walks.lost_words import lost_in
from bot.workbench.walks.next_inputs import InputPath, PossibleInput, ways_on
from bot.workbench.walks.starting_points import asked_ahead, asked_of, brought_by, session_of, starts_of

MOST_PLACES = 50_000

Place = tuple[DialogueId, StateId]


@dataclass(frozen=True, kw_only=True)
class Station:
    """A person who has come to a place, and how they came there."""

    start: Start
    session: Session
    now: datetime
    route: tuple[Happening, ...] = ()


@dataclass(kw_only=True)
class Exploration:
    """What a walk to every place found."""

    stations: dict[Place, Station] = field(default_factory=dict)  # who came first to each state that waits
    passed: set[Passed] = field(default_factory=set)
    griefs: list[Grief] = field(default_factory=list)  # one of a kind
    is_whole: bool = True  # False: there was more to see than MOST_PLACES

    def not_passed(self, dialogues: Dialogues) -> Iterator[Passed]:
        """Yield the edges that nobody went along, of those that some value should lead along."""
        for dialogue in dialogues.live.values():
            all_of_it = (Passed(dialogue.id, edge) for edge in possible_edges(dialogue, dialogues))
            yield from (passed for passed in all_of_it if passed not in self.passed)


def walk_everywhere(dialogues: Dialogues) -> Exploration:
    """Walk to every place of all dialogues, and return what was found."""
    return _Walk(dialogues).run()


class _Walk:
    def __init__(self, dialogues: Dialogues) -> None:
        self._dialogues = dialogues
        self._found = Exploration()
        self._ahead: deque[Station] = deque()
        self._been: set[Hashable] = set()
        self._asked_ahead = {id: asked_ahead(dialogue) for id, dialogue in dialogues.live.items()}
        self._asked_of = {id: asked_of(dialogues, id) for id in dialogues.live}
        self._asked_of_all = tuple(dict.fromkeys(c for asked in self._asked_of.values() for c in asked))

    def run(self) -> Exploration:
        for dialogue in sorted(self._dialogues.live):
            for start in starts_of(self._dialogues, dialogue):
                self._open(start, dialogue)
        while self._ahead and len(self._been) < MOST_PLACES:
            station = self._ahead.popleft()
            for way in self._ways_on(station.session):
                self._go(station, way)
        self._found.is_whole = not self._ahead
        return self._found

    def _ways_on(self, session: Session) -> Iterator[InputPath]:
        """Yield what the person can do next.

        At rest, these are the commands whose dialogues ask about what the person has by now.
        """
        if session.stack:
            yield from ways_on(self._dialogues, session)
            return
        for command, dialogue in self._dialogues.commands.items():
            if self._asked_of[dialogue]:
                yield (PossibleInput(what=Types(words=f"/{command}"), received=CommandReceived(name=command)),)

    def _open(self, start: Start, dialogue: DialogueId) -> None:
        station = Station(start=start, session=session_of(start, self._dialogues), now=start.begins)
        try:
            turn = open_at(self._dialogues, station.session, dialogue, start.begins, 0)
        except Exception as error:  # whatever it is, it is what is looked for
            self._comes_to_grief(station, failure_of(error))
        else:
            self._arrive(replace(station, session=turn.session), turn)

    def _go(self, station: Station, way: InputPath) -> None:
        for doing in way:
            session, now = station.session, station.now + doing.takes
            station = replace(station, now=now, route=(*station.route, doing.what))
            try:
                turn = advance(self._dialogues, session, doing.received, now, len(station.route))
            except Exception as error:  # whatever it is, it is what is looked for
                self._comes_to_grief(station, failure_of(error))
                return
            station = replace(station, session=turn.session)
            lost = next(lost_in(Taken(before=session, received=doing.received, turn=turn), self._dialogues), None)
            if lost:
                self._comes_to_grief(station, lost)
                return
            self._arrive(station, turn)

    def _arrive(self, station: Station, turn: Turn) -> None:
        self._found.passed.update(turn.passed)
        session = turn.session
        here = self._whereabouts(session)
        if here in self._been:
            return
        self._been.add(here)
        broken = next(broken_by(turn, station.now, self._dialogues), None)
        if broken:
            self._comes_to_grief(station, broken)
            return
        if session.stack:
            self._found.stations.setdefault((session.stack[-1].dialogue, session.stack[-1].state), station)
        self._ahead.append(station)

    def _whereabouts(self, session: Session) -> Hashable:
        brought = brought_by(session)
        asked = dict.fromkeys(c for frame in session.stack for c in self._asked_of[frame.dialogue])
        frames = tuple(
            (frame.dialogue, frame.state, frame.called_by, frame.picks, self._answers_ahead(brought, frame))
            for frame in session.stack
        )
        told = tuple(_told(condition, brought) for condition in asked or self._asked_of_all)
        return frames, told, session.profile.consented

    def _answers_ahead(self, brought: Mapping[str, Value], frame: Frame) -> tuple[Hashable, ...]:
        values = {**brought, **frame.values}
        return tuple(_told(condition, values) for condition in self._asked_ahead[frame.dialogue][frame.state])

    def _comes_to_grief(self, station: Station, sentence: str) -> None:
        """Note a broken promise. If one breaks in many places, only the first is noted."""
        if any(grief.sentence == sentence for grief in self._found.griefs):
            return
        played = RecordedPlay(station.start, self._dialogues)
        with suppress(Exception):  # the same again, now that it is written down
            played.open()
            for what in station.route:
                played.happens(what)
        self._found.griefs.append(Grief(sentence=sentence, transcript=played.transcript(sentence)))


def _told(condition: Condition, values: Mapping[str, Value]) -> Hashable:
    """Return whether the condition holds. If it compares two numbers, return these too: one may be told before the
    other.
    """
    numbers = [values.get(name) for name in condition.names] if condition.other else []
    return holds(condition, values), *(number if isinstance(number, Number) else None for number in numbers)
