"""The calls that must be answered before the bot can run, repeated until they are. Knows no dialogue and no person."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import Bot
from telegram.error import RetryAfter, TelegramError

from bot.adapters.telegram_errors import reason, retry_wait, token_refused
from bot.errors import CoachError, TokenError
from bot.services.settling import back_off

log = logging.getLogger(__name__)

# For how long a refusal is not believed. At the very first start somebody is looking, who has mistyped the token; later
# it may be the start after a power cut, at a moment at which Telegram refuses everybody.
REFUSED_AT_FIRST = timedelta(0)
REFUSED_LATER = timedelta(minutes=2)


async def until_answered(
    call: Callable[[], Awaitable[object]],
    stop: asyncio.Event,
    *,
    patience: timedelta,
    monotonic: Callable[[], float],
    jitter: Callable[[], float],
) -> None:
    """Repeat a call until Telegram answers it, or `stop`. A network that is down at the start is no reason to end.

    Raises TokenError if for so long the only answer is that the token is refused.
    """
    tries = 0
    refused_since: float | None = None
    while not stop.is_set():
        try:
            await _unless_stopped(call(), stop)
        except CoachError:
            raise
        except Exception as error:  # also an answer that is none, as Telegram has given at times
            tries += 1
            wait = retry_wait(error) if isinstance(error, RetryAfter) else back_off(tries, jitter())
            if isinstance(error, TelegramError) and token_refused(error):
                refused_since = monotonic() if refused_since is None else refused_since
                if monotonic() - refused_since >= patience.total_seconds():
                    raise TokenError from None  # the error itself quotes the token
                log.warning("Telegram refuses BOT_TOKEN, and is asked again", extra={"wait": wait, "for": patience})
            else:
                refused_since = None
                log.warning("Telegram not reached", extra={"reason": reason(error), "wait": wait})
            await _wait(stop, wait.total_seconds())
        else:
            return


async def takes_token(bot: Bot) -> bool | None:
    """Return whether Telegram takes the bot's token; None if it does not say."""
    try:
        await bot.get_me()
    except TelegramError as error:
        return False if token_refused(error) else None
    return True


def warn_of_topics(bot: Bot) -> None:
    """Warn if the bot has topics. Each answer goes to the topic where it was asked for, so one talk comes in pieces."""
    if bot.bot.has_topics_enabled:
        log.warning("the bot has topics in private chats, where talks come in pieces; @BotFather can turn them off")


async def _unless_stopped(call: Awaitable[object], stop: asyncio.Event) -> None:
    """Await a call, but not after `stop`: an answer may take half a minute."""
    asking, stopping = asyncio.ensure_future(call), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([asking, stopping], return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        if not asking.done():
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
    if not asking.cancelled():
        asking.result()


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass
