"""A batch of updates is one transaction; whatever goes wrong with one of them harms nobody else."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.inputs import OtherReceived, TextReceived
from bot.dialogue.model import DialogueId, Version
from bot.errors import DatabaseError
from bot.services import conversation
from bot.services.arrivals import Arrival, Blocked, GroupSeen, Ignored, Unblocked, Unreadable
from bot.services.outcomes import TryLater
from bot.services.support import support_card
from bot.services.ticking import UPDATES_KEPT
from bot.services.turns import MOST_WAITING
from bot.storage import outbox_reading, people
from bot.storage.database import Database
from bot.storage.parcels import ParcelKind, ParcelState
from tests.services.room import ANNA, BEN, CLEO, Room, opened
from tests.services.telegram_end import TelegramEnd, drain
from tests.shipped import shipped

LONG = "I am afraid that they see how much I need them and then turn away without a word."
EVERYTHING = (
    "SELECT * FROM people",
    "SELECT * FROM outbox",
    "SELECT * FROM answers",
    "SELECT * FROM quarantine",
    "SELECT * FROM due",
)
CRY = "I don't want to live"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path) as room:
        for person_id in (ANNA, BEN):
            await room.member(person_id)
        yield room


async def in_shame(room: Room, person_id: int) -> None:
    """At the first question that words answer."""
    await room.take(room.command(person_id, "start", "shame"))
    await room.take(room.tap(person_id, "Yes, I am ready"))
    await room.take(room.tap(person_id, "2"))


async def last_answered(room: Room, person_id: int) -> str:
    return (await room.journal(person_id))[0].state


def with_a_bug(dialogues: Dialogues, dialogue: str) -> Dialogues:
    """Whoever opens this dialogue meets an error of the program's."""
    id = DialogueId(dialogue)
    broken = replace(dialogues.live[id], version=Version("broken"), states={})
    return replace(
        dialogues,
        live={**dialogues.live, id: broken},
        pinned={**dialogues.pinned, (id, broken.version): broken},
    )


async def with_bug(room: Room, dialogue: str) -> Room:
    room.dialogues = with_a_bug(room.dialogues, dialogue)
    return await room.again()


# One batch, one transaction


async def test_a_batch_of_several_people_is_handled_in_its_order(room: Room) -> None:  # fault 15
    await in_shame(room, ANNA)
    await in_shame(room, BEN)
    await room.take(
        room.text(ANNA, LONG),
        room.text(BEN, "what Ben is afraid of is that nobody will ever ask him anything"),
        room.text(ANNA, "and then"),
        room.text(ANNA, "some more"),
        room.text(ANNA, "of it"),
        room.text(ANNA, "to say"),
    )
    (answer,) = [kept for kept in await room.journal(ANNA) if kept.state == "fears"]
    assert [part.words for part in answer.parts] == [LONG, "and then", "some more", "of it", "to say"]
    assert await last_answered(room, BEN) == "fears"


async def test_a_disk_that_fills_up_in_a_batch_leaves_nothing_of_it_and_all_of_it_comes_again(room: Room) -> None:
    # fault 1
    await in_shame(room, ANNA)
    before = await room.session(ANNA)
    await room.read(lambda tx: tx.execute("PRAGMA max_page_count = 1"))  # no fewer than there are
    batch = [room.command(CLEO, "start"), *(room.text(ANNA, "sea " * 1000) for _ in range(20))]
    with pytest.raises(DatabaseError, match="full"):
        await room.conversation.take(batch)
    assert await room.session(CLEO) is None
    assert await room.session(ANNA) == before
    await room.read(lambda tx: tx.execute("PRAGMA max_page_count = 1000000"))
    await room.take(*batch)
    assert await room.session(CLEO)
    room.clock.move(3)
    await room.tick()
    assert len((await room.journal(ANNA))[0].parts) == 20


async def test_what_was_not_committed_comes_again_and_is_handled_once(room: Room) -> None:  # fault 1
    batch = [room.command(ANNA, "exercises")]
    room = await room.again()
    await room.take(*batch)
    assert len(room.said(ANNA)) == 1


async def test_what_was_committed_and_comes_again_is_ignored(room: Room) -> None:  # fault 2, fault 5
    batch = [room.command(ANNA, "exercises"), room.command(BEN, "exercises")]
    await room.take(*batch)
    await room.take(*batch)
    room = await room.again()
    await room.take(*batch)
    assert len(room.said(ANNA)) == len(room.said(BEN)) == 1


async def test_one_update_twice_in_a_batch_has_one_effect(room: Room) -> None:  # fault 5
    arrival = room.command(ANNA, "exercises")
    await room.take(arrival, arrival)
    assert len(room.said(ANNA)) == 1


async def test_an_update_number_that_fell_back_after_an_idle_week_is_handled(room: Room) -> None:  # fault 6
    arrival = room.command(ANNA, "exercises")
    await room.take(arrival)
    room.clock.move((UPDATES_KEPT + timedelta(hours=1)).total_seconds())
    await room.tick()
    room.clock.move(7 * 86400)
    await room.take(arrival)
    assert len([words for words in room.said(ANNA) if "What would you like to do?" in words]) >= 2


async def test_what_was_decided_before_a_crash_is_sent_after_it_once(room: Room) -> None:  # fault 14
    before_the_crash = room.telegram
    before_the_crash.held.add(ANNA)
    await room.conversation.take([room.command(ANNA, "history")])
    room.telegram = TelegramEnd()
    again = await room.again()
    await drain(again.delivery)
    assert again.said(ANNA) == [room.phrase("history_empty")]
    assert await room.rows("SELECT state FROM outbox") == [("delivered",)]
    before_the_crash.release.set()


async def test_a_paste_in_three_parts_is_one_answer_over_a_restart(room: Room) -> None:  # fault 16
    await in_shame(room, ANNA)
    full = "sea " * 1000
    await room.take(room.text(ANNA, full + "1"))
    room = await room.again()
    await room.take(room.text(ANNA, full + "2"))
    room = await room.again()
    await room.take(room.text(ANNA, "the end"))
    (answer,) = [kept for kept in await room.journal(ANNA) if kept.state == "fears"]
    assert [part.words for part in answer.parts] == [full + "1", full + "2", "the end"]


# A flood


async def test_a_flood_of_commands_leaves_few_messages_waiting_and_the_card_comes_first(room: Room) -> None:
    await in_shame(room, ANNA)
    room.telegram.held.add(ANNA)
    for _ in range(40):
        await room.conversation.take([room.command(ANNA, name) for name in ("help", "privacy", "again")])
        room.clock.move(1)
    await room.conversation.take([room.command(ANNA, "support"), room.command(ANNA, "help")])
    waiting = await room.rows("SELECT count(*) FROM outbox WHERE state = 'waiting' AND NOT urgent")
    assert waiting[0][0] < 2 * MOST_WAITING
    room.telegram.sent.clear()
    room.telegram.held.clear()
    room.telegram.release.set()
    await drain(room.delivery)
    assert "People who listen" in room.said(ANNA)[0]
    session = await room.session(ANNA)
    assert session
    assert session.turn in [parcel.question for parcel in room.telegram.sent]


async def test_a_question_is_not_dropped_for_what_came_after_it(room: Room) -> None:
    room.telegram.held.add(BEN)
    await room.conversation.take([room.command(BEN, "help"), room.command(BEN, "exercises")])
    for _ in range(2 * MOST_WAITING):
        room.clock.move(1)
        await room.conversation.take([room.command(BEN, "history")])
    session = await room.session(BEN)
    assert session
    fate = await room.read(lambda tx: outbox_reading.question(tx, BEN, session.turn))
    assert fate
    assert fate.state is ParcelState.WAITING


async def test_early_text_without_end_is_kept_and_leaves_the_session_short(room: Room) -> None:
    await in_shame(room, ANNA)
    await room.take(room.text(ANNA, LONG))
    room.telegram.fails(ANNA, TryLater(after=timedelta(hours=3)))
    await room.take(room.command(ANNA, "again"))
    for _ in range(10):
        await room.take(*[room.text(ANNA, "and more " * 10) for _ in range(50)])
    (answer,) = [kept for kept in await room.journal(ANNA) if kept.state == "fears"]
    assert len(answer.parts) == 501
    assert max(len(session) for (session,) in await room.rows("SELECT session FROM people")) < 20_000


# One that goes wrong


async def test_an_update_that_fails_is_put_aside_alone_and_its_writer_is_told(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:  # fault 7
    room = await with_bug(room, "breathe")
    await room.take(
        room.command(ANNA, "exercises"),
        room.arrival(BEN, room.command(BEN, "breathe").what, raw='{"canary":1}'),  # type: ignore[arg-type]
        room.command(ANNA, "help"),
    )
    assert room.said(BEN) == [room.phrase("went_wrong")]
    assert len(room.said(ANNA)) == 3
    assert await room.rows("SELECT person_id, reason, body FROM quarantine") == [(BEN, "KeyError", '{"canary":1}')]
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.getMessage() == "update put aside"


async def test_a_failed_update_leaves_no_trace_but_its_quarantine(room: Room) -> None:  # fault 7
    await in_shame(room, ANNA)
    before = await room.session(ANNA)
    room = await with_bug(room, "breathe")
    await room.take(room.command(ANNA, "breathe"))
    assert await room.session(ANNA) == before
    await room.take(room.text(ANNA, LONG))
    assert await last_answered(room, ANNA) == "fears"


async def test_whoever_cries_for_help_gets_the_card_though_the_program_fails(room: Room) -> None:
    room = await with_bug(room, "crisis")
    await room.take(room.text(ANNA, CRY))
    assert room.said(ANNA) == [support_card(shipped()).text]


async def test_whoever_sent_what_cannot_be_read_is_told(room: Room) -> None:
    def unreadable(what: Unreadable) -> Arrival:
        return replace(room.nobodys(what), person_id=ANNA)

    await room.take(unreadable(Unreadable(reason="KeyError")))
    assert room.said(ANNA) == [room.phrase("went_wrong")]
    await room.take(unreadable(Unreadable(reason="KeyError", words=CRY)))
    assert room.said(ANNA)[1:] == [support_card(room.dialogues).text]
    await room.take(unreadable(Unreadable(reason="KeyError", among_others=True)))
    assert len(room.said(ANNA)) == 2
    assert await room.rows("SELECT count(*) FROM quarantine WHERE person_id") == [(3,)]


async def test_what_cannot_be_read_is_put_aside_and_nobody_is_troubled(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:  # fault 7
    await room.take(
        room.nobodys(Unreadable(reason="KeyError"), raw='{"message": "canary"}'),
        room.nobodys(Ignored()),
        room.command(ANNA, "exercises"),
    )
    assert await room.rows("SELECT person_id, reason, body FROM quarantine") == [
        (None, "KeyError", '{"message": "canary"}')
    ]
    assert len(room.said(ANNA)) == 1
    assert "canary" not in caplog.text


# The database fails


async def test_a_failing_database_confirms_nothing_and_serves_the_card_once(room: Room) -> None:
    batch = [room.command(ANNA, "support"), room.text(BEN, CRY), room.command(CLEO, "exercises")]
    await room.disk_is_read_only(True)
    for _ in range(3):
        with pytest.raises(DatabaseError):
            await room.conversation.take(batch)
    card = support_card(room.dialogues).text
    assert room.told == [(ANNA, card), (BEN, card)]
    await room.disk_is_read_only(False)
    await room.take(*batch)
    assert room.said(CLEO)
    assert room.said(ANNA)


async def test_the_card_is_served_though_the_database_is_closed(room: Room) -> None:
    await room.database.close()
    with pytest.raises(ValueError, match="no active connection"):
        await room.conversation.take([room.command(ANNA, "support"), room.arrival(BEN, photo(CRY))])
    assert [chat_id for chat_id, _ in room.told] == [ANNA, BEN]
    room.database = await Database.open(room.path, room.key)


def photo(caption: str) -> OtherReceived:
    return OtherReceived(kind="photo", message_id=1, caption=caption)


async def test_what_was_answered_past_the_database_is_forgotten_in_time(room: Room) -> None:
    await room.disk_is_read_only(True)
    first = room.command(ANNA, "support")
    for arrival in (first, *(room.command(BEN, "support") for _ in range(1000)), first):
        with pytest.raises(DatabaseError):
            await room.conversation.take([arrival])
    assert len(vars(room.conversation)["_told"]) <= 1000
    assert [chat_id for chat_id, _ in room.told].count(ANNA) == 2
    await room.disk_is_read_only(False)


# Strangers, groups, those who leave and come back


async def test_a_stranger_is_told_once_and_nothing_of_theirs_is_kept(tmp_path: Path) -> None:
    async with opened(tmp_path, allowed=frozenset({ANNA})) as room:
        for words in ("hello", "are you there?"):
            await room.take(room.text(CLEO, words), room.arrival(CLEO, Blocked()), room.arrival(CLEO, Unblocked()))
        assert room.told == [(CLEO, room.phrase("stranger"))]
        assert not any([await room.rows(sql) for sql in EVERYTHING])


async def test_a_stranger_who_blocks_the_bot_is_told_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, allowed=frozenset({ANNA})) as room:
        await room.take(room.arrival(CLEO, Blocked()))
        assert not room.told


async def test_a_stranger_who_cries_for_help_gets_the_card(tmp_path: Path) -> None:
    async with opened(tmp_path, allowed=frozenset({ANNA})) as room:
        await room.take(room.text(CLEO, "hello"))
        await room.take(room.text(CLEO, CRY), room.command(CLEO, "support"))
        card = support_card(room.dialogues).text
        assert room.told[1:] == [(CLEO, card), (CLEO, card)]


async def test_a_group_is_told_once_and_left(room: Room) -> None:
    group = -1001
    await room.conversation.take([room.nobodys(GroupSeen(chat_id=group)) for _ in range(5)])
    await drain(room.delivery)
    assert [parcel.kind for parcel in room.telegram.sent if parcel.chat_id == group] == [
        ParcelKind.SEND,
        ParcelKind.LEAVE,
    ]
    assert room.said(group) == [room.phrase("group")]


async def test_a_channel_is_left_without_a_word(room: Room) -> None:
    channel = -1002
    await room.take(room.nobodys(GroupSeen(chat_id=channel, is_channel=True)))
    assert [parcel.kind for parcel in room.telegram.sent if parcel.chat_id == channel] == [ParcelKind.LEAVE]


async def test_whoever_blocked_the_bot_is_written_nothing_and_loses_nothing(room: Room) -> None:
    await in_shame(room, ANNA)
    room.telegram.sent.clear()
    await room.conversation.take([room.command(ANNA, "help"), room.arrival(ANNA, Blocked())])
    await drain(room.delivery)
    assert not room.said(ANNA)
    assert not await room.read(lambda tx: people.is_reachable(tx, ANNA))
    await room.take(room.arrival(ANNA, Unblocked()))
    assert await room.read(lambda tx: people.is_reachable(tx, ANNA))
    await room.take(room.text(ANNA, LONG))
    assert await last_answered(room, ANNA) == "fears"


async def test_any_word_of_theirs_makes_them_reachable_again(room: Room) -> None:
    await room.take(room.arrival(ANNA, Blocked()))
    await room.take(room.command(ANNA, "help"))
    assert await room.read(lambda tx: people.is_reachable(tx, ANNA))


async def test_whoever_asks_for_help_does_not_wait_for_a_database_that_is_locked(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "PATIENCE", 0)
    await room.take(room.text(ANNA, "how is the weather"))
    assert not room.told
    await room.take(room.text(ANNA, "i want to die"))
    await room.take(room.command(BEN, "support"))
    assert [chat_id for chat_id, _ in room.told] == [ANNA, BEN]


async def test_a_tap_on_support_is_a_cry_for_help_while_the_database_fails(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "PATIENCE", 0)
    await room.take(room.tap_data(ANNA, "k3y:1:/support"), room.tap_data(BEN, "k3y:1:/skip"))
    assert [chat_id for chat_id, _ in room.told] == [ANNA]


# Taps, edits, early words


async def test_a_tap_is_answered_past_the_outbox_after_the_commit(room: Room) -> None:
    await room.take(room.command(ANNA, "exercises"))
    tap = room.tap(ANNA, "Not now")
    await room.take(tap)
    await room.take(replace(tap, update_id=9000))  # the second tap of a double tap
    await room.take(room.command(ANNA, "exercises"))
    old = room.tap(ANNA, "Not now")
    await room.take(room.command(ANNA, "exercises"), old)
    assert [text for _, text in room.toasts] == [None, None, room.phrase("old_button")]


async def test_an_edit_says_what_it_changed(room: Room) -> None:  # fault 17
    await in_shame(room, ANNA)
    answer = room.text(ANNA, LONG)
    await room.take(answer)
    assert isinstance(answer.what, TextReceived)
    await room.take(room.edit(ANNA, answer.what.message_id, "other words"))
    assert room.said(ANNA)[-1] == room.phrase("edited")
    assert (await room.journal(ANNA))[0].parts[0].words == "other words"
    await room.take(room.edit(ANNA, 4, "nothing of this is kept"))
    assert room.said(ANNA)[-1] == room.phrase("nothing_to_edit")


async def test_text_written_before_the_question_came_joins_the_answer_before(room: Room) -> None:  # fault 15
    await in_shame(room, ANNA)
    await room.take(room.text(ANNA, LONG))
    ((message_id,),) = await room.rows("SELECT message_id FROM outbox ORDER BY question DESC LIMIT 1")
    await room.take(room.arrival(ANNA, TextReceived(text="and more", message_id=message_id - 1)))
    assert [part.words for part in (await room.journal(ANNA))[0].parts] == [LONG, "and more"]
    await room.take(room.arrival(ANNA, TextReceived(text="x " * 12, message_id=message_id + 1)))
    assert [kept.state for kept in await room.journal(ANNA)][:2] == ["hard_times", "fears"]


async def test_two_of_a_persons_updates_swapped_find_a_gentle_answer(room: Room) -> None:
    await room.take(room.command(ANNA, "start", "shame"))
    ready, stop = room.tap(ANNA, "Yes, I am ready"), room.command(ANNA, "stop")
    await room.take(stop, ready)
    assert room.toasts == [("press", room.phrase("old_button"))]
    assert not await room.read(lambda tx: outbox_reading.waits(tx))
