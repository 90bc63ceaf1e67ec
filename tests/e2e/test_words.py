"""Whatever people write comes back to them as they wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.person import Person
from tests.e2e.running import in_process
from tests.e2e.script import label, phrase, said
from tests.e2e.ways import build_a_home_base, meet, meet_briefly, reach_fears, read_history
from tests.sandbox.driver import Sandbox

STRANGE = {
    "tags": "<b>bold</b> &amp; <script>alert(1)</script> and so on for more than eight words",
    "markup": "_*[a](tg://user?id=1)`~|>#+-={}.! and so on for more than eight words",
    "backslashes": "\\ \\* \\_ \\n and so on for more than eight words",
    "slots": "{name} {user.__class__} {0} %s ${x} and so on for more than eight words",  # fault 23
    "an override": "right \u202eto left\u202c and so on for more than eight words",
    "scripts": "שלום 你好 e\u0301 👩‍👩‍👧‍👦 🇳🇵 and so on for more than eight words",
}


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE)
async def test_history_echoes_exactly(sandbox: Sandbox, alex: Person, data: Path, words: str) -> None:  # fault 24
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
        await reach_fears(alex)
        await alex.says(words)
        await alex.hears(said("shame.hard_times"))
        await alex.says("/history")
        page = await alex.hears(phrase("history_title"))
    assert f"\n{words}\n" in page["text"]
    assert none_refused(sandbox)


async def test_a_name_is_what_was_typed(sandbox: Sandbox, alex: Person, data: Path) -> None:  # fault 23
    async with in_process(sandbox.server, data):
        await meet(alex, name="{user.__class__} <i>{name}</i>")
    assert await alex.counts(" {user.__class__} <i>{name}</i>.") == 1


async def test_a_nul_becomes_a_space_as_on_telegram(sandbox: Sandbox, alex: Person, data: Path) -> None:  # fault 24
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
        await reach_fears(alex)
        await alex.says("before\0after and so on for more than eight words")
        await alex.hears(said("shame.hard_times"))
        await alex.says("/history")
        assert "before after" in (await alex.hears(phrase("history_title")))["text"]


async def test_4096_emoji_come_back_over_the_pages(sandbox: Sandbox, alex: Person, data: Path) -> None:  # fault 24
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
        await reach_fears(alex)
        await alex.says("😶" * 4096)
        await sandbox.post("clock", advance_seconds=2)  # the last part may have a next one
        await alex.taps(label("button_that_is_all"))
        await alex.hears(said("shame.hard_times"))
        pages = await read_history(alex)
    assert sum(page.count("😶") for page in pages) == 4096
    assert none_refused(sandbox)


async def test_home_echoes_exactly(sandbox: Sandbox, alex: Person, data: Path) -> None:  # fault 24
    scene = list(STRANGE.values())[:5]
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
        await alex.says("/start peaceful_place")
        await build_a_home_base(alex, *scene)
        await alex.hears(said("peaceful_place.card"))
        await alex.says("/home")
        card = await alex.hears(said("home.card"))
    assert all(words in card["text"] for words in scene)
    assert none_refused(sandbox)


async def test_a_home_base_longer_than_a_message_still_shows(  # fault 24
    sandbox: Sandbox, alex: Person, data: Path
) -> None:
    async with in_process(sandbox.server, data):
        await meet_briefly(alex)
        await alex.says("/start peaceful_place")
        await build_a_home_base(alex, *["🌊" * 1500] * 5)
        await alex.hears(said("peaceful_place.card"))
        await alex.says("/home")
        await alex.hears(said("home.card"))
    assert none_refused(sandbox)


def none_refused(sandbox: Sandbox) -> bool:
    return all(call["status"] in (200, 0) for call in sandbox.server.world.calls)
