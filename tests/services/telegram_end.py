"""Telegram's end of delivery, scripted, with a clock that only the test moves. The database is a real one."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.dialogue.effects import SendMessage
from bot.dialogue.words import Message
from bot.services.delivery import Delivery, Send
from bot.services.outcomes import Outcome
from bot.services.pace import Pace
from bot.services.settling import Sent
from bot.services.token_watch import TokenWatch
from bot.storage.database import Database, Transaction
from bot.storage.parcels import Parcel

SETTLED = 3  # rounds of delivery in which nothing more was sent


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class RunningClock(Clock):
    """Real time, for the few tests of timers."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class TelegramEnd:
    """Answers each chat's sends from its script, and then takes everything."""

    script: defaultdict[int, deque[Outcome | Exception]] = field(default_factory=lambda: defaultdict(deque))
    sent: list[Parcel] = field(default_factory=list)
    held: set[int] = field(default_factory=set)  # chats whose sends hang
    release: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, parcel: Parcel) -> Sent | Outcome:
        self.sent.append(parcel)
        if parcel.chat_id in self.held:
            await self.release.wait()
        if not self.script[parcel.chat_id]:
            return Sent(message_id=1000 + len(self.sent))
        outcome = self.script[parcel.chat_id].popleft()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def fails(self, chat_id: int, *outcomes: Outcome | Exception) -> None:
        self.script[chat_id].extend(outcomes)

    def words(self, chat_id: int | None = None) -> list[str]:
        return [p.message.text for p in self.sent if p.message and chat_id in (None, p.chat_id)]


async def _sleep_not(_: float) -> None:
    pass


async def _takes_token() -> bool:
    return True


def token_watch(clock: Clock) -> TokenWatch:
    """Of a token that nobody doubts."""
    return TokenWatch(_takes_token, monotonic=clock.monotonic, sleep=_sleep_not, jitter=lambda: 1.0)


@dataclass
class Rig:
    """One delivery over one database; `again` is what a new process would make of the same database."""

    database: Database
    telegram: TelegramEnd
    clock: Clock
    turns: dict[int, int] = field(default_factory=dict)  # of each chat, the turn whose question stands

    def __post_init__(self) -> None:
        self.token = token_watch(self.clock)

    def delivery(self, send: Send | None = None, per_second: float = 0) -> Delivery:
        return Delivery(
            database=self.database,
            send=send or self.telegram.send,
            pace=Pace(per_second=per_second),
            still_asked=lambda _, chat_id, turn: self.turns.get(chat_id, turn) == turn,
            note_due=lambda at: None,
            token=self.token,
            now=self.clock.now,
            real_now=self.clock.now,
            monotonic=self.clock.monotonic,
            jitter=lambda: 1.0,
        )

    async def started(self, per_second: float = 0) -> Delivery:
        delivery = self.delivery(per_second=per_second)
        await delivery.start()
        return delivery

    async def rows(self, column: str) -> list[object]:
        """Of the outbox, oldest first."""

        def work(tx: Transaction) -> list[object]:
            return [row[column] for row in tx.execute("SELECT * FROM outbox ORDER BY id")]

        return await self.database.run(work)


async def drain(delivery: Delivery) -> None:
    """As many rounds as there is something to send, and the outcomes are written."""
    quiet = 0
    while quiet < SETTLED:
        before = vars(delivery)["_finished"][:]
        await delivery.look()
        await asyncio.sleep(0)
        quiet = 0 if vars(delivery)["_finished"] or before else quiet + 1


def text(
    words: str, *, question: int | None = None, prompt: bool = False, label: str | None = None, urgent: bool = False
) -> SendMessage:
    return SendMessage(message=Message(text=words), question=question, prompt=prompt, label=label, urgent=urgent)
