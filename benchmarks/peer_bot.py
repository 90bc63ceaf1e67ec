"""This bot as `python -m bot` runs it: encrypted, every turn on the disk before it is confirmed.

Its dialogues are the shipped ones and the benchmark's. The people have been through onboarding already; nothing else
is other than in service, but that it sends as fast as the server takes it.
"""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
from pathlib import Path

from benchmarks.measure import answer_the_driver
from benchmarks.people import TOKEN, ids
from bot.adapters import logs
from bot.app import RunningBot, built, run_bot
from bot.clock import now
from bot.dialogue.session import Profile, Session
from bot.settings import ROOT, Settings, read_settings
from bot.storage import people
from bot.storage.database import Transaction

_OWN_DIALOGUES = Path(__file__).parent / "dialogues"


async def main(api_url: str, folder: Path, count: int) -> None:
    settings = _settings(api_url, folder)
    logs.configure(level=settings.log_level, token=TOKEN, stream=sys.stderr)
    async with built(settings, TOKEN, settings.data, now) as coach:
        await _let_in(coach, count)
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await run_bot(settings, coach, stop, answer_the_driver)


def _settings(api_url: str, folder: Path) -> Settings:
    dialogues = folder / "dialogues"
    shutil.copytree(ROOT / "dialogues", dialogues)
    shutil.copytree(_OWN_DIALOGUES, dialogues, dirs_exist_ok=True)
    told = {
        "BOT_API_URL": api_url,
        "DATA_DIR": str(folder / "data"),
        "DIALOGUES_DIR": str(dialogues),
        "LOG_LEVEL": "WARNING",
        "SENDS_PER_SECOND": "0",
    }
    return read_settings(env_file=None, environ=told)


async def _let_in(coach: RunningBot, count: int) -> None:
    def save(tx: Transaction) -> None:
        for id in ids(count):
            people.save(tx, id, Session(key=f"{id:x}", profile=Profile(consented=True)), now())

    await coach.database.run(save)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
