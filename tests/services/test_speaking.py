"""Whatever the services say by themselves, they say in the person's language; also when the database is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import DialogueId, Version
from bot.errors import DatabaseError
from bot.services import spoken_languages as speaking
from bot.services.spoken_languages import SpokenLanguages
from bot.services.support import support_card
from tests.bilingual import bilingual, german
from tests.services.room import ANNA, BEN, CLEO, Room, opened

ENOUGH = "Meine Nachbarin hat mich auf der Treppe angelächelt."


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """Anna is spoken to in German, Ben in English."""
    async with opened(tmp_path) as room:
        room.dialogues = bilingual()
        room = await room.again()
        await room.member(ANNA, language="de", zone="Europe/Berlin")
        await room.member(BEN)
        yield room


async def answered(room: Room, person_id: int, words: str) -> None:
    await room.take(room.command(person_id, "start", "kindness"))
    await room.take(room.tap(person_id, "3"))
    await room.take(room.text(person_id, words))


def with_a_bug(dialogues: Dialogues) -> Dialogues:
    """Whoever opens the settings meets an error of the program's."""
    id = DialogueId("settings")
    broken = replace(dialogues.live[id], version=Version("broken"), states={})
    others = {tag: with_a_bug(other) for tag, other in dialogues.others.items()}
    pinned = {**dialogues.pinned, (id, broken.version): broken}
    return replace(dialogues, live={**dialogues.live, id: broken}, pinned=pinned, others=others)


async def test_reflections_are_shown_in_the_words_and_with_the_months_of_the_language(room: Room) -> None:
    await answered(room, ANNA, ENOUGH)
    await room.take(room.command(ANNA, "history"))
    page = room.said(ANNA)[-1]
    assert page.startswith("Was du geschrieben hast, Seite 1 von 1\n\n1. März 2026, 09:30\n")
    assert f"Was ist dir heute Gutes geschehen, und sei es noch so klein?\n{ENOUGH}" in page


async def test_no_reflections_are_told_in_the_language(room: Room) -> None:
    await room.take(room.command(ANNA, "history"), room.command(BEN, "history"))
    assert room.said(ANNA) == ["Es ist noch nichts aufgehoben."]
    assert room.said(BEN) == ["Nothing is kept yet."]


async def test_who_was_forgotten_is_told_so_in_the_language_that_was_theirs(room: Room) -> None:
    await answered(room, ANNA, ENOUGH)
    await room.take(room.command(ANNA, "forget"))
    await room.take(room.text(ANNA, "vergiss mich"))
    assert room.said(ANNA)[-1].startswith("Alles ist fort: 2 Antworten")


async def test_a_bug_is_told_in_the_language_though_it_was_the_first_message_since_the_start(room: Room) -> None:
    room.dialogues = with_a_bug(bilingual())
    room = await room.again()
    await room.take(room.command(ANNA, "settings"), room.command(BEN, "settings"))
    assert room.said(ANNA) == [german().phrase("went_wrong").text]
    assert room.said(BEN) == [bilingual().phrase("went_wrong").text]


async def test_the_card_from_memory_speaks_the_language_of_whoever_was_heard_since_the_start(room: Room) -> None:
    await room.take(room.command(ANNA, "exercises"), room.command(BEN, "exercises"))
    await room.disk_is_read_only(True)
    with pytest.raises(DatabaseError):
        await room.conversation.take([room.command(ANNA, "support"), room.text(BEN, "Ich will nicht mehr leben")])
    assert room.told == [(ANNA, support_card(german()).text), (BEN, support_card(bilingual()).text)]


async def test_the_card_from_memory_is_there_for_whoever_was_not_heard_yet(room: Room) -> None:
    await room.disk_is_read_only(True)
    with pytest.raises(DatabaseError):
        await room.conversation.take([room.text(ANNA, "Ich will nicht mehr leben")])
    assert room.told == [(ANNA, support_card(bilingual()).text)]


async def test_nobody_who_was_erased_is_remembered(room: Room) -> None:
    await room.take(room.command(ANNA, "forget"))
    assert room.turns.spoken.language_of(ANNA) == "de"
    await room.take(room.text(ANNA, "vergiss mich"))
    assert room.turns.spoken.language_of(ANNA) == "en"


def test_no_more_people_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaking, "_REMEMBERED", 2)
    spoken = SpokenLanguages()
    for person_id in (ANNA, BEN, ANNA, CLEO):
        spoken.note(person_id, "de")
    assert [spoken.language_of(person_id) for person_id in (ANNA, BEN, CLEO)] == ["de", "en", "de"]
