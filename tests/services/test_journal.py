"""People read their reflections again: all of them, every word, newest first, in pages that do not shift."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.dialogue.effects import AnswerPart, KeepAnswer
from bot.dialogue.words import utf16_length
from bot.services.outcomes import Outcome, Refused, Unknown
from bot.storage import answers, people
from bot.storage.parcels import Parcel, ParcelKind
from tests.services.room import ANNA, BEN, Room, opened

AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path) as room:
        await room.member(ANNA, zone="Europe/Berlin")
        await room.member(BEN)
        yield room


async def reflected(
    room: Room, person_id: int, number: int, *parts: AnswerPart, question: str = "What happened?"
) -> None:
    kept = KeepAnswer(number=number, dialogue="shame", run=1, state="fears", question=question, parts=parts)
    await room.read(lambda tx: answers.keep(tx, person_id, kept, AT + timedelta(days=number)))


def words(text: str, message_id: int = 1) -> AnswerPart:
    return AnswerPart(message_id=message_id, words=text)


async def history(room: Room, person_id: int = ANNA) -> list[str]:
    """All pages, turned one by one to the oldest."""
    await room.take(room.command(person_id, "history"))
    pages = [page_of(room, person_id)]
    while "Older" in labels(pages[-1]):
        await room.take(room.tap(person_id, "Older"))
        pages.append(page_of(room, person_id))
    return [page.message.text for page in pages if page.message]


def page_of(room: Room, person_id: int = ANNA) -> Parcel:
    page = room.last(person_id)
    assert page.message
    assert utf16_length(page.message.text) <= 4096
    return page


def labels(page: Parcel) -> list[str]:
    return [button.label for row in page.buttons for button in row]


async def test_whoever_has_written_nothing_is_told_so(room: Room) -> None:
    assert await history(room) == [room.phrase("history_empty")]


async def test_whoever_has_put_all_of_it_away_is_told_where_it_is(room: Room) -> None:
    await reflected(room, ANNA, 1, words("put away"))
    await room.read(lambda tx: answers.seal(tx, ANNA, [1]))
    session = await room.session(ANNA)
    assert session
    await room.read(lambda tx: people.save(tx, ANNA, replace(session, sealed=1), room.clock.at))
    assert await history(room) == [room.phrase("history_put_away")]
    assert await history(room, BEN) == [room.phrase("history_empty")]


async def test_each_is_shown_with_its_question_and_when_newest_first(room: Room) -> None:
    await reflected(room, ANNA, 1, words("the first"), question="What do you fear?")
    await reflected(room, ANNA, 2, words("the second"), words("and more"))
    (page,) = await history(room)
    assert page == (
        f"{room.phrase('history_title', page='1', pages='1')}\n\n"
        "3 March 2026, 09:30\nWhat happened?\nthe second\nand more\n\n"
        "2 March 2026, 09:30\nWhat do you fear?\nthe first"
    )


NEW_YEAR = datetime(2025, 12, 31, 20, tzinfo=UTC)  # nine in the morning of 1 January in Auckland


async def moves(room: Room, zone: str | None) -> None:
    session = await room.session(ANNA)
    assert session
    there = replace(session, profile=replace(session.profile, zone=zone))
    await room.read(lambda tx: people.save(tx, ANNA, there, room.clock.at))


async def writes_an_answer(room: Room) -> None:
    for step in (room.command(ANNA, "start", "peaceful_place"), room.text(ANNA, "The sea, at low tide")):
        await room.take(step)


async def test_the_day_and_hour_stay_those_of_the_place_where_it_was_written(room: Room) -> None:
    await moves(room, "Pacific/Auckland")
    room.clock.at = NEW_YEAR
    await writes_an_answer(room)
    await moves(room, "Asia/Kathmandu")
    await room.take(room.text(ANNA, "Gulls, and a boat"))
    (page,) = await history(room)
    assert re.findall(r"^.+2026.+$", page, re.M) == ["1 January 2026, 01:45", "1 January 2026, 09:00"]


async def test_the_first_place_that_somebody_names_is_that_of_what_they_wrote_before(room: Room) -> None:
    await moves(room, None)
    room.clock.at = NEW_YEAR
    await writes_an_answer(room)
    await room.take(room.command(ANNA, "settings"))
    await room.take(room.tap(ANNA, "My place"))
    await room.take(room.text(ANNA, "Auckland"))
    await room.take(room.tap(ANNA, "Yes, that is my time"))
    await moves(room, "Asia/Kathmandu")
    assert "1 January 2026, 09:00" in (await history(room))[-1]


async def test_without_a_zone_the_hour_says_that_it_is_utc(room: Room) -> None:
    await reflected(room, BEN, 1, words("hello"))
    (page,) = await history(room, BEN)
    assert "2 March 2026, 08:30 UTC" in page


async def test_a_reflection_of_twelve_thousand_characters_is_found_whole_over_several_pages(room: Room) -> None:
    # fault 16
    said = [f"word{number}" for number in range(1500)]
    parts = [words(" ".join(said[at : at + 500]), at) for at in (0, 500, 1000)]
    await reflected(room, ANNA, 1, words("before"))
    await reflected(room, ANNA, 2, *parts)
    await reflected(room, ANNA, 3, words("after"))
    pages = await history(room)
    assert len(pages) > 3
    assert re.findall(r"word\d+", " ".join(pages)) == said
    assert "after" in pages[0]
    assert "before" in pages[-1]
    assert sum(page.count("What happened?") for page in pages) == 3
    assert sum(page.count(room.phrase("history_goes_on")) for page in pages) == 4


@pytest.mark.parametrize("text", ["\N{GRINNING FACE}" * 4000, "x" * 9000, "<b>_*[\\{user.__class__}\n" * 300])
async def test_any_words_are_shown_exactly(room: Room, text: str) -> None:  # fault 23, fault 24
    await reflected(room, ANNA, 1, words(text))
    shown = "".join(await history(room))
    for sign in set(text) - set(" \n"):
        assert shown.count(sign) >= text.count(sign)


async def test_a_question_that_is_as_long_as_an_answer_is_shown_too(room: Room) -> None:
    question = "You said: " + "sea " * 1500 + "Is it so?"
    await reflected(room, ANNA, 1, words("yes"), question=question)
    pages = await history(room)
    assert " ".join(" ".join(pages).split()).count("sea") == 1500
    assert "yes" in pages[-1]


async def test_pages_do_not_shift_while_new_answers_come(room: Room) -> None:
    for number in range(1, 13):
        await reflected(room, ANNA, number, words(f"reflection-{number}."))
    await room.take(room.command(ANNA, "history"))
    seen = re.findall(r"reflection-(\d+)\.", str(page_of(room).message))
    for new in (13, 14):
        await reflected(room, ANNA, new, words(f"reflection-{new}."))
        await room.take(room.tap(ANNA, "Older"))
        seen += re.findall(r"reflection-(\d+)\.", str(page_of(room).message))
    assert seen == [str(number) for number in range(12, 0, -1)]
    await room.take(room.tap(ANNA, "Newer"))
    assert "reflection-7." in str(page_of(room).message)


async def test_turning_a_page_edits_the_message_that_is_there(room: Room) -> None:
    for number in range(1, 8):
        await reflected(room, ANNA, number, words("hello"))
    await room.take(room.command(ANNA, "history"))
    first = page_of(room)
    assert labels(first) == ["Older"]
    await room.take(room.tap(ANNA, "Older"))
    second = page_of(room)
    assert (second.kind, second.label, labels(second)) == (ParcelKind.EDIT, first.label, ["Newer"])
    assert second.message_id


async def test_two_lists_of_one_person_are_turned_each_by_itself(room: Room) -> None:
    for number in range(1, 8):
        await reflected(room, ANNA, number, words("hello"))
    await room.take(room.command(ANNA, "history"))
    older_of_first = room.tap(ANNA, "Older")
    label = page_of(room).label
    await room.take(room.command(ANNA, "history"))
    await room.take(older_of_first)
    assert page_of(room).label == label


async def test_a_voice_note_of_a_reflection_that_fills_pages_has_one_button(room: Room) -> None:
    await reflected(room, ANNA, 1, words("word " * 1000), AnswerPart(message_id=2, voice="file-1"))
    await room.take(room.command(ANNA, "history"))
    first = labels(page_of(room))
    await room.take(room.tap(ANNA, "Older"))
    assert [*first, *labels(page_of(room))].count("Play voice note") == 1


async def test_a_voice_note_has_a_button_that_plays_it(room: Room) -> None:  # fault 18
    await reflected(room, ANNA, 1, words("spoken:"), AnswerPart(message_id=2, voice="file-1"))
    await room.take(room.command(ANNA, "history"))
    assert f"({room.phrase('history_voice')})" in room.said(ANNA)[-1]
    await room.take(room.tap(ANNA, "Play voice note"))
    assert (room.last(ANNA).kind, room.last(ANNA).voice) == (ParcelKind.VOICE, "file-1")


@pytest.mark.parametrize(
    "fate", [(Refused(description="VOICE_MESSAGES_FORBIDDEN"),), (Unknown(), Unknown())], ids=["refused", "lost"]
)
async def test_a_voice_note_that_cannot_be_played_has_a_sentence_in_its_place(
    room: Room, fate: tuple[Outcome, ...]
) -> None:
    await reflected(room, ANNA, 1, words("spoken:"), AnswerPart(message_id=2, voice="file-1"))
    await room.take(room.command(ANNA, "history"))
    room.telegram.fails(ANNA, *fate)
    await room.take(room.tap(ANNA, "Play voice note"))
    for _ in range(3):
        room.clock.move(60)
        await room.tick()
    assert (room.last(ANNA).kind, room.said(ANNA)[-1]) == (ParcelKind.SEND, room.phrase("voice_not_played"))


@pytest.mark.parametrize("data", ["k3y:v:9.0", "k3y:v:1.0", "k3y:v:1.5", "k3y:v:0.0"])
async def test_a_voice_note_that_is_not_there_is_not_played(room: Room, data: str) -> None:  # fault 19
    await reflected(room, ANNA, 1, words("no voice"))
    tap = room.tap_data(ANNA, data)
    await room.take(tap)
    assert not room.telegram.sent


async def test_a_page_that_was_forged_is_the_last_there_is(room: Room) -> None:  # fault 19
    await reflected(room, ANNA, 1, words("all there is"))
    await room.take(room.command(ANNA, "history"))
    await room.take(room.tap_data(ANNA, "k3y:h1:999999999.999999999"))
    assert "all there is" in room.said(ANNA)[-1]


async def test_nobody_sees_anothers_reflections(room: Room) -> None:
    await reflected(room, ANNA, 1, words("of Anna"))
    await reflected(room, BEN, 1, words("of Ben"))
    assert "of Ben" not in "".join(await history(room, ANNA))
