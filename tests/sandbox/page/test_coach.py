"""The coach's view on the page: what it shows of the bot, follows and lets be looked at. The bot itself is played."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from bot.dialogue.model import DialogueId, StateId, Version
from bot.language.problems import Mark, Problem, Rule
from bot.sandbox.coach_view import Due, Edits, Listed, Place, Recording
from bot.workbench.session_view import SessionView, ShownFrame, ShownValues
from tests.sandbox.driver import ALEX, NOON
from tests.sandbox.fake_view import AT_REST, FOLDER, FakeView
from tests.sandbox.page.stage import PHONE, Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

OPENER = "Coach’s view"
STATES = ("consent", "fears", "hard_times", "goodbye")


def svg(title: str, states: tuple[str, ...] = STATES) -> str:
    """A tall picture, so that what is lit must be scrolled to."""
    cards = "".join(
        f'<g id="state-{state}" class="card"><rect class="body" x="20" y="{900 * i}" width="200" height="60"/>'
        f'<text class="id" x="30" y="{900 * i + 20}">{state}</text></g>'
        for i, state in enumerate(states)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="dialogue-graph" role="img" width="600"'
        f' height="{900 * len(states)}" viewBox="0 0 600 {900 * len(states)}"><title>{title}</title>{cards}</svg>'
    )


def spot(state: str, dialogue: str = "shame", *, newest: bool = True) -> ShownFrame:
    return ShownFrame(
        dialogue=DialogueId(dialogue),
        version=Version("v1"),
        title=f"The title of {dialogue}",
        state=StateId(state),
        newest=newest,
    )


def at(*stack: ShownFrame, values: dict[str, str] | None = None, due: tuple[Due, ...] = ()) -> Place:
    kept = (ShownValues(dialogue=stack[0].dialogue, title=stack[0].title, values=values),) if values else ()
    standing = SessionView(stack=stack, aside=(), kept=kept, remembered={}, profile={"language": "en"}, planned=())
    return Place(standing=standing, due=due, language="en")


class Coach:
    """The view beside the chat, and the bot that it is a view of."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.view = FakeView(
            pictures={
                ("shame", "v1", "en"): svg("shame"),
                ("grounding", "v1", "en"): svg("grounding", ("see", "hear")),
                ("shame", None, "en"): svg("the newest shame"),
            }
        )

    @property
    def panel(self) -> Locator:
        return self.stage.page.get_by_role("complementary", name=OPENER)

    @property
    def lit(self) -> Locator:
        return self.panel.locator(".dialogue-graph .here")

    @property
    def edits(self) -> Locator:
        return self.panel.get_by_role("region", name="Edits of the dialogues")

    async def opened(self) -> None:
        self.stage.sandbox.server.show(self.view)
        await self.stage.button(OPENER).click()
        await expect(self.panel).to_be_visible()

    async def stands(self, place: Place, person: int = ALEX) -> None:
        self.view.places[person] = place
        self.stage.sandbox.server.tell(person)

    def changes(self, **changed: object) -> None:
        """What concerns everybody."""
        for name, value in changed.items():
            setattr(self.view, name, value)
        self.stage.sandbox.server.tell(None)


@pytest.fixture
def coach(stage: Stage) -> Coach:
    return Coach(stage)


def problem(line: int, sentence: str = "There is no state called `feers`.", way: tuple[str, ...] = ()) -> Problem:
    return Problem(
        path=str(FOLDER / "shame.yaml"),
        mark=Mark(line=line, column=9),
        rule=Rule.UNKNOWN_STATE,
        sentence=sentence,
        advice="Did you mean `fears`?",
        way=way,
    )


async def test_without_a_bot_in_the_process_it_says_so_and_asks_for_nothing(stage: Stage, coach: Coach) -> None:
    await stage.button(OPENER).click()

    await expect(coach.panel).to_contain_text("This sandbox sees no bot")
    await expect(coach.panel.get_by_role("button", name="Record")).to_be_hidden()
    assert not any("/sandbox/coach/people" in url for url in stage.requests)
    assert stage.complaints == []


async def test_a_bot_that_comes_later_is_shown(stage: Stage, coach: Coach) -> None:
    await stage.button(OPENER).click()
    coach.stage.sandbox.server.show(coach.view)

    await expect(coach.panel.get_by_text("Nothing is going on")).to_be_visible()


async def test_closed_it_asks_for_nothing(stage: Stage, coach: Coach) -> None:
    stage.sandbox.server.show(coach.view)
    await coach.stands(at(spot("fears")))
    await stage.begin()
    await expect(coach.panel).to_be_hidden()

    assert not any("/sandbox/coach/people" in url for url in stage.requests)


async def test_the_state_is_lit_and_in_sight_and_moves_with_the_turn_while_the_picture_stays(coach: Coach) -> None:
    await coach.opened()
    await coach.stands(at(spot("fears")))
    await expect(coach.lit).to_have_attribute("id", "state-fears")
    picture = await coach.panel.locator(".dialogue-graph").element_handle()

    await coach.stands(at(spot("goodbye")))

    await expect(coach.lit).to_have_attribute("id", "state-goodbye")
    await expect(coach.panel.get_by_role("group", name="The title of shame, now at goodbye")).to_be_visible()
    await expect(coach.lit).to_be_in_viewport(ratio=0.99)
    assert await picture.evaluate("picture => picture.isConnected")
    assert sum("/coach/graphs/" in url for url in coach.stage.requests) == 1


async def test_a_change_that_was_taken_draws_the_picture_anew_only_where_it_is_another(coach: Coach) -> None:
    await coach.opened()
    await coach.stands(at(spot("fears")))
    await expect(coach.lit).to_have_attribute("id", "state-fears")
    picture = await coach.panel.locator(".dialogue-graph").element_handle()

    coach.changes(revision=1, edits=replace(coach.view.edits, taken_at=NOON + timedelta(seconds=5)))
    await expect(coach.edits).to_contain_text("Taken at 12:00:05.")
    assert await picture.evaluate("picture => picture.isConnected")

    coach.view.pictures["shame", "v1", "en"] = svg("shame", (*STATES, "new"))
    coach.changes(revision=2)

    await expect(coach.panel.locator("#state-new")).to_be_attached()
    await expect(coach.lit).to_have_attribute("id", "state-fears")


async def test_problems_appear_with_their_places_and_go_when_they_are_mended(coach: Coach) -> None:
    await coach.opened()
    problems = (problem(7, way=("start", "yes", "fears")), problem(12, "`<b>bold</b>` is no key."))

    coach.changes(edits=Edits(folder=FOLDER, taken_at=NOON, problems=problems, failure=None))

    await expect(coach.edits.get_by_role("status")).to_have_text(
        "2 problems in the files. The bot goes on with the dialogues from before."
    )
    first, second = coach.edits.get_by_role("listitem").nth(0), coach.edits.get_by_role("listitem").nth(1)
    await expect(first).to_contain_text("shame.yaml:7:9 unknown_state")
    await expect(first).to_contain_text("There is no state called feers.")
    await expect(first).to_contain_text("Did you mean fears?")
    await expect(first).to_contain_text("The way: start → yes → fears")
    await expect(second).to_contain_text("<b>bold</b> is no key.")

    coach.changes(edits=Edits(folder=FOLDER, taken_at=NOON, problems=(), failure=None))

    await expect(coach.edits.get_by_role("list")).to_be_hidden()
    await expect(coach.edits.get_by_role("status")).to_contain_text("The words are said from the next message on.")


async def test_files_that_cannot_be_read_at_all_are_told_too(coach: Coach) -> None:
    await coach.opened()

    coach.changes(edits=Edits(folder=FOLDER, taken_at=None, problems=(), failure="There is no folder of dialogues."))

    await expect(coach.edits).to_contain_text("There is no folder of dialogues. The bot goes on with")


async def test_of_very_many_problems_it_says_how_many_more_there_are(coach: Coach) -> None:
    await coach.opened()

    problems = [problem(line) for line in range(1, 80)]
    coach.changes(edits=Edits(folder=FOLDER, taken_at=None, problems=problems, failure=None))

    await expect(coach.edits.get_by_role("listitem").last).to_contain_text("And 29 more")


async def test_what_is_kept_and_due_is_shown_as_text_and_never_as_html(coach: Coach) -> None:
    await coach.opened()
    due = (Due(what="A word, if there is no answer", at=NOON + timedelta(minutes=30)),)
    evil = "<img src=x onerror=alert(1)>"

    await coach.stands(at(spot("fears"), values={"fears": evil, "tension": "3"}, due=due))

    kept = coach.panel.get_by_role("region", name="Kept so far")
    await expect(kept.get_by_role("definition").first).to_have_text(evil)
    await expect(kept.locator("img")).to_have_count(0)
    await expect(kept).to_contain_text("tension")
    await expect(coach.panel.get_by_role("region", name="Due next")).to_contain_text("12:30:00")
    assert coach.stage.complaints == []


async def test_the_way_down_is_a_trail_that_can_be_looked_along_until_the_next_turn(coach: Coach) -> None:
    await coach.opened()
    way = coach.panel.get_by_role("navigation", name="Where this person is")
    await coach.stands(at(spot("fears"), spot("see", "grounding", newest=False)))
    await expect(coach.lit).to_have_attribute("id", "state-see")
    await expect(way.get_by_role("listitem")).to_have_count(2)
    await expect(way).to_contain_text("In the structure from before an edit")

    await way.get_by_role("button", name="shame fears").click()
    await expect(coach.lit).to_have_attribute("id", "state-fears")
    await expect(way.get_by_role("button", name="shame fears")).to_be_focused()

    await coach.stands(at(spot("fears"), spot("hear", "grounding")))
    await expect(coach.lit).to_have_attribute("id", "state-hear")


async def test_what_was_set_aside_is_told(coach: Coach) -> None:
    await coach.opened()
    standing = replace(AT_REST.standing, aside=((spot("fears"), spot("see", "grounding")),))

    await coach.stands(replace(AT_REST, standing=standing))

    await expect(coach.panel.get_by_text("Set aside: shame › grounding, at see")).to_be_visible()


async def test_at_rest_a_dialogue_is_looked_at_without_being_begun(coach: Coach) -> None:
    coach.view.listed = [
        Listed(id="shame", title="Meeting shame", kind="exercise", states=31),
        Listed(id="help", title="How this works", kind="service", states=1),
    ]
    await coach.opened()
    dialogues = coach.panel.get_by_role("region", name="Nothing is going on")
    await expect(dialogues.get_by_role("listitem")).to_have_count(2)

    await dialogues.get_by_role("button", name="Meeting shame").click()

    await expect(coach.panel.get_by_text("consent", exact=True)).to_be_visible()
    await expect(coach.lit).to_have_count(0)
    await expect(dialogues).to_be_hidden()
    await coach.panel.get_by_role("button", name="All dialogues").click()
    await expect(dialogues).to_be_visible()
    await expect(dialogues.get_by_role("button").first).to_be_focused()
    assert (await coach.stage.sandbox.updates()) == []


async def test_it_is_of_the_person_whose_chat_is_open(coach: Coach) -> None:
    kim = (await coach.stage.sandbox.post("people", 201, name="Kim"))["id"]
    coach.view.places = {ALEX: at(spot("fears")), kim: at(spot("consent"))}
    await coach.stage.page.set_viewport_size({"width": 1600, "height": 900})
    await coach.opened()
    await expect(coach.lit).to_have_attribute("id", "state-fears")

    await coach.stage.page.get_by_role("navigation", name="People").get_by_role("button", name="Kim").click()

    await expect(coach.lit).to_have_attribute("id", "state-consent")
    await expect(coach.panel.get_by_role("heading", name="Coach’s view Kim")).to_be_visible()


async def test_a_recording_is_ended_with_a_transcript_to_copy_and_to_download(coach: Coach, tmp_path: Path) -> None:
    await coach.stage.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await coach.opened()
    await coach.panel.get_by_role("button", name="Record", exact=True).click()
    button = coach.panel.get_by_role("button", name="Stop, 0 turns")
    await expect(button).to_have_attribute("aria-pressed", "true")
    coach.view.recordings[ALEX] = Recording(since=NOON, turns=1, remarks=())
    coach.stage.sandbox.server.tell(ALEX)

    await coach.panel.get_by_role("button", name="Stop, 1 turn").click()

    transcript = coach.panel.get_by_role("region", name="The transcript")
    await expect(transcript.get_by_role("heading")).to_be_focused()
    await expect(transcript.get_by_role("textbox")).to_have_value("title: A chat\nturns: []\n")
    await expect(transcript).to_contain_text("A remark.")
    await expect(transcript).to_contain_text("Played back, all of it comes just so.")
    await transcript.get_by_role("button", name="Copy").click()
    assert await coach.stage.page.evaluate("navigator.clipboard.readText()") == "title: A chat\nturns: []\n"
    async with coach.stage.page.expect_download() as started:
        await transcript.get_by_role("link", name="Download").click()
    download = await started.value
    await download.save_as(tmp_path / "saved.yaml")
    assert download.suggested_filename == "transcript.yaml"
    assert (tmp_path / "saved.yaml").read_text() == "title: A chat\nturns: []\n"
    await transcript.get_by_role("button", name="Close the transcript").click()
    await expect(transcript).to_be_hidden()
    assert coach.stage.complaints == []


async def test_what_cannot_be_recorded_now_is_said_in_a_dialog(coach: Coach) -> None:
    coach.view.refusal = "This person is in the middle of “Shame”. Finish it first."
    await coach.opened()

    await coach.panel.get_by_role("button", name="Record", exact=True).click()

    await expect(coach.stage.page.get_by_role("alertdialog", name="in the middle of “Shame”")).to_be_visible()
    await coach.stage.page.keyboard.press("Escape")
    await expect(coach.panel.get_by_role("button", name="Record", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )


async def test_on_a_phone_it_lies_over_the_chat_until_it_is_closed(coach: Coach) -> None:
    await coach.stage.page.set_viewport_size(PHONE)
    await coach.opened()
    await expect(coach.panel).to_have_css("position", "fixed")
    width = await coach.stage.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    assert await coach.stage.page.evaluate("document.getElementById('side').inert")

    await coach.stage.page.keyboard.press("Escape")

    await expect(coach.panel).to_be_hidden()
    await expect(coach.stage.button(OPENER)).to_be_focused()
    await coach.stage.begin("still here")


@pytest.mark.parametrize(
    ("key", "is_so"),
    [("ArrowLeft", lambda before, now: now > before), ("ArrowRight", lambda before, now: now < before)],
)
async def test_its_width_is_moved_by_keys_and_kept(
    coach: Coach, key: str, is_so: Callable[[float, float], bool]
) -> None:
    await coach.opened()
    before = (await box(coach.panel))["width"]
    edge = coach.stage.page.get_by_role("separator", name="Width of the coach’s view")

    await edge.focus()
    await coach.stage.page.keyboard.press(key)
    moved = (await box(coach.panel))["width"]
    assert is_so(before, moved)

    await coach.stage.page.reload()
    await expect(coach.panel).to_be_visible()
    assert (await box(coach.panel))["width"] == moved


async def test_where_it_leaves_little_room_people_go_into_a_drawer(coach: Coach) -> None:
    await coach.opened()
    people = coach.stage.page.get_by_role("navigation", name="People")
    await expect(people).to_be_hidden()

    await coach.stage.button("People and clock").click()
    await expect(people).to_be_visible()
    await coach.stage.page.keyboard.press("Escape")
    await coach.panel.get_by_role("button", name="Close the coach’s view").click()
    await expect(people).to_be_visible()


async def box(locator: Locator) -> dict[str, float]:
    found = await locator.bounding_box()
    assert found
    return dict(found)  # type: ignore[arg-type]
