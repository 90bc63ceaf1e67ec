"""Posts pending updates to the bot's webhook, each until it is taken: lines beside each other, each line in order."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import aiohttp

from bot.sandbox.updates import PendingUpdate
from bot.sandbox.world import World

PATIENCE = 60.0  # seconds for one answer, as Telegram gives
FIRST_PAUSE = 0.1  # seconds after a failure, of real time; doubled each time up to the longest
LONGEST_PAUSE = 10.0
LONGEST_ASKED = 3600  # seconds, of a pause that the bot asks for
FOREVER = 3600.0  # seconds; then the wait simply begins anew
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why an update was not taken, and how many seconds the bot asks to wait (0: it does not)."""

    words: str
    asked: int = 0


class WebhookDelivery:
    """Posts beside the server, and is idle while no webhook is set."""

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
            while True:
                await self._world.updates.bell.wait_until(lambda: bool(self._world.webhook.url), FOREVER)
                if self._world.webhook.url:
                    await _Posting(self._world, session).until_replaced()


class _Posting:
    """The posting to one registration, with a task for each line in which something waits."""

    def __init__(self, world: World, session: aiohttp.ClientSession) -> None:
        self._world = world
        self._webhook = world.webhook
        self._session = session
        self._connections = asyncio.Semaphore(self._webhook.max_connections)
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def until_replaced(self) -> None:
        """Post until another webhook is set, or none. What is under way then ends: nobody waits for its answer."""
        bell = self._world.updates.bell
        try:
            while not self._is_replaced():
                for line in self._idle_lines():
                    task = self._busy[line] = asyncio.create_task(self._empty(line))
                    task.add_done_callback(partial(self._ended, line))
                await bell.wait_until(lambda: self._is_replaced() or bool(self._idle_lines()), FOREVER)
        finally:
            under_way = list(self._busy.values())
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    def _is_replaced(self) -> bool:
        return self._world.webhook is not self._webhook

    def _idle_lines(self) -> set[str]:
        return self._world.updates.lines() - self._busy.keys()

    def _ended(self, line: str, _: asyncio.Task[None]) -> None:
        del self._busy[line]
        self._world.updates.bell.ring()

    async def _empty(self, line: str) -> None:
        pause = FIRST_PAUSE
        while (update := self._world.updates.oldest(line)) is not None:
            async with self._connections:
                failure = await self._post(update)
            if failure is None:
                self._world.updates.delivered(update)
                pause = FIRST_PAUSE
            else:
                self._webhook.failed(failure.words, self._world.clock.now())
                await asyncio.sleep(failure.asked or pause)
                pause = pause if failure.asked else min(pause * 2, LONGEST_PAUSE)

    async def _post(self, update: PendingUpdate) -> Failure | None:
        headers = {SECRET_HEADER: self._webhook.secret} if self._webhook.secret else {}
        post = partial(self._session.post, self._webhook.url, json=update.body, headers=headers, allow_redirects=False)
        try:
            async with post() as response:
                if 200 <= response.status <= 299:
                    return None
                words = f"Wrong response from the webhook: {response.status} {response.reason}"
                return Failure(words=words, asked=asked_pause(response.headers.get("Retry-After", "")))
        except aiohttp.ClientConnectorError:
            return Failure(words="Connection refused")
        except TimeoutError:
            return Failure(words="Read timeout expired")
        except aiohttp.ClientError:
            return Failure(words="Webhook connection closed")


def asked_pause(retry_after: str) -> int:
    """Return how many seconds the bot asks to wait. Telegram reads seconds and ignores a date."""
    return min(int(retry_after), LONGEST_ASKED) if retry_after.isdecimal() else 0
