"""What checking costs: 200 dialogues of 50 states, one among the shipped ones, and the memory of a bot that holds them.

`python -m benchmarks.checking [--dialogues 200] [--states 50] [--json]`. README.md says what is measured.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import jsonschema
import yaml

from benchmarks.many_dialogues import make_folder
from benchmarks.measure import usage
from bot.language.checked_folder import check_folder
from bot.language.load import load_dialogues
from bot.practice.places import TABLE, Places
from bot.settings import ROOT

WANTED_SECONDS, WANTED_MS, WANTED_KB = 2.0, 100, 10
ROUNDS = 3  # the median counts: one busy moment of the machine decides nothing
_SCHEMA = ROOT / "schema" / "dialogue.json"
_FEW = 10  # a tenth of all dialogues, to see what the others add to the memory of a process


@dataclass(frozen=True, kw_only=True)
class Figures:
    seconds: float  # of CPU, as all of these
    one_ms: float
    yaml_seconds: float
    jsonschema_seconds: float  # without the reading
    resident_kb: float  # for each state, of a process that has loaded them
    held_kb: float  # for each state, of what such a process still holds


class NotSoundError(Exception):
    """The made dialogues have problems, so the run measures nothing."""


def main() -> int:
    arguments = _arguments()
    if arguments.hold:
        print(json.dumps(_hold(arguments.hold, traced=arguments.traced)))
        return 0
    try:
        figures = _measure(arguments.dialogues, arguments.states)
    except NotSoundError as failure:
        print(f"The run does not count. {failure}", file=sys.stderr)
        return 1
    print(_table(figures, arguments.dialogues, arguments.states))
    if arguments.json:
        print(json.dumps({name: round(figure, 3) for name, figure in asdict(figures).items()}))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checking", description="What checking costs.")
    parser.add_argument("--dialogues", type=int, default=200, help="how many beside the shipped ones (200)")
    parser.add_argument("--states", type=int, default=50, help="of each (50)")
    parser.add_argument("--json", action="store_true", help="the figures once more as JSON, in the last line")
    parser.add_argument("--hold", type=Path, help=argparse.SUPPRESS)  # this program's own processes, which are measured
    parser.add_argument("--traced", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.dialogues < _FEW or arguments.states < 5:
        parser.error(f"--dialogues takes a number from {_FEW}, --states from 5.")
    return arguments


def _measure(dialogues: int, states: int) -> Figures:
    places = Places.load(TABLE)
    with tempfile.TemporaryDirectory() as folder:
        many, few, one = (Path(folder) / name for name in ("many", "few", "one"))
        make_folder(many, dialogues, states)
        make_folder(few, dialogues // _FEW, states)
        make_folder(one, 1, states)
        _check(one, places)  # what is compiled when it is first needed counts for neither
        made = sorted(many.glob("made_*.yaml"))
        read = [_load(path) for path in made]
        validator = jsonschema.Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))
        more = (dialogues - dialogues // _FEW) * states
        return Figures(
            seconds=_cpu(lambda: _check(many, places)),
            one_ms=_cpu(lambda: _check(one, places)) * 1000,
            yaml_seconds=_cpu(lambda: [_load(path) for path in made]),
            jsonschema_seconds=_cpu(lambda: _validate(validator, read), rounds=1),
            resident_kb=(_held(many) - _held(few)) / more / 1024,
            held_kb=(_held(many, "--traced") - _held(few, "--traced")) / more / 1024,
        )


def _cpu(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of this process's CPU, the median of some rounds."""
    found = []
    for _ in range(rounds):
        gc.collect()
        before = process_time()
        work()
        found.append(process_time() - before)
    return median(found)


def _check(folder: Path, places: Places) -> None:
    if problems := check_folder(folder, places).problems:
        raise NotSoundError(str(problems[0]))


def _load(path: Path) -> Any:
    return yaml.load(path.read_bytes(), yaml.CSafeLoader)


def _validate(validator: jsonschema.Draft202012Validator, read: Iterable[Any]) -> None:
    for error in chain.from_iterable(map(validator.iter_errors, read)):
        raise NotSoundError(error.message)


def _held(folder: Path, *more: str) -> float:
    """Bytes that a process has once it has loaded the folder."""
    command = (sys.executable, "-m", "benchmarks.checking", "--hold", str(folder), *more)
    said: float = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return said


def _hold(folder: Path, *, traced: bool) -> float:
    places = Places.load(TABLE)
    if traced:
        tracemalloc.start()
    held = load_dialogues(folder, places)  # as the bot does when it starts
    gc.collect()
    found = tracemalloc.get_traced_memory()[0] if traced else usage().memory_mb * 1024 * 1024
    del held
    return found


def _table(figures: Figures, dialogues: int, states: int) -> str:
    f = figures
    return "\n".join(
        (
            f"CPU seconds for {dialogues} dialogues of {states} states",
            f"  checked by this bot, the shipped ones too   {f.seconds:7.2f}  (wanted: under {WANTED_SECONDS:g})",
            f"  read by yaml.CSafeLoader, nothing checked   {f.yaml_seconds:7.2f}",
            f"  held against the schema by jsonschema alone {f.jsonschema_seconds:7.2f}",
            f"One such dialogue among the shipped ones: {f.one_ms:.0f} ms (wanted: under {WANTED_MS})",
            f"Memory for each state, of a process that has loaded them: {f.resident_kb:.1f} KB resident, "
            f"{f.held_kb:.1f} KB of it still held (wanted: under {WANTED_KB})",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
