"""Small sound dialogues at random, as an author might write them, and what an author might change in them.

A sketch is a list of steps, each leading to the next and some also elsewhere; its text is read and checked as any file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from hypothesis import strategies as st

from bot.dialogue.model import Dialogue, DialogueId
from bot.language.checked_folder import THE_BOTS
from bot.language.checks.dialogue import check_dialogue
from bot.language.checks.values import check_slots, check_values, surroundings
from bot.language.grammar.build import build_dialogue
from bot.language.grammar.build_waits import Defaults
from bot.language.problems import Report, Rule
from bot.language.source.reader import read_tree
from bot.practice.breathing import PATTERNS
from tests.shipped import shipped

MADE = DialogueId("made")
KINDS = ("words", "choices", "scale", "many", "pause", "say", "tension")
NAMES = ("a", "b", "c")


@dataclass(frozen=True, kw_only=True)
class Step:
    id: str
    kind: str
    keep: str | None = None
    holds: str | None = None  # a value that its words hold
    only_if: str | None = None  # the value on which it goes elsewhere than to the next step
    elsewhere: int = 0  # how many steps further that is
    keys: tuple[str, ...] = ("x", "y")
    skip: bool = False
    checkpoint: bool = False
    calls: bool = False  # its first choice calls another dialogue
    renamed_from: str | None = None
    words: str = "What is there?"


@dataclass(frozen=True, kw_only=True)
class Sketch:
    steps: tuple[Step, ...]
    high: bool = False

    @property
    def text(self) -> str:
        body = [*(_gates() if self.high else ()), *self.steps]
        ids = [step.id for step in body]
        lines = [line for place, step in enumerate(body) for line in _written(step, place, ids)]
        head = ["title: Made", f"load: {'high' if self.high else 'light'}", f"start: {ids[0]}", "states:"]
        calm = ["  calm:", "    say: Something calm.", "    call: grounding", "    next: done"]
        return "\n".join([*head, *lines, *calm, "  done: {say: Done., end: true}", ""])


def _gates() -> tuple[Step, ...]:
    return Step(id="consent", kind="consent"), Step(id="tension_first", kind="tension", keep="tension_before")


def _written(step: Step, place: int, ids: list[str]) -> list[str]:
    after = ids[place + 1] if place + 1 < len(ids) else "calm"
    far = place + 1 + step.elsewhere
    elsewhere = ids[far] if far < len(ids) else "calm"
    lines = [f"  {step.id}:", f"    {'say' if step.kind in ('say', 'pause') else 'ask'}: |-", f"      {step.words}"]
    if step.holds:
        lines += ["", f"      {{{step.holds}}}"]
    if step.keep and step.kind not in ("say", "pause"):
        lines.append(f"    keep: {step.keep}")
    lines += _wait(step, after)
    if step.renamed_from:
        lines.append(f"    renamed_from: {step.renamed_from}")
    if step.checkpoint:
        lines.append("    checkpoint: true")
    if step.kind == "consent":
        return lines
    if step.kind == "tension" and step.keep:
        return [*lines, "    next:", f"      - {{if: {step.keep} >= 7, to: calm}}", f"      - {{to: {after}}}"]
    if step.only_if:
        return [*lines, "    next:", f"      - {{if: {step.only_if}, to: {elsewhere}}}", f"      - {{to: {after}}}"]
    return [*lines, f"    next: {after}"]


def _wait(step: Step, after: str) -> list[str]:
    match step.kind:
        case "choices":
            choices = [f"      {key}: {{label: Key {key}}}" for key in step.keys]
            if step.calls:
                choices[0] = f"      {step.keys[0]}: {{label: Key {step.keys[0]}, call: grounding}}"
            return ["    choices:", *choices, *([f"    skip: {step.keys[0]}"] if step.skip else [])]
        case "consent":
            yes, no = f"      yes: {{label: I am ready, next: {after}}}", "      no: {label: Not today, next: done}"
            return ["    choices:", yes, no, "    skip: false"]
        case "scale" | "tension":
            return ["    scale: 0-10"]
        case "many":
            return [f"    many: {{{', '.join(f'{key}: Key {key}' for key in step.keys)}}}"]
        case "pause":
            return ["    pause: 45"]
        case _:
            return []


@cache
def built(text: str) -> Dialogue | None:
    """None where the checks refuse it."""
    report = Report(path="made.yaml")
    tree = read_tree(text.encode(), report)
    made = build_dialogue(MADE, tree, Defaults(body_places=()), report) if tree else None
    if made is None:
        return None
    around = surroundings(THE_BOTS.values, (made.dialogue, *shipped().live.values()))
    check_slots(made, around)
    check_dialogue(made, PATTERNS, around.branches)
    if not _harmful(report):
        check_values(made, around)
    return None if _harmful(report) else made.dialogue


def _harmful(report: Report) -> bool:
    """Whether anything is wrong but that there is no checkpoint: going without one is what is tried, too."""
    return any(problem.rule is not Rule.NO_CHECKPOINT for problem in report.problems)


def _sound(sketch: Sketch) -> bool:
    return built(sketch.text) is not None


def _optional(sketch: Sketch) -> Sketch:
    """Where a value is not certain, the line that holds it is left out when there is none."""
    steps = sketch.steps
    for place, step in enumerate(steps):
        if step.holds and not _sound(replace(sketch, steps=steps[: place + 1])):
            steps = (*steps[:place], replace(step, holds=f"{step.holds.rstrip('?')}?"), *steps[place + 1 :])
    return replace(sketch, steps=steps)


@st.composite
def steps(draw: st.DrawFn, id: str, before: tuple[Step, ...]) -> Step:
    """`before` are those whose values it may ask about."""
    kind = draw(st.sampled_from(KINDS))
    names = st.sampled_from(NAMES)
    keep = "tension_now" if kind == "tension" else draw(names if kind == "words" else st.none() | names)
    tapped = [step.keep for step in before if step.keep and step.kind == "choices"]
    kept = [step.keep for step in before if step.keep and step.kind != "tension"]
    tests = [f"{name} {test}" for name in kept for test in ("kept", "not kept")] + [f"{name} == x" for name in tapped]
    branch, named = st.sampled_from([None, *tests]), st.sampled_from([None, *tapped, *tapped, *kept])
    return Step(
        id=id,
        kind=kind,
        keep=keep,
        holds=draw(named),
        only_if=draw(branch),
        elsewhere=draw(st.integers(1, 3)),
        keys=tuple(draw(st.lists(st.sampled_from("xyz"), min_size=1, max_size=3, unique=True))),
        skip=draw(st.sampled_from([False, False, True])),
        checkpoint=draw(st.booleans()),
        calls=draw(st.booleans()),
    )


@st.composite
def sketches(draw: st.DrawFn) -> Sketch:
    """Sound ones: a step with which the checks find anything wrong is made a plain question."""
    sketch = Sketch(steps=(), high=draw(st.booleans()))
    for number in range(draw(st.integers(2, 6))):
        step = draw(steps(f"s{number}", sketch.steps))
        plain = Step(id=step.id, kind="words", keep=step.id if step.kind == "tension" else step.keep or step.id)
        tried = (step, replace(step, holds=f"{step.holds}?"), replace(step, only_if=None, holds=None), plain)
        whole = (replace(sketch, steps=(*sketch.steps, one)) for one in (*tried, replace(plain, keep=step.id)))
        sketch = next(one for one in whole if _sound(one))
    return sketch


@st.composite
def edits(draw: st.DrawFn, sketch: Sketch) -> Sketch:
    """The sketch after some changes, each of which leaves it sound."""
    for number in range(draw(st.integers(2, 6))):
        changed = draw(_changes(sketch, number))
        if changed.steps and _sound(changed):
            sketch = changed
        elif changed.steps and _sound(soft := _optional(changed)):
            sketch = soft
    return sketch


@st.composite
def _changes(draw: st.DrawFn, sketch: Sketch, number: int) -> Sketch:
    place = draw(st.integers(0, len(sketch.steps) - 1))
    before, step, after = sketch.steps[:place], sketch.steps[place], sketch.steps[place + 1 :]
    other = draw(steps(f"n{number}", before))
    what = draw(st.sampled_from(("load", *sorted(_CHANGES))))
    if what == "load":
        return replace(sketch, high=not sketch.high)
    return replace(sketch, steps=(*before, *_CHANGES[what](step, other), *after))


_CHANGES: Mapping[str, Callable[[Step, Step], tuple[Step, ...]]] = {
    "remove": lambda step, other: (),
    "add": lambda step, other: (other, step),
    "rename": lambda step, other: (replace(step, id=other.id, renamed_from=step.renamed_from or step.id),),
    "replace": lambda step, other: (other,),
    "ask otherwise": lambda step, other: (replace(other, id=step.id, renamed_from=step.renamed_from),),
    "other keys": lambda step, other: (replace(step, keys=other.keys, calls=other.calls, skip=other.skip),),
    "other name": lambda step, other: (replace(step, keep=other.keep),),
    "other way": lambda step, other: (replace(step, only_if=other.only_if, elsewhere=other.elsewhere),),
    "other value": lambda step, other: (replace(step, holds=other.holds),),
    "checkpoint": lambda step, other: (replace(step, checkpoint=not step.checkpoint),),
    "ask what it holds": lambda step, other: (
        Step(id=other.id, kind="choices", keep="d", keys=other.keys),
        replace(step, holds="d"),
    ),
    "ask the tension": lambda step, other: (Step(id=other.id, kind="tension", keep="tension_now"), step),
    "words": lambda step, other: (replace(step, words="And what is here?"),),
}
