"""`/healthz`, on loopback: when Telegram was last heard, when the clock last ticked, how long a message has waited.

Ages are whole seconds. Shows no id, no word and no setting; 200 while all is well, 503 while it is not.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

from aiohttp import web

from bot.adapters.ports import open_port

HOST = "127.0.0.1"
OLDEST_POLL = 120  # seconds: a long poll takes 50
OLDEST_TICK = 30
OLDEST_UNSENT = 900


@dataclass(frozen=True, kw_only=True)
class Health:
    poll_age: int | None  # None: not polling, updates are posted to a webhook
    tick_age: int | None  # None: no tick yet
    unsent_age: int | None  # None: nothing waits
    trouble: str | None  # what kept the last poll or send from working
    database: bool

    @property
    def is_well(self) -> bool:
        return (
            self.database
            and self.trouble is None
            and (self.poll_age or 0) <= OLDEST_POLL
            and (self.tick_age or 0) <= OLDEST_TICK
            and (self.unsent_age or 0) <= OLDEST_UNSENT
        )


async def serve_health(ask: Callable[[], Awaitable[Health]], port: int) -> web.AppRunner:
    """Serve until the runner is cleaned up. Raises InUseError if the port is taken."""

    async def answer(_: web.Request) -> web.Response:
        health = await ask()
        body = {"well": health.is_well, **asdict(health)}
        return web.json_response(body, status=200 if health.is_well else 503)

    app = web.Application()
    app.router.add_get("/healthz", answer)
    runner = web.AppRunner(app, access_log=None)
    await open_port(runner, HOST, port, setting="HEALTH_PORT")
    return runner
