"""The coach's panel over HTTP, as docs/sandbox.md describes it. A `CoachView` knows what it tells."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bot.language.problems import Problem, plain
from bot.sandbox.coach_view import CoachView, Edits, Place, Recording
from bot.sandbox.person_fields import Said, text_in
from bot.sandbox.refusals import PersonSideError
from bot.sandbox.requests import answer, read_object
from bot.sandbox.world import World
from bot.workbench.drawing.svg import STYLE
from bot.workbench.transcripts.recorded_chat import CannotRecordError

MOST_PROBLEMS = 50  # told at once: who has more begins with the first
LONGEST_TITLE = 200  # characters, of a transcript

NO_VIEW = "This sandbox sees no bot: only one that runs in the same process shows where people are."


class CoachHttp:
    """The handlers below /sandbox/coach."""

    def __init__(self, world: World, view: Callable[[], CoachView | None]) -> None:
        self._world = world
        self._look = view

    def routes(self) -> list[web.RouteDef]:
        person = r"/sandbox/coach/people/{id:\d{1,18}}"
        return [
            web.get("/sandbox/coach/graph.css", _style),
            web.get("/sandbox/coach/graphs/{dialogue}", self._graph),
            web.get(person, self._person),
            web.post(person + "/record", self._record),
            web.post(person + "/recorded", self._recorded),
        ]

    async def _graph(self, request: web.Request) -> web.Response:
        version, language = request.query.get("version"), request.query.get("language", "")
        picture = self._view.picture(request.match_info["dialogue"], version, language)
        if picture is None:
            raise PersonSideError("There is no such dialogue.", 404)
        return answer({"svg": picture})

    async def _person(self, request: web.Request) -> web.Response:
        view, person_id = self._view, self._person_id(request)
        place = await view.place(person_id)
        return answer(
            {
                **_place(place),
                "dialogues": [vars(listed) for listed in view.dialogues(place.language)],
                "revision": view.revision,
                "edits": _edits(view.edits),
                "recording": _recording(view.recording(person_id)),
            }
        )

    async def _record(self, request: web.Request) -> web.Response:
        view, person_id = self._view, self._person_id(request)
        await read_object(request)
        try:
            await view.record(person_id)
        except CannotRecordError as error:
            raise PersonSideError(str(error), 409) from error
        self._told(person_id)
        return answer({"recording": _recording(view.recording(person_id))}, 201)

    async def _recorded(self, request: web.Request) -> web.Response:
        said = await read_object(request)
        view, person_id = self._view, self._person_id(request)
        title = _title(said) or f"A chat with {self._world.person(person_id).name}"
        recorded = view.recorded(person_id, title)
        if recorded is None:
            raise PersonSideError("Nothing is being recorded in this chat.", 409)
        self._told(person_id)
        return answer({"text": recorded.text, "remarks": list(recorded.remarks), "failure": recorded.failure})

    @property
    def _view(self) -> CoachView:
        view = self._look()
        if view is None:
            raise PersonSideError(NO_VIEW, 409)
        return view

    def _person_id(self, request: web.Request) -> int:
        return self._world.person(int(request.match_info["id"])).id

    def _told(self, person_id: int) -> None:
        """Tell other windows on the same chat that something changed."""
        self._world.chat(person_id).coach_sees_more()


async def _style(_: web.Request) -> web.Response:
    return web.Response(text=STYLE, content_type="text/css")


def _title(said: Said) -> str:
    if "title" not in said:
        return ""
    return " ".join(text_in(said, "title").split())[:LONGEST_TITLE]


def _place(place: Place) -> dict[str, Any]:
    standing = place.standing
    return {
        "language": place.language,
        "stack": [vars(spot) for spot in standing.stack],
        "aside": [[vars(spot) for spot in stack] for stack in standing.aside],
        "kept": [
            {"dialogue": kept.dialogue, "title": kept.title, "values": _named(kept.values)} for kept in standing.kept
        ],
        "remembered": _named(standing.remembered),
        "profile": _named(standing.profile),
        "due": [{"what": due.what, "at": due.at.isoformat()} for due in place.due],
    }


def _named(values: Mapping[str, str]) -> list[Said]:
    return [{"name": name, "value": value} for name, value in values.items()]


def _edits(edits: Edits) -> Said:
    return {
        "taken_at": edits.taken_at.isoformat() if edits.taken_at else None,
        "failure": edits.failure,
        "problems": [_problem(problem, edits) for problem in edits.problems[:MOST_PROBLEMS]],
        "count": len(edits.problems),
    }


def _problem(problem: Problem, edits: Edits) -> Said:
    return {
        "file": plain(os.path.relpath(problem.path, edits.folder)),
        "line": problem.mark.line,
        "column": problem.mark.column,
        "code": problem.rule,
        "sentence": problem.sentence,
        "advice": problem.advice,
        "way": list(problem.way),
    }


def _recording(recording: Recording | None) -> Said | None:
    if recording is None:
        return None
    return {
        "since": recording.since.isoformat(),
        "turns": recording.turns,
        "remarks": list(recording.remarks),
    }
