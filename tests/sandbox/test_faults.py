"""Each fault that the person's side can ask for, as a bot meets it."""

import asyncio

import aiohttp
import pytest

from tests.sandbox.driver import ALEX, Sandbox


async def fault(sandbox: Sandbox, kind: str, **more: object) -> None:
    await sandbox.post("faults", **{"method": "sendMessage", "fault": kind} | more)


async def test_too_many_requests_says_how_long_to_wait(sandbox: Sandbox) -> None:  # fault 26
    await fault(sandbox, "too_many_requests", retry_after=10072)
    said = await sandbox.answer("sendMessage", chat_id=ALEX, text="x")
    assert said == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 10072",
        "parameters": {"retry_after": 10072},
    }


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [
        ("forbidden", "403 Forbidden: bot was blocked by the user"),
        ("bad_request", "400 Bad Request: refused by a fault of the sandbox"),
        ("server_error", "502 Bad Gateway"),
        ("unauthorized", "401 Unauthorized"),
    ],
)
async def test_a_refusal_strikes_once_and_nothing_is_done(sandbox: Sandbox, kind: str, refusal: str) -> None:
    await fault(sandbox, kind)
    assert await sandbox.refusal("sendMessage", chat_id=ALEX, text="x") == refusal
    assert (await sandbox.last())["from"] == "person"
    await sandbox.call("sendMessage", chat_id=ALEX, text="x")


async def test_a_description_can_be_given(sandbox: Sandbox) -> None:
    await fault(sandbox, "forbidden", description="Forbidden: user is deactivated")
    assert await sandbox.refusal("sendMessage", chat_id=ALEX, text="x") == "403 Forbidden: user is deactivated"


@pytest.mark.parametrize(("kind", "arrives"), [("cut", False), ("lost_answer", True)])
async def test_a_connection_ends_before_or_after_it_is_done(
    sandbox: Sandbox, kind: str, arrives: bool
) -> None:  # fault 27
    await fault(sandbox, kind)
    with pytest.raises(aiohttp.ClientConnectionError):
        await sandbox.answer("sendMessage", chat_id=ALEX, text="x")
    assert ((await sandbox.last())["from"] == "bot") is arrives
    call = (await sandbox.get("calls?method=sendmessage"))[-1]
    assert (call["status"], call["ok"]) == (0, arrives)


async def test_a_slow_answer_comes_but_not_at_once(sandbox: Sandbox) -> None:
    await fault(sandbox, "slow", seconds=60)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await sandbox.call("sendMessage", chat_id=ALEX, text="x")
    await fault(sandbox, "slow", seconds=0.01)
    await sandbox.call("sendMessage", chat_id=ALEX, text="x")


async def test_a_hanging_call_is_never_answered(sandbox: Sandbox) -> None:  # fault 13
    await fault(sandbox, "hang", method="getUpdates")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await sandbox.updates()


async def test_a_fault_keeps_to_its_method_chat_and_times(sandbox: Sandbox) -> None:
    kim = (await sandbox.post("people", 201, name="Kim"))["id"]
    await sandbox.say("hi", kim)
    await fault(sandbox, "server_error", chat_id=kim, times=2)
    await sandbox.call("sendMessage", chat_id=ALEX, text="x")
    await sandbox.call("sendChatAction", chat_id=kim, action="typing")
    for _ in range(2):
        await sandbox.refusal("sendMessage", chat_id=kim, text="x")
    await sandbox.call("sendMessage", chat_id=kim, text="x")


async def test_any_method_can_be_struck_and_all_faults_taken_back(sandbox: Sandbox) -> None:
    await fault(sandbox, "server_error", method="*", times=100)
    assert await sandbox.refusal("getMe") == "502 Bad Gateway"
    async with sandbox.session.delete(f"{sandbox.server.url}/sandbox/faults") as response:
        assert response.status == 200
    await sandbox.call("getMe")


async def test_a_fault_of_no_kind_is_refused(sandbox: Sandbox) -> None:
    assert "one of too_many_requests" in (await sandbox.post("faults", 400, method="*", fault="gremlin"))["error"]
