"""The sandbox as one server on loopback: the Bot API, the person's side and the page. It builds and ends them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.adapters.ports import open_port
from bot.errors import SettingError
from bot.sandbox.bot_http import BotSide
from bot.sandbox.clock import SandboxClock
from bot.sandbox.coach_http import CoachHttp
from bot.sandbox.coach_view import CoachView
from bot.sandbox.control_http import ControlHttp
from bot.sandbox.guard import guard
from bot.sandbox.media_http import MediaHttp
from bot.sandbox.person_http import PersonHttp
from bot.sandbox.person_media import PersonMedia
from bot.sandbox.person_side import PersonSide
from bot.sandbox.webhook_delivery import WebhookDelivery
from bot.sandbox.world import BotAccount, World

HOST = "127.0.0.1"
PAGE = Path(__file__).parent / "page"
LARGEST_REQUEST = 52_000_000  # bytes: Telegram takes files of 50 MB
SHUTDOWN = 0.1  # seconds for answers under way; long polls would take longer and are ended

BOT_NAME = "Mindsight Coach"
BOT_USERNAME = "mindsight_sandbox_bot"


class SandboxServer:
    """A Bot API for one token, on loopback alone. Port 0 means any free one."""

    def __init__(
        self,
        directory: Path | None,
        token: str,
        port: int,
        real_now: Callable[[], datetime],
    ) -> None:
        bot = BotAccount(id=_bot_id(token), name=BOT_NAME, username=BOT_USERNAME)
        self.world = World(directory=directory, bot=bot, real_now=real_now)
        self.port = port
        self._token = token
        self._view: CoachView | None = None
        self._delivery = WebhookDelivery(self.world)
        self._runner: web.AppRunner | None = None

    @property
    def clock(self) -> SandboxClock:
        return self.world.clock

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def api_url(self) -> str:
        return f"{self.url}/bot"

    @property
    def file_url(self) -> str:
        return f"{self.url}/file/bot"

    def show(self, view: CoachView) -> None:
        """Let the page show a coach what goes on in the bot, which runs in this process."""
        self._view = view
        self.world.changed()

    def tell(self, person_id: int | None) -> None:
        """Tell the page that the view has something new, about one person or (None) about everybody."""
        if person_id is None:
            self.world.changed()
        elif person_id in self.world.chats:
            self.world.chats[person_id].coach_sees_more()

    async def start(self) -> None:
        runner = self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=SHUTDOWN)
        await open_port(runner, HOST, self.port, setting="SANDBOX_PORT")
        self.port = runner.addresses[0][1]
        self._delivery.start()

    async def stop(self) -> None:
        await self._delivery.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        self.world.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[guard(lambda: self.port)], client_max_size=LARGEST_REQUEST)
        side = PersonSide(self.world)
        app.add_routes(BotSide(self.world, self._token).routes())
        app.add_routes(PersonHttp(self.world, side).routes())
        app.add_routes(MediaHttp(self.world, PersonMedia(self.world, side)).routes())
        app.add_routes(ControlHttp(self.world, side, lambda: self._view).routes())
        app.add_routes(CoachHttp(self.world, lambda: self._view).routes())
        app.add_routes([web.get("/", _page), web.static("/static", PAGE)])
        return app


def _bot_id(token: str) -> int:
    number, _, secret = token.partition(":")
    if not (number.isdecimal() and secret):
        raise SettingError("A bot token is a number, a colon and a secret.")
    return int(number)


async def _page(request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")
