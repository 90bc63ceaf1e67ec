"""Walks through a dialogue at random from a seed, with every kind of input, and holds each turn to its promises.

A walk is made of many short lives, so that one that breaks a promise can be read; what it does not need is removed. The
same seed walks the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.edges import Passed
from bot.dialogue.model import DialogueId
from bot.workbench.transcripts.checking import failure_of
from bot.workbench.transcripts.playing import Play
from bot.workbench.transcripts.recorded_play import RecordedPlay
from bot.workbench.transcripts.recording import Start
from bot.workbench.transcripts.transcript import Happening, Transcript
from bot.workbench.walks.explore import Exploration
from bot.workbench.walks.invariant_watch import InvariantWatch
from bot.workbench.walks.invariants import Grief
from bot.workbench.walks.random_inputs import chosen
from bot.workbench.walks.starting_points import starts_of

LIFE = 40  # happenings


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """Where a life begins: the start, and what happens before chance decides."""

    start: Start
    route: tuple[Happening, ...] = ()


@dataclass(kw_only=True)
class Walked:
    """What random walks did, and what broke."""

    steps: int = 0
    passed: set[Passed] = field(default_factory=set)
    grief: Grief | None = None  # the first; the walk ends there


def walk_at_random(dialogues: Dialogues, beginnings: Sequence[Beginning], *, steps: int, seed: int) -> Walked:
    """Walk at random for at most `steps` happenings, from one of the beginnings after another."""
    chance = Random(seed)  # noqa: S311 - a walk that can be walked again
    walked = Walked()
    while walked.steps < steps and walked.grief is None:
        _live(dialogues, chance.choice(beginnings), chance, min(LIFE, steps - walked.steps), walked)
    return walked


def beginnings_of(dialogue: DialogueId, found: Exploration, dialogues: Dialogues) -> tuple[Beginning, ...]:
    """Return the dialogue's opening, and every place of it that a walk to everywhere has reached."""
    opened = (Beginning(start=start) for start in starts_of(dialogues, dialogue))
    stations = (station for (within, _), station in sorted(found.stations.items()) if within == dialogue)
    return (*opened, *(Beginning(start=station.start, route=station.route) for station in stations))


def _live(dialogues: Dialogues, beginning: Beginning, chance: Random, most: int, walked: Walked) -> None:
    life = _Life(beginning.start, dialogues)
    done = list(beginning.route)
    sentence = life.begins() or life.lives_through(done)
    whole = len(done) + most
    while sentence is None and len(done) < whole:
        done += chosen(chance, life.play)
        sentence = life.lives_through(done[life.lived :])
    walked.steps += most
    walked.passed.update(went for taken in life.play.taken for went in taken.turn.passed)
    if sentence:
        walked.grief = _told(dialogues, beginning.start, done, sentence)


def _told(dialogues: Dialogues, start: Start, done: Sequence[Happening], sentence: str) -> Grief:
    """Return the shortest walk found that breaks the same promise. Happenings that it does not need are left out."""
    needed = list(done)
    for number in reversed(range(len(done))):
        fewer = needed[:number] + needed[number + 1 :]
        if _ends_in(dialogues, start, fewer) == sentence:
            needed = fewer
    life = _Life(start, dialogues)
    life.begins() or life.lives_through(needed)
    return Grief(sentence=sentence, transcript=life.transcript(sentence))


def _ends_in(dialogues: Dialogues, start: Start, happenings: Sequence[Happening]) -> str | None:
    life = _Life(start, dialogues)
    return life.begins() or life.lives_through(happenings)


class _Life:
    """One person's way, from the opening of a dialogue on."""

    def __init__(self, start: Start, dialogues: Dialogues) -> None:
        self._played = RecordedPlay(start, dialogues)
        self._watch = InvariantWatch(self._played.play)
        self.lived = 0  # happenings

    @property
    def play(self) -> Play:
        return self._played.play

    def transcript(self, title: str) -> Transcript:
        return self._played.transcript(title)

    def begins(self) -> str | None:
        """Open the dialogue. Return the promise that this broke, or None."""
        return self._broken_in(self._played.open)

    def lives_through(self, happenings: Sequence[Happening]) -> str | None:
        """Do these things up to the first broken promise, and return that or None. What has no button is left out."""
        for what in happenings:
            self.lived += 1
            broken = self._broken_in(partial(self._played.happens, what)) if self.play.can_happen(what) else None
            if broken:
                return broken
        return None

    def _broken_in(self, happen: Callable[[], object]) -> str | None:
        try:
            happen()
        except Exception as error:  # whatever it is, it is what is looked for
            return failure_of(error)
        return next(self._watch.broken(), None)
