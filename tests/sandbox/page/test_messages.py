"""What the log shows: messages, their buttons, pictures and files, and the reader's own place in it."""

from typing import Literal

import pytest
from playwright.async_api import expect

from bot.sandbox.samples import picture
from tests.pictures import png
from tests.sandbox.driver import ALEX
from tests.sandbox.page.stage import Stage, keyboard

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_a_tap_is_busy_until_the_bot_answers_with_a_toast(stage: Stage) -> None:
    await stage.begin()
    await stage.say("How tense are you?", ["0", "1", "2"])
    key = stage.button("1")

    await key.click()
    tap = await stage.hear("callback_query")
    assert tap["data"] == "1"
    await expect(key).to_have_attribute("aria-busy", "true")
    await stage.sandbox.call("answerCallbackQuery", callback_query_id=tap["id"], text="Noted.")

    await expect(stage.page.get_by_role("status").filter(has_text="Noted.")).to_be_visible()
    await expect(key).not_to_have_attribute("aria-busy", "true")


async def test_an_answer_shown_as_an_alert_is_a_dialog_that_the_keyboard_closes(stage: Stage) -> None:
    await stage.begin()
    await stage.say("Ready?", ["Yes"])

    await stage.button("Yes").click()
    tap = await stage.hear("callback_query")
    await stage.sandbox.call("answerCallbackQuery", callback_query_id=tap["id"], text="Too late.", show_alert=True)

    dialog = stage.page.get_by_role("alertdialog", name="Too late.")
    await expect(dialog).to_be_visible()
    await stage.page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()


async def test_entities_become_elements_and_html_stays_text(stage: Stage) -> None:
    await stage.begin()
    text = "😀 bold nested link <img src=x onerror=alert(1)> secret"
    await stage.say(
        text,
        entities=[
            {"type": "bold", "offset": 3, "length": 11},
            {"type": "italic", "offset": 8, "length": 6},
            {"type": "text_link", "offset": 15, "length": 4, "url": "https://example.org/"},
            {"type": "spoiler", "offset": 49, "length": 6},
        ],
    )

    message = stage.messages.last
    await expect(message).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(message.locator("img")).to_have_count(0)
    await expect(message.locator("strong")).to_have_text("bold nested")
    await expect(message.locator("strong em")).to_have_text("nested")
    await expect(message.get_by_role("link", name="link")).to_have_attribute("href", "https://example.org/")
    await message.get_by_role("button", name="Hidden words, show them").press("Enter")
    await expect(message.get_by_role("button")).to_have_count(0)


async def test_a_link_that_would_run_a_script_is_only_words(stage: Stage) -> None:
    found = await stage.page.evaluate(
        """async () => {
            const { textNodes } = await import("/static/entities.js");
            const entity = { type: "text_link", offset: 0, length: 4, url: "javascript:alert(1)" };
            return textNodes("word", [entity], () => {})[0].outerHTML;
        }"""
    )
    assert found == "<span>word</span>"


async def test_a_message_edited_in_place_keeps_its_element_and_the_focus_on_its_button(stage: Stage) -> None:
    await stage.begin()
    message_id = await stage.say("Breathe in", ["Enough"])
    key = stage.button("Enough")
    await key.focus()
    element = await stage.messages.last.element_handle()

    markup = keyboard(["Enough"])
    await stage.sandbox.call(
        "editMessageText", chat_id=ALEX, message_id=message_id, text="And out", reply_markup=markup
    )

    await expect(stage.messages.last).to_contain_text("And out")
    await expect(key).to_be_focused()
    assert await element.evaluate("element => element.isConnected")


async def test_a_focused_button_that_goes_away_hands_the_focus_to_the_message_field(stage: Stage) -> None:
    await stage.begin()
    message_id = await stage.say("Ready?", ["Yes"])
    await stage.button("Yes").focus()

    await stage.sandbox.call("editMessageReplyMarkup", chat_id=ALEX, message_id=message_id)

    await expect(stage.field).to_be_focused()


async def test_the_arrow_keys_walk_a_keyboard_that_is_one_tab_stop(stage: Stage) -> None:
    await stage.begin()
    await stage.say("How tense?", ["0", "1", "2"], ["3", "4"])
    await stage.button("0").focus()

    await stage.page.keyboard.press("ArrowRight")
    await stage.page.keyboard.press("ArrowDown")
    await expect(stage.button("4")).to_be_focused()
    await stage.page.keyboard.press("Enter")

    assert (await stage.hear("callback_query"))["data"] == "4"


async def test_a_reader_who_scrolled_up_stays_there_and_is_told_what_came(stage: Stage) -> None:
    await stage.begin()
    for number in range(30):
        await stage.say(f"message {number}")
    await expect(stage.messages).to_have_count(31)
    await stage.messages.last.hover()
    await stage.page.mouse.wheel(0, -10_000)
    await expect(stage.button("Go to the end")).to_be_visible()

    await stage.say("the newest")
    await stage.page.get_by_role("button", name="new message").click()

    await expect(stage.messages.last).to_be_in_viewport()
    await expect(stage.page.get_by_role("button", name="go to the end")).to_be_hidden()


async def test_a_long_message_is_shown_from_its_beginning(stage: Stage) -> None:
    await stage.begin()
    await stage.say("the beginning\n" + "a quiet line\n" * 80)

    await expect(stage.messages.last).to_be_in_viewport()
    top = await stage.messages.last.evaluate("article => article.getBoundingClientRect().top")
    assert top > 0


async def test_pictures_stand_in_the_chat_and_documents_are_files_to_download(stage: Stage) -> None:
    await stage.begin()
    await stage.send_file("sendPhoto", "photo", "breath.png", picture())
    await stage.send_file("sendDocument", "document", "words.txt", b"every word")

    image = stage.page.get_by_role("img", name="Picture")
    await expect(image).to_be_visible()
    await expect(image).to_have_js_property("complete", True)
    assert await image.evaluate("image => image.naturalWidth") == 64
    async with stage.page.expect_download() as download:
        await stage.page.get_by_role("link", name="Download words.txt").click()
    assert (await (await download.value).path()).read_bytes() == b"every word"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_caption_stands_below_its_picture_and_tells_it_to_who_cannot_see_it(
    stage: Stage, scheme: Literal["light", "dark"]
) -> None:
    await stage.page.emulate_media(color_scheme=scheme)
    await stage.begin()
    await stage.send_file("sendPhoto", "photo", "lake.png", png(640, 400), caption="A lake at dusk. Nothing moves.")

    message = stage.messages.last
    image = message.get_by_role("img", name="A lake at dusk. Nothing moves.")
    await expect(image).to_have_js_property("complete", True)
    words = message.get_by_text("A lake at dusk. Nothing moves.", exact=True)
    await expect(words).to_be_visible()
    above, below = await image.bounding_box(), await words.bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"]
    assert above["x"] - 1 <= below["x"] <= above["x"] + above["width"]


async def test_typing_is_shown_while_it_lasts(stage: Stage) -> None:
    await stage.begin()
    await stage.sandbox.call("sendChatAction", chat_id=ALEX, action="typing")
    await expect(stage.page.get_by_text("typing…")).to_be_visible()

    await stage.say("There.")
    await expect(stage.page.get_by_text("typing…")).to_be_hidden()
