"""The whole job as a person sees it: the page in a real browser, from the Start button to reading everything again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser import browser_or_skip
from tests.e2e.journey_stage import open_journey
from tests.sandbox.page.stage import Stage

pytestmark = pytest.mark.browser

SHORT = "Being laughed at"  # short enough to be asked for more
MORE = "and then being left alone with it at the long table"
ANSWERS = {
    "What happened?": "My brother read my letter aloud at dinner and everybody went quiet",
    "What was going on in you at that time?": "I wanted to vanish, and my hands would not stop shaking",
    "Which signals from the other person were hardest to take?": "The grin, and how he looked around",
    "How did that difficult connection leave you feeling?": "Small, hot and alone",
    "What was that like?": "Like waving at somebody through the window of a moving train",
    "What led to it?": "I had won a prize at school and came home to tell my mother",
    "And how did it turn out for you?": "I put the prize into a drawer and never spoke of it again",
    "What did it feel like to be ignored, dismissed or misunderstood?": "As if I were made of air",
    "What might have kept the other person": "She had lost her work that week",
}
BODY = "tight, and a little warm"
SCENE = {
    "Where are you?": "On a bench above the lake",
    "What do you see?": "Larches, and far below a small white boat",
    "What do you hear?": "Bells, and the wind",
    "What do you feel on your skin?": "The sun on my knees",
    "what do you notice in your body?": "My shoulders sink",
}


async def test_a_person_goes_from_start_to_the_end_of_the_exercise_and_reads_it_all_back(tmp_path: Path) -> None:
    async with open_journey(browser_or_skip(), tmp_path / "data") as stage:
        await be_welcomed(stage)
        await answer_the_shame_exercise(stage)
        await come_to_rest(stage)
        await breathe_next_morning(stage)
        await read_it_back(stage)

        assert {url for url in stage.requests if not url.startswith(f"{stage.sandbox.server.url}/")} == set()
        assert stage.complaints == []


async def be_welcomed(stage: Stage) -> None:
    await stage.button("Start").click()
    await stage.button("I am 18 or older, begin").click()
    await answer(stage, "What shall I call you?", "Mira")
    await answer(stage, "Which city or country are you in?", "Springfield")
    await stage.page.get_by_role("button", name=re.compile(r"^Springfield, Massachusetts · 17:3\d$")).click()
    await hear(stage, re.compile(r"Is it 17:3\d for you\?"))
    await stage.button("Yes, that is my time").click()
    await answer(stage, "At what hour", "7:30")
    await hear(stage, "What would you like to do?")


async def answer_the_shame_exercise(stage: Stage) -> None:
    await stage.button("Meeting shame with kindness, 25 min").click()
    await stage.button("Yes, I am ready").click()
    await hear(stage, "How tense are you right now?")
    await stage.button("3").click()
    await answer(stage, "What do you fear most about connecting", SHORT)
    await expect(stage.button("That is all")).to_be_visible()
    await stage.write(MORE)
    for question, words in ANSWERS.items():
        await answer(stage, question, words)
    await hear(stage, "How tense are you now, from 0 to 10?")
    await stage.button("5").click()
    await hear(stage, "Where in your body might that feeling be?")
    await stage.button("Chest").click()
    await stage.button("Face").click()
    await expect(stage.button("✓ Chest")).to_be_visible()
    await expect(stage.button("✓ Face")).to_be_visible()
    await stage.button("Done").click()
    await answer(stage, "What is it like there?", BODY)
    await stage.button("Yes, they are put aside").click()


async def come_to_rest(stage: Stage) -> None:
    """The home base, the timed pause, and the calm end."""
    for question, words in SCENE.items():
        await answer(stage, question, words)
    card = stage.messages.filter(has_text="It is kept for you.")
    for words in SCENE.values():
        await expect(card).to_contain_text(words)
    await hear(stage, "Stay a while. I keep the time.")
    await move_the_clock_on_a_minute(stage)
    await hear(stage, "How tense are you now, from 0 to 10?")
    await stage.button("2").click()
    await stage.button("No, that is enough").click()
    await hear(stage, "We end here.")


async def breathe_next_morning(stage: Stage) -> None:
    await stage.button("Tomorrow’s prompt").click()
    await expect(stage.page.get_by_role("region", name="clock")).to_contain_text("Tuesday 3 March")
    await hear(stage, "This is your moment to breathe.")
    await stage.button("Breathe now").click()
    await hear(stage, "Sit so that you are comfortable.")
    messages = await stage.messages.count()
    breath = stage.messages.nth(messages - 1)

    await expect(breath).to_contain_text("1 of 12", timeout=15_000)
    await move_the_clock_on_a_minute(stage)
    await expect(breath).to_contain_text(re.compile("[67] of 12"))
    await expect(stage.messages).to_have_count(messages)

    await move_the_clock_on_a_minute(stage)
    await hear(stage, "That was your breath for today.")
    await expect(stage.messages).to_have_count(messages + 1)


async def read_it_back(stage: Stage) -> None:
    await stage.button("Commands").click()
    await stage.page.get_by_role("option", name="/history").click()
    await hear(stage, "Your reflections, page 1 of")
    journal = stage.messages.last
    pages = [await journal.inner_text()]
    while await journal.get_by_role("button", name="Older").count():
        await journal.get_by_role("button", name="Older").click()
        await expect(journal).to_contain_text(f"page {len(pages) + 1} of")
        pages.append(await journal.inner_text())
    read = "\n".join(pages)

    assert len(pages) > 1
    for question, words in {"What do you fear most": SHORT, "What is it like there?": BODY, **ANSWERS, **SCENE}.items():
        assert re.search(rf"{re.escape(question)}[^\n]*\n{re.escape(words)}", read), question
    assert MORE in read
    assert "2 March 2026, 17:3" in read  # as the person's own clock showed it


async def answer(stage: Stage, question: str, words: str) -> None:
    await hear(stage, question)
    await stage.write(words)


async def hear(stage: Stage, words: str | re.Pattern[str]) -> None:
    """The newest message has these words in it, or will have."""
    await stage.messages.last.filter(has_text=words).wait_for()


async def move_the_clock_on_a_minute(stage: Stage) -> None:
    await stage.page.get_by_label("Minutes to move the clock on").fill("1")
    await stage.button("+ minutes").click()
