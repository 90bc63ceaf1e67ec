"""Pictures over the real client and real HTTP to the sandbox's Bot API: shown with their words, or the words alone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot.adapters.telegram_out import sender
from bot.adapters.telegram_photos import Photos
from bot.dialogue.words import Entity, Message, Style
from bot.sandbox.server import SandboxServer
from bot.services.outcomes import Gone, Outcome, Refused, TryLater, Unknown
from bot.services.settling import Sent
from bot.storage.parcels import Parcel, ParcelKind
from tests.adapters.loopback import client
from tests.pictures import png
from tests.sandbox.driver import ALEX, NOON, TOKEN, Answer, Sandbox

CAPTION = Message(text="🌿 A lake", entities=(Entity(style=Style.BOLD, offset=3, length=6),))
PARCEL = Parcel(row=1, attempt=1, chat_id=ALEX, kind=ParcelKind.SEND, message=CAPTION, picture="озеро at dusk.png")


@dataclass(frozen=True)
class File:
    content: bytes
    kind: str = "png"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with (
        SandboxServer(directory=None, token=TOKEN, port=0, real_now=lambda: NOON) as server,
        aiohttp.ClientSession() as session,
    ):
        sandbox = Sandbox(server, session)
        await sandbox.say("/start")
        yield sandbox


@pytest.fixture
async def bot(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setattr("tests.adapters.loopback.TOKEN", TOKEN)
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with client(sandbox.server.url) as bot:
        yield bot


def photos(bot: Bot, content: bytes | None = None) -> Photos:
    """All pictures have this in them; without it, none is there."""
    return Photos(bot, lambda _: File(content) if content is not None else None)


async def send(bot: Bot, content: bytes | None) -> Sent | Outcome:
    return await sender(bot, photos(bot, content))(PARCEL)


def calls(sandbox: Sandbox) -> list[str]:
    return [call["method"] for call in sandbox.server.world.calls if call["method"].startswith("send")]


def bold(message: Answer) -> list[Mapping[str, Any]]:
    return [{"type": e["type"], "offset": e["offset"], "length": e["length"]} for e in message["entities"]]


async def test_a_picture_arrives_whole_with_its_words_and_their_form(bot: Bot, sandbox: Sandbox) -> None:
    outcome = await send(bot, png(300, 200))

    seen = await sandbox.last()
    assert outcome == Sent(message_id=seen["id"])
    assert (seen["kind"], seen["text"], seen["buttons"]) == ("photo", CAPTION.text, [])
    assert bold(seen) == [{"type": "bold", "offset": 3, "length": 6}]
    async with sandbox.session.get(sandbox.server.url + seen["file"]["url"]) as response:
        assert await response.read() == png(300, 200)


@pytest.mark.parametrize("content", [None, b"no picture any more"], ids=["is not there", "is refused by Telegram"])
async def test_where_the_picture_cannot_go_the_words_go_alone_and_the_operator_is_told_but_not_the_words(
    bot: Bot, sandbox: Sandbox, content: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="bot"):
        outcome = await send(bot, content)

    seen = await sandbox.last()
    assert outcome == Sent(message_id=seen["id"])
    assert (seen["kind"], seen["text"]) == ("text", CAPTION.text)
    assert bold(seen) == [{"type": "bold", "offset": 3, "length": 6}]
    (record,) = caplog.records
    assert (record.levelname, vars(record)["chat"], vars(record)["picture"]) == ("WARNING", ALEX, PARCEL.picture)
    assert "lake" not in str(vars(record)).replace(str(PARCEL.picture), "")


@pytest.mark.parametrize(
    ("kind", "fields", "outcome"),
    [
        ("too_many_requests", {"retry_after": 3}, TryLater),
        ("forbidden", {}, Gone),
        ("bad_request", {"description": "Bad Request: chat not found"}, Gone),
        ("server_error", {}, Unknown),  # fault 27
        ("lost_answer", {}, Unknown),  # fault 27
        ("cut", {}, Unknown),
    ],
)
async def test_what_else_goes_wrong_is_an_outcome_and_no_words_go_beside_it(
    bot: Bot, sandbox: Sandbox, kind: str, fields: dict[str, object], outcome: type[Outcome]
) -> None:
    await sandbox.post("faults", fault=kind, method="sendPhoto", **fields)

    assert isinstance(await send(bot, png()), outcome)
    assert calls(sandbox) == ["sendPhoto"]


async def test_a_server_that_is_not_there_has_certainly_got_no_picture(bot: Bot, sandbox: Sandbox) -> None:  # fault 28
    await sandbox.server.stop()

    assert await send(bot, png()) == TryLater()


async def test_words_that_are_refused_too_are_refused(bot: Bot, sandbox: Sandbox) -> None:  # fault 32
    for method in ("sendPhoto", "sendMessage"):
        await sandbox.post("faults", fault="bad_request", method=method)

    assert isinstance(await send(bot, png()), Refused)


async def test_a_picture_that_many_get_at_once_is_uploaded_once(bot: Bot, sandbox: Sandbox) -> None:
    sends = sender(bot, photos(bot, png()))
    uploads: list[bool] = []
    send_photo = bot.send_photo

    async def noted(chat_id: int, photo: object, **more: Any) -> Any:
        uploads.append(not isinstance(photo, str))
        return await send_photo(chat_id, photo, **more)  # type: ignore[arg-type]  # as it came

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(bot), "send_photo", lambda _, *given, **more: noted(*given, **more))
        outcomes = await asyncio.gather(*(sends(PARCEL) for _ in range(10)))

    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert sorted(uploads) == [False] * 9 + [True]
    assert [message["kind"] for message in (await sandbox.chat())["messages"]][-10:] == ["photo"] * 10


async def test_a_picture_that_changed_is_uploaded_anew(bot: Bot, sandbox: Sandbox) -> None:
    content = [png(8, 8), png(9, 9)]
    sends = sender(bot, Photos(bot, lambda _: File(content[0])))
    await sends(PARCEL)
    del content[0]
    await sends(PARCEL)

    async with sandbox.session.get(sandbox.server.url + (await sandbox.last())["file"]["url"]) as response:
        assert await response.read() == png(9, 9)


async def test_an_id_that_telegram_knows_no_longer_costs_one_picture_and_no_words(bot: Bot, sandbox: Sandbox) -> None:
    sends = sender(bot, photos(bot, png()))
    await sends(PARCEL)
    await sandbox.post("faults", fault="bad_request", method="sendPhoto", description="Bad Request: wrong file id")
    await sends(PARCEL)
    await sends(PARCEL)

    assert [message["kind"] for message in (await sandbox.chat())["messages"]][-3:] == ["photo", "text", "photo"]
