"""What a play passed is what it came through, and nothing else; what there is to pass is all that is in the file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.dialogues import Language
from bot.dialogue.engine import advance
from bot.dialogue.inputs import TimeCame, Timer
from bot.dialogue.model import DialogueId
from bot.language.load import load_dialogues
from bot.workbench.transcripts.coverage import Aspect, CoveragePoint, passed, things
from bot.workbench.transcripts.playing import Taken, play_of
from bot.workbench.transcripts.reading import read_transcript
from bot.workbench.transcripts.running import NoTranscriptsError, find_transcripts, run_transcript
from bot.workbench.transcripts.transcript import Types
from tests.language.folders import with_states
from tests.shipped import NOW, PLACES, copy_of_folder, session_at, shipped

SHAME, HOME = DialogueId("shame"), DialogueId("home")
BEGIN = """
title: Begun
opens: shame
turns:
  - bot: Meeting shame with kindness ...
  - tap: "Yes, I am ready"
  - bot: How tense are you right now? ...
  - tap: "2"
  - bot: We begin with closeness. ...
"""


def came_through(turns: str, *, dialogue: DialogueId = SHAME) -> Collection[CoveragePoint]:
    run = run_transcript(read_transcript("t.yaml", turns.encode(), shipped().live), shipped())
    assert run.failure is None, str(run.failure)
    return [thing for thing in run.passed if thing.dialogue == dialogue]


def told(found: Collection[CoveragePoint], aspect: Aspect) -> set[str]:
    return {str(thing.edge or thing.language or thing.state) for thing in found if thing.aspect is aspect}


def test_the_edges_that_were_gone_along_and_the_states_at_their_ends_are_passed() -> None:
    found = came_through(BEGIN)

    assert told(found, Aspect.EDGES) == {"consent [ready] → tension_before", "tension_before → fears"}
    assert told(found, Aspect.STATES) == {"consent", "tension_before", "fears"}
    assert told(found, Aspect.LANGUAGES) == {"en"}


def test_a_state_that_only_leads_on_is_passed_too() -> None:
    found = came_through("title: T\nopens: home\nturns:\n  - bot: You have not built ...\n", dialogue=HOME)

    assert told(found, Aspect.STATES) == {"known", "none"}


def test_a_question_counts_as_asking_for_more_only_where_it_did() -> None:
    long = BEGIN + "  - person: That they turn away and that nobody is left after all\n  - bot: Now let a time ...\n"
    short = BEGIN + "  - person: Being left\n  - bot: (asks for more)\n"

    assert told(came_through(long), Aspect.PROBES) == set()
    assert told(came_through(short), Aspect.PROBES) == {"fears"}


def test_a_silence_counts_as_over_where_time_ended_it_and_not_a_tap() -> None:
    begin = "title: T\nopens: home\nremembered: {home_place: The sea}\nturns:\n  - bot: Let your eyes rest ...\n"
    back = "  - bot: Come back in your own time. The place stays.\n"

    assert told(came_through(begin + "  - tap: That is enough\n" + back, dialogue=HOME), Aspect.TIMEOUTS) == set()
    assert told(came_through(begin + "  - wait: 60s\n" + back, dialogue=HOME), Aspect.TIMEOUTS) == {"card"}


def test_half_an_hour_without_a_word_in_a_heavy_exercise_is_a_timeout_of_the_whole() -> None:
    silent = BEGIN + "  - wait: 31m\n  - bot: There is no hurry. ...\n"

    assert told(came_through(silent), Aspect.TIMEOUTS) == {"None"}


def test_a_silence_is_a_timeout_of_what_was_on_top_and_not_of_what_rests_beneath() -> None:
    beneath = session_at(SHAME, "fears")
    on_top = session_at("peaceful_place", "see")
    session = replace(beneath, stack=(*beneath.stack, on_top.stack[-1]))
    silence = TimeCame(timer=Timer.SILENCE, token=str(session.turn))

    turns = [
        Taken(before=before, received=silence, turn=advance(shipped(), before, silence, NOW, 0))
        for before in (session, beneath)
    ]

    assert all(taken.turn.effects for taken in turns)
    assert [
        {thing.dialogue for thing in passed([taken], shipped()) if not thing.state and not thing.language}
        for taken in turns
    ] == [set(), {SHAME}]


def test_a_language_counts_for_what_is_spoken_and_not_for_what_rests_beneath() -> None:
    german = replace(shipped(), language=Language(tag="de", name="Deutsch"))
    both = replace(shipped(), others={"de": german})
    begin = b"title: T\nprofile: {language: de}\nturns: []\n"
    play = play_of(read_transcript("t.yaml", begin, both.live), both)
    play.happen(Types(words="/start shame"))
    play.happen(Types(words="/breathe"))
    play.taken = play.taken[-1:]

    assert {t.dialogue for t in passed(play.taken, both) if t.aspect is Aspect.LANGUAGES} == {"breathe"}


def test_a_transcript_that_fails_passes_nothing() -> None:
    failing = BEGIN + "  - state: shame.missed\n"

    run = run_transcript(read_transcript("t.yaml", failing.encode(), shipped().live), shipped())

    assert run.failure
    assert run.passed == frozenset()


def test_all_that_is_in_a_dialogue_is_there_to_be_passed() -> None:
    found = list(things(shipped().live[SHAME], shipped()))

    assert told(found, Aspect.STATES) == set(shipped().live[SHAME].states)
    assert "put_aside [not_quite] → not_quite" in told(found, Aspect.EDGES)
    assert {"fears", "missed"} <= told(found, Aspect.PROBES)
    assert not {"missed_reasons", "consent"} & told(found, Aspect.PROBES)
    assert told(found, Aspect.TIMEOUTS) == {"stay", "None"}


def test_a_way_that_no_value_leads_along_is_not_there_to_be_passed(tmp_path: Path) -> None:
    states = """
    first:
      ask: Who?
      choices: {ana: {label: Ana}, ben: {label: Ben}}
      keep: who
      skip: ben
      next: [{if: who == ana, to: ana}, {to: done}]
    ana: {say: Ana., next: done}
    """
    folder = copy_of_folder(tmp_path)
    (folder / "trying.yaml").write_text(with_states(states), encoding="utf-8")
    dialogues = load_dialogues(folder, PLACES).dialogues

    found = told(list(things(dialogues.live[DialogueId("trying")], dialogues)), Aspect.EDGES)

    assert {edge for edge in found if edge.startswith("first")} == {"first [ana] → ana", "first [ben] → done"}


def test_each_language_is_to_be_played_and_one_that_is_not_there_counts_as_the_original() -> None:
    german = replace(shipped(), language=Language(tag="de", name="Deutsch"))
    both = replace(shipped(), others={"de": german})
    home = read_transcript(
        "t.yaml",
        b"title: T\nprofile: {language: fr}\nopens: home\nturns:\n  - bot: You have not built ...\n",
        both.live,
    )

    assert told(list(things(both.live[HOME], both)), Aspect.LANGUAGES) == {"en", "de"}
    assert told(run_transcript(home, both).passed, Aspect.LANGUAGES) == {"en"}


def test_nothing_that_is_passed_is_not_there_to_be_passed() -> None:
    everything = {thing for dialogue in shipped().live.values() for thing in things(dialogue, shipped())}

    assert set(came_through(BEGIN)) <= everything


def test_nothing_is_passed_where_nothing_happened() -> None:
    assert passed([], shipped()) == frozenset()


def test_transcripts_are_found_in_folders_and_by_name_and_what_is_wrong_with_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BEGIN, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("title: T\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not one", encoding="utf-8")

    found = find_transcripts([tmp_path, tmp_path / "a.yaml"], shipped())

    assert [transcript.title for transcript in found.transcripts] == ["Begun", "Begun"]
    assert [str(one).startswith(f"{tmp_path / 'b.yaml'}:1:1: `turns` is missing") for one in found.unreadable] == [True]


@pytest.mark.parametrize("name", ["nowhere", "nowhere.yaml"])
def test_where_there_are_no_transcripts_that_is_said(name: str, tmp_path: Path) -> None:
    with pytest.raises(NoTranscriptsError, match=f"There is no transcript at .*{name}"):
        find_transcripts([tmp_path / name], shipped())
