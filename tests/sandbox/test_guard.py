"""The sandbox answers on this machine alone, and to no other site's page."""

import errno
import socket
from typing import Any

import aiohttp
import pytest

from bot.errors import InUseError, SettingError
from bot.sandbox.server import SandboxServer
from tests.sandbox.driver import ALEX, NOON, TOKEN, Sandbox

SEND = f"/sandbox/chats/{ALEX}/send"


@pytest.mark.parametrize("path", ["/", "/sandbox/state", f"/bot{TOKEN}/getMe"])
async def test_a_name_that_is_not_this_machine_is_refused(sandbox: Sandbox, path: str) -> None:
    for host in ("evil.example", "127.0.0.1:1", f"127.0.0.1.evil.example:{sandbox.server.port}"):
        async with sandbox.session.get(sandbox.server.url + path, headers={"Host": host}) as response:
            assert response.status == 403


async def test_localhost_is_this_machine(sandbox: Sandbox) -> None:
    async with sandbox.session.get(f"http://localhost:{sandbox.server.port}/sandbox/state") as response:
        assert response.status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_another_sites_page_moves_nothing(sandbox: Sandbox, origin: str) -> None:
    headers = {"Origin": origin}
    async with sandbox.session.post(sandbox.server.url + SEND, json={"text": "x"}, headers=headers) as response:
        assert response.status == 403
    async with sandbox.session.delete(f"{sandbox.server.url}/sandbox/faults", headers=headers) as response:
        assert response.status == 403


async def test_a_page_from_another_port_of_this_machine_moves_nothing(sandbox: Sandbox) -> None:
    headers = {"Sec-Fetch-Site": "same-site"}
    async with sandbox.session.post(sandbox.server.url + SEND, json={"text": "x"}, headers=headers) as response:
        assert response.status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=lambda headers: " ".join(headers.values()),
)
@pytest.mark.parametrize("way", ["GET", "form", "json", "multipart"])
async def test_another_sites_page_calls_no_method_of_the_bots(
    sandbox: Sandbox, headers: dict[str, str], way: str
) -> None:
    await sandbox.say("my words")
    hook = {"url": "http://127.0.0.1:9/evil"}
    bodies: dict[str, dict[str, Any]] = {
        "GET": {"params": hook},
        "form": {"data": hook},
        "json": {"json": hook},
        "multipart": {"data": aiohttp.FormData(hook, default_to_multipart=True)},
    }
    method, url = "GET" if way == "GET" else "POST", f"{sandbox.server.api_url}{TOKEN}/setWebhook"
    async with sandbox.session.request(method, url, headers=headers, **bodies[way]) as response:
        assert (response.status, (await response.json())["ok"]) == (403, False)
    assert (await sandbox.call("getWebhookInfo"))["url"] == ""
    file = f"{sandbox.server.file_url}{TOKEN}/photos/x.png"
    async with sandbox.session.get(file, headers=headers) as response:
        assert response.status == 403


async def test_a_method_is_not_called_by_a_body_that_a_foreign_page_can_send_unasked(sandbox: Sandbox) -> None:
    url, plain = f"{sandbox.server.api_url}{TOKEN}/setWebhook", {"Content-Type": "text/plain"}
    async with sandbox.session.post(url, data='{"url": "http://127.0.0.1:9/"}', headers=plain) as response:
        assert response.status == 403
    async with sandbox.session.post(f"{sandbox.server.api_url}{TOKEN}/getMe", headers=plain) as response:
        assert response.status == 200  # without a body its type says nothing


@pytest.mark.parametrize("site", ["same-origin", "none"])
async def test_who_types_an_address_of_the_bot_api_is_answered(sandbox: Sandbox, site: str) -> None:
    headers = {"Sec-Fetch-Site": site}
    async with sandbox.session.get(f"{sandbox.server.api_url}{TOKEN}/getMe", headers=headers) as response:
        assert response.status == 200


async def test_the_own_page_may_send(sandbox: Sandbox) -> None:
    headers = {"Origin": sandbox.server.url}
    async with sandbox.session.post(sandbox.server.url + SEND, json={"text": "x"}, headers=headers) as response:
        assert response.status == 200


async def test_a_plain_form_is_refused(sandbox: Sandbox) -> None:
    for body in ({"text": "x"}, '{"text": "x"}'):
        async with sandbox.session.post(sandbox.server.url + SEND, data=body) as response:
            assert response.status == 403


@pytest.mark.parametrize("path", ["/", "/static/page.css", "/sandbox/state", "/nothing"])
async def test_the_page_runs_only_its_own_files(sandbox: Sandbox, path: str) -> None:
    async with sandbox.session.get(sandbox.server.url + path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'self';")
        assert "unsafe" not in policy
        assert response.headers["Cache-Control"] == "no-store"


async def test_an_unknown_method_and_a_wrong_token_are_answered_as_telegram_does(sandbox: Sandbox) -> None:
    assert await sandbox.refusal("sendTelepathy") == "404 Not Found"
    async with sandbox.session.get(f"{sandbox.server.api_url}42:wrong/getMe") as response:
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    async with sandbox.session.get(f"{sandbox.server.file_url}42:wrong/x.png") as response:
        assert response.status == 404
    async with sandbox.session.get(f"{sandbox.server.url}/bot") as response:
        assert (await response.json())["error_code"] == 404


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "[" * 100_000])
async def test_a_body_that_is_no_object_is_refused(sandbox: Sandbox, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    for path in (SEND, f"/bot{TOKEN}/sendMessage"):
        async with sandbox.session.post(sandbox.server.url + path, data=body, headers=headers) as response:
            assert response.status == 400


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
async def test_a_broken_upload_is_refused(sandbox: Sandbox, kind: str) -> None:
    for path in (f"/sandbox/chats/{ALEX}/voice", f"/bot{TOKEN}/sendPhoto"):
        url = sandbox.server.url + path
        async with sandbox.session.post(url, data="nothing", headers={"Content-Type": kind}) as response:
            assert response.status == 400


async def test_only_loopback_listens(sandbox: Sandbox) -> None:
    with socket.socket() as outside:
        assert outside.connect_ex(("127.0.0.2", sandbox.server.port)) == errno.ECONNREFUSED


@pytest.mark.parametrize("token", ["", "secret", "x:secret", "42:"])
def test_a_token_of_another_form_is_refused_without_showing_it(token: str) -> None:
    with pytest.raises(SettingError) as refusal:
        SandboxServer(directory=None, token=token, port=0, real_now=lambda: NOON)
    assert str(refusal.value) == "A bot token is a number, a colon and a secret."


async def test_a_taken_port_is_said_in_one_sentence(sandbox: Sandbox) -> None:
    second = SandboxServer(directory=None, token=TOKEN, port=sandbox.server.port, real_now=lambda: NOON)
    with pytest.raises(InUseError, match=f"Port {sandbox.server.port} is taken .* SANDBOX_PORT"):
        await second.start()


async def test_a_stopped_sandbox_refuses_connections_and_goes_on_when_it_is_started_again(sandbox: Sandbox) -> None:
    await sandbox.say("before")
    await sandbox.server.stop()
    async with aiohttp.ClientSession() as fresh:
        with pytest.raises(aiohttp.ClientConnectorError):
            await fresh.get(sandbox.server.url)
    await sandbox.server.start()
    await sandbox.say("after")
    assert [update["message"]["text"] for update in await sandbox.updates()] == ["before", "after"]


async def test_a_stopped_sandbox_ends_its_waiting_polls(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        poll = session.get(f"{sandbox.server.api_url}{TOKEN}/getUpdates?timeout=50")
        await sandbox.call("getMe")
        await sandbox.server.stop()
        with pytest.raises(aiohttp.ClientConnectionError):
            await poll
