"""Neither the token nor a person's words reach the log, whatever is logged, at every level."""

import io
import json
import logging
import subprocess
import sys
import textwrap
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from enum import Enum

import pytest

from bot.adapters import logs
from tests.adapters.loopback import SENT_MESSAGE, TOKEN, Loopback, client, result, says

CANARY = "my father never came home"
LEVELS = [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL]

OURS = logging.getLogger("bot.services.anything")
LIBRARY = logging.getLogger("somelibrary.part")


class Mood(Enum):
    CALM = CANARY


class Talkative:
    """An argument that gives everything away when it is printed."""

    def __repr__(self) -> str:
        return f"<{CANARY} {TOKEN}>"


@pytest.fixture
def written() -> Iterator[Callable[[], str]]:
    """Configures logging as the bot does at its most talkative, and gives back what was there."""
    root, loggers = logging.getLogger(), [logging.getLogger(name) for name in logs.LIBRARY_LEVELS]
    handlers, level, levels = root.handlers[:], root.level, [logger.level for logger in loggers]
    root.handlers = []
    stream = io.StringIO()
    logs.configure(level="DEBUG", token=TOKEN, stream=stream)
    yield stream.getvalue
    root.handlers = handlers
    root.setLevel(level)
    for logger, before in zip(loggers, levels, strict=True):
        logger.setLevel(before)
    logging.raiseExceptions = True


def assert_says_nothing(text: str) -> None:
    assert CANARY not in text
    assert "father" not in text
    assert TOKEN not in text
    assert TOKEN.partition(":")[2] not in text


def failing() -> Exception:
    """An error with a history: each of its three sentences tells something."""
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise ValueError(f"{CANARY} {TOKEN}") from error
    except ValueError:
        try:
            raise ExceptionGroup(CANARY, [RuntimeError(CANARY), OSError(TOKEN)])
        except ExceptionGroup as group:
            return group


def test_an_event_is_one_line_of_time_level_logger_event_and_pairs(written: Callable[[], str]) -> None:
    OURS.info(
        "message sent",
        extra={
            "chat": 1001,
            "state": "tension_before",
            "mood": Mood.CALM,
            "wait": timedelta(seconds=1.5),
            "due": datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
            "last": None,
        },
    )
    time, _, rest = written().partition(" ")
    assert datetime.fromisoformat(time).tzinfo is not None
    assert rest == (
        "INFO bot.services.anything message sent chat=1001 state=tension_before mood=CALM wait=1.5s "
        "due=2026-03-29T01:00:00+00:00 last=None\n"
    )


# fault 46
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("logger", [OURS, LIBRARY], ids=["ours", "a library"])
def test_arguments_extras_and_exceptions_tell_nothing(
    written: Callable[[], str], logger: logging.Logger, level: int
) -> None:
    error = failing()
    logger.log(level, "heard %s and %r", CANARY, Talkative())
    logger.log(level, "heard %(words)s", {"words": CANARY})
    logger.log(level, "wrongly %d", CANARY)
    logger.log(level, "failed", exc_info=error, stack_info=True)
    logger.log(level, f"calling bot{TOKEN} %s", "now")
    logger.log(
        level,
        "kept",
        extra={
            "words": CANARY,
            "list": [CANARY],
            "thing": Talkative(),
            "error_seen": error,
            "url": f"/bot{TOKEN}/getMe",
        },
    )
    logger.log(level, "line\nbreak %s", "x")
    assert_says_nothing(written())
    assert len(written().splitlines()) == 7


# fault 46
def test_what_a_library_put_together_itself_is_reduced_to_its_place(written: Callable[[], str]) -> None:
    LIBRARY.error(f"Task exception was never retrieved: {CANARY}")
    assert_says_nothing(written())
    assert "somelibrary.part (said at test_log_privacy.py:" in written()


# fault 46
def test_an_exception_is_shown_by_type_and_place_and_so_is_what_caused_it(written: Callable[[], str]) -> None:
    OURS.error("turn failed", exc_info=failing())
    assert_says_nothing(written())
    shown = written().split("error=")[1]
    assert shown.startswith("ExceptionGroup(RuntimeError@,OSError@)@test_log_privacy.py:")
    assert "<-ValueError@test_log_privacy.py:" in shown
    assert "<-KeyError@test_log_privacy.py:" in shown


def test_a_cause_that_was_hidden_on_purpose_stays_hidden(written: Callable[[], str]) -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError:
            raise ValueError from None
    except ValueError:
        OURS.exception("turn failed")
    assert "KeyError" not in written()


# fault 46
def test_the_token_is_replaced_in_a_constant_line_too(written: Callable[[], str]) -> None:
    OURS.info(f"asking https://api.telegram.org/bot{TOKEN}/getMe")
    assert_says_nothing(written())
    assert "/bot424242:(token)/getMe" in written()


# fault 46
async def test_the_client_library_tells_nothing_at_its_most_talkative(written: Callable[[], str]) -> None:
    for name in logs.LIBRARY_LEVELS:  # as if somebody had raised them for a moment
        logging.getLogger(name).setLevel(logging.DEBUG)
    async with Loopback().running() as server:
        server.script.append(result(SENT_MESSAGE | {"text": CANARY}))
        server.script.append(says(200, f"<html>{CANARY}</html>".encode()))
        async with client(server.address) as bot:
            await bot.send_message(1, CANARY)
            try:
                await bot.send_message(1, CANARY)
            except Exception:
                OURS.exception("send failed")
    assert "telegram.Bot" in written()
    assert "error=MaybeSent@" in written()
    assert_says_nothing(written())


# fault 46
def test_a_handler_that_fails_does_not_print_the_record(
    written: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError("disk full")

    logs.configure(level="DEBUG", token=TOKEN, stream=Broken())
    OURS.error("heard %s", CANARY)
    assert_says_nothing("".join(capsys.readouterr()))


# fault 46
def test_a_warning_is_shown_by_its_kind_and_place(written: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr("threading.excepthook", None)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logs.catch_uncaught()
        warnings.warn(f"odd value {CANARY}", UserWarning, stacklevel=1)
    assert "python warning category=UserWarning place=test_log_privacy.py:" in written()
    assert_says_nothing(written())


UNCAUGHT = {
    "in the main thread": "raise ValueError(canary)",
    "in another thread": "t = threading.Thread(target=fail); t.start(); t.join(); raise SystemExit(1)",
    "while an object dies": "Dying(); raise SystemExit(1)",
    "in a callback of the loop": "asyncio.run(callback()); raise SystemExit(1)",
    "in a task nobody awaited": "asyncio.run(forgotten()); raise SystemExit(1)",
}
PROGRAM = """
    import asyncio, gc, sys, threading
    from bot.adapters import logs
    canary = {canary}

    def fail(*_):
        raise ValueError(canary)

    class Dying:
        def __del__(self):
            fail()

    async def failing():
        fail()

    async def callback():
        logs.catch_uncaught_in(asyncio.get_running_loop())
        asyncio.get_running_loop().call_soon(fail, canary)
        await asyncio.sleep(0)

    async def forgotten():
        logs.catch_uncaught_in(asyncio.get_running_loop())
        task = asyncio.create_task(failing(), name=canary)
        await asyncio.sleep(0)
        del task
        gc.collect()

    logs.configure(level="DEBUG", token=None, stream=sys.stderr)
    logs.catch_uncaught()
"""


# fault 46
@pytest.mark.slow
@pytest.mark.parametrize("how", UNCAUGHT)
def test_an_error_that_nobody_caught_tells_only_its_type_and_place(how: str) -> None:
    program = textwrap.dedent(PROGRAM).format(canary=json.dumps(CANARY)) + UNCAUGHT[how]
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)  # noqa: S603 - our own program
    assert ended.returncode == 1
    assert "CRITICAL bot.adapters.logs uncaught error=ValueError@" in ended.stderr
    assert_says_nothing(ended.stdout + ended.stderr)


def test_what_the_loop_says_again_and_again_is_said_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    repeats = logs.Repeats(lambda: now)

    def fails(error: BaseException | None) -> None:
        repeats.log(error)

    for _ in range(1000):
        fails(OSError("too many open files"))
        fails(None)
    now = 60.0
    fails(OSError("too many open files"))
    assert [vars(record).get("unsaid") for record in caplog.records] == [None, None, 999]
