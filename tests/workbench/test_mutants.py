"""Every small slip in a dialogue is tried, none twice and none that changes nothing; what transcripts miss is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import Dialogue, DialogueId
from bot.workbench.mutants.mutants import Mutant, Mutation, mutants
from bot.workbench.mutants.mutation_score import MutantStatus, Score, score, with_dialogue
from bot.workbench.recheck import Recheck
from bot.workbench.transcripts.reading import read_transcript
from bot.workbench.transcripts.running import Run, run_transcript
from tests.language.folders import loaded as built
from tests.shipped import FOLDER, load_shipped, shipped

HOME = DialogueId("home")
HOME_NONE = """
title: There is none yet
opens: home
turns:
  - bot: You have not built ...
  - tap: Not now
  - bot: /home is there at any time.
"""
HOME_KNOWN = """
title: There is one
opens: home
remembered: {home_place: The sea}
turns:
  - bot: Let your eyes rest ...
  - wait: 60s
  - bot: Come back in your own time. The place stays.
"""


def changes(dialogue: Dialogue) -> list[tuple[Mutation, str]]:
    return [(mutant.change, mutant.what) for mutant in mutants(dialogue)]


def of(change: Mutation, dialogue: Dialogue) -> list[str]:
    return [what for kind, what in changes(dialogue) if kind is change]


def run(*sources: str) -> list[Run]:
    read = (read_transcript("t.yaml", source.encode(), shipped().live) for source in sources)
    return [run_transcript(transcript, shipped()) for transcript in read]


def scored(*sources: str, dialogue: DialogueId = HOME) -> Score:
    return score(shipped().live[dialogue], run(*sources), shipped(), lambda changed: False)


def statuses(found: Score) -> dict[str, MutantStatus]:
    return {one.mutant.what: one.status for one in found.judged}


def test_each_way_is_dropped_and_led_elsewhere_and_each_line_is_drawn_elsewhere(tmp_path: Path) -> None:
    dialogue = built(
        tmp_path,
        """
        first:
          ask: How tense are you?
          scale: 0-10
          keep: tension
          next: [{if: tension >= 7, to: high}, {to: done}]
        high: {say: That is a lot., next: done}
        """,
    )

    assert changes(dialogue)[:7] == [
        (Mutation.EDGE, "`first` never goes to `high` if `tension >= 7`"),
        (Mutation.TARGET, "`first` goes to `done` instead of `high` if `tension >= 7`"),
        (Mutation.COMPARISON, "`first` asks whether `tension >= 6` instead of `tension >= 7`"),
        (Mutation.COMPARISON, "`first` asks whether `tension >= 8` instead of `tension >= 7`"),
        (Mutation.EDGE, "`first` never goes to `done`"),
        (Mutation.TARGET, "`first` goes to `first` instead of `done`"),
        (Mutation.KEEPING, "`first` keeps no answer"),
    ]


def test_how_far_two_numbers_may_lie_apart_is_drawn_elsewhere_too(tmp_path: Path) -> None:
    dialogue = built(
        tmp_path,
        """
        first: {ask: How tense?, scale: 0-10, keep: before, next: second}
        second: {ask: And now?, scale: 0-10, keep: after, next: [{if: after > before, to: high}, {to: third}]}
        third: {say: Well., next: [{if: after == before, to: high}, {to: done}]}
        high: {say: That is a lot., next: done}
        """,
    )

    assert of(Mutation.COMPARISON, dialogue) == [
        "`second` asks whether `after > before - 1` instead of `after > before`",
        "`second` asks whether `after > before + 1` instead of `after > before`",
        "`third` asks whether `after != before` instead of `after == before`",
    ]


def test_what_changes_nothing_is_no_change(tmp_path: Path) -> None:
    dialogue = built(
        tmp_path,
        """
        first:
          ask: How tense are you?
          scale: 0-10
          keep: tension
          next: [{if: tension >= 7, to: done}, {to: done}]
        """,
    )

    assert of(Mutation.EDGE, dialogue) == []
    assert of(Mutation.COMPARISON, dialogue) == []


def test_two_buttons_that_do_the_same_are_not_swapped(tmp_path: Path) -> None:
    dialogue = built(
        tmp_path,
        """
        first:
          ask: Which?
          choices: {a: {label: A, next: done}, b: {label: B, next: done}, c: {label: C, next: second}}
        second: {say: C., next: done}
        """,
    )

    assert [what for what in of(Mutation.TARGET, dialogue) if "swapped" in what] == ["`first` [b] and [c] are swapped"]
    assert of(Mutation.EDGE, dialogue) == [f"`first` [{key}] is not there" for key in "abc"]


def test_consent_is_let_skip_and_passed_over_and_so_is_the_question_of_tension(tmp_path: Path) -> None:
    dialogue = built(
        tmp_path,
        """
        first:
          ask: Is it a good time?
          choices: {ready: {label: I am ready, next: tension}, later: {label: Not today, next: done}}
          skip: false
        tension: {ask: How tense?, scale: 0-10, keep: tension_before, next: done}
        """,
    )

    assert of(Mutation.GATE, dialogue) == [
        "`first` can be skipped, by [ready]",
        "`first` is passed over",
        "`tension` is passed over",
    ]


def test_silence_and_breath_are_made_endless_and_longer() -> None:
    assert of(Mutation.TIMEOUT, shipped().live[HOME]) == [
        "`card` never ends by itself",
        "`card` lasts twice as long",
    ]


@pytest.mark.parametrize("dialogue", sorted(shipped().live))
def test_every_change_is_one_and_is_made_once(dialogue: DialogueId) -> None:
    original = shipped().live[dialogue]
    found = list(mutants(original))

    assert all(mutant.dialogue.states != original.states for mutant in found if mutant.dialogue.start == original.start)
    assert len({(mutant.what, mutant.path) for mutant in found}) == len(found)


def test_what_a_transcript_notices_is_told_from_what_it_does_not() -> None:
    found = statuses(scored(HOME_NONE, HOME_KNOWN))

    assert found["`card` never ends by itself"] is MutantStatus.NOTICED
    assert found["`none` [not_now] goes to `known` instead of `done`"] is MutantStatus.NOTICED
    assert found["`none` [build] is not there"] is MutantStatus.SURVIVED


def test_where_no_transcript_comes_is_told_apart() -> None:
    found = statuses(scored(HOME_NONE))

    assert found["`card` never ends by itself"] is MutantStatus.UNVISITED
    assert found["`known` goes to `back` instead of `card` if `home_place kept`"] is MutantStatus.SURVIVED


def test_a_transcript_that_fails_without_any_change_measures_nothing() -> None:
    broken = HOME_NONE.replace("at any time", "always")

    assert set(statuses(scored(broken)).values()) == {MutantStatus.UNVISITED}


def test_what_the_checks_refuse_is_counted_apart() -> None:
    found = score(shipped().live[HOME], run(HOME_NONE, HOME_KNOWN), shipped(), lambda changed: True)

    assert {one.status for one in found.judged} == {MutantStatus.REFUSED}
    assert found.counted == ()
    assert found.share == 1


@pytest.fixture(scope="module")
def files() -> Recheck:
    return Recheck(load_shipped(), FOLDER)


def test_the_checks_find_nothing_in_what_is_shipped(files: Recheck) -> None:
    assert [id for id, dialogue in shipped().live.items() if files.refuses(dialogue)] == []


def test_the_checks_refuse_a_change_that_opens_a_heavy_exercise_to_whoever_did_not_agree(files: Recheck) -> None:
    passed_over = next(m for m in mutants(shipped().live[DialogueId("shame")]) if m.what == "`consent` is passed over")

    assert files.refuses(passed_over.dialogue)
    assert not files.refuses(shipped().live[DialogueId("shame")])


def test_a_change_is_told_with_its_place(files: Recheck) -> None:
    lines = (FOLDER / "home.yaml").read_text(encoding="utf-8").split("\n")
    mutant = next(m for m in mutants(shipped().live[HOME]) if m.what == "`card` never ends by itself")

    path, line, column = files.where(HOME, mutant.state, *mutant.path).rsplit(":", 2)

    assert path == str(FOLDER / "home.yaml")
    assert lines[int(line) - 1][int(column) - 1 :].startswith("60")


def test_every_change_of_what_is_shipped_has_a_place_of_its_state(files: Recheck) -> None:
    def places() -> Iterator[tuple[Mutant, int, int]]:
        for dialogue in shipped().live.values():
            starts = [int(files.where(dialogue.id, state).rsplit(":", 2)[1]) for state in dialogue.states]
            for mutant in mutants(dialogue):
                line = int(files.where(dialogue.id, mutant.state, *mutant.path).rsplit(":", 2)[1])
                first = int(files.where(dialogue.id, mutant.state).rsplit(":", 2)[1])
                yield mutant, line - first, min((s for s in starts if s > first), default=10**6) - first

    assert [mutant.what for mutant, line, length in places() if not 0 <= line < length] == []


def test_a_changed_dialogue_takes_the_place_of_the_old_one_in_every_language() -> None:
    german = replace(shipped(), others={})
    dialogues: Dialogues = replace(shipped(), others={"de": german})
    home = shipped().live[HOME]
    changed = replace(home, states={**home.states, home.start: replace(home.states[home.start], next=())})

    both = with_dialogue(dialogues, changed)

    for speaking in (both, both.others["de"]):
        assert speaking.live[HOME].states[home.start].next == ()
        assert speaking.pinned[HOME, home.version].states[home.start].next == ()
