"""The webhook: Telegram posts updates here, and gets its 200 only after they are handled.

Requests that wait gather into one batch, so that a burst is one transaction. Updates go to `handle` as they came. A
refused request leaves a count and nothing else. The counterpart is `telegram_poll.py`.
"""

import asyncio
import hmac
import json
import logging
from collections import Counter
from functools import partial
from typing import Any

from aiohttp import web

from bot.adapters.bounded_site import BoundedSite, Connections
from bot.adapters.ports import open_port
from bot.adapters.telegram_poll import Handle

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST_BODY = 1024 * 1024
BODY_SECONDS = 15.0
LARGEST_BATCH = 100  # as many as one getUpdates brings
# How long the rest of a refused body is read, so that the sender can read why. It may delay the end by as much.
LINGER_SECONDS = 0.5
LAST_ANSWERS_SECONDS = 5.0  # for requests that wait at the end; a service manager gives ten in all

Update = dict[str, Any]


class Webhook:
    """The endpoint, and the requests that wait at it. Raises ValueError for an empty secret."""

    def __init__(self, handle: Handle, *, secret: str, path: str) -> None:
        if not secret:
            raise ValueError("an empty secret would let everybody in")
        self.refusals: Counter[int] = Counter()  # by HTTP status
        self._handle = handle
        self._secret = secret.encode()
        self._path = path
        self._waiting: list[tuple[Update, asyncio.Future[bool]]] = []
        self._draining: asyncio.Task[None] | None = None
        self.connections = Connections()

    def application(self) -> web.Application:
        """Return the application that serves the endpoint."""
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=[self.connections.middleware()])
        app.router.add_post(self._path, self._receive)
        app.on_cleanup.append(self._finish)
        return app

    async def _receive(self, request: web.Request) -> web.Response:
        try:
            update = await self._read(request)
        except web.HTTPException as refusal:
            self.refusals[refusal.status] += 1
            raise
        return web.Response(status=200 if await self._handled(update) else 500)

    async def _read(self, request: web.Request) -> Update:
        """Return the update of a request, or raise a refusal.

        The cheapest checks come first, and no stranger's body is read.
        """
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            raise web.HTTPUnauthorized
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        if (request.content_length or 0) > LARGEST_BODY:
            raise web.HTTPRequestEntityTooLarge(LARGEST_BODY)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await request.read()  # reading stops at LARGEST_BODY, also when no length was given
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        return _parse(body)

    async def _handled(self, update: Update) -> bool:
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, done))
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        return await done

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
            ok = await self._commit([update for update, _ in batch])
            for _, done in batch:
                if not done.cancelled():
                    done.set_result(ok)

    async def _commit(self, updates: list[Update]) -> bool:
        try:
            await self._handle(updates)
        except Exception as error:  # each request of the batch must get its 500, or Telegram waits in vain
            log.warning("batch failed", extra={"updates": len(updates)}, exc_info=error)
            return False
        return True

    async def _finish(self, _: web.Application) -> None:
        if self._draining is not None:
            await self._draining


def _parse(body: bytes) -> Update:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    if not isinstance(update, dict):
        raise web.HTTPBadRequest
    return update


async def listen(webhook: Webhook, *, host: str, port: int) -> web.AppRunner:
    """Serve until the runner's cleanup(), which lets waiting requests finish. Raises InUseError or SettingError."""
    app = webhook.application()
    runner = web.AppRunner(app, access_log=None, lingering_time=LINGER_SECONDS, shutdown_timeout=LAST_ANSWERS_SECONDS)
    site = partial(BoundedSite, connections=webhook.connections)
    await open_port(runner, host, port, setting="WEBHOOK_PORT", host_setting="WEBHOOK_HOST", site=site)
    return runner
