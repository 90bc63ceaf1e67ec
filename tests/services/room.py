"""The use cases over a real database, with Telegram's end scripted and time that only the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.inputs import AnswerEdited, ChoicePressed, CommandReceived, Input, TextReceived, VoiceReceived
from bot.dialogue.phrases import PhraseKey
from bot.dialogue.session import Profile, Session
from bot.dialogue.words import Message
from bot.services.arrivals import Arrival, Blocked, GroupSeen, Ignored, Unblocked, Unreadable
from bot.services.conversation import Conversation, Direct
from bot.services.delivery import Delivery
from bot.services.live_dialogues import LiveDialogues
from bot.services.next_due import NextDue
from bot.services.pace import Pace
from bot.services.ticking import Ticking
from bot.services.turns import Turns, still_asked
from bot.storage import answers, people
from bot.storage.answers import Reflection
from bot.storage.database import Database, Transaction
from bot.storage.key import DatabaseKey, read_or_make_key
from bot.storage.parcels import Parcel
from tests.services.telegram_end import Clock, TelegramEnd, drain, token_watch
from tests.shipped import shipped

ANNA, BEN, CLEO = 7, 8, 9
FIRST_MESSAGE = 50_000  # above the ids of what the bot sends, as in a chat that goes slowly

T = TypeVar("T")


@dataclass(kw_only=True)
class Room:
    """One process of the bot; `again` is what the next one makes of the same database."""

    database: Database
    path: Path
    key: DatabaseKey
    clock: Clock
    dialogues: Dialogues
    allowed: frozenset[int] | None = None
    telegram: TelegramEnd = field(default_factory=TelegramEnd)
    toasts: list[tuple[str, str | None]] = field(default_factory=list)  # answers to taps
    told: list[tuple[int, str]] = field(default_factory=list)  # past the outbox
    told_in: list[int | None] = field(default_factory=list)  # the topics of these
    updates: int = 0
    messages: int = FIRST_MESSAGE

    def __post_init__(self) -> None:
        self.next_due = NextDue()
        self.current = LiveDialogues(dialogues=self.dialogues)
        self.delivery = self._delivery()
        self.turns = Turns(current=self.current, new_key=lambda: "k3y", seed=lambda: 0, reached=self.delivery.reached)
        self.conversation = Conversation(
            database=self.database,
            delivery=self.delivery,
            turns=self.turns,
            next_due=self.next_due,
            current=self.current,
            direct=Direct(
                answer_press=lambda id, text: self.toasts.append((id, text)),
                send=self._send_directly,
                send_help=self._send_directly,
            ),
            now=self.clock.now,
            allowed=self.allowed,
        )
        self.ticking = Ticking(
            database=self.database,
            delivery=self.delivery,
            turns=self.turns,
            next_due=self.next_due,
            now=self.clock.now,
            monotonic=self.clock.monotonic,
        )

    async def again(self) -> Room:
        """After kill -9: nothing but the database is left."""
        room = Room(
            database=self.database,
            path=self.path,
            key=self.key,
            clock=self.clock,
            dialogues=self.dialogues,
            allowed=self.allowed,
            telegram=self.telegram,
            updates=self.updates,
            messages=self.messages,
        )
        await room.delivery.start()
        return room

    def arrival(self, person_id: int, received: Input | Blocked | Unblocked, *, raw: str = "{}") -> Arrival:
        self.updates += 1
        return Arrival(update_id=self.updates, what=received, person_id=person_id, raw=lambda: raw)

    def text(self, person_id: int, words: str) -> Arrival:
        return self.arrival(person_id, TextReceived(text=words, message_id=self._next_message()))

    def command(self, person_id: int, name: str, argument: str = "") -> Arrival:
        return self.arrival(person_id, CommandReceived(name=name, argument=argument, message_id=self._next_message()))

    def voice(self, person_id: int, file_id: str) -> Arrival:
        return self.arrival(person_id, VoiceReceived(file_id=file_id, message_id=self._next_message()))

    def edit(self, person_id: int, message_id: int, words: str) -> Arrival:
        return self.arrival(person_id, AnswerEdited(text=words, message_id=message_id))

    def tap(self, person_id: int, label: str) -> Arrival:
        """The newest button with that label."""
        return self.tap_data(person_id, self.button(person_id, label))

    def tap_data(self, person_id: int, data: str) -> Arrival:
        return self.arrival(person_id, ChoicePressed(data=data, press_id="press"))

    def nobodys(self, what: GroupSeen | Unreadable | Ignored, *, raw: str = "{}") -> Arrival:
        self.updates += 1
        return Arrival(update_id=self.updates, what=what, raw=lambda: raw)

    async def take(self, *arrivals: Arrival) -> None:
        """One batch; and what came of it reaches everybody."""
        await self.conversation.take(arrivals)
        await drain(self.delivery)

    async def tick(self) -> None:
        await self.ticking.tick()
        await drain(self.delivery)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        return await self.database.run(work)

    async def disk_is_read_only(self, yes: bool) -> None:
        """No transaction can write any more, until it can again."""
        connection = vars(self.database)["_connection"]
        await connection.call(lambda raw: raw.execute(f"PRAGMA query_only = {int(yes)}"))

    async def session(self, person_id: int) -> Session | None:
        return await self.read(lambda tx: people.load(tx, person_id))

    async def journal(self, person_id: int) -> list[Reflection]:
        return await self.read(lambda tx: answers.page(tx, person_id, None, 1000))

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return await self.read(lambda tx: [tuple(row) for row in tx.execute(sql)])

    async def member(self, person_id: int, **profile: Any) -> None:
        """Somebody who has agreed to what is kept."""
        session = Session(key="k3y", profile=Profile(consented=True, **profile))
        await self.read(lambda tx: people.save(tx, person_id, session, self.clock.at))

    def said(self, person_id: int) -> list[str]:
        """All that the bot has sent, edits too."""
        return self.telegram.words(person_id)

    def button(self, person_id: int, label: str) -> str:
        sent = [parcel for parcel in reversed(self.telegram.sent) if parcel.chat_id == person_id]
        return next(b.data for parcel in sent for row in parcel.buttons for b in row if b.label == label)

    def last(self, person_id: int) -> Parcel:
        return next(parcel for parcel in reversed(self.telegram.sent) if parcel.chat_id == person_id)

    def phrase(self, key: PhraseKey, **values: str) -> str:
        return self.dialogues.phrase(key, **values).text

    def _delivery(self) -> Delivery:
        return Delivery(
            database=self.database,
            send=self.telegram.send,
            pace=Pace(per_second=0, chat_per_second=0),
            still_asked=still_asked,
            note_due=self.next_due.note,
            token=token_watch(self.clock),
            now=self.clock.now,
            real_now=self.clock.now,
            monotonic=self.clock.monotonic,
            jitter=lambda: 1.0,
        )

    def _send_directly(self, chat_id: int, message: Message, thread: int | None) -> None:
        self.told.append((chat_id, message.text))
        self.told_in.append(thread)

    def _next_message(self) -> int:
        self.messages += 1
        return self.messages


@asynccontextmanager
async def opened(directory: Path, allowed: frozenset[int] | None = None) -> AsyncIterator[Room]:
    path = directory / "coach.db"
    key = read_or_make_key(directory / "key", path)
    database = await Database.open(path, key)
    room = Room(database=database, path=path, key=key, clock=Clock(), dialogues=shipped(), allowed=allowed)
    try:
        await room.delivery.start()
        yield room
    finally:  # else the database's thread keeps the run of a failed test from ending
        await room.database.close()
