"""The HTTP client over real sockets: what arrives, and which phase failed."""

import asyncio
import base64
import json
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.adapters.telegram_errors import MaybeSent, NotSent
from tests.adapters.loopback import (
    CANARY,
    SENT_MESSAGE,
    TOKEN,
    Loopback,
    Reply,
    client,
    cut,
    failure_of_a_send,
    refusal,
    result,
    says,
)

FILE_NAMES = ["reflections.txt", "отражения.txt", "心.txt", 'a "quoted" name.txt', "naïve; filename=x.txt"]


@pytest.fixture(autouse=True)
def _durations_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def server() -> AsyncIterator[Loopback]:
    async with Loopback().running() as running:
        yield running


@pytest.fixture
async def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose name server finds nothing."""

    async def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", fail)


async def test_a_message_arrives_with_its_keyboard(server: Loopback) -> None:
    server.script.append(result(SENT_MESSAGE))
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Skip ✓", callback_data="s:1")]])
    async with client(server.address) as bot:
        sent = await bot.send_message(1, "Grüße 🌱 & <b>", reply_markup=keyboard)
    assert sent.message_id == 7
    [(method, parameters)] = server.calls
    assert method == "sendMessage"
    assert parameters == {
        "chat_id": 1,
        "text": "Grüße 🌱 & <b>",
        "reply_markup": {"inline_keyboard": [[{"text": "Skip ✓", "callback_data": "s:1"}]]},
    }


@pytest.mark.parametrize("kind", ["photo", "animation", "document", "voice"])
async def test_a_file_arrives_whole(server: Loopback, kind: str) -> None:
    content = bytes(range(256)) * 8192  # two megabytes, longer than any buffer on the way
    arrived: dict[str, Any] = {}

    async def reply(request: web.Request) -> web.StreamResponse:
        form = await request.post()
        part = form[kind]
        assert isinstance(part, web.FileField)
        arrived.update(chat=form["chat_id"], caption=form["caption"], name=part.filename, content=part.file.read())
        return await result(SENT_MESSAGE)(request)

    server.script.append(reply)
    async with client(server.address) as bot:
        await getattr(bot, f"send_{kind}")(1, InputFile(content, filename="breath.bin"), caption="In… and out")
    assert arrived == {"chat": "1", "caption": "In… and out", "name": "breath.bin", "content": content}


@pytest.mark.parametrize("name", FILE_NAMES)
async def test_a_file_name_arrives_in_any_script(server: Loopback, name: str) -> None:
    names: list[str] = []

    async def reply(request: web.Request) -> web.StreamResponse:
        part = (await request.post())["document"]
        assert isinstance(part, web.FileField)
        names.append(part.filename)
        return await result(SENT_MESSAGE)(request)

    server.script.append(reply)
    async with client(server.address) as bot:
        await bot.send_document(1, InputFile(b"words", filename=name))
    assert names == [name]


async def test_a_file_is_downloaded_as_it_is(server: Loopback) -> None:
    server.script.append(result({"file_id": "f", "file_unique_id": "u", "file_path": "voice/1.oga"}))
    server.script.append(says(200, b"\x00not json"))
    async with client(server.address) as bot:
        file = await bot.get_file("f")
        assert await file.download_as_bytearray() == b"\x00not json"


# fault 28
async def test_a_refused_connection_was_certainly_not_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: connecting is refused
        error = await failure_of_a_send(f"http://127.0.0.1:{unused.getsockname()[1]}")
    assert isinstance(error, NotSent)


# fault 28
async def test_an_unknown_host_was_certainly_not_sent(no_names: None) -> None:
    error = await failure_of_a_send("http://telegram.invalid")
    assert isinstance(error, NotSent)
    assert error.message == "ClientConnectorDNSError"


# fault 28
async def test_a_failed_tls_handshake_was_certainly_not_sent(server: Loopback) -> None:
    error = await failure_of_a_send(server.address.replace("http:", "https:"))
    assert isinstance(error, NotSent)
    assert server.calls == []


# fault 28
async def test_a_connection_that_does_not_come_about_in_time_was_certainly_not_sent() -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()  # the TLS handshake never gets an answer
        error = await failure_of_a_send(f"https://127.0.0.1:{mute.getsockname()[1]}", connect_timeout=0.05)
    assert isinstance(error, NotSent)


# fault 28
async def test_a_call_that_gets_no_connection_of_the_pool_was_certainly_not_sent(server: Loopback) -> None:
    async with client(server.address, connections=1, pool_timeout=0.05, connect_timeout=0.05) as bot:
        holding = asyncio.create_task(bot.send_message(1, "first"))
        await server.called.wait()
        with pytest.raises(NotSent):
            await bot.send_message(1, "second")
        holding.cancel()
    assert server.methods() == ["sendMessage"]


# fault 28
async def test_an_upload_cut_half_way_was_certainly_not_sent() -> None:
    async def cut_after_the_headers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    async with await asyncio.start_server(cut_after_the_headers, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        async with client(f"http://127.0.0.1:{port}") as bot:
            with pytest.raises(NotSent):
                await bot.send_photo(1, b"x" * 32_000_000)


# fault 28
async def test_an_upload_that_is_never_taken_ends_in_time() -> None:
    over = asyncio.Event()

    async def take_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    async with await asyncio.start_server(take_nothing, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        async with client(f"http://127.0.0.1:{port}") as bot:
            with pytest.raises(NotSent):
                await bot.send_photo(
                    1, b"x" * 32_000_000, write_timeout=0.05, read_timeout=0.05, connect_timeout=0.05, pool_timeout=0.05
                )
        over.set()


# fault 27
@pytest.mark.parametrize(
    "reply",
    [
        cut,
        says(502, b"<html>Bad Gateway</html>"),
        refusal(500, "Internal Server Error"),
        says(200, b"<html>hello</html>"),
        says(200, b'{"ok": tr'),
        says(200, ["not", "an", "object"]),
        says(200, {"ok": True}),
        says(200, b"[" * 100_000),
    ],
)
async def test_a_call_that_went_out_and_has_no_readable_answer_may_have_been_sent(
    server: Loopback, reply: Reply
) -> None:
    server.script.append(reply)
    assert isinstance(await failure_of_a_send(server.address), MaybeSent)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"error_code": 401, "description": "Unauthorized"}, InvalidToken),
        ({"error_code": 403, "description": "Forbidden: bot was blocked by the user"}, Forbidden),
        ({"error_code": 400, "description": "Bad Request: chat not found"}, BadRequest),
        ({"error_code": 429, "description": "x", "parameters": {"retry_after": 3}}, RetryAfter),
        ({"description": "x", "parameters": {"retry_after": 3}}, RetryAfter),
        ({"error_code": 502, "description": "Bad Gateway"}, MaybeSent),
        ({"description": "something else"}, MaybeSent),
    ],
)
@pytest.mark.parametrize("call", ["get_me", "delete_webhook", "send_message"])
async def test_a_refusal_with_a_200_is_a_refusal(
    server: Loopback, said: dict[str, Any], error: type[TelegramError], call: str
) -> None:
    server.script.append(says(200, {"ok": False} | said))
    async with client(server.address) as bot:
        with pytest.raises(error):
            await getattr(bot, call)(*([1, "hello"] if call == "send_message" else []))


# fault 27
async def test_a_call_without_an_answer_in_time_may_have_been_sent(server: Loopback) -> None:
    assert isinstance(await failure_of_a_send(server.address, read_timeout=0.05), MaybeSent)


# fault 27
async def test_an_answer_that_breaks_off_may_have_been_sent() -> None:
    async def break_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"}")
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"ok": true')
        writer.close()

    async with await asyncio.start_server(break_off, "127.0.0.1", 0) as listening:
        error = await failure_of_a_send(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}")
    assert isinstance(error, MaybeSent)


async def test_a_timeout_given_for_one_call_goes_before_the_usual_one(server: Loopback) -> None:
    async with client(server.address, read_timeout=60) as bot:
        with pytest.raises(MaybeSent):
            await bot.send_message(1, "hello", read_timeout=0.05)


async def test_none_as_a_timeout_waits_without_limit(server: Loopback) -> None:
    server.script.append(result(SENT_MESSAGE))
    async with client(server.address, read_timeout=0.000_001) as bot:
        sent = await bot.send_message(
            1, "hello", read_timeout=None, write_timeout=None, connect_timeout=None, pool_timeout=None
        )
    assert sent.message_id == 7


@pytest.mark.parametrize("said", [b"<html>nginx</html>", {"ok": False, "error_code": 413, "description": "large"}])
async def test_what_is_too_large_for_whoever_is_on_the_way_is_refused_and_not_sent_again(
    server: Loopback, said: object
) -> None:
    server.script.append(says(413, said))
    assert isinstance(await failure_of_a_send(server.address), BadRequest)


async def test_a_redirect_is_not_followed(server: Loopback) -> None:
    async def elsewhere(request: web.Request) -> web.StreamResponse:
        return web.Response(status=307, headers={"Location": str(request.url.with_name("elsewhere"))})

    server.script.append(elsewhere)
    assert isinstance(await failure_of_a_send(server.address), NotSent)
    assert server.methods() == ["sendMessage"]


# fault 46
@pytest.mark.parametrize(
    "reply",
    [
        cut,
        says(200, f"<html>{CANARY}</html>".encode()),
        says(400, f"<html>{CANARY}</html>".encode()),
        says(502, f"<html>{CANARY}</html>".encode()),
    ],
)
async def test_neither_words_nor_token_are_in_an_error_or_logged_by_the_client(
    server: Loopback, caplog: pytest.LogCaptureFixture, reply: Reply
) -> None:
    # The library's own debug lines are switched off in logs.py; here only what is logged at any ordinary level counts.
    caplog.set_level(logging.INFO)
    server.script.append(reply)
    error = await failure_of_a_send(server.address)
    assert error.__cause__ is None
    for words in (str(error), repr(error), caplog.text):
        assert CANARY not in words
        assert TOKEN not in words


# fault 46
async def test_an_unreachable_server_does_not_put_the_token_into_the_error(no_names: None) -> None:
    error = await failure_of_a_send("http://telegram.invalid")
    assert TOKEN not in repr(error)
    assert error.__suppress_context__


async def test_one_client_may_serve_as_both_request_objects_of_a_bot(server: Loopback) -> None:
    server.script.append(result({"id": 424242, "is_bot": True, "first_name": "Coach", "username": "coach_bot"}))
    server.script.append(result(SENT_MESSAGE))
    async with client(server.address) as bot:
        async with bot:
            assert bot.username == "coach_bot"
        # The bot closed it; opened again it works as before.
        await bot.request.initialize()
        assert (await bot.send_message(1, "hello")).message_id == 7


async def test_a_closed_client_sends_nothing(server: Loopback) -> None:
    async with client(server.address) as bot:
        await bot.request.shutdown()
        with pytest.raises(NotSent):
            await bot.send_message(1, "hello")
    assert server.calls == []


class Proxy:
    """An HTTP proxy on loopback, through which calls without TLS go."""

    def __init__(self, status: int = 200) -> None:
        self.asked: list[tuple[str, str, str | None]] = []  # method, whom, with which password
        self._status = status

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        try:
            yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()
            await server.wait_closed()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, whom, _ = head.split(" ", 2)
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
        self.asked.append((method, whom, headers.get("Proxy-Authorization")))
        if headers.get("Transfer-Encoding") == "chunked":
            await reader.readuntil(b"\r\n0\r\n\r\n")
        else:
            await reader.readexactly(int(headers.get("Content-Length", 0)))
        body = json.dumps({"ok": True, "result": SENT_MESSAGE})
        kind = "Content-Type: application/json"
        answer = f"HTTP/1.1 {self._status} -\r\n{kind}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(f"{answer}{body}".encode())
        await writer.drain()
        writer.close()


async def test_calls_go_through_the_proxy_with_its_password(server: Loopback) -> None:  # fault 62
    proxy = Proxy()
    async with proxy.running() as address, client(server.address, proxy=f"http://user:secret@{address}") as bot:
        await bot.send_message(1, "hello")
        await bot.send_document(1, InputFile(b"words", filename="reflections.txt"))
    sent = f"{server.address}/bot{TOKEN}/sendMessage"
    assert proxy.asked[0] == ("POST", sent, "Basic " + base64.b64encode(b"user:secret").decode())
    assert proxy.asked[1][1].endswith("/sendDocument")
    assert server.calls == []


async def test_a_call_with_tls_asks_the_proxy_for_a_way_and_one_that_refuses_it_sent_nothing() -> None:  # fault 62
    proxy = Proxy(status=407)
    async with proxy.running() as address:
        failure = await failure_of_a_send("https://telegram.example.org", proxy=f"http://{address}")
    assert isinstance(failure, NotSent)
    assert proxy.asked == [("CONNECT", "telegram.example.org:443", None)]


async def test_a_proxy_that_is_not_there_sent_nothing(server: Loopback) -> None:
    failure = await failure_of_a_send(server.address, proxy="http://127.0.0.1:9")
    assert isinstance(failure, NotSent)
    assert server.calls == []
