"""Measures how well transcripts test a dialogue: changes it in every small way, and sees which changes they notice.

A change that the checks refuse is counted apart, since the bot would not start with it. For the others, only the
transcripts that come to the changed state are played, up to the first that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import Dialogue, DialogueId
from bot.dialogue.newest_words import in_words_of
from bot.workbench.mutants.mutants import Mutant, mutants
from bot.workbench.transcripts.checking import play_transcript
from bot.workbench.transcripts.coverage import Aspect, CoveragePoint
from bot.workbench.transcripts.running import Run
from bot.workbench.transcripts.transcript import Transcript


class MutantStatus(StrEnum):
    """What becomes of a change."""

    REFUSED = "refused"  # by the checks
    NOTICED = "noticed"  # by a transcript
    SURVIVED = "survived"
    UNVISITED = "unvisited"  # no transcript comes to where it is


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A change, and what became of it."""

    mutant: Mutant
    status: MutantStatus


@dataclass(frozen=True, kw_only=True)
class Score:
    """The measure of one dialogue's transcripts."""

    dialogue: DialogueId
    judged: tuple[Judged, ...]

    @property
    def counted(self) -> tuple[Judged, ...]:
        """Return the changes that the checks accept, so that transcripts have to notice them."""
        return tuple(one for one in self.judged if one.status is not MutantStatus.REFUSED)

    @property
    def missed(self) -> tuple[Judged, ...]:
        """Return the changes that no transcript noticed."""
        return tuple(one for one in self.counted if one.status is not MutantStatus.NOTICED)

    @property
    def share(self) -> float:
        """Return the share of counted changes that were noticed, from 0 to 1; 1 if there are none."""
        return 1 - len(self.missed) / len(self.counted) if self.counted else 1.0


def score(dialogue: Dialogue, runs: Iterable[Run], dialogues: Dialogues, refuses: Callable[[Dialogue], bool]) -> Score:
    """Return the measure of the transcripts of one dialogue.

    `runs` are the transcripts as played without any change; those that failed are not used. `refuses` returns whether
    the checks find a problem in a dialogue.
    """
    visiting = _visiting(dialogue, [run for run in runs if run.failure is None])
    judged = (Judged(mutant=m, status=_status(m, visiting, dialogues, refuses)) for m in mutants(dialogue))
    return Score(dialogue=dialogue.id, judged=tuple(judged))


def _visiting(dialogue: Dialogue, runs: list[Run]) -> Mapping[str, tuple[Transcript, ...]]:
    """Return for each state the transcripts that come to it, the shortest first: most changes are noticed at once."""
    runs = sorted(runs, key=lambda run: len(run.transcript.steps))
    things = {state: CoveragePoint(Aspect.STATES, dialogue.id, state) for state in dialogue.states}
    return {state: tuple(r.transcript for r in runs if thing in r.passed) for state, thing in things.items()}


def _status(
    mutant: Mutant,
    visiting: Mapping[str, tuple[Transcript, ...]],
    dialogues: Dialogues,
    refuses: Callable[[Dialogue], bool],
) -> MutantStatus:
    if refuses(mutant.dialogue):
        return MutantStatus.REFUSED
    transcripts = visiting[mutant.state]
    changed = with_dialogue(dialogues, mutant.dialogue)
    if any(play_transcript(transcript, changed) for transcript in transcripts):
        return MutantStatus.NOTICED
    return MutantStatus.SURVIVED if transcripts else MutantStatus.UNVISITED


def with_dialogue(dialogues: Dialogues, dialogue: Dialogue) -> Dialogues:
    """Return the dialogues with another structure for one of them, in every language. Its version stays the same."""
    others = {
        language: with_dialogue(other, in_words_of(dialogue, other.live[dialogue.id]))
        for language, other in dialogues.others.items()
    }
    return replace(
        dialogues,
        live={**dialogues.live, dialogue.id: dialogue},
        pinned={**dialogues.pinned, (dialogue.id, dialogue.version): dialogue},
        others=others,
    )
