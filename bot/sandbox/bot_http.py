"""The bot's side over HTTP: /bot<token>/<method> and its files. Reads calls, lets faults strike, writes answers."""

import asyncio
from typing import Any

from aiohttp import web

from bot.sandbox.bot_methods import METHODS
from bot.sandbox.bot_polling import Polling
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.files import StoredFile
from bot.sandbox.params import Params
from bot.sandbox.refusals import RefusedError
from bot.sandbox.requests import answer, read_params
from bot.sandbox.world import World

NO_ANSWER = 0  # the status in the list of calls when the connection ended instead
SHOWN_IN_PLACE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "audio/ogg", "video/mp4"})


class BotSide:
    """The handlers below /bot and /file."""

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token
        self._polling = Polling(world)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token}/{method}", self._call),
            web.get("/file/bot{token}/{path:.+}", self._file),
        ]

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._token:
            return refused(RefusedError(401, "Unauthorized"))
        name = request.match_info["method"]
        try:
            params = await read_params(request)
        except RefusedError as refusal:
            return refused(refusal)
        call = self._remember(name, params)
        fault = self._world.faults.take(name.lower(), call["chat_id"])
        if fault is not None:
            return await self._strike(fault, request, call, params)
        return await self._do(call, params)

    async def _do(self, call: dict[str, Any], params: Params) -> web.Response:
        try:
            result = await self._result(call["method"].lower(), params)
        except RefusedError as refusal:
            call["status"] = refusal.code
            return refused(refusal)
        call["ok"], call["status"] = True, 200
        if isinstance(result, dict) and "message_id" in result:
            call["message_id"] = result["message_id"]
        return answer({"ok": True, "result": result})

    async def _result(self, method: str, params: Params) -> Any:
        if method == "getupdates":
            return await self._polling.get_updates(params)
        known = METHODS.get(method)
        if known is None:
            raise RefusedError(404, "Not Found")
        return known(self._world, params)

    async def _strike(
        self, fault: Fault, request: web.Request, call: dict[str, Any], params: Params
    ) -> web.StreamResponse:
        refusal = fault.refusal()
        if refusal is not None:
            call["status"] = refusal.code
            return refused(refusal)
        match fault.kind:
            case FaultKind.CUT:
                return cut(request)
            case FaultKind.HANG:
                await asyncio.Event().wait()
            case FaultKind.SLOW:
                await asyncio.sleep(fault.seconds)
        done = await self._do(call, params)
        if fault.kind is FaultKind.LOST_ANSWER:
            call["status"] = NO_ANSWER
            return cut(request)
        return done

    def _remember(self, method: str, params: Params) -> dict[str, Any]:
        """Note the call without its words. `ok` says whether it was done, `status` what was answered."""
        call = {
            "method": method,
            "chat_id": params.integer("chat_id") or None,
            "at": asyncio.get_running_loop().time(),
            "ok": False,
            "status": NO_ANSWER,
        }
        if "message_id" in params.values:
            call["message_id"] = params.integer("message_id")
        self._world.calls.append(call)
        return call

    async def _file(self, request: web.Request) -> web.Response:
        file = self._world.files.at(request.match_info["path"])
        if request.match_info["token"] != self._token or file is None:
            return refused(RefusedError(404, "Not Found"))
        return file_answer(file)


def refused(refusal: RefusedError) -> web.Response:
    said: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.retry_after is not None:
        said["parameters"] = {"retry_after": refusal.retry_after}
    return answer(said, refusal.code)


def file_answer(file: StoredFile) -> web.Response:
    """Return the file. What is no picture or sound is only ever saved: a script in it must not run as this site."""
    response = web.Response(body=file.content)
    response.content_type = file.mime
    response.headers["X-Content-Type-Options"] = "nosniff"
    if file.mime not in SHOWN_IN_PLACE:
        response.headers["Content-Disposition"] = "attachment"
    return response


def cut(request: web.Request) -> web.Response:
    """End the connection at once. The response is for aiohttp alone; nobody gets it."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
