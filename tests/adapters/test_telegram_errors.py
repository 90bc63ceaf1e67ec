"""What a failed call means, for every answer that Telegram, or something in between, can give."""

import asyncio
import warnings
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.adapters.telegram_errors import MaybeSent, NotSent, classify, token_refused
from bot.services.outcomes import Gone, NothingToDo, Outcome, Refused, TokenRefused, TryLater, Unknown
from tests.adapters.loopback import Loopback, Reply, client, failure_of_a_send, refusal, says


@pytest.fixture
async def server() -> AsyncIterator[Loopback]:
    async with Loopback().running() as running:
        yield running


@pytest.fixture(autouse=True)
def _durations_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


# fault 26
@pytest.mark.parametrize("seconds", [3, 10072])
@pytest.mark.parametrize("as_timedelta", ["true", "false"])
async def test_a_flood_wait_is_kept_to_the_second(
    server: Loopback, monkeypatch: pytest.MonkeyPatch, seconds: int, as_timedelta: str
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", as_timedelta)
    server.script.append(refusal(429, f"Too Many Requests: retry after {seconds}", parameters={"retry_after": seconds}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns about the int it still gives
        error = await failure_of_a_send(server.address)
        assert classify(error) == TryLater(after=timedelta(seconds=seconds))


@pytest.mark.parametrize("reply", [says(429, b"slow down"), refusal(429, "Too Many Requests")])
async def test_a_flood_answer_without_a_wait_was_certainly_not_sent(server: Loopback, reply: Reply) -> None:
    server.script.append(reply)
    assert classify(await failure_of_a_send(server.address)) == TryLater()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 407])
async def test_a_refusal_that_is_not_the_bot_apis_is_neither_a_blocked_bot_nor_a_lost_token(
    server: Loopback, status: int
) -> None:
    server.script.append(says(status, b"<html>your proxy says no</html>"))
    assert classify(await failure_of_a_send(server.address)) == TryLater()


# fault 28
@pytest.mark.parametrize(
    ("status", "description", "outcome"),
    [
        (400, "Bad Request: chat not found", Gone()),
        (400, "Bad Request: USER_DEACTIVATED: user is deactivated", Gone()),
        (403, "Forbidden: bot was blocked by the user", Gone()),
        (403, "Forbidden: user is deactivated", Gone()),
        (400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
         "same as a current content and reply markup of the message", NothingToDo()),
        (400, "Bad Request: message to edit not found", NothingToDo()),
        (400, "Bad Request: message to delete not found", NothingToDo()),
        (400, "Bad Request: query is too old and response timeout expired or query ID is invalid", NothingToDo()),
        (400, "Bad Request: message is too long", Refused(description="Message is too long")),
        (404, "Not Found: method not found", Refused(description="Not Found: method not found")),
        (413, "Request Entity Too Large", Refused(description="Request Entity Too Large")),
        (401, "Unauthorized", TokenRefused()),  # fault 33
        (404, "Not Found", TokenRefused()),  # fault 33
        (400, "Bad Request: message thread not found", Refused(description="Message thread not found",
         thread_gone=True)),
        (400, "Bad Request: VOICE_MESSAGES_FORBIDDEN", Refused(description="Voice_messages_forbidden")),
        (403, "Forbidden: user restricted receiving of voice messages",
         Refused(description="Forbidden: user restricted receiving of voice messages")),
        (502, "Bad Gateway", Unknown()),
    ],
)  # fmt: skip
async def test_what_telegram_answers_decides_what_happens_next(
    server: Loopback, status: int, description: str, outcome: Outcome
) -> None:
    server.script.append(refusal(status, description))
    assert classify(await failure_of_a_send(server.address)) == outcome


# fault 30
async def test_a_chat_that_moved_is_out_of_reach(server: Loopback) -> None:
    server.script.append(
        refusal(400, "Bad Request: group chat was upgraded", parameters={"migrate_to_chat_id": -100123})
    )
    assert classify(await failure_of_a_send(server.address)) == Gone()


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (NotSent("ClientConnectorError"), TryLater()),
        (MaybeSent("SocketTimeoutError"), Unknown()),
        (ChatMigrated(-100), Gone()),
        (Forbidden("Forbidden: bot was kicked"), Gone()),
        (BadRequest("Bad Request: chat not found"), Gone()),
        (BadRequest("Bad Request: message is not modified"), NothingToDo()),
        (BadRequest("Bad Request: can't parse entities"), Refused(description="Can't parse entities")),
        (EndPointNotFound("Not Found"), TokenRefused()),
        (InvalidToken(), TokenRefused()),
        (TimedOut(), Unknown()),
        (NetworkError("anything"), Unknown()),
        (Conflict("Conflict"), Unknown()),
        (ValueError("a bug"), Unknown()),
        (asyncio.CancelledError(), Unknown()),
    ],
    ids=lambda part: type(part).__name__,
)
def test_every_error_has_one_outcome(monkeypatch: pytest.MonkeyPatch, error: BaseException, outcome: Outcome) -> None:
    assert classify(error) == outcome


# fault 33
@pytest.mark.parametrize(("status", "description"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_both_answers_that_refuse_a_token_are_known(server: Loopback, status: int, description: str) -> None:
    server.script.append(refusal(status, description))
    async with client(server.address) as bot:
        with pytest.raises(TelegramError) as failed:
            await bot.get_me()
    assert token_refused(failed.value)
