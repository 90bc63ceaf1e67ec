"""What is put away is outside the history, survives whatever happens to the process, and goes when everything goes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.room import ANNA, BEN, Room, opened

FEAR = "That they will see how little I have to say and turn away"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """Anna and Ben have come to the place where things are put aside."""
    async with opened(tmp_path) as room:
        for person_id in (ANNA, BEN):
            await room.member(person_id)
            await come_to_put_aside(room, person_id)
        yield room


async def come_to_put_aside(room: Room, person_id: int) -> None:
    await room.take(room.command(person_id, "start", "shame"))
    await room.take(room.tap(person_id, "Yes, I am ready"))
    await room.take(room.tap(person_id, "2"))
    await room.take(room.text(person_id, FEAR))
    for _ in range(20):
        state = (await state_of(room, person_id))[1]
        if state == "put_aside":
            return
        await room.take(room.tap(person_id, "3") if "tension" in state else room.command(person_id, "skip"))


async def state_of(room: Room, person_id: int) -> tuple[str, str]:
    session = await room.session(person_id)
    assert session
    return session.stack[-1].dialogue, session.stack[-1].state


async def puts_away(room: Room, person_id: int) -> None:
    await room.take(room.tap(person_id, "Put my words away too"))


async def words(room: Room, person_id: int) -> list[str | None]:
    return [part.words for reflection in await room.journal(person_id) for part in reflection.parts]


async def shown(room: Room, person_id: int) -> str:
    await room.take(room.command(person_id, "history"))
    return room.said(person_id)[-1]


async def test_what_is_put_away_is_in_no_page_of_the_history_and_counts_for_none(room: Room) -> None:
    assert FEAR in await shown(room, ANNA)
    await puts_away(room, ANNA)
    assert FEAR not in await shown(room, ANNA)
    assert FEAR not in await words(room, ANNA)
    assert len(await room.journal(ANNA)) == 2
    assert FEAR in await words(room, BEN)


async def test_it_is_put_away_together_with_the_turn_or_not_at_all(room: Room) -> None:
    await puts_away(room, ANNA)
    again = await room.again()
    assert FEAR not in await words(again, ANNA)
    assert (await state_of(again, ANNA))[0] == "peaceful_place"
    session = await again.session(ANNA)
    assert session
    assert session.sealed == 1


async def test_it_comes_back_only_by_the_button_of_the_container(room: Room) -> None:
    await puts_away(room, ANNA)
    await puts_away(room, BEN)
    await room.take(room.command(ANNA, "container"))
    await room.take(room.text(ANNA, "no"))
    assert FEAR not in await words(room, ANNA)
    await room.take(room.command(ANNA, "container"))
    await room.take(room.tap(ANNA, "Take it all back"))
    assert FEAR in await shown(room, ANNA)
    assert FEAR not in await words(room, BEN)


async def test_nobody_goes_back_behind_what_was_put_away_and_what_they_write_then_is_kept(room: Room) -> None:
    await puts_away(room, ANNA)
    for _ in range(3):
        await room.take(room.command(ANNA, "back"))
        assert (await state_of(room, ANNA))[0] == "peaceful_place"
    await room.take(room.text(ANNA, "By the lake, where the reeds are"))
    assert "By the lake, where the reeds are" in await words(room, ANNA)
    assert FEAR not in await words(room, ANNA)
    assert await room.rows("SELECT * FROM quarantine") == []


async def test_a_session_from_before_answers_were_noted_by_their_questions_puts_the_words_away_too(room: Room) -> None:
    await room.database.run(
        lambda tx: tx.execute("UPDATE people SET session = json_remove(session, '$.stack[0].numbers')")
    )
    await puts_away(room, ANNA)
    assert FEAR not in await shown(room, ANNA)


async def test_an_old_button_of_the_container_opens_nothing(room: Room) -> None:
    await puts_away(room, ANNA)
    await room.take(room.command(ANNA, "container"))
    old = room.button(ANNA, "Take it all back")
    await room.take(room.tap(ANNA, "Leave it closed"))
    await room.take(room.tap_data(ANNA, old))
    assert FEAR not in await words(room, ANNA)


async def test_an_edited_message_replaces_the_words_that_are_put_away(room: Room) -> None:
    message = next(part.message_id for r in await room.journal(ANNA) for part in r.parts if part.words == FEAR)
    await puts_away(room, ANNA)
    await room.take(room.edit(ANNA, message, "That they turn away"))
    assert room.phrase("edited") in room.said(ANNA)[-1]
    await room.take(room.command(ANNA, "container"))
    await room.take(room.tap(ANNA, "Take it all back"))
    assert "That they turn away" in await words(room, ANNA)
    assert FEAR not in await words(room, ANNA)


async def test_forget_reaches_what_is_put_away(room: Room) -> None:
    await puts_away(room, ANNA)
    await room.take(room.command(ANNA, "forget"))
    await room.take(room.text(ANNA, "forget me"))
    assert room.phrase("forgotten", answers="3", messages="0").partition(",")[0] in room.said(ANNA)[-1]
    owners = await room.rows("SELECT person_id FROM answers UNION SELECT person_id FROM answer_parts")
    assert owners == [(BEN,)]


async def test_a_voice_note_that_is_put_away_is_not_played_from_an_older_page(room: Room) -> None:
    await room.take(room.command(ANNA, "stop"))
    await room.take(room.command(ANNA, "start", "shame"))
    await room.take(room.tap(ANNA, "Yes, I am ready"))
    await room.take(room.tap(ANNA, "2"))
    await room.take(room.voice(ANNA, "file"))
    await room.take(room.command(ANNA, "history"))
    play = room.button(ANNA, "Play voice note")
    for _ in range(20):
        state = (await state_of(room, ANNA))[1]
        if state == "put_aside":
            break
        await room.take(room.tap(ANNA, "3") if "tension" in state else room.command(ANNA, "skip"))
    await puts_away(room, ANNA)
    sent = len(room.telegram.sent)
    await room.take(room.tap_data(ANNA, play))
    assert len(room.telegram.sent) == sent
