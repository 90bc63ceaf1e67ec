"""A folder of many dialogues that are sound, to measure what checking them costs. Made of the shipped ones' own words.

Every fifth state has buttons, every fifth a scale with a branch, the others ask for words; one dialogue in four is
`load: high`, so that there is something to prove. The same numbers always make the same folder.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import yaml

from bot.settings import ROOT

SHIPPED = ROOT / "dialogues"
_PART = 10  # one question in so many begins a part, to which people may be led back
_HEAVY = 4  # one dialogue in so many
_AROUND = 4  # states of a heavy one that are no questions of the exercise: consent, tension, grounding, close

Said = tuple[str | None, str]  # what a shipped state says and asks


def make_folder(folder: Path, dialogues: int, states: int) -> None:
    """The shipped files, and so many `dialogues` beside them of so many `states` each (5 at least)."""
    shutil.copytree(SHIPPED, folder)
    said = cycle(_shipped_words())
    for number in range(dialogues):
        heavy = number % _HEAVY == 0
        lines = [*_head(number, heavy=heavy), *_states(states, said, heavy=heavy)]
        (folder / f"made_{number}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _shipped_words() -> list[Said]:
    """Only words that may stand anywhere: they hold no value."""
    files = sorted(path for path in SHIPPED.glob("*.yaml") if not path.name.startswith("_"))
    states = [state for path in files for state in yaml.load(path.read_bytes(), yaml.CSafeLoader)["states"].values()]
    said = [(state.get("say"), state["ask"]) for state in states if "ask" in state]
    return [(say, ask) for say, ask in said if "{" not in f"{say}{ask}"]


def _head(number: int, *, heavy: bool) -> Iterator[str]:
    yield f"title: Exercise {number}"
    yield "minutes: 10"
    if heavy:
        yield "load: high"
    yield f"start: {'consent' if heavy else 's0'}"
    yield "states:"


def _states(states: int, said: Iterator[Said], *, heavy: bool) -> Iterator[str]:
    out = "grounding" if heavy else "close"
    if heavy:
        yield from ("  consent:", "    ask: Would you like to begin?", "    skip: false", "    choices:")
        yield from ("      ready: {label: I am ready, next: tension}", "      later: {label: Another day, next: close}")
        yield from ("  tension:", "    ask: How tense are you now, from 0 to 10?", "    scale: 0-10")
        yield from ("    keep: tension_before", "    next:")
        yield from ("      - {if: tension_before >= 7, to: grounding}", "      - {to: s0}")
        yield from ("  grounding:", "    call: grounding", "    next: close")
    questions = states - (_AROUND if heavy else 1)
    for number in range(questions):
        onward = f"s{number + 1}" if number + 1 < questions else out
        yield from _question(number, next(said), onward, out)
    yield from ("  close:", "    say: That is kept for you.", "    end: true")


def _question(number: int, said: Said, onward: str, out: str) -> Iterator[str]:
    say, ask = said
    yield f"  s{number}:"
    if number % _PART == 0:
        yield "    checkpoint: true"
    if say:
        yield f"    say: {json.dumps(say, ensure_ascii=False)}"
    yield f"    ask: {json.dumps(ask, ensure_ascii=False)}"
    if number % 5 == 4:
        yield from ("    skip: later", "    choices:")
        yield from (
            f"      more: {{label: A little more, next: {onward}}}",
            f"      later: {{label: Not now, next: {out}}}",
        )
    elif number % 5 == 2:
        yield from ("    scale: 0-10", f"    keep: strength_{number}", "    next:")
        yield from (f"      - {{if: strength_{number} >= 7, to: {out}}}", f"      - {{to: {onward}}}")
    else:
        yield from (f"    keep: notice_{number}", f"    next: {onward}")
