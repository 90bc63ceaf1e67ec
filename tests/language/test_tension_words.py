"""What a tension's words say of its numbers: high is tense, and never the other way round."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.language.problems import Rule
from tests.language.folders import check, sound_folder, with_states


def rules(tmp_path: Path, ask: str, say: str = "", scale: str = "0-10") -> list[Rule]:
    said = f'say: "{say}", ' if say else ""
    states = f'first: {{{said}ask: "{ask}", scale: {scale}, keep: tension_before, next: done}}'
    return [problem.rule for problem in check(sound_folder(tmp_path, {"trying.yaml": with_states(states)})).problems]


@pytest.mark.parametrize(
    "ask",
    [
        "How tense are you right now? 0 is calm, 10 is as tense as it gets.",
        "And now, from 0 to 10?",
        "How tense are you now, from 0 to 10?",
        "How tense are you right now, from 0 (calm) to 10?",
        "How tense are you, from calm (0) to as tense as it gets (10)?",
        "How calm or tense are you? 0 is calm, 10 is tense.",
        "How much tension is there? 0 means not tense at all, 10 means unbearable.",
        "Calm is 0, and as tense as it gets is 10. Where are you?",
        "How tense? 0 is no tension, 10 is the worst.",
        "How is it in you now? 10 is not calm at all.",
        "How well can you say how tense you are, from 0 to 10?",
    ],
)
def test_a_tension_that_rises_with_its_number_is_accepted(ask: str, tmp_path: Path) -> None:
    assert rules(tmp_path, ask) == []


@pytest.mark.parametrize(
    "ask",
    [
        "How tense are you? 0 is as tense as it gets, 10 is calm.",
        "How tense are you? 0 is as tense as it gets.",
        "How tense are you? 10 is calm.",
        "How tense are you, from 0 (as tense as it gets) to 10 (calm)?",
        "How tense are you, from as tense as it gets (0) to calm (10)?",
        "As tense as it gets is 0, and calm is 10. Where are you?",
        "How calm are you, from 0 to 10?",
        "How relaxed do you feel, from 0 to 10?",
        "How much at ease are you, from 0 to 10?",
        "Rate your calmness from 0 to 10.",
        "How are you? 0 is the worst, 10 is the best.",
        "From 0 to 10, where higher is calmer?",
        "How tense are you? 10 is not tense at all.",
    ],
)
def test_one_that_falls_is_refused(ask: str, tmp_path: Path) -> None:
    assert rules(tmp_path, ask) == [Rule.TENSION_REVERSED]


def test_what_is_said_before_the_question_counts_too(tmp_path: Path) -> None:
    assert rules(tmp_path, "Where are you now?", "On this scale 0 is very tense and 10 is calm.") == [
        Rule.TENSION_REVERSED
    ]


def test_the_ends_are_those_of_the_scale(tmp_path: Path) -> None:
    assert rules(tmp_path, "How tense? 1 is very tense, 9 is calm.", scale="1-9") == [Rule.TENSION_REVERSED]
