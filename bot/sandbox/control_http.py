"""The sandbox itself over HTTP: people, groups, the clock, faults, calls, raw updates. For chats: `person_http.py`."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from aiohttp import web

from bot.sandbox.clock import SandboxClock
from bot.sandbox.coach_view import CoachView
from bot.sandbox.faults import read_fault
from bot.sandbox.person_fields import Said, number_in, seconds_in, text_in, wait_in
from bot.sandbox.person_side import PersonSide
from bot.sandbox.refusals import PersonSideError
from bot.sandbox.requests import answer, read_object
from bot.sandbox.world import World

ClockMove = Callable[[SandboxClock], None]

LONGEST_NAME = 64  # characters, as in Telegram


class ControlHttp:
    """The handlers below /sandbox that belong to no chat."""

    def __init__(self, world: World, side: PersonSide, view: Callable[[], CoachView | None]) -> None:
        self._world = world
        self._side = side
        self._view = view

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sandbox/state", self._state),
            web.post("/sandbox/people", self._add_person),
            web.post("/sandbox/groups", self._add_group),
            web.post("/sandbox/topics", self._set_topics),
            web.get("/sandbox/clock", self._read_clock),
            web.post("/sandbox/clock", self._move_clock),
            web.post("/sandbox/faults", self._add_fault),
            web.delete("/sandbox/faults", self._clear_faults),
            web.get("/sandbox/calls", self._calls),
            web.post("/sandbox/updates", self._add_update),
        ]

    async def _state(self, request: web.Request) -> web.Response:
        world = self._world
        bot = {"id": world.bot.id, "name": world.bot.name, "username": world.bot.username}
        return answer(
            {
                "bot": bot,
                "people": [person.as_page() for person in world.people.values()],
                "commands": world.commands_for_people(),
                "clock": self._clock(),
                "coach": self._view() is not None,
                "state_revision": world.state_revision,
            }
        )

    async def _add_person(self, request: web.Request) -> web.Response:
        said = await read_object(request)
        name = text_in(said, "name").strip()
        if not 1 <= len(name) <= LONGEST_NAME:
            raise PersonSideError(f"A name has 1 to {LONGEST_NAME} characters.")
        person = self._world.add_person(name, str(said.get("language_code") or "en"))
        return answer(person.as_page(), 201)

    async def _add_group(self, request: web.Request) -> web.Response:
        said = await read_object(request)
        group = self._side.found_group(text_in(said, "title"), self._world.person(number_in(said, "member")))
        return answer({"id": group.id})

    async def _set_topics(self, request: web.Request) -> web.Response:
        self._world.topics = bool((await read_object(request)).get("enabled"))
        return answer({})

    async def _read_clock(self, request: web.Request) -> web.Response:
        after = request.query.get("after")
        if after is not None:
            seen, clock, bell = seconds_in(after), self._world.clock, self._world.bell
            await bell.wait_until(lambda: clock.offset.total_seconds() != seen, wait_in(request.query))
        return answer(self._clock())

    async def _move_clock(self, request: web.Request) -> web.Response:
        said = await read_object(request)
        move = await self._to_prompt(said) if said.get("tomorrow_prompt") else _clock_move(said)
        try:
            self._world.move_clock(move)
        except (ValueError, OverflowError) as error:
            raise PersonSideError("The clock moves fifty years at most.") from error
        return answer(self._clock())

    async def _to_prompt(self, said: Said) -> ClockMove:
        person = self._world.person(number_in(said, "person")) if "person" in said else self._world.first_person()
        view = self._view()
        moment = await view.next_prompt(person.id) if view is not None else None
        if moment is None:
            raise PersonSideError("No prompt is planned for this person, or this sandbox cannot know of it.", 409)
        return lambda clock: clock.set(moment)

    async def _add_fault(self, request: web.Request) -> web.Response:
        self._world.faults.add(read_fault(await read_object(request)))
        return answer({})

    async def _clear_faults(self, request: web.Request) -> web.Response:
        self._world.faults.clear()
        return answer({})

    async def _calls(self, request: web.Request) -> web.Response:
        method = request.query.get("method", "").lower()
        return answer([call for call in self._world.calls if method in ("", call["method"].lower())])

    async def _add_update(self, request: web.Request) -> web.Response:
        return answer({"update_id": self._world.add_raw_update(await read_object(request))})

    def _clock(self) -> Said:
        clock = self._world.clock
        return {"now": clock.now().isoformat(), "offset_seconds": clock.offset.total_seconds()}


def _clock_move(said: Said) -> ClockMove:
    try:
        if said.get("reset"):
            return lambda clock: clock.move(timedelta(0))
        if "to" in said:
            to = datetime.fromisoformat(said["to"])
            moment = to if to.tzinfo is not None else to.replace(tzinfo=UTC)
            return lambda clock: clock.set(moment)
        by = timedelta(seconds=float(said["advance_seconds"]))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise PersonSideError('The clock moves by "advance_seconds", "to" (ISO 8601) or "reset".') from error
    return lambda clock: clock.advance(by)
