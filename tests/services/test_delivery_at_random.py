"""Delivery with failures, crashes and waits drawn at random: what holds whatever happens."""

import random
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dialogue.session import Profile, Session
from bot.services.delivery import Delivery, Handover
from bot.services.outcomes import Outcome, Refused, TryLater, Unknown
from bot.services.settling import MOST_COPIES, Sent
from bot.storage import outbox, people
from bot.storage.database import Database, Transaction
from bot.storage.key import read_or_make_key
from bot.storage.parcels import Parcel
from tests.services.telegram_end import Clock, Rig, TelegramEnd, drain, text

CHATS = (7, 8, 9)
FAILURES: tuple[Outcome, ...] = (
    TryLater(),
    TryLater(after=timedelta(seconds=5)),
    Unknown(),
    Refused(description="no"),
)
MESSAGES = 24
ROUNDS = 200


class ChancyTelegram(TelegramEnd):
    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance
        self.outcomes: list[tuple[Parcel, Sent | Outcome]] = []

    async def send(self, parcel: Parcel) -> Sent | Outcome:
        if self.chance.random() < 0.4:
            self.fails(parcel.chat_id, self.chance.choice(FAILURES))
        outcome = await super().send(parcel)
        self.outcomes.append((parcel, outcome))
        return outcome

    def perhaps_arrived(self) -> dict[int, list[Parcel]]:
        """By row, each time that it may have reached the person."""
        times = defaultdict(list)
        for parcel, outcome in self.outcomes:
            if isinstance(outcome, Sent | Unknown):
                times[parcel.row].append(parcel)
        return times


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "coach.db"
    database = await Database.open(path, read_or_make_key(tmp_path / "key", path))
    yield database
    await database.close()


async def play(rig: Rig, chance: random.Random) -> None:
    """Writes to the outbox, sends, waits and crashes, until nothing is left to send."""
    delivery = await rig.started()
    for number in range(ROUNDS):
        dies = chance.random() < 0.2
        if number < MESSAGES:
            handover = await write(rig, delivery, number, chance)
            if not dies:
                delivery.dispatch(handover)
        if dies:
            delivery = await rig.started()
        await drain(delivery)
        rig.clock.move(chance.choice((0.5, 5, 60)))
    assert not await rig.database.run(outbox.under_way)


async def write(rig: Rig, delivery: Delivery, number: int, chance: random.Random) -> Handover:
    chat_id = chance.choice(CHATS)
    order = chance.choice(
        (
            text(f"{number}"),
            text(f"{number}", question=number),
            text(f"{number}", urgent=True),
            text(f"{number}", prompt=True, question=number),
        )
    )

    def work(tx: Transaction) -> Handover:
        outbox.put_send(tx, chat_id, order, rig.clock.at)
        return delivery.settle_and_claim(tx, rig.clock.at)

    return await rig.database.run(work)


def meet_everybody(tx: Transaction) -> None:
    for person_id in CHATS:
        people.save(tx, person_id, Session(key="k", profile=Profile(consented=True)), Clock().at)


@pytest.mark.parametrize("seed", range(12))
async def test_nothing_is_stuck_out_of_order_or_sent_too_often(  # fault 14, fault 15, fault 27, fault 28, fault 37
    database: Database, seed: int
) -> None:
    chance = random.Random(seed)
    telegram = ChancyTelegram(chance)
    rig = Rig(database=database, telegram=telegram, clock=Clock())
    await database.run(meet_everybody)
    await play(rig, chance)

    assert set(await rig.rows("state")) <= {"delivered", "unknown", "refused"}
    for times in telegram.perhaps_arrived().values():
        if times[0].prompt:
            assert len(times) == 1
        elif times[0].question is None and not times[0].urgent:
            assert len(times) <= MOST_COPIES
    for chat_id in CHATS:
        for urgent in (False, True):
            rows = [p.row for p in telegram.sent if p.chat_id == chat_id and not p.prompt and p.urgent is urgent]
            assert rows == sorted(rows)
    put = zip(await rig.rows("id"), await rig.rows("prompt"), strict=True)
    replies_put = [row for row, prompt in put if not prompt]
    assert {parcel.row for parcel in telegram.sent}.issuperset(replies_put)
