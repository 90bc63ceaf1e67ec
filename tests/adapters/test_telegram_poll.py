"""Long polling over a real socket: what is confirmed and when, and that the loop never ends by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters import telegram_poll
from bot.adapters.telegram_poll import HANDLE_AGAIN, Handle, Poller, Trouble
from tests.adapters.loopback import TOKEN, Loopback, Reply, client, cut, refusal, result, says

ALLOWED = ("message", "callback_query")


class Enough(BaseException):
    """Ends a loop that never ends; no Exception, so that nothing takes it for a failure."""


@pytest.fixture
async def server() -> AsyncIterator[Loopback]:
    async with Loopback().running() as running:
        running.script.append(result(True))  # deleteWebhook
        yield running


@pytest.fixture(autouse=True)
def _durations_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


class Intake:
    """Stands for the intake: remembers batches, and stops the poller after the wanted number."""

    def __init__(self, *, batches: int) -> None:
        self.ids: list[list[int]] = []
        self._batches = batches

    async def __call__(self, updates: list[dict[str, Any]]) -> None:
        self.ids.append([update["update_id"] for update in updates])
        if len(self.ids) == self._batches:
            raise Enough


class Waits(list[float]):
    """Records what the poller would wait, and waits for nothing; stops it after the wanted number."""

    def __init__(self, *, until: int | None = None) -> None:
        super().__init__()
        self._until = until
        self.looked: list[list[dict[str, Any]]] = []  # for help, in what could not be handled
        self.doubts: list[int] = []  # how often it had waited when it doubted the token

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)
        if len(self) == self._until:
            raise Enough


async def poll(server: Loopback, handle: Handle, waits: Waits, *, long_poll: float = 50) -> Poller:
    async with client(server.address) as bot:
        poller = Poller(
            bot,
            handle,
            look_for_help=waits.looked.append,
            allowed_updates=ALLOWED,
            doubt_token=lambda: waits.doubts.append(len(waits)),
            monotonic=lambda: 77.0,
            sleep=waits,
            jitter=lambda: 1.0,
            long_poll=timedelta(seconds=long_poll),
        )
        with suppress(Enough):
            await poller.poll_forever()
        return poller


def batch(*ids: int) -> Reply:
    return result([{"update_id": number} for number in ids])


def offsets(server: Loopback) -> list[str | None]:
    return [parameters.get("offset") for method, parameters in server.calls if method == "getUpdates"]


async def test_a_webhook_is_ended_first_and_what_waits_there_is_kept(server: Loopback) -> None:
    server.script.append(batch(5))
    await poll(server, Intake(batches=1), Waits())
    (first, parameters), (second, asked) = server.calls
    assert (first, second) == ("deleteWebhook", "getUpdates")
    assert not parameters.get("drop_pending_updates")
    assert asked == {"timeout": "50", "allowed_updates": '["message", "callback_query"]'}


async def test_a_batch_is_confirmed_by_the_offset_of_the_next_call(server: Loopback) -> None:
    server.script.extend([batch(5, 6), batch(7), batch(8)])
    intake = Intake(batches=3)
    await poll(server, intake, Waits())
    assert intake.ids == [[5, 6], [7], [8]]
    assert offsets(server) == [None, "7", "8"]


async def test_numbers_that_begin_anew_inside_a_batch_are_followed(server: Loopback) -> None:
    server.script.extend([batch(900, 3), batch(4)])
    await poll(server, Intake(batches=2), Waits())
    assert offsets(server) == [None, "4"]


# fault 1
async def test_a_batch_that_could_not_be_handled_is_not_confirmed(server: Loopback) -> None:
    server.script.extend([batch(5), batch(5, 6), batch(7)])
    handled: list[int] = []

    async def fail_once(updates: list[dict[str, Any]]) -> None:
        if len(updates) == 1 and not handled:
            handled.append(0)
            raise OSError("disk full")
        handled.extend(update["update_id"] for update in updates)
        if handled[-1] == 7:
            raise Enough

    waits = Waits()
    await poll(server, fail_once, waits)
    assert handled == [0, 5, 6, 7]
    assert offsets(server) == [None, None, "7"]
    assert waits == [HANDLE_AGAIN.total_seconds()]


async def test_a_batch_that_fails_again_and_again_is_fetched_as_soon_each_time(server: Loopback) -> None:
    """Among what comes with it may be a cry for help, which is answered while the database fails."""
    server.script.extend([batch(5)] * 5)
    tries = 0

    async def fail(_: list[dict[str, Any]]) -> None:
        nonlocal tries
        tries += 1
        if tries == 5:
            raise Enough
        raise OSError("disk full")

    waits = Waits()
    await poll(server, fail, waits)
    assert waits == [HANDLE_AGAIN.total_seconds()] * 4


class FailingDisk:
    """Takes nothing until it has failed so often."""

    def __init__(self, failures: int, batches: int = 1000) -> None:
        self.failures = failures
        self.ids: list[int] = []
        self.batches = batches

    async def __call__(self, updates: list[dict[str, Any]]) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        self.ids.extend(update["update_id"] for update in updates)
        self.batches -= 1
        if not self.batches:
            raise Enough


async def test_help_is_looked_for_behind_a_full_batch_that_cannot_be_handled(server: Loopback) -> None:
    first, second, rest = range(1, 101), range(101, 201), range(201, 204)
    server.script.extend([batch(*first), *[batch(*first), batch(*second), batch(*rest)], batch(*rest), batch(204)])
    disk, waits = FailingDisk(4, batches=4), Waits()
    await poll(server, disk, waits)
    assert offsets(server) == [None, None, "101", "201", "201", "204"]
    assert [[update["update_id"] for update in updates] for updates in waits.looked] == [[*second], [*rest]]
    assert disk.ids == [*first, *second, *rest, 204]
    assert waits == [HANDLE_AGAIN.total_seconds(), 0.1, 0.1, HANDLE_AGAIN.total_seconds()]


async def test_no_more_is_kept_than_there_is_room_for(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_poll, "MOST_KEPT", 2)
    server.script.extend([batch(*range(n, n + 100)) for n in (1, 1, 101, 201, 201, 201)])
    await poll(server, FailingDisk(1000), Waits(until=6))
    assert offsets(server) == [None, None, "101", "201", "201", "201"]


@pytest.mark.parametrize(("failures", "lost"), [(2, 0), (1000, 1)])
async def test_what_is_kept_is_handled_at_the_end_or_said_to_be_lost(
    server: Loopback, caplog: pytest.LogCaptureFixture, failures: int, lost: int
) -> None:
    server.script.extend([batch(*range(1, 101))] * 2)
    disk = FailingDisk(failures)
    await poll(server, disk, Waits(until=2))
    assert len(disk.ids) == (0 if lost else 100)
    assert [vars(record)["updates"] for record in caplog.records if record.levelname == "CRITICAL"] == [100] * lost


# fault 6
async def test_numbers_that_fall_back_after_an_idle_week_are_followed(server: Loopback) -> None:
    server.script.extend([batch(900_000_001), batch(12, 13), batch(14)])
    intake = Intake(batches=3)
    await poll(server, intake, Waits())
    assert intake.ids == [[900_000_001], [12, 13], [14]]
    assert offsets(server) == [None, "900000002", "14"]


# fault 6
async def test_an_old_number_is_forgotten_once_nothing_is_left_to_confirm(server: Loopback) -> None:
    server.script.extend([batch(900_000_001), batch(), batch(12)])
    await poll(server, Intake(batches=2), Waits())
    assert offsets(server) == [None, "900000002", None]


# fault 13
async def test_a_poll_that_hangs_is_ended_and_the_loop_goes_on(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_poll, "GRACE", timedelta(seconds=0.05))
    server.script.extend([server.silence, batch(5)])
    intake = Intake(batches=1)
    poller = await poll(server, intake, Waits(), long_poll=0)
    assert intake.ids == [[5]]
    assert poller.last_success == 77.0


async def test_only_an_answer_counts_as_a_success(server: Loopback) -> None:
    server.script.extend([cut, says(502, b"Bad Gateway"), says(200, b"hello"), result({"not": "a list"})])
    waits = Waits(until=4)
    poller = await poll(server, Intake(batches=1), waits)
    assert poller.last_success is None
    assert poller.trouble is Trouble.UNREACHABLE
    assert waits == [1.0, 2.0, 4.0, 8.0]


async def test_the_wait_stops_growing_at_a_minute_and_starts_again_after_a_success(server: Loopback) -> None:
    server.script.extend([*[cut] * 9, batch(), cut])
    waits = Waits(until=10)
    await poll(server, Intake(batches=1), waits)
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0, 1.0]


# fault 26
@pytest.mark.parametrize("seconds", [3, 10072])
async def test_a_flood_wait_is_kept_to_the_second(server: Loopback, seconds: int) -> None:
    server.script.append(refusal(429, "Too Many Requests", parameters={"retry_after": seconds}))
    waits = Waits(until=1)
    poller = await poll(server, Intake(batches=1), waits)
    assert waits == [float(seconds)]
    assert poller.trouble is Trouble.FLOODED


# fault 11
async def test_another_poller_makes_this_one_wait_and_say_so(server: Loopback) -> None:
    server.script.append(refusal(409, "Conflict: terminated by other getUpdates request"))
    waits = Waits(until=1)
    poller = await poll(server, Intake(batches=1), waits)
    assert poller.trouble is Trouble.CONFLICT
    assert waits == [1.0]


# fault 11
async def test_after_a_conflict_nothing_is_lost(server: Loopback) -> None:
    conflict = refusal(409, "Conflict: terminated by other getUpdates request")
    server.script.extend([batch(5), conflict, batch(6), batch(7)])
    intake = Intake(batches=3)
    poller = await poll(server, intake, Waits())
    assert intake.ids == [[5], [6], [7]]
    assert offsets(server) == [None, "6", "6", "7"]
    assert poller.trouble is None


# fault 33
@pytest.mark.parametrize(("status", "description"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_refused_token_is_doubted_and_polling_goes_on(
    server: Loopback, status: int, description: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.script.extend([*[refusal(status, description)] * 2, batch(5), refusal(status, description)])
    intake, waits = Intake(batches=2), Waits(until=3)
    poller = await poll(server, intake, waits)
    assert intake.ids == [[5]]
    assert waits == [1, 2, 1]
    assert waits.doubts == [0, 1, 2]
    assert poller.trouble is Trouble.DOUBTED
    assert TOKEN not in caplog.text


# fault 43
async def test_being_cancelled_lets_a_batch_finish(server: Loopback) -> None:
    server.script.append(batch(5))
    started, go_on, finished = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(_: list[dict[str, Any]]) -> None:
        started.set()
        await go_on.wait()
        finished.set()

    polling = asyncio.create_task(poll(server, slow, Waits()))
    await started.wait()
    polling.cancel()
    asyncio.get_running_loop().call_soon(go_on.set)
    with pytest.raises(asyncio.CancelledError):
        await polling
    assert finished.is_set()
    assert offsets(server) == [None]


async def test_being_cancelled_while_waiting_for_updates_ends_at_once(server: Loopback) -> None:
    server.script.append(batch())
    polling = asyncio.create_task(poll(server, Intake(batches=1), Waits()))
    while len(server.calls) < 3:
        server.called.clear()
        await server.called.wait()
    polling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await polling


# fault 46
async def test_a_failed_batch_is_logged_without_a_word_of_it(
    server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    server.script.append(batch(5))

    async def fail(_: list[dict[str, Any]]) -> None:
        raise LookupError("bug")

    await poll(server, fail, Waits(until=1))
    [record] = [record for record in caplog.records if record.name == telegram_poll.__name__]
    assert record.getMessage() == "poll failed"
    assert vars(record)["trouble"] is Trouble.UNHANDLED
