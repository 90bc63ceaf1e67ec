"""A coach puts a picture beside the dialogues, and people see it with its words; or, if anything fails, the words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.keyhole import look
from tests.e2e.person import Person, until
from tests.e2e.running import beside, in_process
from tests.e2e.ways import meet_briefly
from tests.pictures import png
from tests.sandbox.driver import Answer, Sandbox
from tests.shipped import copy_of_folder

LAKE = """\
title: A lake
start: look
states:
  look:
    picture: früher See.png
    say: A *lake* at dusk. Nothing moves.
    next: see
  see: {ask: What do you see there?, keep: see, listen: {most: 0}, next: done}
  done: {say: That is kept for you., end: true}
"""
CAPTION, QUESTION = "A lake at dusk. Nothing moves.", "What do you see there?"
PICTURE = png(40, 30)


@pytest.fixture
def dialogues(tmp_path: Path) -> Path:
    """A folder with an exercise that begins with a picture."""
    folder = copy_of_folder(tmp_path)
    (folder / "pictures").mkdir(exist_ok=True)
    picture(folder).write_bytes(PICTURE)
    (folder / "lake.yaml").write_text(LAKE, encoding="utf-8")
    return folder


def picture(dialogues: Path) -> Path:
    return dialogues / "pictures" / "früher See.png"


async def shown(sandbox: Sandbox, message: Answer) -> bytes:
    async with sandbox.session.get(sandbox.server.url + message["file"]["url"]) as response:
        return await response.read()


async def test_a_picture_comes_with_its_words_before_the_question_and_the_exercise_goes_on(
    sandbox: Sandbox, alex: Person, data: Path, dialogues: Path
) -> None:
    async with in_process(sandbox.server, data, DIALOGUES_DIR=str(dialogues)):
        await meet_briefly(alex)
        await alex.says("/start lake")
        seen = await alex.hears(CAPTION)
        await alex.hears(QUESTION)
        await alex.says("The far side, and a boat that nobody is in")
        await alex.hears("That is kept for you.")

    assert (seen["kind"], seen["text"], seen["buttons"]) == ("photo", CAPTION, [])
    assert [(e["type"], e["offset"], e["length"]) for e in seen["entities"]] == [("bold", 2, 4)]
    assert await shown(sandbox, seen) == PICTURE


async def test_a_picture_that_is_gone_leaves_its_words_and_one_that_changes_is_shown_as_it_is_now(
    sandbox: Sandbox, alex: Person, data: Path, dialogues: Path
) -> None:
    async with in_process(sandbox.server, data, DIALOGUES_DIR=str(dialogues)) as running:
        await meet_briefly(alex)
        picture(dialogues).unlink()
        await until(lambda: running.coach.reloading.problems)
        await alex.says("/start lake")
        words = await alex.hears(CAPTION)
        await alex.hears(QUESTION)
        picture(dialogues).write_bytes(png(50, 20))
        await until(lambda: running.coach.reloading.taken_at)
        await alex.says("/stop", "/start lake")
        seen = await alex.hears(CAPTION)
        await alex.hears(QUESTION)

    assert (words["kind"], seen["kind"]) == ("text", "photo")
    assert await shown(sandbox, seen) == png(50, 20)


@pytest.mark.parametrize("fault", ["bad_request", "too_many_requests"])
async def test_a_picture_that_is_refused_leaves_its_words_and_one_that_has_to_wait_comes(
    sandbox: Sandbox, alex: Person, data: Path, dialogues: Path, fault: str
) -> None:
    more = {"retry_after": 1} if fault == "too_many_requests" else {}
    async with in_process(sandbox.server, data, DIALOGUES_DIR=str(dialogues)):
        await meet_briefly(alex)
        await sandbox.post("faults", method="sendPhoto", fault=fault, **more)
        await alex.says("/start lake")
        seen = await alex.hears(CAPTION)
        await alex.hears(QUESTION)

    assert seen["kind"] == ("text" if fault == "bad_request" else "photo")
    assert await alex.counts(CAPTION) == 1


@pytest.mark.slow
async def test_a_picture_that_was_being_sent_goes_after_a_kill_and_the_question_behind_it(  # fault 14
    sandbox: Sandbox, alex: Person, data: Path, dialogues: Path
) -> None:
    async with beside(sandbox.server, data, DIALOGUES_DIR=str(dialogues)) as bot:
        await meet_briefly(alex)
        await sandbox.post("faults", method="sendPhoto", fault="hang")
        await alex.says("/start lake")
        await until(lambda: look(data, "SELECT id FROM outbox WHERE state = 'sending' AND question IS NULL") != [])
        await until(lambda: any(call["method"] == "sendPhoto" for call in sandbox.server.world.calls))
        await bot.kill()
    assert await alex.counts(CAPTION) == 0
    async with beside(sandbox.server, data, DIALOGUES_DIR=str(dialogues)):
        seen = await alex.hears(CAPTION)
        await alex.hears(QUESTION)

    assert seen["kind"] == "photo"
    assert (await alex.counts(CAPTION), await alex.counts(QUESTION)) == (1, 1)
