"""What heavy and calm dialogues may call: nothing is asked there that the proofs of the caller could not see."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.dialogue.model import DialogueId
from bot.dialogue.reserved import CALM
from bot.language.problems import Problem, Rule
from tests.language.folders import check, sound_folder

END = "end: {say: Done., end: true}"
QUIET = "a: {say: Rest a while., pause: 60, next: end}"
BUTTONS = "a: {ask: Shall we rest?, choices: {y: {label: Yes}, n: {label: No}}, next: end}"
WORDS = "a: {ask: What did they do to you?, keep: a, next: end}"
UNKEPT = "a: {ask: What did they do to you?, next: end}"
KEPT_BUTTONS = "a: {ask: Who was it?, keep: who, choices: {y: {label: He}, n: {label: She}}, next: end}"
SCALE = "a: {ask: How bad was it?, scale: 0-10, keep: tension_now, next: end}"
TICKS = "a: {ask: What was done?, many: {hit: I was hit, locked: I was locked up}, next: end}"
ANOTHER_CALL = "a: {say: First this., call: walk, next: end}"
ANOTHER_START = "a: {ask: What now?, choices: {w: {label: Walk, start: walk}, n: {label: Nothing}}, next: end}"
CALM_START = "a: {ask: What now?, choices: {w: {label: Steady me, start: grounding}, n: {label: Nothing}}, next: end}"
HEAVY = """consent:
    {say: It may hurt., choices: {y: {label: Yes, next: tension}, n: {label: No, next: end}}, skip: false}
  tension:
    {ask: How tense?, scale: 0-10, keep: tension, next: [{if: tension >= 7, to: calm}, {to: middle}]}
  middle: {say: First this., call: called, next: fears}
  fears: {ask: What do you fear?, keep: fears, next: calm}
  calm: {call: grounding, next: end}"""
STOPPED = """a:
    {ask: Something calm?, choices: {g: {label: Steady me, call: grounding}, x: {label: More, MORE}}, next: end}"""


def dialogue(state: str, head: str = "kind: service") -> str:
    return f"title: T\n{head}\nstart: {state.partition(':')[0]}\nstates:\n  {state}\n  {END}\n"


def found(tmp_path: Path, files: Mapping[str, str]) -> list[Problem]:
    return list(check(sound_folder(tmp_path, {f"{name}.yaml": text for name, text in files.items()})).problems)


def told(problems: list[Problem]) -> list[tuple[str, Rule]]:
    return [(Path(problem.path).name, problem.rule) for problem in problems]


@pytest.mark.parametrize("called", [QUIET, BUTTONS, CALM_START])
def test_a_heavy_dialogue_may_call_what_asks_for_no_answer(called: str, tmp_path: Path) -> None:
    assert found(tmp_path, {"heavy": dialogue(HEAVY, "load: high"), "called": dialogue(called)}) == []


@pytest.mark.parametrize("called", [WORDS, UNKEPT, KEPT_BUTTONS, SCALE, TICKS, ANOTHER_CALL, ANOTHER_START])
def test_a_heavy_dialogue_calls_nothing_that_asks_for_answers_or_leaves_for_others(called: str, tmp_path: Path) -> None:
    problems = found(tmp_path, {"heavy": dialogue(HEAVY, "load: high"), "called": dialogue(called)})

    assert [(problem.rule, problem.about, problem.mark.line) for problem in problems] == [
        (Rule.HEAVY_CALL, "called", 9),
    ]


def test_nor_by_a_button(tmp_path: Path) -> None:
    button = (
        "middle: {say: Now., choices: {y: {label: Go on, call: called, next: fears}, n: {label: Rest, next: calm}}}"
    )
    states = HEAVY.replace("middle: {say: First this., call: called, next: fears}", button)

    assert told(found(tmp_path, {"heavy": dialogue(states, "load: high"), "called": dialogue(WORDS)})) == [
        ("heavy.yaml", Rule.HEAVY_CALL)
    ]


def test_nor_another_heavy_one_which_a_light_one_may_call(tmp_path: Path) -> None:
    heavy = dialogue(HEAVY.replace("call: called, ", ""), "load: high")
    call = dialogue(ANOTHER_CALL.replace("walk", "called"))

    assert told(found(tmp_path, {"heavy": dialogue(HEAVY, "load: high"), "called": heavy})) == [
        ("heavy.yaml", Rule.HEAVY_CALL)
    ]
    assert found(tmp_path / "2", {"light": call, "called": heavy}) == []


@pytest.mark.parametrize("name", ["breathe", "support"])
def test_a_breath_and_support_may_keep_a_button_and_ask_for_no_words(name: str, tmp_path: Path) -> None:
    heavy = dialogue(HEAVY.replace("call: called", f"call: {name}"), "load: high")

    assert found(tmp_path, {"heavy": heavy, name: dialogue(KEPT_BUTTONS)}) == []
    assert told(found(tmp_path / "2", {"heavy": heavy, name: dialogue(UNKEPT)})) == [("heavy.yaml", Rule.HEAVY_CALL)]


@pytest.mark.parametrize("name", sorted(CALM))
def test_a_calm_dialogue_waits_and_leads_to_nothing_that_asks(name: DialogueId, tmp_path: Path) -> None:
    asking = BUTTONS.replace("label: Yes", "label: Yes, LEADS: walk")

    assert found(tmp_path, {name: dialogue(BUTTONS)}) == []
    assert told(found(tmp_path / "2", {name: dialogue(asking.replace("LEADS", "call"))})) == [
        (f"{name}.yaml", Rule.HEAVY_CALL)
    ]
    assert told(found(tmp_path / "3", {name: dialogue(asking.replace("LEADS", "start"))})) == [
        (f"{name}.yaml", Rule.HEAVY_CALL)
    ]
    assert told(found(tmp_path / "4", {name: dialogue("a: {say: Be calm., next: end}")})) == [
        (f"{name}.yaml", Rule.NO_GROUNDING)
    ]


def test_a_calm_dialogue_is_not_heavy_itself(tmp_path: Path) -> None:
    calm = dialogue(HEAVY.replace("call: grounding", "pause: 60").replace("call: called, ", ""), "load: high")

    assert ("grounding.yaml", Rule.HEAVY_CALL) in told(found(tmp_path, {"grounding": calm}))


@pytest.mark.parametrize("part", ["put_aside", "peaceful_place"])
def test_a_calm_part_calls_nothing_that_asks_for_more(part: str, tmp_path: Path) -> None:
    calling = dialogue(f"a: {{part: {part}, say: Now this., call: called, next: end}}")
    quiet = WORDS.replace("keep", "listen: {most: 0}, keep")

    assert told(found(tmp_path, {"calling": calling, "called": dialogue(WORDS)})) == [
        ("calling.yaml", Rule.PROBE_IN_CALM)
    ]
    assert found(tmp_path / "2", {"calling": calling, "called": dialogue(quiet)}) == []
    assert found(tmp_path / "3", {"calling": calling.replace(part, "other"), "called": dialogue(WORDS)}) == []


@pytest.mark.parametrize("part", ["put_asides", "putaside", "put_asids", "peacefull_place", "peacefulplace"])
def test_a_part_that_is_nearly_a_calm_one_is_taken_for_a_slip(part: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, {"trying": dialogue(f"a: {{part: {part}, say: Now this., next: end}}")})

    assert (problem.rule, problem.mark.line, problem.about) == (Rule.UNKNOWN_WORD, 5, part)
    assert problem.advice in ("Did you mean `put_aside`?", "Did you mean `peaceful_place`?")


@pytest.mark.parametrize("part", ["put_away", "peaceful", "place", "consent", "put_aside"])
def test_any_other_part_has_any_name(part: str, tmp_path: Path) -> None:
    assert found(tmp_path, {"trying": dialogue(f"a: {{part: {part}, say: Now this., next: end}}")}) == []


@pytest.mark.parametrize("more", ["call: walk", "start: walk", "call: exercise", "do: resume, next: r"])
def test_stop_leads_to_nothing_but_what_is_calm(more: str, tmp_path: Path) -> None:
    states = STOPPED.replace("MORE", more) + ("\n  r: {do: resume}" if "next: r" in more else "")
    files = {"stopped": dialogue(states.replace("do: resume, next", "next")), "exercise": dialogue(QUIET)}

    assert told(found(tmp_path, files)) == [("stopped.yaml", Rule.STOP_NOT_CALM)]


@pytest.mark.parametrize("more", ["call: breathe", "start: breathe", "call: support", "call: container"])
def test_stop_may_lead_to_a_breath_support_and_what_is_put_away_while_they_ask_nothing(
    more: str, tmp_path: Path
) -> None:
    stopped = dialogue(STOPPED.replace("MORE", more))
    name = more.partition(": ")[2]

    assert found(tmp_path, {"stopped": stopped, name: dialogue(BUTTONS)}) == []
    assert told(found(tmp_path / "2", {"stopped": stopped, name: dialogue(UNKEPT)})) == [
        ("stopped.yaml", Rule.STOP_NOT_CALM)
    ]


def test_stop_may_lead_to_the_exercises(tmp_path: Path) -> None:
    stopped = dialogue(STOPPED.replace("MORE", "call: exercises"))

    assert found(tmp_path, {"stopped": stopped, "exercises": dialogue(ANOTHER_START)}) == []


@pytest.mark.parametrize("asks", ["keep: a, ", "text: true, ", "text: true, keep: a, "])
def test_stop_asks_for_no_answer(asks: str, tmp_path: Path) -> None:
    stopped = dialogue(STOPPED.replace("ask: S", f"{asks}ask: S").replace("MORE", "next: end"))

    assert told(found(tmp_path, {"stopped": stopped})) == [("stopped.yaml", Rule.STOP_NOT_CALM)]
