"""Due rows come once, in order, and one of a kind for each person."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.dialogue.inputs import Timer
from bot.dialogue.session import Session
from bot.storage import due, erasure, people, prompts
from bot.storage.database import Database, Transaction
from bot.storage.due import DueRow

ANN, BEN = 11, 12
MINUTE = timedelta(minutes=1)


async def test_what_is_due_comes_oldest_first_and_once(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> tuple[list[DueRow], list[DueRow]]:
        for person, minutes in ((1, -1), (2, -3), (3, 0), (4, 1), (5, -2)):
            due.wake(tx, person, Timer.PROMPT, now + minutes * MINUTE, "token")
        return due.take(tx, now, 3), due.take(tx, now, 3)

    first, second = await database.run(work)
    assert [row.person_id for row in first] == [2, 5, 1]
    assert second == [DueRow(person_id=3, timer=Timer.PROMPT, token="token", at=now)]


async def test_what_was_taken_is_due_again_if_its_transaction_fails(  # fault 37
    database: Database, now: datetime
) -> None:
    """So a kill in the middle of a tick loses no prompt."""

    def taken(tx: Transaction) -> int:
        return len(due.take(tx, now, 9))

    def failing(tx: Transaction) -> None:
        assert taken(tx) == 1
        raise KeyError

    await database.run(lambda tx: due.wake(tx, ANN, Timer.PAUSE, now, "3"))
    with pytest.raises(KeyError):
        await database.run(failing)
    assert await database.run(taken) == 1


async def test_a_later_wake_of_the_same_kind_takes_the_place_of_the_first(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> list[DueRow]:
        due.wake(tx, ANN, Timer.SILENCE, now, "1")
        due.wake(tx, ANN, Timer.SILENCE, now + MINUTE, "2")
        due.wake(tx, ANN, Timer.PASTE, now, "1")
        return due.take(tx, now + MINUTE, 9)

    assert [(row.timer, row.token) for row in await database.run(work)] == [(Timer.PASTE, "1"), (Timer.SILENCE, "2")]


async def test_the_next_instant_is_the_earliest(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> list[datetime | None]:
        found = [due.next_at(tx)]
        due.wake(tx, ANN, Timer.PROMPT, now + MINUTE, "")
        due.wake(tx, BEN, Timer.PROMPT, now, "")
        found.append(due.next_at(tx))
        due.cancel(tx, BEN, Timer.PROMPT)
        return [*found, due.next_at(tx)]

    assert await database.run(work) == [None, now, now + MINUTE]


async def test_a_cancelled_wake_never_comes_and_others_do(database: Database, now: datetime) -> None:  # fault 40
    def work(tx: Transaction) -> list[DueRow]:
        for person in (ANN, BEN):
            due.wake(tx, person, Timer.PROMPT, now, "")
        due.cancel(tx, ANN, Timer.PROMPT)
        due.cancel(tx, ANN, Timer.PAUSE)
        return due.take(tx, now, 9)

    assert [row.person_id for row in await database.run(work)] == [BEN]


async def test_an_erased_persons_wake_never_comes(  # fault 40
    database: Database, now: datetime, session: Session
) -> None:
    def work(tx: Transaction) -> list[DueRow]:
        people.save(tx, ANN, session, now)
        due.wake(tx, ANN, Timer.PROMPT, now, "")
        erasure.erase(tx, ANN, now)
        return due.take(tx, now, 9)

    assert await database.run(work) == []


async def test_a_blocked_persons_state_is_known_when_their_wake_comes(  # fault 40
    database: Database, now: datetime, session: Session
) -> None:
    def work(tx: Transaction) -> list[bool]:
        for person in (ANN, BEN):
            people.save(tx, person, session, now)
            due.wake(tx, person, Timer.PROMPT, now, "")
        people.set_reachable(tx, ANN, False)
        return [people.is_reachable(tx, row.person_id) for row in due.take(tx, now, 9)]

    assert sorted(await database.run(work)) == [False, True]


async def test_a_local_date_is_settled_once(database: Database, now: datetime) -> None:  # fault 37
    today, yesterday = now.date(), now.date() - timedelta(days=1)

    def work(tx: Transaction) -> list[bool]:
        settled = [
            prompts.settle(tx, ANN, "daily", today, "sent", now),
            prompts.settle(tx, ANN, "daily", today, "dropped", now),
            prompts.settle(tx, ANN, "daily", yesterday, "dropped", now),
            prompts.settle(tx, BEN, "daily", today, "sent", now),
        ]
        prompts.prune(tx, today)
        return [*settled, prompts.settle(tx, ANN, "daily", yesterday, "sent", now)]

    assert await database.run(work) == [True, False, True, True, True]


async def test_all_that_waits_for_one_person_is_told_and_stays(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> tuple[list[DueRow], list[DueRow]]:
        due.wake(tx, ANN, Timer.PROMPT, now + MINUTE, "later")
        due.wake(tx, ANN, Timer.SILENCE, now - MINUTE, "5")
        due.wake(tx, BEN, Timer.PROMPT, now, "of another")
        return due.of(tx, ANN), due.of(tx, ANN)

    first, second = await database.run(work)

    assert [(row.timer, row.token) for row in first] == [(Timer.SILENCE, "5"), (Timer.PROMPT, "later")]
    assert second == first
