"""The webhook over a real socket: who is let in, when the 200 comes, and how a burst becomes one batch."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.adapters import bounded_site, telegram_webhook
from bot.adapters.telegram_poll import Handle
from bot.adapters.telegram_webhook import LARGEST_BODY, SECRET_HEADER, Webhook, listen
from bot.errors import InUseError, SettingError

SECRET = "s3cret_S3CRET"
PATH = "/telegram"
JSON = {"Content-Type": "application/json"}
HEADERS = JSON | {SECRET_HEADER: SECRET}


@asynccontextmanager
async def opened(handle: Handle) -> AsyncIterator[tuple[Webhook, int]]:
    webhook = Webhook(handle, secret=SECRET, path=PATH)
    runner = await listen(webhook, host="127.0.0.1", port=0)
    try:
        yield webhook, runner.addresses[0][1]
    finally:
        await runner.cleanup()


def to(port: int) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(f"http://127.0.0.1:{port}/")


@asynccontextmanager
async def served(handle: Handle) -> AsyncIterator[tuple[Webhook, aiohttp.ClientSession]]:
    async with opened(handle) as (webhook, port), to(port) as session:
        yield webhook, session


async def post(session: aiohttp.ClientSession, body: object, headers: dict[str, str] = HEADERS) -> int:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with session.post(PATH, data=io.BytesIO(data), headers=headers) as response:
        return response.status


async def must_not_be_called(_: list[dict[str, Any]]) -> None:
    pytest.fail("a refused request reached the intake")


# fault 12
@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        (JSON, b'{"update_id": 1}', 401),
        (JSON | {SECRET_HEADER: "wrong"}, b'{"update_id": 1}', 401),
        (JSON | {SECRET_HEADER: ""}, b'{"update_id": 1}', 401),
        (JSON | {SECRET_HEADER: "sécret"}, b'{"update_id": 1}', 401),
        (JSON | {SECRET_HEADER: "wrong"}, b"x" * (LARGEST_BODY + 1), 401),
        ({SECRET_HEADER: SECRET, "Content-Type": "text/plain"}, b'{"update_id": 1}', 415),
        ({SECRET_HEADER: SECRET, "Content-Type": "multipart/form-data"}, b'{"update_id": 1}', 415),
        (HEADERS, b"x" * (LARGEST_BODY + 1), 413),
        (HEADERS, b'{"update_id": ', 400),
        (HEADERS, b"\xff\xfe\xff", 400),
        (HEADERS, b"", 400),
        (HEADERS, b"[1]", 400),
        (HEADERS, b"[" * 100_000, 400),
    ],
)
async def test_a_request_that_is_not_telegrams_is_refused_and_only_counted(
    caplog: pytest.LogCaptureFixture, headers: dict[str, str], body: bytes, status: int
) -> None:
    caplog.set_level(logging.INFO)
    async with served(must_not_be_called) as (webhook, session):
        assert await post(session, body, headers) == status
        assert webhook.refusals == {status: 1}
    assert caplog.records == []


# fault 12
async def test_a_body_of_ten_megabytes_is_refused_before_it_is_read() -> None:
    async with opened(must_not_be_called) as (webhook, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        announced = (
            f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Type: application/json\r\n"
        )
        writer.write(f"{announced}Content-Length: 10485760\r\n\r\n".encode())
        answer = await reader.readline()
        writer.close()
        assert answer.startswith(b"HTTP/1.1 413 ")  # what follows it differs between versions of Python
        assert webhook.refusals == {413: 1}


# fault 12
async def test_a_long_body_without_a_length_is_refused_on_the_way() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 65_536

    async with served(must_not_be_called) as (webhook, session):
        async with session.post(PATH, data=pieces(), headers=HEADERS) as response:
            assert response.status == 413
        assert webhook.refusals == {413: 1}


async def test_the_200_comes_only_after_the_batch_is_handled() -> None:
    order: list[str] = []
    started, go_on = asyncio.Event(), asyncio.Event()

    async def handle(_: list[dict[str, Any]]) -> None:
        started.set()
        await go_on.wait()
        order.append("committed")

    async with served(handle) as (_, session):
        request = asyncio.create_task(post(session, {"update_id": 1}))
        request.add_done_callback(lambda _: order.append("answered"))
        await started.wait()
        assert not request.done()
        go_on.set()
        assert await request == 200
    assert order == ["committed", "answered"]


async def test_requests_that_come_while_a_batch_is_handled_become_the_next_batch() -> None:
    batches: list[list[int]] = []
    started, go_on = asyncio.Event(), asyncio.Event()

    async def handle(updates: list[dict[str, Any]]) -> None:
        batches.append([update["update_id"] for update in updates])
        started.set()
        await go_on.wait()

    async with served(handle) as (webhook, session):
        first = asyncio.create_task(post(session, {"update_id": 0}))
        await started.wait()
        others = [asyncio.create_task(post(session, {"update_id": number})) for number in range(1, 31)]
        async with asyncio.timeout(5):
            while len(webhook._waiting) < 30:  # noqa: ASYNC110 - there is no event for "thirty have arrived"
                await asyncio.sleep(0)
        go_on.set()
        assert await asyncio.gather(first, *others) == [200] * 31
    assert batches[0] == [0]
    assert sorted(batches[1]) == list(range(1, 31))
    assert len(batches) == 2


async def test_a_batch_that_fails_is_answered_with_500_so_that_telegram_brings_it_again() -> None:
    failing = True

    async def handle(_: list[dict[str, Any]]) -> None:
        if failing:
            raise OSError("disk full")

    async with served(handle) as (webhook, session):
        assert await post(session, {"update_id": 1}) == 500
        failing = False
        assert await post(session, {"update_id": 1}) == 200
        assert webhook.refusals == {}


# fault 7
async def test_an_update_of_an_unknown_kind_is_for_the_intake_to_judge() -> None:
    seen: list[dict[str, Any]] = []

    async def handle(updates: list[dict[str, Any]]) -> None:
        seen.extend(updates)

    async with served(handle) as (_, session):
        assert await post(session, {"update_id": "seven", "novelty": {"words": None}}) == 200
    assert seen == [{"update_id": "seven", "novelty": {"words": None}}]


# fault 43
async def test_closing_lets_a_batch_finish_and_answers_it() -> None:
    started, go_on = asyncio.Event(), asyncio.Event()

    async def handle(_: list[dict[str, Any]]) -> None:
        started.set()
        await go_on.wait()

    webhook = Webhook(handle, secret=SECRET, path=PATH)
    runner = await listen(webhook, host="127.0.0.1", port=0)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}/") as session:
        request = asyncio.create_task(post(session, {"update_id": 1}))
        await started.wait()
        closing = asyncio.create_task(runner.cleanup())
        asyncio.get_running_loop().call_soon(go_on.set)
        assert await request == 200
        await closing


async def test_other_paths_and_methods_are_not_there() -> None:
    async with served(must_not_be_called) as (_, session):
        async with session.get(PATH) as response:
            assert response.status == 405
        async with session.post("/elsewhere", headers=HEADERS) as response:
            assert response.status == 404


def test_an_empty_secret_is_no_secret() -> None:
    with pytest.raises(ValueError, match="empty secret"):
        Webhook(must_not_be_called, secret="", path=PATH)


# fault 11
async def test_a_port_in_use_is_said_with_the_setting_that_changes_it() -> None:
    second = Webhook(must_not_be_called, secret=SECRET, path=PATH)
    async with opened(must_not_be_called) as (_, port):
        with pytest.raises(InUseError, match=f"Port {port} is taken.*WEBHOOK_PORT"):
            await listen(second, host="127.0.0.1", port=port)


async def test_an_address_that_is_not_this_machines_is_a_wrong_setting() -> None:
    webhook = Webhook(must_not_be_called, secret=SECRET, path=PATH)
    with pytest.raises(SettingError, match="WEBHOOK_HOST"):
        await listen(webhook, host="192.0.2.1", port=0)


# Connections that say nothing


@asynccontextmanager
async def silent(port: int) -> AsyncIterator[asyncio.StreamReader]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader
    finally:
        writer.close()


async def is_closed(reader: asyncio.StreamReader) -> bool:
    """Once it is, if it ever is."""
    async with asyncio.timeout(5):
        return await reader.read() == b""


async def nothing(_: list[dict[str, Any]]) -> None:
    pass


async def test_a_connection_that_brings_no_request_is_closed_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_site, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(bounded_site, "SWEEP_SECONDS", 0.01)
    async with opened(nothing) as (_, port):
        async with silent(port) as reader:
            assert await is_closed(reader)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /telegram HTTP/1.1\r\nHost: x\r\n")  # and never the rest
        assert await is_closed(reader)
        writer.close()


async def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_webhook, "BODY_SECONDS", 0.05)
    async with opened(must_not_be_called) as (webhook, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\n"
        writer.write(f"{head}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n[".encode())
        assert (await reader.readline()).startswith(b"HTTP/1.1 408")
        assert webhook.refusals == {408: 1}
        writer.close()


async def test_a_request_that_is_being_handled_is_never_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_site, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(bounded_site, "MOST", 1)
    began, goes_on = asyncio.Event(), asyncio.Event()

    async def slow(_: list[dict[str, Any]]) -> None:
        began.set()
        await goes_on.wait()

    async with opened(slow) as (webhook, port), to(port) as session, silent(port) as other:
        posting = asyncio.create_task(post(session, {"update_id": 1}))
        await began.wait()
        webhook.connections.sweep(asyncio.get_running_loop().time() + 1)
        async with silent(port) as third:
            assert await is_closed(third)  # there is no room
        assert await is_closed(other)
        goes_on.set()
        assert await posting == 200


async def test_whoever_says_nothing_makes_room_for_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(bounded_site, "MOST", 3)
    async with opened(nothing) as (_, port), to(port) as session, AsyncExitStack() as stack:
        assert await post(session, {"update_id": 1}) == 200  # a connection that is known from now on
        strangers = [await stack.enter_async_context(silent(port)) for _ in range(20)]
        assert all([await is_closed(stranger) for stranger in strangers[:-2]])
        assert await post(session, {"update_id": 2}) == 200
        assert not strangers[-1].at_eof()
    assert [record.message for record in caplog.records] == ["too many connections, some were closed"]
