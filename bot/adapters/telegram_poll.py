"""Long polling: asks Telegram for updates, and confirms a batch only after it is handled.

Raw updates go to `handle` as they came. They are not read here: the library's own get_updates loses a whole batch over
one update that it cannot read. The counterpart is `telegram_webhook.py`.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from enum import Enum
from typing import Any, NoReturn
from urllib.parse import urlencode

import telegram
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.adapters.telegram_errors import reason, retry_wait, token_refused
from bot.services.settling import back_off

log = logging.getLogger(__name__)

Handle = Callable[[list[dict[str, Any]]], Awaitable[None]]
LookForHelp = Callable[[list[dict[str, Any]]], None]

# A connection that brings nothing for this much longer than Telegram promised to answer in is dead.
GRACE = timedelta(seconds=10)

# A batch that could not be handled is fetched again soon: among what comes with it may be a cry for help, which is
# answered even while the database fails.
HANDLE_AGAIN = timedelta(seconds=2)

# Telegram gives no more at once, and none behind them before these are confirmed. So a full batch that cannot be
# handled twice is kept here and confirmed all the same: somebody behind it may ask for help. Bounded: it is in memory.
FULL_BATCH = 100
MOST_KEPT = 50  # batches
LOOK_FURTHER = timedelta(milliseconds=100)


class Trouble(Enum):
    """Why no updates come at present."""

    UNREACHABLE = "Telegram does not answer"
    FLOODED = "Telegram asks for a pause"
    CONFLICT = "another process takes the updates of this bot"
    UNHANDLED = "a batch could not be handled"
    DOUBTED = "Telegram refused the bot token, and is asked again"


class Poller:
    """The loop that brings updates in. `last_success` and `trouble` are for /healthz."""

    def __init__(
        self,
        bot: telegram.Bot,
        handle: Handle,
        *,
        look_for_help: LookForHelp,
        allowed_updates: Sequence[str],
        doubt_token: Callable[[], None],
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        jitter: Callable[[], float],  # 0 to 1, so that many bots do not come back at the same moment
        long_poll: timedelta = timedelta(seconds=50),
    ) -> None:
        self.last_success: float | None = None  # by `monotonic`: when Telegram last answered with updates, or with none
        self.trouble: Trouble | None = None
        self._bot = bot
        self._handle = handle
        self._look_for_help = look_for_help
        self._kept: list[list[dict[str, Any]]] = []  # confirmed, and still to be handled before any other
        self._allowed_updates = allowed_updates
        self._doubt_token = doubt_token
        self._monotonic = monotonic
        self._sleep = sleep
        self._jitter = jitter
        self._long_poll = long_poll
        self._offset: int | None = None

    async def poll_forever(self) -> NoReturn:
        """Poll until cancelled. A batch that is being handled is finished first."""
        try:
            await self._until_it_works(self._end_webhook)
            while True:
                await self._until_it_works(self._poll)
        finally:
            await self._handle_kept_at_last()

    async def _until_it_works(self, step: Callable[[], Awaitable[None]]) -> None:
        failures = 0
        while True:
            try:
                await step()
            except Exception as error:  # whatever is wrong, people write on: the loop must not end
                failures += 1
                await self._sleep(self._wait_after(error, failures).total_seconds())
            else:
                self.trouble = None
                return

    async def _end_webhook(self) -> None:
        """Remove the webhook, since Telegram gives no updates by polling while one is set. What waits there is kept."""
        await self._bot.delete_webhook(drop_pending_updates=False)

    async def _poll(self) -> None:
        updates = await self._fetch()
        self.last_success = self._monotonic()
        try:
            await _to_the_end(self._handle_all(updates))
        except Exception as error:
            lasts = self.trouble is Trouble.UNHANDLED
            if lasts and len(updates) >= FULL_BATCH and len(self._kept) < MOST_KEPT:
                self._kept.append(updates)
                self._offset = _offset_after(updates)
                raise _LookedFurtherError from error
            raise
        self._offset = _offset_after(updates)

    async def _handle_all(self, updates: list[dict[str, Any]]) -> None:
        try:
            while self._kept:
                await self._handle(self._kept[0])
                del self._kept[0]
        except Exception:
            self._look_for_help(updates)
            raise
        if updates:
            await self._handle(updates)

    async def _handle_kept_at_last(self) -> None:
        """At the end: Telegram will not bring these again."""
        with suppress(Exception):
            await self._handle_all([])
        if self._kept:
            log.critical("updates lost", extra={"updates": sum(map(len, self._kept))})

    async def _fetch(self) -> list[dict[str, Any]]:
        # After trouble an answer is wanted at once, to know that it is over.
        parameters = {
            "timeout": 0 if self.trouble else int(self._long_poll.total_seconds()),
            "allowed_updates": json.dumps(list(self._allowed_updates)),
        }
        if self._offset is not None:
            parameters["offset"] = self._offset
        updates = await self._bot.request.post(
            f"{self._bot.base_url}/getUpdates?{urlencode(parameters)}",
            read_timeout=(self._long_poll + GRACE).total_seconds(),
        )
        if not isinstance(updates, list):
            raise TelegramError("getUpdates did not answer with a list")
        return updates

    def _wait_after(self, error: Exception, failures: int) -> timedelta:
        self.trouble = _trouble(error)
        if self.trouble is Trouble.DOUBTED:
            self._doubt_token()
        if isinstance(error, RetryAfter):
            wait = retry_wait(error)
        elif self.trouble is Trouble.UNHANDLED:
            wait = LOOK_FURTHER if isinstance(error, _LookedFurtherError) else HANDLE_AGAIN
        else:
            wait = back_off(failures, self._jitter())
        log.warning(
            "poll failed",
            extra={"trouble": self.trouble, "reason": reason(error), "failures": failures, "wait": wait},
            exc_info=error if self.trouble is Trouble.UNHANDLED else None,
        )
        return wait


class _LookedFurtherError(Exception):
    """A full batch could not be handled, and is kept."""


def _offset_after(updates: list[dict[str, Any]]) -> int | None:
    """Return the offset that confirms a handled batch; None if nothing is left to confirm.

    It follows the last update and not the highest: after an idle week Telegram starts again at any number. With None an
    old number cannot hide the new ones.
    """
    return updates[-1]["update_id"] + 1 if updates else None


def _trouble(error: Exception) -> Trouble:
    match error:
        case TelegramError() if token_refused(error):
            return Trouble.DOUBTED
        case RetryAfter():
            return Trouble.FLOODED
        case Conflict():
            return Trouble.CONFLICT
        case TelegramError():
            return Trouble.UNREACHABLE
        case _:
            return Trouble.UNHANDLED


async def _to_the_end(work: Awaitable[None]) -> None:
    """Await the work. When cancelled, let it finish first."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        with suppress(Exception):  # not confirmed, so Telegram brings the batch again
            await task
        raise
