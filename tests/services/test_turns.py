"""One turn carries out all that the core orders, each order in its table."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.dialogue.effects import AnswerPress
from bot.dialogue.inputs import TextReceived, TimeCame, Timer
from bot.services.turns import Aftermath, SettledTwiceError, Turns, still_asked
from bot.storage import due, people, prompts
from bot.storage.outbox_reading import Fate
from bot.storage.parcels import ParcelState
from tests.services.room import ANNA, BEN, Room, opened

AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path) as room:
        await room.member(ANNA, zone="UTC", prompt_time="08:00")
        yield room


async def test_a_newcomer_gets_a_session_with_a_key_of_its_own(room: Room) -> None:
    await room.take(room.command(BEN, "start"))
    session = await room.session(BEN)
    assert session
    assert session.key == "k3y"
    assert session.stack[-1].dialogue == "onboarding"


async def test_all_orders_of_a_turn_are_carried_out(room: Room) -> None:
    await room.take(room.command(ANNA, "start", "shame"))
    await room.take(room.tap(ANNA, "Yes, I am ready"))
    await room.take(room.tap(ANNA, "2"))
    assert [kept.state for kept in await room.journal(ANNA)] == ["tension_before"]
    assert await room.read(lambda tx: due.at(tx, ANNA, Timer.SILENCE)) == room.clock.at + timedelta(minutes=30)
    assert [row[0] for row in await room.rows("SELECT kind FROM outbox ORDER BY id")] == [
        *("send", "send", "edit", "send", "edit"),  # the next question before the mark on the last
    ]


async def test_whether_a_question_still_stands_is_told_by_its_turn(room: Room) -> None:
    await room.take(room.command(ANNA, "exercises"))
    assert await room.read(lambda tx: still_asked(tx, ANNA, 1))
    assert not await room.read(lambda tx: still_asked(tx, ANNA, 2))
    assert not await room.read(lambda tx: still_asked(tx, BEN, 1))


async def test_a_question_that_was_set_aside_does_not_stand(room: Room) -> None:
    await room.member(ANNA)
    await room.take(room.command(ANNA, "start", "attunement"))
    assert await room.read(lambda tx: still_asked(tx, ANNA, 1))
    await room.take(room.command(ANNA, "pause"))
    assert not await room.read(lambda tx: still_asked(tx, ANNA, 1))


async def test_a_prompt_that_was_settled_before_undoes_its_turn_and_can_be_passed_over(room: Room) -> None:
    came = TimeCame(timer=Timer.PROMPT, token="2026-03-01")
    await room.read(lambda tx: prompts.settle(tx, ANNA, "breath", AT.date(), "sent", AT))
    with pytest.raises(SettledTwiceError):
        await room.read(lambda tx: room.turns.take(tx, ANNA, came, AT, Aftermath()))
    assert not await room.rows("SELECT * FROM outbox")
    await room.read(lambda tx: room.turns.pass_over(tx, ANNA, came, AT))
    assert not await room.rows("SELECT * FROM outbox")
    assert await room.read(lambda tx: due.at(tx, ANNA, Timer.PROMPT)) == datetime(2026, 3, 2, 8, tzinfo=UTC)


async def test_nobody_is_passed_over_who_is_not_there(room: Room) -> None:
    came = TimeCame(timer=Timer.PROMPT, token="2026-03-01")
    await room.read(lambda tx: room.turns.pass_over(tx, BEN, came, AT))
    assert await room.session(BEN) is None


async def test_a_prompt_that_is_taken_back_is_taken_out_of_the_outbox_too(room: Room) -> None:  # fault 40
    await room.read(lambda tx: due.wake(tx, ANNA, Timer.PROMPT, AT, "2026-03-01"))
    await room.ticking.tick()
    await room.conversation.take([room.command(ANNA, "remind")])
    session = await room.session(ANNA)
    assert session
    await room.conversation.take([room.tap_data(ANNA, f"{session.key}:{session.turn}:.pause")])
    await room.take(room.command(ANNA, "help"))
    assert not [parcel for parcel in room.telegram.sent if parcel.prompt]


# Early or late


@pytest.mark.parametrize("kind", ["text", "voice"])
async def test_what_was_written_before_the_question_was_sent_is_early(room: Room, kind: str) -> None:  # fault 15
    await answered(room)
    more = room.text(ANNA, "and more") if kind == "text" else room.voice(ANNA, "and more")
    await room.conversation.take([room.text(ANNA, "a meadow in the hills"), more])
    (answer, *_) = await room.journal(ANNA)
    assert [part.words or part.voice for part in answer.parts] == ["a meadow in the hills", "and more"]


async def answered(room: Room) -> None:
    """At the first question of an exercise, which has been delivered."""
    await room.take(room.command(ANNA, "start", "peaceful_place"))


async def test_the_second_answer_to_the_last_question_joins_though_that_was_just_delivered(room: Room) -> None:
    await answered(room)
    for words in ("a meadow in the hills", "tall grass and a stream", "bees, and the stream", "the sun on my arms"):
        await room.take(room.text(ANNA, words))
    come = Fate(state=ParcelState.DELIVERED, message_id=1)
    turns = Turns(current=room.current, new_key=lambda: "k3y", seed=lambda: 0, reached=lambda *_: come)
    for id, words in ((60_001, "it is wide and still"), (60_002, "and I can breathe")):
        received = TextReceived(text=words, message_id=id)
        await room.read(partial(turns.take, person_id=ANNA, received=received, now=AT, aftermath=Aftermath()))
    (last, *_) = await room.journal(ANNA)
    assert [part.words for part in last.parts] == ["it is wide and still", "and I can breathe"]
    session = await room.session(ANNA)
    assert session
    assert not session.stack


async def test_what_was_written_after_the_last_words_at_rest_is_not_early(room: Room) -> None:
    await room.take(room.command(ANNA, "history"))
    await room.take(room.text(ANNA, "hello"))
    assert room.said(ANNA)[-1].startswith(room.phrase("at_rest"))


async def test_what_an_earlier_process_delivered_is_known_to_the_next(room: Room) -> None:  # fault 15
    await answered(room)
    await room.take(room.text(ANNA, "a meadow in the hills"))
    room = await room.again()
    await room.take(room.text(ANNA, "tall grass and a stream"))
    assert [kept.state for kept in await room.journal(ANNA)] == ["see", "place"]


# What is left to do after the commit


def test_what_is_left_adds_up() -> None:
    both = Aftermath(presses=[AnswerPress(press_id="1")])
    both.due_at(AT + timedelta(hours=1))
    both.due_at(None)
    other = Aftermath(presses=[AnswerPress(press_id="2")], soonest=AT, erased=True)
    both.add(other)
    assert [press.press_id for press in both.presses] == ["1", "2"]
    assert both.soonest == AT
    assert both.erased
    both.add(Aftermath())
    assert both.soonest == AT
    assert both.erased


async def test_a_turn_that_fails_leaves_nothing_to_do(room: Room) -> None:
    before = await room.read(lambda tx: people.load(tx, ANNA))
    with pytest.raises(ValueError, match="isoformat"):
        await room.read(
            lambda tx: room.turns.take(tx, ANNA, TimeCame(timer=Timer.PROMPT, token="no date"), AT, Aftermath())
        )
    assert await room.session(ANNA) == before


async def test_where_nothing_can_stand_between_two_messages_the_second_is_early(
    room: Room,
) -> None:  # fault 15, fault 27
    await answered(room)
    await room.take(room.text(ANNA, "a meadow in the hills"))
    room = await room.again()  # which knows no more than the database does
    lost = "UPDATE outbox SET state = 'unknown', message_id = NULL WHERE question = (SELECT max(question) FROM outbox)"
    await room.read(lambda tx: tx.execute(lost))
    session = await room.session(ANNA)
    assert session
    next_id = session.last_message + 1
    await room.take(room.arrival(ANNA, TextReceived(text="and a stream", message_id=next_id)))
    assert [part.words for part in (await room.journal(ANNA))[0].parts] == ["a meadow in the hills", "and a stream"]
    await room.take(room.arrival(ANNA, TextReceived(text="tall grass", message_id=next_id + 2)))  # room for a question
    assert [kept.state for kept in await room.journal(ANNA)] == ["see", "place"]
