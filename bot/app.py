"""Builds everything once, in order, and takes it down in the reverse order. The only module that knows all the others.

`run_bot` is the whole bot; what it is handed says which Telegram it talks to and whose time it goes by.
"""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from telegram import Bot

from bot.adapters import telegram_in, telegram_out
from bot.adapters.direct import DirectSender
from bot.adapters.telegram_menu import CommandMenu
from bot.adapters.telegram_photos import Photos
from bot.adapters.telegram_poll import Poller, Trouble
from bot.adapters.telegram_request import AiohttpRequest
from bot.adapters.telegram_start import REFUSED_AT_FIRST, REFUSED_LATER, takes_token, until_answered, warn_of_topics
from bot.adapters.telegram_webhook import Webhook, listen
from bot.clock import monotonic
from bot.clock import now as real_now
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.inputs import Timer
from bot.errors import DatabaseError
from bot.health import Health, serve_health
from bot.language.checked_folder import Loaded
from bot.language.folder_watch import Signature, signature
from bot.language.load import load_dialogues
from bot.language.source.picture_files import read_picture
from bot.opened_database import DATABASE as DATABASE
from bot.opened_database import KEY as KEY
from bot.opened_database import open_database
from bot.practice.places import TABLE, Places
from bot.reloading import Reloading
from bot.services.conversation import Conversation, Direct
from bot.services.delivery import Delivery
from bot.services.live_dialogues import LiveDialogues
from bot.services.next_due import NextDue
from bot.services.onlookers import Onlookers
from bot.services.pace import CHAT_PER_SECOND, Pace
from bot.services.ticking import Ticking
from bot.services.token_watch import TokenWatch
from bot.services.turns import Turns, still_asked
from bot.settings import Settings
from bot.storage import due, meta, outbox_reading, people
from bot.storage.database import Database, NoDatabase
from bot.ticker import Ticker
from bot.waiting import if_possible, retried, then_for_ever, until_one_ends, when_possible

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class RunningBot:
    """The bot, built, with its database open; nothing of it runs yet."""

    database: Database
    bot: Bot
    current: LiveDialogues
    reloading: Reloading
    delivery: Delivery
    direct: DirectSender
    conversation: Conversation
    ticking: Ticking
    onlookers: Onlookers
    token: TokenWatch
    menu: CommandMenu
    now: Callable[[], datetime]

    @property
    def dialogues(self) -> Dialogues:
        """Return the dialogues in force at this moment. A file that changes may change them."""
        return self.current.dialogues

    async def take(self, updates: list[dict[str, Any]]) -> None:
        """Handle raw updates; returns once they are safe."""
        await self.conversation.take([telegram_in.read(update, self.bot) for update in updates])

    def look_for_help(self, updates: list[dict[str, Any]]) -> None:
        """Answer cries for help among raw updates that cannot be handled yet."""
        self.conversation.serve_support([telegram_in.read(update, self.bot) for update in updates])

    async def next_prompt(self, person_id: int) -> datetime | None:
        """Return when the person's next daily prompt is due (UTC), or None."""
        return await self.database.run(lambda tx: due.at(tx, person_id, Timer.PROMPT))


@asynccontextmanager
async def built(settings: Settings, token: str, data: Path, now: Callable[[], datetime]) -> AsyncIterator[RunningBot]:
    """Build what the first update needs, and wait while the disk is full or the like. Raises a CoachError."""
    async with AsyncExitStack() as stack:
        seen = signature(settings.dialogues)
        loaded = load_dialogues(settings.dialogues, Places.load(TABLE))
        for name in loaded.passed_over:
            log.info("passed over in the folder of dialogues", extra={"file": name.replace(" ", "_")})

        def wired(database: Database, dialogues: Dialogues) -> RunningBot:
            return _wire(settings, token, database, dialogues, loaded, seen, now)

        opened = await when_possible(
            lambda: open_database(settings, token, data, loaded, now),
            meanwhile=lambda stop: _serve_help(settings, wired(NoDatabase(), loaded.dialogues), stop),
        )
        stack.push_async_callback(opened.close)
        yield wired(opened.database, opened.dialogues)


async def _serve_help(settings: Settings, running: RunningBot, stop: asyncio.Event) -> None:
    """Serve help without a database: confirm nothing, and send the support card to whoever asks for help."""
    async with AsyncExitStack() as stack:
        poller = await _reach_telegram(settings, running, stack, stop)
        updates = await _updates(settings, running, poller, stack, stop)
        await until_one_ends(stop, *updates)


async def _reach_telegram(
    settings: Settings, running: RunningBot, stack: AsyncExitStack, stop: asyncio.Event
) -> Poller:
    """Serve `/healthz`, then reach Telegram. Until that answers, `/healthz` says that it does not."""
    poller = _poller(running)
    poller.trouble = Trouble.UNREACHABLE
    if settings.health_port is not None:
        health = await serve_health(lambda: _health(settings, running, poller), settings.health_port)
        stack.push_async_callback(health.cleanup)
    stack.push_async_callback(running.bot.request.shutdown)  # a start that is ended while Telegram is asked has it open
    stack.push_async_callback(running.bot.shutdown)
    await _until_answered(running, running.bot.initialize, stop)
    poller.trouble = None
    stack.push_async_callback(running.direct.stop)
    stack.push_async_callback(running.menu.stop)
    return poller


async def run_bot(settings: Settings, running: RunningBot, stop: asyncio.Event, ready: Callable[[], None]) -> None:
    """Run until `stop`, or until the bot cannot go on. Then what is under way is finished, and nothing is lost."""
    async with AsyncExitStack() as stack:
        poller = await _reach_telegram(settings, running, stack, stop)
        await retried(running.delivery.start, stop)
        if stop.is_set():
            return
        warn_of_topics(running.bot)
        stack.push_async_callback(if_possible, running.delivery.stop)
        ticker = Ticker(running.ticking.tick, real_now=real_now, monotonic=monotonic)
        ticker.start()
        stack.push_async_callback(ticker.stop)
        await running.menu.tell(running.reloading.menus)
        updates = await _updates(settings, running, poller, stack, stop)
        log.info("running", extra={"dialogues": len(running.dialogues.live)})
        ready()
        checking = then_for_ever(running.database.check)
        watches = (ticker.watch(), running.reloading.watch(), running.token.watch(), checking)
        await until_one_ends(stop, running.delivery.run(), *watches, *updates)


def _wire(
    settings: Settings,
    token: str,
    database: Database,
    dialogues: Dialogues,
    loaded: Loaded,
    seen: Signature,
    now: Callable[[], datetime],
) -> RunningBot:
    current = LiveDialogues(dialogues=dialogues)
    request = AiohttpRequest(proxy=settings.proxy)
    bot = Bot(
        token, base_url=settings.api_url, base_file_url=settings.file_url, request=request, get_updates_request=request
    )
    menu = CommandMenu(bot, sleep=asyncio.sleep, jitter=random.random)
    reloading = Reloading(
        folder=settings.dialogues,
        seen=seen,
        menus=(loaded.menu, loaded.menus),
        current=current,
        database=database,
        now=now,
        tell_menus=menu.tell,
    )
    next_due = NextDue()
    token_watch = TokenWatch(partial(takes_token, bot), monotonic=monotonic, sleep=asyncio.sleep, jitter=random.random)
    delivery = Delivery(
        database=database,
        send=telegram_out.sender(bot, Photos(bot, partial(read_picture, settings.dialogues))),
        # A server of one's own that has no limit has none for a chat either.
        pace=Pace(settings.sends_per_second, chat_per_second=CHAT_PER_SECOND if settings.sends_per_second else 0),
        still_asked=still_asked,
        note_due=next_due.note,
        token=token_watch,
        now=now,
        real_now=real_now,
        monotonic=monotonic,
        jitter=random.random,
    )
    turns = Turns(
        current=current,
        new_key=lambda: secrets.token_hex(3),
        seed=lambda: random.getrandbits(32),
        reached=delivery.reached,
    )
    direct = DirectSender(bot, sleep=asyncio.sleep, jitter=random.random)
    return RunningBot(
        database=database,
        bot=bot,
        current=current,
        reloading=reloading,
        delivery=delivery,
        direct=direct,
        conversation=Conversation(
            database=database,
            delivery=delivery,
            turns=turns,
            next_due=next_due,
            current=current,
            direct=Direct(answer_press=direct.answer_press, send=direct.send, send_help=direct.send_help),
            now=now,
            allowed=settings.allowed,
        ),
        ticking=Ticking(
            database=database, delivery=delivery, turns=turns, next_due=next_due, now=now, monotonic=monotonic
        ),
        onlookers=turns.onlookers,
        token=token_watch,
        menu=menu,
        now=now,
    )


async def _until_answered(running: RunningBot, call: Callable[[], Awaitable[object]], stop: asyncio.Event) -> None:
    try:
        met_anybody = await running.database.run(people.met_anybody)
    except DatabaseError:
        met_anybody = True
    patience = REFUSED_LATER if met_anybody else REFUSED_AT_FIRST
    await until_answered(call, stop, patience=patience, monotonic=monotonic, jitter=random.random)


def _poller(running: RunningBot) -> Poller:
    return Poller(
        running.bot,
        running.take,
        look_for_help=running.look_for_help,
        allowed_updates=telegram_in.ALLOWED_UPDATES,
        doubt_token=running.token.doubt,
        monotonic=monotonic,
        sleep=asyncio.sleep,
        jitter=random.random,
    )


async def _updates(
    settings: Settings, running: RunningBot, poller: Poller, stack: AsyncExitStack, stop: asyncio.Event
) -> list[Awaitable[object]]:
    """Return the loop that brings updates in; none for a webhook, where a port is opened instead."""
    if settings.webhook is None:
        return [poller.poll_forever()]
    webhook = Webhook(running.take, secret=settings.webhook.secret, path=settings.webhook.path)
    runner = await listen(webhook, host=settings.webhook.host, port=settings.webhook.port)
    stack.push_async_callback(runner.cleanup)
    url, secret = settings.webhook.url, settings.webhook.secret
    await _until_answered(running, lambda: telegram_out.set_webhook(running.bot, url, secret), stop)
    return []


async def _health(settings: Settings, running: RunningBot, poller: Poller) -> Health:
    def age(at: float | None) -> int | None:
        return None if at is None else round(monotonic() - at)

    try:
        await running.database.run(lambda tx: meta.touch(tx, running.now()))
        oldest, database = await running.database.run(outbox_reading.oldest_unsent), True
    except DatabaseError:
        oldest, database = None, False
    trouble = poller.trouble.value if poller.trouble else None
    return Health(
        poll_age=None if settings.webhook else age(poller.last_success),
        tick_age=age(running.ticking.last_success),
        unsent_age=max(0, round((running.now() - oldest).total_seconds())) if oldest else None,
        trouble="Telegram refuses the bot token" if running.token.refused else trouble,
        database=database,
    )
