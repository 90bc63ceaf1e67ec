"""Posts pending updates to the bot's webhook, one at a time and in order, each again and again until it is taken."""

import asyncio
from contextlib import suppress

import aiohttp

from bot.sandbox.updates import PendingUpdate
from bot.sandbox.webhook import WebhookRegistration
from bot.sandbox.world import World

PATIENCE = 60.0  # seconds for one answer, as Telegram gives
FIRST_PAUSE = 0.1  # seconds after a failure, of real time; doubled each time up to the longest
LONGEST_PAUSE = 10.0
FOREVER = 3600.0  # seconds; then the wait simply begins anew
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


class WebhookDelivery:
    """Runs beside the server, idle while no webhook is set."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running

    async def _run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            pause = FIRST_PAUSE
            while True:
                await self._world.updates.bell.wait_until(self._has_work, FOREVER)
                webhook, update = self._world.webhook, self._world.updates.oldest()
                if not webhook.url or update is None:
                    continue
                if await self._taken(session, webhook, update):
                    self._world.updates.delivered(update)
                    pause = FIRST_PAUSE
                else:
                    await self._rest(webhook, pause)
                    pause = min(pause * 2, LONGEST_PAUSE) if self._world.webhook is webhook else FIRST_PAUSE

    def _has_work(self) -> bool:
        return bool(self._world.webhook.url) and len(self._world.updates) > 0

    async def _rest(self, webhook: WebhookRegistration, pause: float) -> None:
        """A webhook set anew is tried at once."""
        await self._world.updates.bell.wait_until(lambda: self._world.webhook is not webhook, pause)

    async def _taken(self, session: aiohttp.ClientSession, webhook: WebhookRegistration, update: PendingUpdate) -> bool:
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        try:
            async with session.post(webhook.url, json=update.body, headers=headers, allow_redirects=False) as response:
                if response.status == 200:
                    return True
                words = f"Wrong response from the webhook: {response.status} {response.reason}"
        except aiohttp.ClientConnectorError:
            words = "Connection refused"
        except TimeoutError:
            words = "Read timeout expired"
        except aiohttp.ClientError:
            words = "Webhook connection closed"
        webhook.failed(words, self._world.clock.now())
        return False
