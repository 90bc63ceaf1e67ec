"""What nobody may ever see, a token and a person's words: in logs, on the health page, in files. With canaries."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import DATABASE, KEY
from tests.e2e.person import Person, until
from tests.e2e.running import TOKEN, beside, free_port, joining, launched
from tests.e2e.script import phrase, said, to_type
from tests.e2e.ways import meet, reach_fears
from tests.sandbox.driver import Sandbox
from tests.storage.pages import decrypted_pages

pytestmark = pytest.mark.slow

SECRET = TOKEN.partition(":")[2]
WORDS = "The canary in my chest went quiet the winter that my father left us"
NAME = "Kanarienvogel"

# A bug in the middle of a turn, which quotes all that it has in hand.
FAILS_AT_HISTORY = f"""
import sys
from bot.__main__ import main
from bot.services import journal
from bot.storage import answers
def history(tx, person_id, order, dialogues, session):
    raise ValueError("{TOKEN}", answers.page(tx, person_id, None, 9), session)
journal.history = history
sys.exit(main())
"""


async def test_no_log_and_no_page_shows_a_word_or_the_token(  # fault 46
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    port = free_port()
    program = ["-X", "dev", "-c", FAILS_AT_HISTORY, *joining(sandbox.server)]
    async with launched(program, data, LOG_LEVEL="DEBUG", HEALTH_PORT=str(port)) as bot:
        await bot.ready()
        await meet(alex, name=NAME)
        await reach_fears(alex)
        await alex.says(WORDS)
        await alex.hears(said("shame.hard_times"))
        await alex.says("/history")
        await alex.hears(phrase("went_wrong"))
        await suffer(sandbox, alex)
        async with sandbox.session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            page = await answer.text()
        await sandbox.post("faults", method="getUpdates", fault="unauthorized", description=f"{TOKEN} {WORDS}")
        await alex.says(WORDS)
        await until(lambda: "trouble=DOUBTED" in bot.log)
        assert await bot.ends() == 0
    assert "update put aside" in bot.log
    for shown in (bot.log, page):
        assert not [canary for canary in (SECRET, "canary", "father", NAME) if canary in shown]


async def suffer(sandbox: Sandbox, alex: Person) -> None:
    """Every way in which sending fails, each with a sentence that quotes, and updates that cannot be read."""
    for fault in ("bad_request", "server_error", "cut", "too_many_requests"):
        quoting = {"description": f"Too bad: {WORDS} {TOKEN}", "retry_after": 1}
        await sandbox.post("faults", method="sendMessage", fault=fault, **quoting)
        await alex.says("/privacy")
    await sandbox.post("updates", message={"text": WORDS})
    await sandbox.post("updates", edited_message=WORDS)
    await alex.says("/help")
    await alex.hears(said("help.help"))


async def test_after_forget_no_file_holds_a_word(sandbox: Sandbox, alex: Person, data: Path) -> None:  # fault 48
    async with beside(sandbox.server, data, LOG_LEVEL="DEBUG") as bot:
        await meet(alex, name=NAME)
        await reach_fears(alex)
        await alex.says(WORDS)
        await alex.hears(said("shame.hard_times"))
        await sandbox.post("updates", message={"from": {"id": alex.id}, "text": WORDS})  # put aside
        await alex.says("/history")
        await alex.hears(WORDS)
        assert WORDS.encode() in everything(data)  # it can be found where it is
        await alex.says("/forget")
        await alex.hears(said("forget.sure"))
        await alex.says(to_type("forget.sure"))
        await alex.hears(phrase("forgotten"))
        await until(lambda: not sandbox.server.world.updates)  # confirmed once the files are rid of it
        left = everything(data)
        assert not [canary for canary in (WORDS, NAME, "Berlin") if canary.encode() in left]
        assert "canary" not in bot.log
        await alex.says("/history")
        await alex.hears(said("onboarding.welcome"))  # as if they had never met


def everything(data: Path) -> bytes:
    """Every file of the bot's as it is, and the database's pages read with its key."""
    key = bytes.fromhex((data / KEY).read_text().strip())
    return b"".join([*decrypted_pages(data / DATABASE, key), *(file.read_bytes() for file in data.iterdir())])
