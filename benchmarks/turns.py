"""What a turn costs: this bot beside two peers, each in a process of its own, before the same server and people.

`python -m benchmarks.turns [--people 500] [--json]`. README.md says what is measured, and how to read it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.measure import BotFailedError, BotProcess
from benchmarks.people import TOKEN, TURNS, Crowd, UnansweredError
from bot.clock import now
from bot.sandbox.server import SandboxServer

BOTS = {
    "bot": "this bot, durable and encrypted",
    "ptb": "ConversationHandler + pickle",
    "aiogram": "aiogram FSM, memory",
}
WANTED = {"ptb": 0.45, "aiogram": 0.8}  # this bot's CPU for a turn, as a part of the peer's
WANTED_IDLE_MB = 120
ROUNDS = 3  # the bots take turns, and the median counts: one busy moment of the machine decides nothing
REST = 0.3  # seconds in which a bot finishes what comes after its last reply, and is then at rest


@dataclass(frozen=True, kw_only=True)
class Figures:
    cpu_ms_per_turn: float
    turns_per_s: float
    peak_mb: float
    idle_mb: float


def main() -> int:
    arguments = _arguments()
    try:
        figures = asyncio.run(_measure_all(arguments.people))
    except (BotFailedError, UnansweredError) as failure:
        print(f"The run does not count. {failure}", file=sys.stderr)
        return 1
    print(_table(figures))
    if arguments.json:
        print(_as_json(figures))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turns", description="What a turn costs.")
    parser.add_argument("--people", type=int, default=500, help="who talk at the same time (500)")
    parser.add_argument("--json", action="store_true", help="the figures once more as JSON, in the last line")
    arguments = parser.parse_args()
    if arguments.people < 1:
        parser.error("--people takes a number from 1.")
    return arguments


async def _measure_all(people: int) -> dict[str, Figures]:
    rounds: dict[str, list[Figures]] = {bot: [] for bot in BOTS}
    for _ in range(ROUNDS):
        for bot, found in rounds.items():
            found.append(await _measure(bot, people))
    return {bot: _median(found) for bot, found in rounds.items()}


async def _measure(bot: str, people: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        async with SandboxServer(None, TOKEN, 0, now) as server:
            crowd = Crowd(server.world, people)
            arguments = (server.api_url, folder, str(people))
            process = await BotProcess.start(f"benchmarks.peer_{bot}", *arguments, log=Path(folder) / "log")
            try:
                figures = await _watch(process, crowd, turns=people * TURNS)
            finally:
                await process.stop()
            crowd.check()
    return figures


async def _watch(process: BotProcess, crowd: Crowd, turns: int) -> Figures:
    await asyncio.sleep(REST)
    idle = await process.usage()
    await crowd.open()
    await asyncio.sleep(REST)
    before = await process.usage()
    seconds = await crowd.talk()
    await asyncio.sleep(REST)
    after = await process.usage()
    return Figures(
        cpu_ms_per_turn=(after.cpu_seconds - before.cpu_seconds) * 1000 / turns,
        turns_per_s=turns / seconds,
        peak_mb=after.peak_mb,
        idle_mb=idle.memory_mb,
    )


def _median(found: list[Figures]) -> Figures:
    return Figures(**{name: median(getattr(each, name) for each in found) for name in vars(found[0])})


def _table(figures: Mapping[str, Figures]) -> str:
    lines = [f"{'':34}{'CPU ms/turn':>12}{'turns/s':>10}{'peak MB':>10}{'idle MB':>10}"]
    for bot, name in BOTS.items():
        f = figures[bot]
        lines.append(f"{name:34}{f.cpu_ms_per_turn:12.3f}{f.turns_per_s:10.0f}{f.peak_mb:10.1f}{f.idle_mb:10.1f}")
    for peer, wanted in WANTED.items():
        part = figures["bot"].cpu_ms_per_turn / figures[peer].cpu_ms_per_turn
        lines.append(f"CPU of a turn, as a part of {peer}'s: {part:.2f} (wanted: {wanted} at most)")
    lines.append(f"Idle memory of this bot: {figures['bot'].idle_mb:.0f} MB (wanted: under {WANTED_IDLE_MB})")
    return "\n".join(lines)


def _as_json(figures: Mapping[str, Figures]) -> str:
    shown = ("cpu_ms_per_turn", "turns_per_s", "peak_mb")
    return json.dumps({bot: {name: round(getattr(f, name), 3) for name in shown} for bot, f in figures.items()})


if __name__ == "__main__":
    sys.exit(main())
