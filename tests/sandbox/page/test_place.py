"""Where the reader is in the log when more comes than the window holds."""

import pytest
from playwright.async_api import Locator, expect

from tests.sandbox.driver import ALEX
from tests.sandbox.page.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

LONG = "\na quiet line" * 40  # more than a window


async def test_messages_in_quick_succession_are_read_from_the_first_of_them(stage: Stage) -> None:
    await stage.begin()
    await stage.say("the beginning\nand a quiet line or two" * 4)
    await stage.say("the second" + LONG)

    await expect(stage.messages).to_have_count(3)
    assert await top_of(stage.messages.nth(1)) > 0


async def test_buttons_that_go_away_meanwhile_do_not_count_as_scrolling_by_hand(stage: Stage) -> None:
    await stage.begin()
    question = await stage.say("Which breath?", *([str(number)] for number in range(6)))
    await stage.begin("/help")
    await stage.say("the beginning" + "\na quiet line" * 20)
    await expect(stage.messages).to_have_count(4)

    await stage.sandbox.call("editMessageReplyMarkup", chat_id=ALEX, message_id=question)
    await expect(stage.button("5")).to_be_hidden()
    await stage.say("the second" + LONG)

    await expect(stage.messages).to_have_count(5)
    assert await top_of(stage.messages.nth(3)) > 0


async def test_a_message_whose_beginning_is_seen_is_not_counted_as_waiting_below(stage: Stage) -> None:
    await stage.begin()
    await stage.say("the beginning" + LONG)
    await expect(stage.button("Go to the end")).to_be_visible()

    await stage.say("and one more")

    await expect(stage.button("1 new message, go to the end")).to_be_visible()


async def top_of(message: Locator) -> float:
    """From the top of the log, in pixels; below zero where the beginning is scrolled away."""
    return float(
        await message.evaluate(
            "article => article.getBoundingClientRect().top - article.closest('#log').getBoundingClientRect().top"
        )
    )
