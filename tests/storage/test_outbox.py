from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.dialogue.effects import Button, EditMessage, SendMessage, SendVoice
from bot.dialogue.session import Session
from bot.dialogue.words import Entity, Message, Style
from bot.storage import outbox, outbox_reading, people
from bot.storage.database import Database, Transaction
from bot.storage.outbox_reading import Fate
from bot.storage.parcels import Parcel, ParcelKind, ParcelState

PERSON, OTHER = 7, 8
STRANGE = "<b> _*[ \\ \u202e mirrored \u202c \U0001f33f\U0001f3f3\ufe0f\u200d\U0001f308 \u05d0\u0301"


def text(words: str, **fields: object) -> SendMessage:
    return replace(SendMessage(message=Message(text=words)), **fields)  # type: ignore[arg-type]  # any field


def edit(words: str, label: str = "page") -> EditMessage:
    return EditMessage(label=label, message=Message(text=words))


def claim_all(tx: Transaction, at: datetime) -> list[Parcel]:
    return outbox.claim(tx, list(outbox.next_rows(tx, at)))


def claim_one(tx: Transaction, at: datetime) -> Parcel:
    (parcel,) = claim_all(tx, at)
    return parcel


def deliver(tx: Transaction, at: datetime, message_id: int) -> Parcel:
    parcel = claim_one(tx, at)
    assert outbox.finish(tx, parcel, ParcelState.DELIVERED, at, message_id)
    return parcel


def words_of(parcel: Parcel) -> str:
    assert parcel.message is not None
    return parcel.message.text


def column(tx: Transaction, name: str) -> list[object]:
    return [row[name] for row in tx.execute("SELECT * FROM outbox ORDER BY id")]


async def test_a_picture_comes_out_with_its_caption_which_may_lose_its_form(database: Database, now: datetime) -> None:
    caption = Message(text="A lake", entities=(Entity(style=Style.BOLD, offset=2, length=4),))

    def work(tx: Transaction) -> tuple[Parcel, Parcel]:
        outbox.put_send(tx, PERSON, SendMessage(message=caption, picture="früher See.png"), now)
        sent = claim_one(tx, now)
        outbox.send_again(tx, sent, None, now, resent=False, plain=True)
        return sent, claim_one(tx, now)

    sent, again = await database.run(work)
    assert (sent.picture, sent.message) == ("früher See.png", caption)
    assert (again.picture, again.message) == ("früher See.png", Message(text="A lake"))


async def test_a_message_comes_out_as_it_went_in(database: Database, now: datetime) -> None:  # fault 24
    order = SendMessage(
        message=Message(text=STRANGE, entities=(Entity(style=Style.BOLD, offset=0, length=3),)),
        buttons=((Button(label="Да", data="k:1:c"), Button(label="No", data="k:1:d")), (Button(label="?", data="h"),)),
        label="q4",
        question=4,
    )

    def work(tx: Transaction) -> Parcel:
        row = outbox.put_send(tx, PERSON, order, now)
        parcel = claim_one(tx, now)
        assert parcel.row == row
        return parcel

    parcel = await database.run(work)
    assert (parcel.message, parcel.buttons) == (order.message, order.buttons)
    assert (parcel.chat_id, parcel.kind, parcel.label, parcel.question) == (PERSON, ParcelKind.SEND, "q4", 4)
    assert (parcel.attempt, parcel.prompt, parcel.resent) == (1, False, False)


async def test_a_voice_note_and_a_farewell_come_out_as_they_went_in(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> list[Parcel]:
        outbox.put_voice(tx, PERSON, SendVoice(file_id="AwAC"), now)
        outbox.put_leave(tx, -100, now)
        return claim_all(tx, now)

    voice, leave = await database.run(work)
    assert (voice.kind, voice.voice, voice.message) == (ParcelKind.VOICE, "AwAC", None)
    assert (leave.kind, leave.chat_id, leave.message) == (ParcelKind.LEAVE, -100, None)


async def test_one_message_of_a_chat_is_under_way_at_a_time(database: Database, now: datetime) -> None:  # fault 15
    def work(tx: Transaction) -> list[str]:
        for words in ("one", "two"):
            outbox.put_send(tx, PERSON, text(words), now)
        outbox.put_send(tx, OTHER, text("theirs"), now)
        first = claim_all(tx, now)
        assert not claim_all(tx, now)
        outbox.finish(tx, first[0], ParcelState.DELIVERED, now, 1)
        return [words_of(parcel) for parcel in (*first, *claim_all(tx, now))]

    assert await database.run(work) == ["one", "theirs", "two"]


async def test_replies_go_before_prompts_in_a_chat_and_over_all_chats(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> list[str]:
        outbox.put_send(tx, PERSON, text("breathe", prompt=True), now)
        outbox.put_send(tx, OTHER, text("breathe too", prompt=True), now)
        outbox.put_send(tx, PERSON, text("reply"), now)
        return [words_of(parcel) for parcel in claim_all(tx, now)]

    assert await database.run(work) == ["reply", "breathe too"]


async def test_a_wait_holds_the_whole_chat_and_no_other(database: Database, now: datetime) -> None:  # fault 26
    wait_ends = now + timedelta(seconds=3)

    def work(tx: Transaction) -> None:
        outbox.put_send(tx, PERSON, text("breathe", prompt=True), now)
        prompt = claim_one(tx, now)
        outbox.send_again(tx, prompt, wait_ends, now, resent=False, plain=False)
        outbox.put_send(tx, PERSON, text("reply"), now)
        outbox.put_send(tx, OTHER, text("theirs"), now)
        assert outbox_reading.waits(tx) == [wait_ends]
        early = wait_ends - timedelta(milliseconds=1)
        assert [words_of(parcel) for parcel in claim_all(tx, early)] == ["theirs"]
        assert [words_of(parcel) for parcel in claim_all(tx, wait_ends)] == ["reply"]

    await database.run(work)


async def test_a_delivered_row_holds_no_words_any_more(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> None:
        outbox.put_send(tx, PERSON, text("kept by nobody"), now)
        deliver(tx, now, 31)
        assert (column(tx, "body"), column(tx, "message_id")) == ([None], [31])

    await database.run(work)


async def test_a_settled_row_is_not_settled_again_by_an_older_try(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> None:
        outbox.put_send(tx, PERSON, text("one"), now)
        first = claim_one(tx, now)
        assert outbox.send_again(tx, first, None, now, resent=False, plain=False)
        assert not outbox.send_again(tx, first, None, now, resent=False, plain=False)
        second = claim_one(tx, now)
        assert second.attempt == 2
        assert not outbox.finish(tx, first, ParcelState.REFUSED, now)
        assert outbox.finish(tx, second, ParcelState.DELIVERED, now, 5)

    await database.run(work)


async def test_a_plain_second_try_has_the_words_and_the_buttons(database: Database, now: datetime) -> None:
    bold = Message(text="Why?", entities=(Entity(style=Style.BOLD, offset=0, length=4),))
    order = SendMessage(message=bold, buttons=((Button(label="Skip", data="s"),),), question=1)

    def work(tx: Transaction) -> Parcel:
        outbox.put_send(tx, PERSON, order, now)
        outbox.send_again(tx, claim_one(tx, now), None, now, resent=True, plain=True)
        return claim_one(tx, now)

    parcel = await database.run(work)
    assert (parcel.message, parcel.buttons, parcel.resent) == (Message(text="Why?"), order.buttons, True)


async def test_an_edit_knows_the_message_of_the_last_that_bore_its_label(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> Parcel:
        for message_id in (41, 42):
            outbox.put_send(tx, PERSON, text("page 1", label="page"), now)
            deliver(tx, now, message_id)
        outbox.put_edit(tx, PERSON, edit("page 2"), now)
        return claim_one(tx, now)

    parcel = await database.run(work)
    assert (parcel.kind, parcel.message_id, words_of(parcel)) == (ParcelKind.EDIT, 42, "page 2")


async def test_an_edit_waits_behind_its_message_even_if_that_is_a_prompt(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> None:
        outbox.put_send(tx, PERSON, text("breathe?", label="page", prompt=True), now)
        outbox.put_edit(tx, PERSON, edit("breathe!"), now)
        outbox.put_send(tx, PERSON, text("reply"), now)
        assert words_of(deliver(tx, now, 1)) == "reply"
        assert words_of(deliver(tx, now, 2)) == "breathe?"
        assert claim_one(tx, now).message_id == 2

    await database.run(work)


async def test_a_later_edit_takes_the_place_of_one_that_waits(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> None:
        outbox.put_send(tx, PERSON, text("in", label="page"), now)
        deliver(tx, now, 1)
        for words in ("hold", "out", "rest"):
            outbox.put_edit(tx, PERSON, edit(words), now)
        outbox.put_edit(tx, PERSON, edit("another message's", label="other"), now)
        assert column(tx, "state") == ["delivered", "dropped", "dropped", "waiting", "waiting"]
        assert words_of(claim_one(tx, now)) == "rest"

    await database.run(work)


async def test_an_edit_that_has_to_go_again_is_dropped_for_a_later_one(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> None:
        outbox.put_send(tx, PERSON, text("in", label="page"), now)
        deliver(tx, now, 1)
        outbox.put_edit(tx, PERSON, edit("hold"), now)
        under_way = claim_one(tx, now)
        outbox.put_edit(tx, PERSON, edit("out"), now)
        outbox.send_again(tx, under_way, now, now, resent=False, plain=False)
        assert words_of(claim_one(tx, now)) == "out"

    await database.run(work)


async def test_a_visit_is_told_from_a_daily_prompt_which_alone_is_cancelled(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> Parcel:
        outbox.put_send(tx, PERSON, text("breathe", prompt=True), now)
        outbox.put_send(tx, PERSON, text("how was it?", prompt=True, visit=True, label="page"), now)
        outbox.put_edit(tx, PERSON, edit("how was it, then?"), now)
        assert column(tx, "prompt") == [1, 2, 2]
        outbox.cancel_prompts(tx, PERSON, now)
        assert column(tx, "state") == ["cancelled", "waiting", "waiting"]
        return claim_one(tx, now)

    visit = await database.run(work)
    assert (words_of(visit), visit.prompt, visit.visit) == ("how was it?", True, True)


async def test_when_a_prompt_was_put_and_what_it_asks_with(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> list[tuple[datetime, int | None]]:
        for at, question in ((now, None), (now, 4), (now + timedelta(days=1), None), (now + timedelta(days=1), 6)):
            outbox.put_send(tx, PERSON, text("breathe", prompt=True, question=question), at)
        outbox.put_send(tx, PERSON, text("how was it?", prompt=True, visit=True, question=5), now)
        outbox.put_send(tx, OTHER, text("breathe", prompt=True), now)
        outbox.put_send(tx, OTHER, text("how was it?", prompt=True, visit=True, question=9), now)
        columns = "id, attempts, chat_id, thread, kind, body, label, question, prompt, urgent, resent, NULL"
        rows = list(tx.execute(f"SELECT {columns} FROM outbox"))  # noqa: S608 - a text of ours
        return [outbox_reading.decided(tx, parcel) for parcel in outbox.claim(tx, rows)]

    tomorrow = now + timedelta(days=1)
    assert await database.run(work) == [
        (now, 4),
        (now, 4),
        (tomorrow, 6),
        (tomorrow, 6),
        (now, 5),
        (now, None),
        (now, 9),
    ]


async def test_cancelling_prompts_leaves_replies_and_other_people(
    database: Database, now: datetime
) -> None:  # fault 40
    def work(tx: Transaction) -> None:
        outbox.put_send(tx, PERSON, text("breathe", prompt=True), now)
        outbox.put_send(tx, PERSON, text("reply"), now)
        outbox.put_send(tx, OTHER, text("breathe", prompt=True), now)
        outbox.cancel_prompts(tx, PERSON, now)
        assert column(tx, "state") == ["cancelled", "waiting", "waiting"]
        outbox.cancel_waiting(tx, PERSON, now)
        assert column(tx, "state") == ["cancelled", "cancelled", "waiting"]
        assert column(tx, "body")[:2] == [None, None]

    await database.run(work)


async def test_what_became_of_a_question(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> None:
        assert outbox_reading.question(tx, PERSON, 3) is None
        outbox.put_send(tx, PERSON, text("Why?", question=3), now)
        assert outbox_reading.question(tx, PERSON, 3) == Fate(state=ParcelState.WAITING)
        parcel = claim_one(tx, now)
        assert outbox_reading.question(tx, PERSON, 3) == Fate(state=ParcelState.SENDING)
        outbox.finish(tx, parcel, ParcelState.DELIVERED, now, 12)
        assert outbox_reading.question(tx, PERSON, 3) == Fate(state=ParcelState.DELIVERED, message_id=12)
        assert outbox_reading.question(tx, OTHER, 3) is None

    await database.run(work)


async def test_a_question_that_goes_out_again_may_have_arrived(database: Database, now: datetime) -> None:  # fault 27
    def work(tx: Transaction) -> None:
        outbox.put_send(tx, PERSON, text("Why?", question=3), now)
        outbox.send_again(tx, claim_one(tx, now), now, now, resent=True, plain=False)
        assert outbox_reading.question(tx, PERSON, 3) == Fate(state=ParcelState.WAITING, resent=True, unheard=True)
        outbox.finish(tx, claim_one(tx, now), ParcelState.DELIVERED, now, 12)
        twice = Fate(state=ParcelState.DELIVERED, message_id=12, resent=True, unheard=True)
        assert outbox_reading.question(tx, PERSON, 3) == twice

    await database.run(work)


async def test_a_question_that_a_crash_cut_off_most_likely_arrived(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> None:
        outbox.put_send(tx, PERSON, text("Why?", question=3), now)
        outbox.send_again(tx, claim_one(tx, now), None, now, resent=True, plain=False)
        assert outbox_reading.question(tx, PERSON, 3) == Fate(state=ParcelState.WAITING, resent=True)

    await database.run(work)


async def test_what_came_last_to_a_chat_and_whether_more_is_on_its_way(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> None:
        assert outbox_reading.newest(tx, PERSON) is None
        assert not outbox_reading.knows(tx, PERSON)
        outbox.put_send(tx, PERSON, text("page", label="page"), now)
        assert outbox_reading.newest(tx, PERSON) == Fate(state=ParcelState.WAITING)
        assert outbox_reading.knows(tx, PERSON)
        deliver(tx, now, 12)
        outbox.put_edit(tx, PERSON, edit("page 2"), now)
        deliver(tx, now, 12)
        assert outbox_reading.newest(tx, PERSON) == Fate(state=ParcelState.DELIVERED, message_id=12)
        assert not outbox_reading.knows(tx, PERSON)

    await database.run(work)


async def test_claimed_rows_can_be_found_and_put_back(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> None:
        row = outbox.put_send(tx, PERSON, text("one"), now)
        outbox.put_send(tx, PERSON, text("two"), now)
        claim_one(tx, now)
        assert [parcel.row for parcel in outbox.under_way(tx)] == [row]
        outbox.put_back(tx)
        assert column(tx, "state") == ["waiting", "waiting"]

    await database.run(work)


async def test_the_oldest_row_that_is_not_settled_has_an_age(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> None:
        assert outbox_reading.oldest_unsent(tx) is None
        outbox.put_send(tx, PERSON, text("one"), now)
        outbox.put_send(tx, PERSON, text("two"), now + timedelta(seconds=5))
        assert outbox_reading.oldest_unsent(tx) == now
        deliver(tx, now, 1)
        assert outbox_reading.oldest_unsent(tx) == now + timedelta(seconds=5)

    await database.run(work)


async def test_pruning_keeps_what_waits_and_what_may_still_be_asked_for(database: Database, now: datetime) -> None:
    orders = [
        text("plain"),
        text("page", label="page"),
        text("old question", question=1),
        text("question", question=2),
    ]

    def work(tx: Transaction) -> None:
        people.save(tx, PERSON, Session(key="k"), now)
        for message_id, order in enumerate(orders):
            outbox.put_send(tx, PERSON, order, now)
            deliver(tx, now, message_id)
        outbox.put_edit(tx, PERSON, edit("page"), now)
        deliver(tx, now, 1)
        late = outbox.put_send(tx, PERSON, text("waits"), now)
        outbox.prune(tx, now, now)
        assert len(column(tx, "id")) == 6
        outbox.prune(tx, now + timedelta(days=1), now)
        assert column(tx, "message_id") == [1, 3, None]
        outbox.prune(tx, now + timedelta(days=1), now + timedelta(days=1))
        assert column(tx, "message_id") == [3, None]
        assert column(tx, "id")[-1] == late

    await database.run(work)


async def test_of_a_chat_that_nobody_is_in_only_what_waits_is_kept(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> None:
        outbox.put_send(tx, PERSON, text("goodbye", question=1), now)
        deliver(tx, now, 1)
        waits = outbox.put_send(tx, PERSON, text("and one more"), now)
        outbox.prune(tx, now, now)
        assert column(tx, "id") == [waits]

    await database.run(work)


@pytest.mark.parametrize("query", ["_NEXT", "_UNDER_WAY"])
async def test_what_was_sent_is_not_read_to_find_what_waits(database: Database, query: str) -> None:
    def plan(tx: Transaction) -> str:
        sql: str = getattr(outbox, query)
        rows = tx.execute(f"EXPLAIN QUERY PLAN {sql}", (0,) if "?" in sql else ())
        return " / ".join(row["detail"] for row in rows)

    # An index whose condition the query repeats: only such a one leaves out the rows that are settled.
    assert "USING INDEX outbox_" in await database.run(plan)
