import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.dialogue.effects import EditMessage, SendMessage
from bot.dialogue.session import Profile, Session
from bot.dialogue.words import Entity, Message, Style
from bot.services.delivery import AT_ONCE, Delivery, Handover
from bot.services.outcomes import Gone, NothingToDo, Outcome, Refused, TokenRefused, TryLater, Unknown
from bot.services.settling import MOST_COPIES
from bot.storage import outbox, outbox_reading, people
from bot.storage.database import Database, Transaction
from bot.storage.key import read_or_make_key
from bot.storage.outbox_reading import Fate
from bot.storage.parcels import ParcelState
from tests.services.telegram_end import Clock, Rig, RunningClock, TelegramEnd, drain, text

ANNA, BEN, CLEO = 7, 8, 9
NOT_SENT = TryLater()


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    path = tmp_path / "coach.db"
    database = await Database.open(path, read_or_make_key(tmp_path / "key", path))
    rig = Rig(database=database, telegram=TelegramEnd(), clock=Clock())
    for person_id in (ANNA, BEN, CLEO):
        await database.run(meeting(person_id, rig.clock.at))
    yield rig
    rig.telegram.release.set()
    await database.close()


def meeting(person_id: int, now: datetime, prompts: str = "on") -> Callable[[Transaction], None]:
    session = Session(key="k", profile=Profile(consented=True, prompts=prompts))
    return lambda tx: people.save(tx, person_id, session, now)


async def put(rig: Rig, chat_id: int, *orders: str | SendMessage | EditMessage) -> None:
    def work(tx: Transaction) -> None:
        for order in orders:
            if isinstance(order, EditMessage):
                outbox.put_edit(tx, chat_id, order, rig.clock.at)
            else:
                message = text(order) if isinstance(order, str) else order
                outbox.put_send(tx, chat_id, message, rig.clock.at)

    await rig.database.run(work)


# One transaction with whoever writes


async def test_a_turn_in_steady_state_is_one_transaction(rig: Rig) -> None:
    delivery = await rig.started()
    await turn(rig, delivery, "one")
    await asyncio.sleep(0)
    await turn(rig, delivery, "two")
    await asyncio.sleep(0)
    assert rig.telegram.words() == ["one", "two"]
    assert await rig.rows("state") == ["delivered", "sending"]


async def turn(rig: Rig, delivery: Delivery, words: str) -> None:
    def work(tx: Transaction) -> Handover:
        outbox.put_send(tx, ANNA, text(words), rig.clock.at)
        return delivery.settle_and_claim(tx, rig.clock.at)

    delivery.dispatch(await rig.database.run(work))


async def test_a_rollback_undoes_the_claim_and_loses_no_outcome(rig: Rig) -> None:  # fault 43
    delivery = await rig.started()
    await turn(rig, delivery, "one")
    await asyncio.sleep(0)

    def fails(tx: Transaction) -> None:
        outbox.put_send(tx, BEN, text("never"), rig.clock.at)
        delivery.settle_and_claim(tx, rig.clock.at)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await rig.database.run(fails)
    assert await rig.rows("state") == ["sending"]
    await drain(delivery)
    assert await rig.rows("state") == ["delivered"]
    assert rig.telegram.words() == ["one"]


async def test_an_outcome_that_two_transactions_write_counts_once(rig: Rig) -> None:
    delivery = await rig.started()
    rig.telegram.fails(ANNA, NOT_SENT)
    await turn(rig, delivery, "one")
    await asyncio.sleep(0)

    def settle(tx: Transaction) -> Handover:
        return delivery.settle_and_claim(tx, rig.clock.at)

    first, second = await asyncio.gather(rig.database.run(settle), rig.database.run(settle))
    delivery.dispatch(second)
    delivery.dispatch(first)
    rig.clock.move(1)
    await drain(delivery)
    assert rig.telegram.words() == ["one", "one"]
    assert await rig.rows("state") == ["delivered"]


async def test_prompts_are_claimed_by_delivery_itself_alone(rig: Rig) -> None:  # fault 37
    delivery = await rig.started()
    await put(rig, ANNA, text("breathe", prompt=True))
    handover = await rig.database.run(lambda tx: delivery.settle_and_claim(tx, rig.clock.at))
    assert handover.claim.prompts
    assert not handover.claim.parcels
    await drain(delivery)
    assert rig.telegram.words() == ["breathe"]


async def test_a_question_that_has_arrived_is_known_before_it_is_written(rig: Rig) -> None:
    delivery = await rig.started()
    await put(rig, ANNA, text("How are you?", question=1))
    await delivery.look()
    assert delivery.reached(ANNA, 1) is None
    await asyncio.sleep(0)
    assert delivery.reached(ANNA, 1) == Fate(state=ParcelState.DELIVERED, message_id=1001)
    assert delivery.reached(ANNA, 2) is None
    assert delivery.reached(BEN, 1) is None
    await drain(delivery)
    assert delivery.reached(ANNA, 1) is None
    assert await rig.database.run(lambda tx: outbox_reading.question(tx, ANNA, 1)) == Fate(
        state=ParcelState.DELIVERED, message_id=1001
    )


# Crashes


async def crash_before_sending(rig: Rig) -> None:
    delivery = await rig.started()
    await rig.database.run(lambda tx: delivery.settle_and_claim(tx, rig.clock.at))


async def test_a_reply_goes_out_after_a_crash_between_the_commit_and_the_send(rig: Rig) -> None:  # fault 14
    await put(rig, ANNA, "Welcome.", text("How are you?", question=1))
    await crash_before_sending(rig)
    await drain(await rig.started())
    assert rig.telegram.words() == ["Welcome.", "How are you?"]
    assert await rig.rows("state") == ["delivered", "delivered"]


async def test_a_question_that_several_crashes_caught_under_way_is_asked_all_the_same(rig: Rig) -> None:  # fault 27
    await put(rig, ANNA, text("How are you?", question=1))
    for _ in range(5):
        await crash_before_sending(rig)
    await drain(await rig.started())
    assert rig.telegram.words() == ["How are you?"]
    assert await rig.rows("state") == ["delivered"]


async def test_a_question_that_was_answered_over_a_crash_does_not_go_again(rig: Rig) -> None:  # fault 27
    await put(rig, ANNA, text("How are you?", question=1))
    await crash_before_sending(rig)
    rig.turns[ANNA] = 2
    await drain(await rig.started())
    assert rig.telegram.words() == []
    assert await rig.rows("state") == ["unknown"]


async def test_a_prompt_under_way_in_a_crash_is_not_sent_twice(rig: Rig) -> None:  # fault 37
    rig.telegram.held.add(ANNA)
    crashing = await rig.started()
    await put(rig, ANNA, text("breathe", prompt=True, question=4))
    await crashing.look()
    await asyncio.sleep(0)
    await drain(await rig.started())
    assert rig.telegram.words() == ["breathe"]
    assert await rig.rows("state") == ["unknown"]


async def test_nothing_is_claimed_before_the_start(rig: Rig) -> None:
    delivery = rig.delivery()
    await put(rig, ANNA, "Welcome.")
    await delivery.look()
    assert await rig.rows("state") == ["waiting"]


# Order and pace


async def test_messages_of_one_chat_go_one_after_another_and_others_are_not_delayed(rig: Rig) -> None:  # fault 15
    delivery = await rig.started()
    await put(rig, ANNA, "1", "2", "3", "4", "5")
    await put(rig, BEN, "theirs")
    rig.telegram.held.add(ANNA)
    await delivery.look()
    await asyncio.sleep(0)
    await delivery.look()
    assert rig.telegram.words() == ["1", "theirs"]
    rig.telegram.release.set()
    await asyncio.sleep(0)
    await drain(delivery)
    assert rig.telegram.words(ANNA) == ["1", "2", "3", "4", "5"]


async def test_a_chat_that_had_its_burst_waits_a_second_for_each_more(rig: Rig) -> None:
    delivery = await rig.started()
    await put(rig, ANNA, *"1234567")
    await drain(delivery)
    assert len(rig.telegram.sent) == 5
    await put(rig, BEN, "theirs")
    await drain(delivery)
    assert rig.telegram.words(BEN) == ["theirs"]
    rig.clock.move(1)
    await drain(delivery)
    assert rig.telegram.words(ANNA) == list("123456")


async def test_the_whole_bot_keeps_to_its_pace_with_replies_first(rig: Rig) -> None:
    delivery = await rig.started(per_second=2)
    await put(rig, ANNA, text("breathe", prompt=True))
    for chat_id in (100, 101, 102):
        await put(rig, chat_id, f"to {chat_id}")
    await drain(delivery)
    assert rig.telegram.words() == ["to 100", "to 101"]
    rig.clock.move(1)
    await drain(delivery)
    assert rig.telegram.words() == ["to 100", "to 101", "to 102", "breathe"]


async def test_no_more_than_a_few_sends_are_under_way_at_once(rig: Rig) -> None:
    delivery = await rig.started()
    chats = range(100, 100 + 3 * AT_ONCE)
    for chat_id in chats:
        await put(rig, chat_id, "hello")
    rig.telegram.held.update(chats)
    await delivery.look()
    await delivery.look()
    assert len(rig.telegram.sent) == AT_ONCE
    rig.telegram.release.set()
    await asyncio.sleep(0)
    await drain(delivery)
    assert len(rig.telegram.sent) == 3 * AT_ONCE


# What a failed send means


@pytest.mark.parametrize("wait", [3, 10_072])
async def test_telegrams_wait_is_kept_over_a_restart_and_others_go_on(rig: Rig, wait: int) -> None:  # fault 26
    rig.telegram.fails(ANNA, TryLater(after=timedelta(seconds=wait)))
    delivery = await rig.started()
    await put(rig, ANNA, "one", "two")
    await put(rig, BEN, "theirs")
    await drain(delivery)
    rig.clock.move(wait - 0.001)
    restarted = await rig.started()
    await put(rig, BEN, "theirs again")
    await drain(restarted)
    assert rig.telegram.words() == ["one", "theirs", "theirs again"]
    rig.clock.move(0.001)
    await drain(restarted)
    assert rig.telegram.words(ANNA) == ["one", "one", "two"]


async def test_a_wait_for_the_whole_bot_is_kept_over_a_restart(rig: Rig) -> None:  # fault 26
    for chat_id in (ANNA, BEN):
        rig.telegram.fails(chat_id, TryLater(after=timedelta(seconds=60)))
    delivery = await rig.started()
    await put(rig, ANNA, "one")
    await put(rig, BEN, "two")
    await drain(delivery)
    await put(rig, CLEO, "three")
    rig.clock.move(59)
    restarted = await rig.started()
    await drain(restarted)
    assert rig.telegram.words() == ["one", "two"]
    rig.clock.move(1)
    await drain(restarted)
    assert sorted(rig.telegram.words()[2:]) == ["one", "three", "two"]


@pytest.mark.parametrize("order", [text("How are you?", question=1), text("Call 112.", urgent=True)])
async def test_a_question_and_a_card_go_with_growing_waits_until_they_have_come(  # fault 27
    rig: Rig, order: SendMessage
) -> None:
    rig.telegram.fails(ANNA, *[Unknown()] * 9)
    delivery = await rig.started()
    await put(rig, ANNA, order)
    waits = []
    while len(rig.telegram.sent) < 10:
        began = rig.clock.at
        sent = len(rig.telegram.sent)
        await drain(delivery)
        while len(rig.telegram.sent) == sent:
            rig.clock.move(1)
            delivery = await rig.started()  # over a restart too
            await drain(delivery)
        waits.append((rig.clock.at - began).total_seconds())
    assert waits == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    rig.clock.move(3600)
    await drain(delivery)
    assert len(rig.telegram.sent) == 10
    assert await rig.rows("state") == ["delivered"]


async def test_a_card_goes_before_all_else_in_its_chat(rig: Rig) -> None:
    rig.telegram.held.add(ANNA)
    delivery = await rig.started()
    await put(rig, ANNA, *"123456789", text("breathe", prompt=True))
    await drain(delivery)
    rig.telegram.held.clear()  # the first still hangs
    await put(rig, ANNA, text("Call 112.", urgent=True))
    await drain(delivery)
    assert rig.telegram.words() == ["1", "Call 112."]
    assert await rig.rows("state") == ["sending", *["waiting"] * 9, "delivered"]
    rig.telegram.release.set()
    await asyncio.sleep(0)
    await drain(delivery)
    assert rig.telegram.words() == ["1", "Call 112.", *"234"]  # all others at Telegram's pace


@pytest.mark.parametrize("fails", [Unknown(), TryLater(), TryLater(after=timedelta(hours=3))])
async def test_a_card_waits_for_no_other_message_that_has_to_wait(rig: Rig, fails: Outcome) -> None:
    rig.telegram.fails(ANNA, fails)
    delivery = await rig.started()
    await put(rig, ANNA, text("How are you?", question=1))
    await drain(delivery)
    await put(rig, ANNA, text("Call 112.", urgent=True))
    await drain(delivery)
    assert rig.telegram.words() == ["How are you?", "Call 112."]


async def test_a_card_that_has_to_wait_holds_what_comes_after_it(rig: Rig) -> None:
    rig.telegram.fails(ANNA, Unknown())
    delivery = await rig.started()
    await put(rig, ANNA, text("Call 112.", urgent=True), text("Are you there?", urgent=True, question=1), "more")
    await drain(delivery)
    assert rig.telegram.words() == ["Call 112."]
    rig.clock.move(1)
    await drain(delivery)
    assert rig.telegram.words() == ["Call 112.", "Call 112.", "Are you there?", "more"]


async def test_a_card_goes_though_as_many_sends_hang_as_may_be_under_way(rig: Rig) -> None:
    delivery = await rig.started()
    chats = range(100, 100 + AT_ONCE + 5)
    rig.telegram.held.update(chats)
    for chat_id in chats:
        await put(rig, chat_id, "hello")
    await put(rig, chats[-1], text("Call 112.", urgent=True))
    await put(rig, ANNA, text("Call 112.", urgent=True))
    await delivery.look()
    await put(rig, BEN, text("Call 112.", urgent=True))
    await delivery.look()
    await asyncio.sleep(0)
    assert {parcel.chat_id for parcel in rig.telegram.sent if parcel.urgent} == {chats[-1], ANNA, BEN}


async def test_a_card_that_was_sent_in_vain_goes_also_once_nothing_stands_any_more(rig: Rig) -> None:
    rig.telegram.fails(ANNA, Unknown())
    delivery = await rig.started()
    await put(rig, ANNA, text("Call 112.", urgent=True, question=1))
    await drain(delivery)
    rig.turns[ANNA] = 2
    rig.clock.move(1)
    await drain(delivery)
    assert rig.telegram.words() == ["Call 112.", "Call 112."]


async def test_a_question_takes_the_place_of_one_that_was_sent_in_vain(rig: Rig) -> None:
    rig.telegram.fails(ANNA, *[Unknown()] * 6)
    delivery = await rig.started()
    await put(rig, ANNA, text("How are you?", question=1))
    for _ in range(5):
        await drain(delivery)
        rig.clock.move(20)
    await drain(delivery)
    await put(rig, ANNA, text("And now?", question=2))
    rig.turns[ANNA] = 2
    await drain(delivery)
    assert rig.telegram.words()[-1] == "And now?"
    assert await rig.rows("state") == ["unknown", "delivered"]


async def test_an_answered_question_is_not_resent(rig: Rig) -> None:  # fault 27
    rig.telegram.fails(ANNA, Unknown())
    delivery = await rig.started()
    await put(rig, ANNA, text("How are you?", question=1), text("And now?", question=2))
    await drain(delivery)
    rig.turns[ANNA] = 2
    rig.clock.move(1)
    await drain(delivery)
    assert rig.telegram.words() == ["How are you?", "And now?"]
    assert await rig.rows("state") == ["unknown", "delivered"]


@pytest.mark.parametrize(("prompt", "times"), [(True, 1), (False, MOST_COPIES)])
async def test_a_lost_statement_goes_a_few_times_and_a_prompt_never_twice(  # fault 27
    rig: Rig, prompt: bool, times: int
) -> None:
    rig.telegram.fails(ANNA, *[Unknown()] * 9)
    delivery = await rig.started()
    await put(rig, ANNA, text("breathe", prompt=prompt, question=5 if prompt else None))
    for _ in range(9):
        await drain(delivery)
        rig.clock.move(600)
    assert rig.telegram.words() == ["breathe"] * times
    assert await rig.rows("state") == ["unknown"]


async def test_what_was_not_sent_is_tried_again_in_order(rig: Rig) -> None:  # fault 28
    rig.telegram.fails(ANNA, NOT_SENT, NOT_SENT)
    delivery = await rig.started()
    await put(rig, ANNA, "one", "two")
    await drain(delivery)
    assert rig.telegram.words() == ["one"]
    rig.clock.move(1)
    await drain(delivery)
    rig.clock.move(1.999)
    await drain(delivery)
    assert rig.telegram.words() == ["one", "one"]
    rig.clock.move(0.001)
    await drain(delivery)
    assert rig.telegram.words() == ["one", "one", "one", "two"]


async def test_whoever_blocked_the_bot_gets_no_further_call(rig: Rig) -> None:  # fault 29, fault 30
    rig.telegram.fails(ANNA, Gone())
    delivery = await rig.started()
    await put(rig, ANNA, "one", "two", text("breathe", prompt=True))
    await put(rig, BEN, "theirs")
    await drain(delivery)
    assert rig.telegram.words() == ["one", "theirs"]
    assert await rig.rows("state") == ["cancelled"] * 3 + ["delivered"]
    assert await rig.rows("body") == [None] * 4
    assert not await rig.database.run(lambda tx: people.is_reachable(tx, ANNA))
    assert await rig.database.run(lambda tx: people.load(tx, ANNA)) is not None


async def test_a_refused_question_goes_once_more_as_plain_text(  # fault 31
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.telegram.fails(ANNA, Refused(description="can't parse entities in SECRET"))
    delivery = await rig.started()
    bold = Message(text="Why?", entities=(Entity(style=Style.BOLD, offset=0, length=4),))
    await put(rig, ANNA, replace(text("", question=1), message=bold), "after")
    with caplog.at_level(logging.INFO):
        await drain(delivery)
    assert [parcel.message for parcel in rig.telegram.sent] == [bold, Message(text="Why?"), Message(text="after")]
    assert [(record.levelname, vars(record)["chat"]) for record in caplog.records] == [("WARNING", ANNA)]
    assert "SECRET" not in str([vars(record) for record in caplog.records])


async def test_what_is_refused_for_good_is_recorded_and_the_next_goes_on(  # fault 31
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.telegram.fails(ANNA, Refused(description="too long"))
    delivery = await rig.started()
    await put(rig, ANNA, "one", "two")
    with caplog.at_level(logging.WARNING):
        await drain(delivery)
    assert rig.telegram.words() == ["one", "two"]
    assert await rig.rows("state") == ["refused", "delivered"]
    assert [record.message for record in caplog.records] == ["message not sent"]


async def test_what_a_refused_token_kept_from_going_goes_by_itself(rig: Rig) -> None:  # fault 33
    rig.telegram.fails(ANNA, TokenRefused(), TokenRefused())
    delivery = await rig.started()
    await put(rig, ANNA, "one", "two")
    await drain(delivery)
    await put(rig, BEN, "theirs")
    await drain(delivery)
    assert rig.telegram.words() == ["one", "theirs"]
    for seconds in (1, 2):
        rig.clock.move(seconds)
        await drain(delivery)
    assert rig.telegram.words(ANNA) == ["one", "one", "one", "two"]
    assert await rig.rows("resent") == [0, 0, 0]


async def test_while_a_token_is_refused_for_certain_only_help_is_tried(rig: Rig) -> None:  # fault 33
    delivery = await rig.started()
    rig.token.refused = True
    rig.telegram.fails(ANNA, *[TokenRefused()] * 3)
    await put(rig, ANNA, "one", text("Call 112.", urgent=True))
    await put(rig, BEN, "theirs")
    for _ in range(9):
        await drain(delivery)
        rig.clock.move(60)
    assert rig.telegram.words() == ["Call 112."] * 4
    rig.token.refused = False
    await drain(delivery)
    assert rig.telegram.words()[4:] == ["one", "theirs"]


async def test_a_bug_in_sending_says_no_word_and_stops_nobody_else(  # fault 46
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.telegram.fails(ANNA, *[ValueError("SECRET")] * MOST_COPIES)
    delivery = await rig.started()
    await put(rig, ANNA, "one", "two")
    for _ in range(MOST_COPIES):
        await drain(delivery)
        rig.clock.move(60)
    assert rig.telegram.words() == ["one"] * MOST_COPIES + ["two"]
    assert await rig.rows("state") == ["unknown", "delivered"]
    assert "SECRET" not in str([vars(record) for record in caplog.records])


# Edits


async def test_an_edit_that_changes_nothing_is_settled_quietly(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    delivery = await rig.started()
    await put(rig, ANNA, text("page 1", label="page"))
    await drain(delivery)
    rig.telegram.fails(ANNA, NothingToDo())
    await put(rig, ANNA, EditMessage(label="page", message=Message(text="page 1")))
    with caplog.at_level(logging.INFO):
        await drain(delivery)
    assert rig.telegram.sent[1].message_id == 1001
    assert await rig.rows("state") == ["delivered", "delivered"]
    assert [record.message for record in caplog.records] == []


async def test_an_edit_of_what_was_never_delivered_is_dropped(rig: Rig) -> None:
    rig.telegram.fails(ANNA, Refused(description="too long"))
    delivery = await rig.started()
    await put(rig, ANNA, text("in", label="breath"), EditMessage(label="breath", message=Message(text="out")), "after")
    await drain(delivery)
    assert rig.telegram.words() == ["in", "after"]
    assert await rig.rows("state") == ["refused", "dropped", "delivered"]


async def test_phases_that_pile_up_while_telegram_is_away_come_as_one(rig: Rig) -> None:
    delivery = await rig.started()
    await put(rig, ANNA, text("in", label="breath"))
    await drain(delivery)
    rig.telegram.fails(ANNA, NOT_SENT)
    for words in ("hold", "out", "rest"):
        await put(rig, ANNA, EditMessage(label="breath", message=Message(text=words)))
        await drain(delivery)
    rig.clock.move(60)
    await drain(delivery)
    assert rig.telegram.words() == ["in", "hold", "rest"]


async def test_an_edit_that_a_later_one_overtakes_keeps_it_from_nothing(rig: Rig) -> None:
    delivery = await rig.started()
    await put(rig, ANNA, text("in", label="breath"))
    await drain(delivery)
    rig.telegram.held.add(ANNA)
    for words in ("hold", "out", "rest"):
        await put(rig, ANNA, EditMessage(label="breath", message=Message(text=words)))
        await delivery.look()
        await asyncio.sleep(0)
    assert rig.telegram.words() == ["in", "hold", "out", "rest"]  # each in its time, though none is answered
    rig.telegram.release.set()
    await asyncio.sleep(0)
    await drain(delivery)
    assert await rig.rows("state") == ["delivered"] * 4
    assert len(rig.telegram.sent) == 4
    assert not vars(delivery)["_edits"]
    assert vars(delivery)["_free"] == AT_ONCE


async def test_a_message_waits_for_no_edit_that_is_answered_late(rig: Rig) -> None:
    delivery = await rig.started()
    await put(rig, ANNA, text("in", label="breath"))
    await drain(delivery)
    rig.telegram.held.add(ANNA)
    await put(rig, ANNA, EditMessage(label="breath", message=Message(text="out")))
    await drain(delivery)
    await put(rig, ANNA, text("How was it?", question=1))
    await drain(delivery)
    assert rig.telegram.words() == ["in", "out", "How was it?"]


async def test_an_edit_of_unknown_fate_does_not_come_after_a_later_one(rig: Rig) -> None:
    delivery = await rig.started()
    await put(rig, ANNA, text("in", label="breath"))
    await drain(delivery)
    rig.telegram.fails(ANNA, Unknown())
    await put(rig, ANNA, EditMessage(label="breath", message=Message(text="hold")))
    await delivery.look()
    await asyncio.sleep(0)  # its fate is known here, and not yet written
    await put(rig, ANNA, EditMessage(label="breath", message=Message(text="out")))
    for _ in range(3):
        await drain(delivery)
        rig.clock.move(60)
    assert rig.telegram.words() == ["in", "hold", "out"]


# Prompts that are not wanted any more


def _pauses(tx: Transaction) -> None:
    meeting(ANNA, datetime(2026, 3, 1, tzinfo=UTC), prompts="paused")(tx)


def _is_gone(tx: Transaction) -> None:
    people.set_reachable(tx, ANNA, False)


def _is_erased(tx: Transaction) -> None:
    tx.execute("DELETE FROM people WHERE person_id = ?", (ANNA,))


@pytest.mark.parametrize("meanwhile", [_pauses, _is_gone, _is_erased])
async def test_a_prompt_is_not_sent_to_who_does_not_want_it_any_more(  # fault 40
    rig: Rig, meanwhile: Callable[[Transaction], None]
) -> None:
    rig.telegram.fails(ANNA, NOT_SENT)
    delivery = await rig.started()
    await put(rig, ANNA, text("breathe", prompt=True))
    await drain(delivery)
    await rig.database.run(meanwhile)
    rig.clock.move(60)
    await drain(delivery)
    assert rig.telegram.words() == ["breathe"]
    assert await rig.rows("state") == ["cancelled"]


async def test_a_message_of_a_person_who_is_erased_while_it_goes_leaves_no_row(rig: Rig) -> None:  # fault 40
    rig.telegram.held.add(ANNA)
    rig.telegram.fails(ANNA, Gone())
    delivery = await rig.started()
    await put(rig, ANNA, "one")
    await delivery.look()
    await asyncio.sleep(0)
    await rig.database.run(lambda tx: tx.execute("DELETE FROM outbox").rowcount)
    rig.telegram.release.set()
    await asyncio.sleep(0)
    await drain(delivery)
    assert await rig.rows("state") == []


# The loop, and its end


async def test_the_loop_sends_what_it_is_woken_for_and_writes_what_came_of_it(rig: Rig) -> None:
    delivery = await rig.started()
    loop = asyncio.create_task(delivery.run())
    await put(rig, ANNA, "one", "two", text("breathe", prompt=True))
    delivery.wake()
    async with asyncio.timeout(5):
        while await rig.rows("state") != ["delivered"] * 3:
            pass
    await delivery.stop()
    await loop
    assert rig.telegram.words() == ["one", "two", "breathe"]


async def test_the_loop_comes_back_by_itself_when_a_wait_ends(rig: Rig) -> None:  # fault 26, fault 28
    rig.telegram.fails(ANNA, TryLater(after=timedelta(milliseconds=30)))
    rig.clock = RunningClock()
    delivery = await rig.started()
    loop = asyncio.create_task(delivery.run())
    began = rig.clock.now()
    await put(rig, ANNA, "one")
    delivery.wake()
    async with asyncio.timeout(5):
        while await rig.rows("state") != ["delivered"]:
            pass
    assert rig.clock.now() - began >= timedelta(milliseconds=30)
    await delivery.stop()
    await loop


async def test_stopping_lets_what_is_under_way_arrive(rig: Rig) -> None:  # fault 43
    rig.telegram.held.add(ANNA)
    delivery = await rig.started()
    await put(rig, ANNA, "one", "two")
    await delivery.look()
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(rig.telegram.release.set)
    await delivery.stop()
    assert await rig.rows("state") == ["delivered", "waiting"]


async def test_stopping_does_not_wait_for_ever(rig: Rig) -> None:  # fault 43
    rig.telegram.held.update((ANNA, BEN))
    delivery = await rig.started()
    await put(rig, ANNA, text("How are you?", question=1))
    await put(rig, BEN, "Welcome.")
    await delivery.look()
    await asyncio.sleep(0)
    await delivery.stop(within=timedelta(0))
    assert await rig.rows("state") == ["waiting", "waiting"]
    assert await rig.rows("resent") == [1, 1]


async def test_what_was_claimed_and_never_handed_over_waits_again_after_the_stop(rig: Rig) -> None:  # fault 43
    delivery = await rig.started()
    await put(rig, ANNA, "one")
    handover = await rig.database.run(lambda tx: delivery.settle_and_claim(tx, rig.clock.at))
    await delivery.stop()
    delivery.dispatch(handover)
    await asyncio.sleep(0)
    assert rig.telegram.words() == []
    assert await rig.rows("state") == ["waiting"]
    assert await rig.rows("resent") == [0]
