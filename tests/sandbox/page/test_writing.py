"""What a person writes and sends: text, commands, edits, and what the attach menu holds."""

import pytest
from playwright.async_api import expect

from tests.sandbox.page.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_what_a_person_types_reaches_the_bot_and_the_answer_appears(stage: Stage) -> None:
    await stage.write("I am here.\nAnd a second line.")

    heard = await stage.hear()
    assert heard["text"] == "I am here.\nAnd a second line."
    await stage.say("Welcome.")

    log = stage.page.get_by_role("log", name="Mindsight Coach")
    await expect(stage.messages).to_have_count(2)
    await expect(stage.messages.last).to_contain_text("Mindsight Coach: Welcome.")
    await expect(log.get_by_role("heading", name="Today")).to_be_visible()
    await expect(stage.field).to_have_value("")


async def test_the_start_button_of_an_empty_chat_sends_start(stage: Stage) -> None:
    await stage.button("Start").click()

    assert (await stage.hear())["text"] == "/start"
    await expect(stage.field).to_be_focused()


async def test_the_command_menu_is_walked_and_chosen_by_keyboard(stage: Stage) -> None:
    commands = [{"command": name, "description": f"About {name}"} for name in ("breathe", "back", "help")]
    await stage.sandbox.call("setMyCommands", commands=commands)
    await expect(stage.button("Commands")).to_be_visible()

    await stage.field.press_sequentially("/b")
    options = stage.page.get_by_role("listbox", name="Commands").get_by_role("option")
    await expect(options).to_have_count(2)
    await stage.page.keyboard.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await stage.page.keyboard.press("Enter")

    assert (await stage.hear())["text"] == "/back"
    await expect(options).to_have_count(0)


async def test_arrow_up_edits_the_last_message_of_ones_own(stage: Stage) -> None:
    await stage.begin("first words")

    await stage.page.keyboard.press("ArrowUp")
    await expect(stage.field).to_have_value("first words")
    await stage.field.fill("better words")
    await stage.page.keyboard.press("Enter")

    assert (await stage.hear("edited_message"))["text"] == "better words"
    await expect(stage.messages).to_contain_text("better words")
    await expect(stage.messages).to_contain_text("edited")
    await expect(stage.field).to_have_value("")


async def test_escape_leaves_the_message_as_it_was_and_gives_the_draft_back(stage: Stage) -> None:
    await stage.begin("first words")
    await stage.field.fill("a draft")

    await stage.messages.hover()
    await stage.button("Edit this message").click()
    await expect(stage.field).to_have_value("first words")
    await stage.page.keyboard.press("Escape")

    await expect(stage.field).to_have_value("a draft")
    await expect(stage.page.get_by_text("Editing your message")).to_be_hidden()


async def test_a_voice_note_and_a_sticker_are_sent_from_the_attach_menu(stage: Stage) -> None:
    for item, kind in (("Voice note", "voice"), ("Send the sticker 🌱", "sticker")):
        await stage.button("Attach").press("Enter")
        await stage.page.get_by_role("menuitem", name=item).press("Enter")
        assert kind in await stage.hear()
    await expect(stage.button("Play the voice note")).to_be_visible()
    await expect(stage.page.get_by_role("img", name="Sticker 🌱")).to_be_visible()


@pytest.mark.parametrize(
    ("item", "kind", "words"),
    [
        ("Album", "photo", ""),
        ("Document", "document", "document.txt"),
        ("Poll", "poll", "This"),
        ("Checklist", "checklist", "Another"),
    ],
)
async def test_what_else_the_attach_menu_holds_is_sent_and_shown(
    stage: Stage, item: str, kind: str, words: str
) -> None:
    await stage.button("Attach").press("Enter")
    await stage.page.get_by_role("menuitem", name=item).press("Enter")
    assert kind in await stage.hear()
    await expect(stage.messages).to_have_count(2 if item == "Album" else 1)
    await expect(stage.messages.last).to_contain_text(words)


async def test_a_caption_is_edited_from_its_message(stage: Stage) -> None:
    await stage.sandbox.post("chats/1001/photo", caption="Teh lake")
    await stage.messages.hover()
    await stage.button("Edit this message").click()
    await expect(stage.field).to_have_value("Teh lake")
    await stage.field.fill("The lake")
    await stage.page.keyboard.press("Enter")
    assert (await stage.hear("edited_message"))["caption"] == "The lake"
    await expect(stage.messages.last).to_contain_text("The lake")


async def test_a_message_tells_its_topic(stage: Stage) -> None:
    await stage.sandbox.post("topics", enabled=True)
    await stage.sandbox.post("chats/1001/send", text="here", thread=5)
    await expect(stage.messages.last).to_contain_text("topic 5")


async def test_five_messages_in_a_row_arrive_in_the_order_they_were_written(stage: Stage) -> None:
    written = ["one", "two", "three", "four", "five"]
    for text in written:
        await stage.write(text)

    assert [(await stage.hear())["text"] for _ in written] == written
