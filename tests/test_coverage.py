"""How good the shipped transcripts are: what they pass of each dialogue, and which small changes of it they notice.

`python -m bot test --missing` and `python -m bot mutate` show what is wanting here, with its place.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.dialogue.model import DialogueId
from bot.workbench.mutants.mutation_score import score
from bot.workbench.recheck import Recheck
from bot.workbench.transcripts.coverage import Aspect, CoveragePoint, things
from bot.workbench.transcripts.running import Run, find_transcripts, run_transcript
from tests.shipped import FOLDER, load_shipped, shipped

TRANSCRIPTS = Path(__file__).parent / "transcripts"
ALL = sorted(shipped().live)

MOST_EDGES = 0.95
MOST_CHANGES = 0.9


@cache
def runs() -> tuple[Run, ...]:
    found = find_transcripts([TRANSCRIPTS], shipped())
    assert not found.unreadable
    return tuple(run_transcript(transcript, shipped()) for transcript in found.transcripts)


def missing(dialogue: DialogueId, aspect: Aspect) -> list[CoveragePoint]:
    passed = frozenset(thing for run in runs() for thing in run.passed)
    return [thing for thing in wanted(dialogue, aspect) if thing not in passed]


def wanted(dialogue: DialogueId, aspect: Aspect) -> list[CoveragePoint]:
    return [thing for thing in things(shipped().live[dialogue], shipped()) if thing.aspect is aspect]


@pytest.mark.parametrize("dialogue", ALL)
def test_every_state_of_a_dialogue_is_visited_by_a_transcript(dialogue: DialogueId) -> None:
    assert missing(dialogue, Aspect.STATES) == []


@pytest.mark.parametrize("dialogue", ALL)
def test_every_question_of_a_dialogue_that_may_ask_for_more_does_in_some_transcript(dialogue: DialogueId) -> None:
    assert missing(dialogue, Aspect.PROBES) == []


@pytest.mark.parametrize("dialogue", ALL)
def test_in_every_dialogue_some_transcript_waits_until_each_silence_is_over(dialogue: DialogueId) -> None:
    assert missing(dialogue, Aspect.TIMEOUTS) == []


@pytest.mark.parametrize("dialogue", ALL)
def test_transcripts_go_nearly_every_way_of_a_dialogue(dialogue: DialogueId) -> None:
    left_out = missing(dialogue, Aspect.EDGES)

    assert len(left_out) <= (1 - MOST_EDGES) * len(wanted(dialogue, Aspect.EDGES)), "\n".join(map(str, left_out))


@pytest.mark.parametrize("dialogue", ALL)
def test_transcripts_notice_nearly_every_change_of_a_dialogue(dialogue: DialogueId) -> None:
    files = Recheck(load_shipped(), FOLDER)

    found = score(shipped().live[dialogue], runs(), shipped(), files.refuses)

    assert found.share >= MOST_CHANGES, "\n".join(one.mutant.what for one in found.missed)
