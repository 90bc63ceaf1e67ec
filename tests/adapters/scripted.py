"""A bot whose calls fail as a test says, without any network; and waits that take no time."""

from __future__ import annotations

from collections import deque
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from tests.adapters.loopback import TOKEN


class ScriptedBot(Bot):
    """Fails as it is told to, and then takes every call."""

    def __init__(self, *failures: TelegramError | None) -> None:
        super().__init__(TOKEN)
        with self._unfrozen():
            self.failures = deque(failures)  # None: no answer at all
            self.asked: list[dict[str, Any]] = []

    async def do_api_request(self, endpoint: str, api_kwargs: Any = None, *_: Any, **__: Any) -> Any:
        self.asked.append(api_kwargs)
        failure = self.failures.popleft() if self.failures else None
        if failure:
            raise failure
        return {"message_id": 1}


class Sleeps:
    def __init__(self) -> None:
        self.waits: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
