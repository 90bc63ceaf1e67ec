"""The coach's panel over HTTP: where a person is, what became of edits, recording; and nothing where no bot is seen."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dialogue.model import DialogueId, StateId, Version
from bot.errors import DatabaseError
from bot.language.problems import Mark, Problem, Rule
from bot.sandbox.coach_http import LONGEST_TITLE, MOST_PROBLEMS, NO_VIEW
from bot.sandbox.coach_view import Due, Edits, Place
from bot.workbench.drawing.svg import STYLE
from bot.workbench.session_view import SessionView, ShownFrame, ShownValues
from tests.sandbox.driver import ALEX, NOON, Sandbox, until
from tests.sandbox.fake_view import FOLDER, SVG, FakeView

PERSON = f"coach/people/{ALEX}"
SHAME, GROUNDING = DialogueId("shame"), DialogueId("grounding")
FEARS = ShownFrame(dialogue=SHAME, version=Version("v1"), title="Meeting shame", state=StateId("fears"), newest=True)
SENSES = ShownFrame(dialogue=GROUNDING, version=Version("v0"), title="Steady", state=StateId("see"), newest=False)
IN_SHAME = Place(
    standing=SessionView(
        stack=(FEARS, SENSES),
        aside=((SENSES,),),
        kept=(ShownValues(dialogue=SHAME, title="Meeting shame", values={"fears": "<b>\nnone"}),),
        remembered={"home_place": "a meadow"},
        profile={"name": "Ana"},
        planned=(),
    ),
    due=(Due(what="The daily prompt", at=NOON),),
    language="de",
)


@pytest.fixture
def view(sandbox: Sandbox) -> FakeView:
    view = FakeView()
    sandbox.server.show(view)
    return view


def problem(line: int = 7, path: Path = FOLDER / "de" / "shame.yaml") -> Problem:
    return Problem(
        path=str(path),
        mark=Mark(line=line, column=5),
        rule=Rule.NO_CONSENT,
        sentence="There is a way past `consent`.",
        advice="Ask first.",
        way=("start", "yes", "fears"),
    )


async def test_without_a_bot_in_the_process_the_panel_is_told_so(sandbox: Sandbox) -> None:
    assert (await sandbox.get("state"))["coach"] is False
    for path in (PERSON, "coach/graphs/shame"):
        assert (await sandbox.get(path, 409))["error"] == NO_VIEW
    for path in ("record", "recorded"):
        assert (await sandbox.post(f"{PERSON}/{path}", 409))["error"] == NO_VIEW


async def test_a_bot_that_comes_later_is_seen(sandbox: Sandbox) -> None:
    before = await sandbox.get("state")

    sandbox.server.show(FakeView())

    after = await sandbox.get("state")
    assert after["coach"] is True
    assert after["state_revision"] > before["state_revision"]


async def test_where_a_person_is_and_what_is_kept_and_due(sandbox: Sandbox, view: FakeView) -> None:
    view.places[ALEX] = IN_SHAME

    said = await sandbox.get(PERSON)

    assert said["language"] == "de"
    assert [(spot["dialogue"], spot["state"], spot["newest"]) for spot in said["stack"]] == [
        ("shame", "fears", True),
        ("grounding", "see", False),
    ]
    assert said["aside"][0][0]["title"] == "Steady"
    assert said["kept"] == [
        {"dialogue": "shame", "title": "Meeting shame", "values": [{"name": "fears", "value": "<b>\nnone"}]}
    ]
    assert said["remembered"] == [{"name": "home_place", "value": "a meadow"}]
    assert said["profile"] == [{"name": "name", "value": "Ana"}]
    assert said["due"] == [{"what": "The daily prompt", "at": NOON.isoformat()}]


async def test_at_rest_there_are_the_dialogues_that_can_be_looked_at(sandbox: Sandbox, view: FakeView) -> None:
    said = await sandbox.get(PERSON)

    assert said["stack"] == []
    assert said["dialogues"] == [{"id": "shame", "title": "Meeting shame", "kind": "exercise", "states": 31}]


async def test_a_graph_is_of_a_dialogue_a_version_and_a_language(sandbox: Sandbox, view: FakeView) -> None:
    view.pictures = {("shame", "v1", "de"): SVG, ("shame", None, ""): "<svg/>"}

    assert await sandbox.get("coach/graphs/shame?version=v1&language=de") == {"svg": SVG}
    assert await sandbox.get("coach/graphs/shame") == {"svg": "<svg/>"}
    for path in ("shame?version=v9", "nothing", "%3Cscript%3E", "..%2F..%2Fetc"):
        assert (await sandbox.get(f"coach/graphs/{path}", 404))["error"] == "There is no such dialogue."


async def test_the_graphs_style_is_a_file_so_that_nothing_inline_is_needed(sandbox: Sandbox) -> None:
    async with sandbox.session.get(f"{sandbox.server.url}/sandbox/coach/graph.css") as response:
        assert response.content_type == "text/css"
        assert await response.text() == STYLE
        assert "unsafe" not in response.headers["Content-Security-Policy"]


async def test_a_change_that_was_taken_says_when(sandbox: Sandbox, view: FakeView) -> None:
    view.edits = Edits(folder=FOLDER, taken_at=NOON, problems=(), failure=None)

    edits = (await sandbox.get(PERSON))["edits"]

    assert edits == {"taken_at": NOON.isoformat(), "failure": None, "problems": [], "count": 0}


async def test_a_problem_has_its_place_its_code_and_its_counterexample(sandbox: Sandbox, view: FakeView) -> None:
    view.edits = Edits(folder=FOLDER, taken_at=None, problems=(problem(),), failure=None)

    edits = (await sandbox.get(PERSON))["edits"]

    assert edits["problems"] == [
        {
            "file": "de/shame.yaml",
            "line": 7,
            "column": 5,
            "code": "no_consent",
            "sentence": "There is a way past `consent`.",
            "advice": "Ask first.",
            "way": ["start", "yes", "fears"],
        }
    ]


async def test_of_very_many_problems_the_first_are_told_and_all_are_counted(sandbox: Sandbox, view: FakeView) -> None:
    view.edits = Edits(
        folder=FOLDER, taken_at=None, problems=[problem(line) for line in range(1, 10_000)], failure=None
    )

    edits = (await sandbox.get(PERSON))["edits"]

    assert len(edits["problems"]) == MOST_PROBLEMS
    assert edits["count"] == 9_999


async def test_files_that_cannot_be_read_are_told_in_a_sentence(sandbox: Sandbox, view: FakeView) -> None:
    view.edits = Edits(folder=FOLDER, taken_at=None, problems=(), failure="The dialogues cannot be read: gone.")

    assert (await sandbox.get(PERSON))["edits"]["failure"] == "The dialogues cannot be read: gone."


async def test_a_recording_begins_goes_on_and_ends_with_its_transcript(sandbox: Sandbox, view: FakeView) -> None:
    begun = await sandbox.post(f"{PERSON}/record", 201)
    assert begun["recording"] == {"since": NOON.isoformat(), "turns": 0, "remarks": []}
    assert (await sandbox.get(PERSON))["recording"] == begun["recording"]

    ended = await sandbox.post(f"{PERSON}/recorded")

    assert ended == {"text": "title: A chat\nturns: []\n", "remarks": ["A remark."], "failure": None}
    assert view.titles == ["A chat with Alex"]
    assert (await sandbox.get(PERSON))["recording"] is None


async def test_a_title_is_one_line_and_not_endless(sandbox: Sandbox, view: FakeView) -> None:
    await sandbox.post(f"{PERSON}/record", 201)
    await sandbox.post(f"{PERSON}/recorded", title=" Laughed\nat " + "x" * 1000)

    assert view.titles == [("Laughed at " + "x" * 1000)[:LONGEST_TITLE]]


async def test_what_cannot_be_recorded_is_refused_with_the_reason(sandbox: Sandbox, view: FakeView) -> None:
    view.refusal = "This person is in the middle of it."

    assert (await sandbox.post(f"{PERSON}/record", 409))["error"] == "This person is in the middle of it."
    assert (await sandbox.post(f"{PERSON}/recorded", 409))["error"] == "Nothing is being recorded in this chat."


async def test_nobody_and_nonsense_are_refused(sandbox: Sandbox, view: FakeView) -> None:
    await sandbox.get("coach/people/99", 404)
    await sandbox.get("coach/people/-5", 404)
    await sandbox.get(f"coach/people/{10**30}", 404)
    await sandbox.post("coach/people/99/record", 404)
    await sandbox.post("coach/people/99/recorded", 404)
    await sandbox.post(f"{PERSON}/record", 201)
    await sandbox.post(f"{PERSON}/recorded", 400, title=7)
    assert view.recordings


async def test_a_bot_that_cannot_be_asked_is_told_in_its_own_sentence(
    sandbox: Sandbox, view: FakeView, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(_: FakeView, person_id: int) -> Place:
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr(FakeView, "place", fails)

    assert (await sandbox.get(PERSON, 503))["error"] == "The disk is full."


async def test_another_sites_page_records_nothing(sandbox: Sandbox, view: FakeView) -> None:
    for origin in ("https://evil.example", "null"):
        for path in ("record", "recorded"):
            async with sandbox.session.post(
                f"{sandbox.server.url}/sandbox/{PERSON}/{path}", json={}, headers={"Origin": origin}
            ) as response:
                assert response.status == 403
    assert view.recordings == {}


async def test_a_name_that_is_not_this_machine_sees_nothing(sandbox: Sandbox, view: FakeView) -> None:
    for path in (PERSON, "coach/graphs/shame", "coach/graph.css"):
        async with sandbox.session.get(
            f"{sandbox.server.url}/sandbox/{path}", headers={"Host": "evil.example"}
        ) as response:
            assert response.status == 403


async def test_news_of_one_person_wakes_their_chat_and_news_of_all_every_chat(sandbox: Sandbox, view: FakeView) -> None:
    kim = (await sandbox.post("people", 201, name="Kim"))["id"]
    alex_before, kim_before = await sandbox.chat(), await sandbox.chat(kim)

    sandbox.server.tell(ALEX)
    woken = await sandbox.get(f"chats/{ALEX}?after={alex_before['revision']}&coach_after=0&wait=60")
    assert woken["coach_revision"] == 1
    assert woken["revision"] == alex_before["revision"]
    assert (await sandbox.chat(kim))["coach_revision"] == 0

    sandbox.server.tell(None)
    assert (await sandbox.chat(kim))["state_revision"] > kim_before["state_revision"]
    sandbox.server.tell(99)


async def test_who_looks_at_the_chat_alone_is_not_woken_by_what_a_coach_sees(sandbox: Sandbox, view: FakeView) -> None:
    before, bell = await sandbox.chat(), sandbox.server.world.chats[ALEX].bell
    poll = asyncio.create_task(sandbox.get(f"chats/{ALEX}?after={before['revision']}&wait=60"))
    await until(lambda: vars(bell)["_rung"] is not None)

    sandbox.server.tell(ALEX)
    await sandbox.say("and now a message")

    assert (await poll)["revision"] > before["revision"]


async def test_the_clock_goes_to_the_next_prompt_that_the_bot_knows_of(sandbox: Sandbox, view: FakeView) -> None:
    await sandbox.post("clock", 409, tomorrow_prompt=True)
    view.prompts[ALEX] = NOON + timedelta(hours=20)

    await sandbox.post("clock", tomorrow_prompt=True)

    assert sandbox.server.clock.now() == view.prompts[ALEX]
