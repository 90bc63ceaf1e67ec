"""Sessions come back as they were saved; who can be reached; which dialogue versions are in use."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue.effects import AnswerPart
from bot.dialogue.model import DialogueId, StateId, Version
from bot.dialogue.session import Frame, Held, Offer, Profile, Session
from bot.dialogue.values import Number, Picked, Said, Skipped
from bot.storage import people
from bot.storage.database import Database, Transaction

ANN, BEN = 11, 12


def frame(dialogue: str, version: str) -> Frame:
    return Frame(dialogue=DialogueId(dialogue), version=Version(version), state=StateId("here"), run=1)


async def test_nobody_is_loaded_before_they_were_saved(database: Database) -> None:
    assert await database.run(lambda tx: people.load(tx, ANN)) is None


async def test_a_session_comes_back_as_it_was_saved(database: Database, session: Session, now: datetime) -> None:
    words = 'Ärger, שלום, 🫶🏽 "quoted" \\ back\0slash\u202e'
    part = AnswerPart(message_id=5, words=words)
    full = replace(
        session,
        profile=Profile(consented=True, name=words, zone="Europe/Berlin", prompt_time="08:00"),
        stack=(
            replace(
                frame("shame", "v1"),
                values={
                    "fears": Said(parts=(part, AnswerPart(message_id=6, voice="file")), answer=3),
                    "tension": Number(value=7),
                    "body": Picked(keys=("chest",), words="chest"),
                    "age": Skipped(),
                },
                trail=(StateId("before"),),
                offers=(Offer(label="Berlin", values={"zone": "Europe/Berlin"}),),
                since=now,
            ),
        ),
        aside=((frame("peaceful_place", "v2"),),),
        remembered={"home": Said(parts=(part,))},
        seen=now,
        held=(part,),
        held_for=Held.RETURN,
    )

    def work(tx: Transaction) -> Session | None:
        people.save(tx, ANN, full, now)
        return people.load(tx, ANN)

    assert await database.run(work) == full


async def test_saving_again_replaces_the_session_and_keeps_who_is_unreachable(
    database: Database, session: Session, now: datetime
) -> None:
    def work(tx: Transaction) -> tuple[Session | None, bool]:
        people.save(tx, ANN, session, now)
        people.set_reachable(tx, ANN, False)
        people.save(tx, ANN, replace(session, turn=9), now + timedelta(minutes=1))
        return people.load(tx, ANN), people.is_reachable(tx, ANN)

    assert await database.run(work) == (replace(session, turn=9), False)


async def test_set_reachable_says_whether_it_changed_anything(
    database: Database, session: Session, now: datetime
) -> None:
    def work(tx: Transaction) -> list[bool]:
        people.save(tx, ANN, session, now)
        return [people.set_reachable(tx, person, to) for person, to in ((ANN, True), (ANN, False), (ANN, False))]

    assert await database.run(work) == [False, True, False]


async def test_somebody_unknown_can_be_reached(database: Database) -> None:
    assert not await database.run(lambda tx: people.set_reachable(tx, ANN, False))
    assert await database.run(lambda tx: people.is_reachable(tx, ANN))


async def test_versions_in_use_are_those_of_every_frame_also_set_aside(
    database: Database, session: Session, now: datetime
) -> None:
    def work(tx: Transaction) -> set[tuple[DialogueId, Version]]:
        called = replace(session, stack=(frame("shame", "v1"), frame("breathe", "v1")))
        people.save(tx, ANN, replace(called, aside=((frame("shame", "v0"),), (frame("story", "v3"),))), now)
        people.save(tx, BEN, replace(session, stack=(frame("shame", "v1"),)), now)
        people.save(tx, BEN + 1, replace(session, stack=()), now)
        return people.pinned(tx)

    assert await database.run(work) == {("shame", "v0"), ("shame", "v1"), ("breathe", "v1"), ("story", "v3")}


async def test_outside_of_the_live_versions_is_whoever_has_any_frame_in_another(
    database: Database, session: Session, now: datetime
) -> None:
    def work(tx: Transaction) -> list[int]:
        live = replace(session, stack=(frame("shame", "v2"),))
        people.save(tx, ANN, live, now)
        people.save(tx, BEN, replace(live, stack=(frame("shame", "v2"), frame("breathe", "v0"))), now)
        people.save(tx, BEN + 1, replace(live, aside=((frame("shame", "v1"),),)), now)
        people.save(tx, BEN + 2, replace(session, stack=()), now)
        return people.outside(tx, {(DialogueId("shame"), Version("v2")), (DialogueId("breathe"), Version("v1"))})

    assert await database.run(work) == [BEN, BEN + 1]
