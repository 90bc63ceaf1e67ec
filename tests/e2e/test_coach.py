"""A coach at work: `python -m bot sandbox` in a process of its own, a real browser, and a dialogue that is edited."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from bot.workbench.transcripts.checking import play_transcript
from bot.workbench.transcripts.reading import read_transcript
from tests.browser import BROWSER_ARGUMENTS, browser_or_skip
from tests.e2e.running import free_port, launched
from tests.shipped import copy_of_folder, shipped

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TAKEN_MS = 15_000  # looks are a second apart, and two must see the same
OLD, NEW = (
    "What do you fear most about connecting with another person?",
    "What is it that you fear most about closeness?",
)


class Desk:
    """The page as a coach has it before them, and the folder that they edit."""

    def __init__(self, page: Page, dialogues: Path) -> None:
        self.page = page
        self.dialogues = dialogues
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def view(self) -> Locator:
        return self.page.get_by_role("complementary", name="Coach’s view")

    @property
    def lit(self) -> Locator:
        return self.view.locator(".dialogue-graph .here")

    @property
    def edits(self) -> Locator:
        return self.view.get_by_role("region", name="Edits of the dialogues")

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).last.click()

    async def write(self, words: str) -> None:
        await self.page.get_by_label("Message", exact=True).fill(words)
        await self.page.keyboard.press("Enter")

    async def hears(self, words: str) -> None:
        await self.page.get_by_role("article").last.filter(has_text=words).wait_for()

    async def is_met(self) -> None:
        await self.press("Start")
        for name in ("I am 18 or older, begin", "No name", "No daily prompt", "Not now"):
            await self.press(name)
        await expect(self.view.get_by_text("Nothing is going on")).to_be_visible()

    async def answers_up_to_fears(self, question: str = OLD) -> None:
        await self.write("/start shame")
        await self.press("Yes, I am ready")
        await self.press("3")
        await self.hears(question)

    def edit(self, old: str, new: str) -> None:
        file = self.dialogues / "shame.yaml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")


@asynccontextmanager
async def sat_down(tmp_path: Path) -> AsyncIterator[Desk]:
    port, dialogues = free_port(), copy_of_folder(tmp_path)
    async with (
        launched(
            ["-m", "bot", "sandbox"], tmp_path / "data", SANDBOX_PORT=str(port), DIALOGUES_DIR=str(dialogues)
        ) as process,
        async_playwright() as playwright,
        await playwright.chromium.launch(executable_path=browser_or_skip(), args=BROWSER_ARGUMENTS) as browser,
        await browser.new_context(
            viewport={"width": 1600, "height": 900}, locale="en-GB", timezone_id="UTC", reduced_motion="reduce"
        ) as window,
    ):
        await process.ready()
        desk = Desk(await window.new_page(), dialogues)
        await desk.page.goto(f"http://127.0.0.1:{port}")
        await desk.press("Coach’s view")
        yield desk
        assert desk.complaints == []


async def test_the_panel_follows_each_turn_and_takes_edits_while_one_chats(tmp_path: Path) -> None:
    async with sat_down(tmp_path) as desk:
        await desk.is_met()
        await desk.answers_up_to_fears()
        await expect(desk.lit).to_have_attribute("id", "state-fears")
        await expect(desk.view.get_by_role("region", name="Kept so far")).to_contain_text(
            re.compile(r"tension_before\s*3")
        )
        await expect(desk.view.get_by_role("region", name="Due next")).to_contain_text("A word, if there is no answer")

        desk.edit("next: hard_times", "next: hard_tims")
        problem = desk.edits.get_by_role("listitem").first
        await expect(problem).to_contain_text(re.compile(r"shame\.yaml:\d+:\d+ unknown_state"), timeout=TAKEN_MS)
        await expect(problem).to_contain_text("Did you mean hard_times?")
        await expect(desk.edits).to_contain_text("The bot goes on with the dialogues from before.")
        await desk.write("/again")
        await desk.hears(OLD)

        desk.edit("next: hard_tims", "next: hard_times")
        desk.edit(OLD, NEW)
        await expect(desk.edits).to_contain_text(re.compile(r"Taken at \d\d:\d\d:\d\d"), timeout=TAKEN_MS)
        await expect(desk.edits.get_by_role("list")).to_be_hidden()
        await expect(desk.view.locator("#state-fears")).to_contain_text("is it that you fear")
        await desk.write("/again")
        await desk.hears(NEW)

        await desk.write("/breathe")
        await expect(desk.view.get_by_role("navigation", name="Where this person is")).to_contain_text(
            re.compile("shame.*fears.*breathe.*choose", re.S)
        )
        await expect(desk.lit).to_have_attribute("id", "state-choose")


async def test_a_chat_that_was_recorded_is_a_transcript_that_plays_green(tmp_path: Path) -> None:
    async with sat_down(tmp_path) as desk:
        await desk.view.get_by_role("button", name="Record", exact=True).click()
        await expect(desk.view.get_by_role("button", name=re.compile("^Stop"))).to_be_visible()
        await desk.is_met()
        await desk.answers_up_to_fears()
        await desk.write("Laughed at: \N{GRINNING FACE} # yes")
        await expect(desk.page.get_by_role("button", name="That is all", exact=True)).to_be_visible()
        await desk.press("That is all")
        await desk.hears("What happened?")
        await desk.press("+1 h")
        await desk.hears("There is no hurry.")
        await desk.write("My brother read my letter aloud,\nand everybody went quiet")
        await desk.hears("What was going on in you at that time?")
        await desk.write("/breathe")
        await desk.press("Longer out: 4 in, 6 out")
        await desk.hears("1 of 12")
        await desk.press("That is enough")
        await desk.hears("What was going on in you at that time?")
        await desk.write("/stop")
        await desk.press("No, that is all")
        await expect(desk.view.get_by_text("Nothing is going on")).to_be_visible()

        await desk.view.get_by_role("button", name=re.compile("^Stop")).click()

        transcript = desk.view.get_by_role("region", name="The transcript")
        await expect(transcript).to_contain_text("Played back, all of it comes just so.")
        text = await transcript.get_by_role("textbox").input_value()
        said = await desk.page.get_by_role("article").all_inner_texts()

    recorded = read_transcript("recorded.yaml", text.encode(), shipped().live)
    assert play_transcript(recorded, shipped()) is None
    assert 'profile: {consented: "no"}' in text
    assert "off: 1h" in text
    assert "bot: (asks for more)" in text
    assert text.rstrip().endswith("state: at rest")
    assert text.count("  - bot:") == sum(words.startswith("Mindsight Coach") for words in said)


async def test_in_the_middle_of_an_exercise_it_says_what_to_do_before_recording(tmp_path: Path) -> None:
    async with sat_down(tmp_path) as desk:
        await desk.is_met()
        await desk.answers_up_to_fears()

        await desk.view.get_by_role("button", name="Record", exact=True).click()
        await expect(desk.page.get_by_role("alertdialog", name="in the middle of “Meeting shame")).to_contain_text(
            "/stop"
        )
        await desk.page.get_by_role("button", name="OK").click()
        await desk.write("/stop")
        await desk.press("No, that is all")
        await expect(desk.view.get_by_text("Nothing is going on")).to_be_visible()
        await desk.view.get_by_role("button", name="Record", exact=True).click()

        await expect(desk.view.get_by_role("button", name="Stop, 0 turns")).to_be_visible()
        desk.complaints.clear()  # the browser tells of the refusal too
