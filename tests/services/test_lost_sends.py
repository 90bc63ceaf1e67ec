"""A send fails without an answer, and the person writes on: nobody is left without help, or before nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.dialogue.inputs import TextReceived
from bot.services.outcomes import Unknown
from bot.storage.parcels import Parcel
from tests.services.room import ANNA, Room, opened

LONG = "I am afraid that they see how much I need them and then turn away without a word."
PAST = "In the year after my mother left nobody in the house spoke about her at all."
CRY = "I want to die"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path) as room:
        await room.member(ANNA)
        yield room


async def in_shame(room: Room) -> None:
    """At the first question that words answer."""
    await room.take(room.command(ANNA, "start", "shame"))
    await room.take(room.tap(ANNA, "Yes, I am ready"))
    await room.take(room.tap(ANNA, "2"))


async def question_is_lost(room: Room) -> None:
    """The first question is answered, and of the second nobody knows whether it came."""
    await in_shame(room)
    room.telegram.fails(ANNA, *[Unknown()] * 2)
    await room.take(room.text(ANNA, LONG))
    room.clock.move(1)
    await room.tick()
    assert "unknown" not in [state for (state,) in await room.rows("SELECT state FROM outbox")]


async def later(room: Room, seconds: float) -> None:
    room.clock.move(seconds)
    await room.tick()


def words_of(parcel: Parcel) -> str:
    return parcel.message.text if parcel.message else ""


async def kept(room: Room) -> dict[str, list[str | None]]:
    return {answer.state: [part.words for part in answer.parts] for answer in await room.journal(ANNA)}


def written_after_a_gap(room: Room, words: str) -> TextReceived:
    """A message between which and the last one of theirs another may stand."""
    room.messages += 2
    return TextReceived(text=words, message_id=room.messages)


async def test_a_question_that_was_lost_comes_by_itself(room: Room) -> None:  # fault 27
    await question_is_lost(room)
    room.telegram.sent.clear()
    await later(room, 2)
    assert [parcel.question is not None for parcel in room.telegram.sent if not parcel.message_id] == [True]
    await room.take(room.text(ANNA, PAST))
    assert await kept(room) == {"tension_before": ["2"], "fears": [LONG], "hard_times": [PAST]}


async def test_words_that_no_question_can_have_come_before_join_the_answer_and_it_is_asked_again(room: Room) -> None:
    await question_is_lost(room)
    room.telegram.sent.clear()
    await room.take(room.text(ANNA, PAST))  # the next id in the chat
    assert await kept(room) == {"tension_before": ["2"], "fears": [LONG, PAST]}
    assert [parcel.question is not None for parcel in room.telegram.sent if parcel.message_id is None] == [True]
    await room.take(room.text(ANNA, PAST))
    assert (await kept(room))["hard_times"] == [PAST]
    await later(room, 3600)
    assert len([parcel for parcel in room.telegram.sent if parcel.question]) == 2  # the next, and none twice


async def test_words_that_may_answer_a_lost_question_wait_until_their_writer_says_so(room: Room) -> None:
    await question_is_lost(room)
    await room.take(room.arrival(ANNA, written_after_a_gap(room, PAST)))
    assert "hard_times" not in await kept(room)
    assert "may not have reached you" in room.said(ANNA)[-1]
    await room.take(room.tap(ANNA, "Yes, that is my answer"))
    assert (await kept(room))["hard_times"] == [PAST]


async def test_words_that_do_not_answer_it_are_kept_and_it_is_asked(room: Room) -> None:
    await question_is_lost(room)
    await room.take(room.arrival(ANNA, written_after_a_gap(room, "are you there?")))
    await room.take(room.tap(ANNA, "No, ask me again"))
    await room.take(room.text(ANNA, PAST))
    words = [part.words for answer in await room.journal(ANNA) for part in answer.parts]
    assert words == [PAST, "are you there?", LONG, "2"]
    (answer, *_) = [answer for answer in await room.journal(ANNA) if answer.state == "hard_times"]
    assert [part.words for part in answer.parts] == [PAST]


async def test_where_nothing_is_kept_the_lost_question_simply_comes_again(room: Room) -> None:
    room.telegram.fails(ANNA, *[Unknown()] * 2)
    await room.take(room.command(ANNA, "exercises"))
    await later(room, 1)
    await room.take(room.arrival(ANNA, written_after_a_gap(room, "hello?")))
    assert room.last(ANNA).buttons
    assert len(room.said(ANNA)) == 3


async def test_whoever_types_a_label_of_a_lost_question_has_seen_it(room: Room) -> None:
    room.telegram.fails(ANNA, *[Unknown()] * 2)
    await room.take(room.command(ANNA, "start", "shame"))
    await later(room, 1)
    await room.take(room.arrival(ANNA, written_after_a_gap(room, "Yes, I am ready")))
    assert "How tense are you" in room.said(ANNA)[-1]


async def test_a_cry_for_help_is_answered_however_often_the_card_is_lost(room: Room) -> None:
    await in_shame(room)
    room.telegram.fails(ANNA, *[Unknown()] * 12)
    await room.take(room.text(ANNA, CRY))
    for _ in range(12):
        room = await room.again()
        await later(room, 60)
    cards = [parcel for parcel in room.telegram.sent if "People who listen" in words_of(parcel)]
    assert len(cards) == 13
    assert not await room.rows("SELECT id FROM outbox WHERE state IN ('waiting', 'sending')")


async def test_whoever_writes_on_gets_the_card_that_was_lost_at_once(room: Room) -> None:
    await in_shame(room)
    room.telegram.fails(ANNA, *[Unknown()] * 7)
    await room.take(room.text(ANNA, CRY))
    for _ in range(6):
        await later(room, 60)
    room.telegram.sent.clear()
    await room.take(room.text(ANNA, "please"))
    await later(room, 60)
    assert any("People who listen" in words for words in room.said(ANNA))
    assert (await room.session(ANNA)).stack[-1].dialogue == "crisis"  # type: ignore[union-attr]


async def test_the_goodbye_after_an_erasure_comes_however_often_it_is_lost(room: Room) -> None:
    await in_shame(room)
    await room.take(room.command(ANNA, "forget"))
    room.telegram.fails(ANNA, *[Unknown()] * 5)
    await room.take(room.text(ANNA, "forget me"))
    room.telegram.sent.clear()
    for _ in range(5):
        room = await room.again()
        await later(room, 60)
    assert room.said(ANNA)[-1].startswith("All of it is gone")
    assert await room.rows("SELECT state FROM outbox") == [("delivered",)]
