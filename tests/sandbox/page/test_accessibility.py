"""The page for those who do not see it or use no mouse: axe-core finds nothing, and all of it can be reached."""

from collections.abc import Awaitable, Callable
from typing import Literal

import pytest
from playwright.async_api import Locator, ViewportSize, expect

from bot.sandbox.coach_view import Due, Edits
from tests.pictures import png
from tests.sandbox.driver import NOON
from tests.sandbox.fake_view import FOLDER
from tests.sandbox.page.axe import faults
from tests.sandbox.page.stage import DESKTOP, PHONE, Stage
from tests.sandbox.page.test_coach import Coach, at, problem, spot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

Scene = Callable[[Stage], Awaitable[object]]

COMMANDS = [{"command": f"command{number}", "description": f"The command {number}"} for number in range(20)]


async def an_empty_chat(stage: Stage) -> None:
    await expect(stage.button("Start")).to_be_visible()


async def a_conversation(stage: Stage) -> None:
    """With one of everything that can stand in it."""
    await stage.begin()
    await stage.say("Read https://example.org/ and /help.", ["Yes", "No"], ["Perhaps"])
    await stage.send_file("sendPhoto", "photo", "circle.png", png(), caption="A circle")
    await stage.send_file("sendDocument", "document", "journal.json", b"{}")
    for kind, body in (
        ("voice", {"caption": "Listen"}),
        ("sticker", {"emoji": "🌱"}),
        ("contact", {}),
        ("video", {}),
        ("audio", {}),
        ("album", {"caption": "Our week"}),
        ("poll", {"question": "Where?", "options": ["Lake", "Wood"]}),
        ("checklist", {"title": "Today", "tasks": ["Breathe", "Walk"]}),
    ):
        await stage.sandbox.post(f"chats/1001/{kind}", **body)
    markup = {"inline_keyboard": [[{"text": "Later", "disabled": {}}, {"text": "Read", "url": "https://example.org/"}]]}
    await stage.sandbox.call("sendMessage", chat_id=1001, text="And then?", reply_markup=markup)
    await expect(stage.messages.last).to_contain_text("And then?")


async def nine_people(stage: Stage) -> None:
    for number in range(8):
        kim = await stage.sandbox.post("people", 201, name=f"Kim the {number}th of this name")
        await stage.sandbox.say("hello", kim["id"])
    await stage.sandbox.post("chats/1002/block")
    await stage.page.reload()
    await expect(people(stage).first).to_be_attached()
    await expect(people(stage)).to_have_count(9)


async def the_commands(stage: Stage) -> None:
    await stage.sandbox.call("setMyCommands", commands=COMMANDS)
    await stage.button("Commands").click()
    await expect(options(stage)).to_have_count(20)


async def the_attach_menu(stage: Stage) -> None:
    await stage.button("Attach").click()
    await expect(stage.page.get_by_role("menu")).to_be_visible()


async def an_edit_of_ones_own_message(stage: Stage) -> None:
    await stage.begin("first words")
    await stage.page.keyboard.press("ArrowUp")
    await expect(stage.page.get_by_text("Editing your message")).to_be_visible()


async def a_blocked_bot(stage: Stage) -> None:
    await stage.sandbox.post("chats/1001/block")
    await expect(stage.button("Unblock the bot")).to_be_visible()


async def an_alert(stage: Stage) -> None:
    await stage.button("More").click()
    await stage.page.get_by_role("menuitem", name="Clear this chat").click()
    await expect(stage.page.get_by_role("alertdialog")).to_be_visible()


async def a_picture_shown_large(stage: Stage) -> None:
    await stage.begin()
    await stage.send_file("sendPhoto", "photo", "circle.png", png(), caption="A circle")
    await stage.button("Open the picture: A circle").click()
    await expect(stage.button("Close the picture")).to_be_visible()


async def the_coachs_view(stage: Stage) -> None:
    """With more to tell than there is room for."""
    coach = Coach(stage)
    await coach.opened()
    values = {f"answer_{number}": "a long answer " * 9 for number in range(12)}
    due = tuple(Due(what=f"The prompt of day {number}", at=NOON) for number in range(30))
    await coach.stands(at(spot("consent"), spot("see", "grounding"), values=values, due=due))
    broken = Edits(folder=FOLDER, taken_at=None, problems=tuple(problem(n) for n in range(30)), failure=None)
    coach.changes(edits=broken)
    await expect(coach.panel.get_by_text("answer_11")).to_be_attached()
    await expect(coach.panel.get_by_text("feers").first).to_be_attached()


async def a_transcript_in_the_coachs_view(stage: Stage) -> None:
    coach = Coach(stage)
    await coach.opened()
    await coach.panel.get_by_role("button", name="Record").click()
    await coach.panel.get_by_role("button", name="Stop").click()
    await expect(coach.panel.get_by_label("The transcript’s YAML")).to_be_visible()


SCENES: list[Scene] = [
    an_empty_chat,
    a_conversation,
    nine_people,
    the_commands,
    the_attach_menu,
    an_edit_of_ones_own_message,
    a_blocked_bot,
    an_alert,
    a_picture_shown_large,
    the_coachs_view,
    a_transcript_in_the_coachs_view,
]


def people(stage: Stage) -> Locator:
    return stage.page.locator("#people-list").get_by_role("button", include_hidden=True)


def options(stage: Stage) -> Locator:
    return stage.page.get_by_role("listbox", name="Commands").get_by_role("option")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_axe_finds_nothing_by_day_or_by_night(stage: Stage, scene: Scene, size: ViewportSize) -> None:
    await stage.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    await stage.page.set_viewport_size(size)
    await scene(stage)
    assert await faults(stage.page) == []
    await stage.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert await faults(stage.page) == []


async def test_a_person_is_called_by_their_name_and_described_by_their_last_words(stage: Stage) -> None:
    kim = (await stage.sandbox.post("people", 201, name="Kim"))["id"]
    button = stage.page.get_by_role("navigation", name="People").get_by_role("button", name="Kim", exact=True)
    await stage.sandbox.say("hello", kim)
    await expect(button).to_have_accessible_description("You: hello", timeout=15_000)
    await stage.sandbox.call("sendMessage", chat_id=kim, text="Welcome, Kim.")
    unread = stage.page.get_by_role("button", name="Kim new messages", exact=True)
    await expect(unread).to_have_accessible_description("Welcome, Kim.", timeout=15_000)
    await stage.sandbox.post(f"chats/{kim}/block")
    await expect(unread).to_have_accessible_description("Welcome, Kim. Has blocked the bot", timeout=15_000)

    await stage.page.get_by_text("Welcome, Kim.").click(force=True)  # whose button lies over the whole row
    await expect(button).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_with_nine_people_the_clock_is_in_sight_and_the_last_of_them_in_reach(
    stage: Stage, size: ViewportSize
) -> None:
    await stage.page.set_viewport_size(size)
    await nine_people(stage)
    if size is PHONE:
        await stage.button("People and clock").click()
    await expect(stage.page.get_by_role("button", name="+ minutes")).to_be_in_viewport(ratio=1)
    await people(stage).last.focus()
    await expect(people(stage).last).to_be_in_viewport()
    await expect(stage.page.get_by_role("button", name="+ minutes")).to_be_in_viewport(ratio=1)


async def test_on_a_phone_the_chat_the_panel_and_the_coachs_view_each_have_a_heading(stage: Stage) -> None:
    await stage.page.set_viewport_size(PHONE)
    await has_heading(stage, "Mindsight Coach")
    await stage.button("People and clock").click()
    await has_heading(stage, "The sandbox")
    await stage.page.keyboard.press("Escape")
    await Coach(stage).opened()
    await has_heading(stage, "Coach’s view")


async def has_heading(stage: Stage, words: str) -> None:
    """Only that one can be reached: the others are hidden, or lie beneath."""
    await stage.page.wait_for_function(
        """words => {
            const isReached = h => !h.closest("[inert]") && h.checkVisibility({ visibilityProperty: true });
            const reached = [...document.querySelectorAll("h1")].filter(isReached);
            return reached.length === 1 && reached[0].textContent.includes(words);
        }""",
        arg=words,
    )


async def test_the_command_list_takes_the_focus_and_is_walked_there(stage: Stage) -> None:
    await the_commands(stage)
    await stage.page.keyboard.press("Shift+Tab")
    await stage.page.keyboard.press("Shift+Tab")
    await expect(stage.page.get_by_role("listbox", name="Commands")).to_be_focused()
    await stage.page.keyboard.press("ArrowUp")
    await expect(options(stage).last).to_have_attribute("aria-selected", "true")
    await expect(options(stage).last).to_be_in_viewport(ratio=1)
    await stage.page.keyboard.press("Enter")
    assert (await stage.hear())["text"] == "/command19"
    await expect(options(stage)).to_have_count(0)
    await expect(stage.field).to_be_focused()


async def test_what_is_typed_in_the_command_list_goes_into_the_field(stage: Stage) -> None:
    await the_commands(stage)
    await stage.page.get_by_role("listbox", name="Commands").focus()
    await stage.page.keyboard.type("/command1")
    await expect(stage.field).to_have_value("/command1")
    await expect(options(stage)).to_have_count(11)
    await stage.page.get_by_role("listbox", name="Commands").focus()
    await stage.page.keyboard.press("Escape")
    await expect(options(stage)).to_have_count(0)
    await expect(stage.field).to_be_focused()


@pytest.mark.parametrize(
    ("size", "role", "name"),
    [(DESKTOP, "region", "Kept so far"), (DESKTOP, "region", "Due next"), (PHONE, "group", "Kept and due")],
    ids=["desktop kept", "desktop due", "phone"],
)
async def test_the_coachs_facts_scroll_by_keyboard(
    stage: Stage, size: ViewportSize, role: Literal["region", "group"], name: str
) -> None:
    await stage.page.set_viewport_size(size)
    await the_coachs_view(stage)
    room = stage.page.get_by_role(role, name=name)
    await expect(room).to_have_attribute("tabindex", "0")
    await room.focus()
    await stage.page.keyboard.press("End")
    await stage.page.wait_for_function("room => room.scrollTop > 0", arg=await room.element_handle())


async def test_facts_with_room_for_all_of_them_are_no_stop(stage: Stage) -> None:
    coach = Coach(stage)
    await coach.opened()
    await coach.stands(at(spot("consent"), values={"fears": "Being seen"}))
    await expect(coach.panel.get_by_text("Being seen")).to_be_visible()
    await expect(stage.page.get_by_role("region", name="Kept so far")).not_to_have_attribute("tabindex", "0")


async def test_a_disabled_button_is_told_as_one_and_does_nothing(stage: Stage) -> None:
    await stage.begin()
    markup = {"inline_keyboard": [[{"text": "Later", "disabled": {}}, {"text": "Go", "callback_data": "go"}]]}
    await stage.sandbox.call("sendMessage", chat_id=1001, text="When?", reply_markup=markup)
    await expect(stage.button("Later")).to_be_disabled()
    await stage.button("Later").click(force=True)
    await stage.button("Go").click()
    assert (await stage.hear("callback_query"))["data"] == "go"
