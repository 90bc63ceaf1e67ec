"""A port that anybody can reach: limits how many connections are open at once, and how long one may be silent.

aiohttp waits for a request for as long as the other side likes. Enough silent connections take every descriptor that
the process has, and then nothing at all can be opened. Knows nothing of what is served.
"""

from __future__ import annotations

import asyncio
import logging

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

log = logging.getLogger(__name__)

MOST = 200  # Telegram uses 40, or what a proxy keeps open
QUIET_SECONDS = 15.0  # until the whole head of a request is there
KNOWN_QUIET_SECONDS = 600.0  # ... on a connection that has brought one that was taken
SWEEP_SECONDS = 5.0
SAID_AGAIN_SECONDS = 60.0


class Connections:
    """The open connections. aiohttp has a handler for each."""

    def __init__(self) -> None:
        self._quiet: dict[web.RequestHandler, tuple[float, bool]] = {}  # since when, and whether known; oldest first
        self._turned_away = 0
        self._said_at: float | None = None

    def middleware(self) -> Middleware:
        """Return the middleware that notes which connections are at work."""

        @web.middleware
        async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
            connection = request.protocol
            was_known = self._quiet.pop(connection, (0.0, False))[1]
            taken = False
            try:
                response = await handler(request)
                taken = response.status == 200
            finally:
                self._quiet[connection] = (asyncio.get_running_loop().time(), was_known or taken)
            return response

        return watch

    def open(self, server: web.Server) -> asyncio.Protocol:
        """Return the protocol for a connection that was just accepted; one that closes it if there are too many."""
        if len(server.connections) >= MOST and not self._close_oldest():
            self._say_turned_away()
            return _TurnedAway()
        connection = server()
        self._quiet[connection] = (asyncio.get_running_loop().time(), False)
        return connection

    def sweep(self, now: float) -> None:
        """Close those that have been quiet for too long."""
        for connection, (since, known) in list(self._quiet.items()):
            gone = connection.transport is None
            if gone or now - since >= (KNOWN_QUIET_SECONDS if known else QUIET_SECONDS):
                del self._quiet[connection]
                connection.force_close()

    def _close_oldest(self) -> bool:
        """Close the connection that is quiet for longest, unknown ones first. Return False if all are at work."""
        oldest = next((c for c, (_, known) in self._quiet.items() if not known), next(iter(self._quiet), None))
        if oldest is None:
            return False
        del self._quiet[oldest]
        oldest.force_close()
        self._say_turned_away()
        return True

    def _say_turned_away(self) -> None:
        now = asyncio.get_running_loop().time()
        self._turned_away += 1
        if self._said_at is None or now - self._said_at >= SAID_AGAIN_SECONDS:
            log.warning("too many connections, some were closed", extra={"closed": self._turned_away, "most": MOST})
            self._turned_away, self._said_at = 0, now


class BoundedSite(web.BaseSite):
    """Serves a runner on a port, with `Connections` in between."""

    def __init__(self, runner: web.BaseRunner, host: str, port: int, connections: Connections) -> None:
        super().__init__(runner)
        self._host = host
        self._port = port
        self._connections = connections
        self._sweeping: asyncio.TimerHandle | None = None

    @property
    def name(self) -> str:
        return f"http://{self._host}:{self._port}"

    async def start(self) -> None:
        await super().start()
        server = self._runner.server
        if server is None:
            raise RuntimeError("the runner is set up before its site")
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: self._connections.open(server), self._host, self._port)
        self._sweep()

    async def stop(self) -> None:
        if self._sweeping:
            self._sweeping.cancel()
        await super().stop()

    def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        self._connections.sweep(loop.time())
        self._sweeping = loop.call_later(SWEEP_SECONDS, self._sweep)


class _TurnedAway(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()
