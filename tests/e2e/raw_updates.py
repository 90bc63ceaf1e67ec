"""Raw updates as Telegram words them, and a webhook to post them to: for what no person's client would do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import aiohttp

from bot.adapters.telegram_webhook import SECRET_HEADER
from tests.sandbox.driver import Answer

SECRET = "a-secret-of-the-tests-alone"


def written(chat_id: int, text: str) -> Answer:
    """The message of an update in which somebody wrote something."""
    return {
        "message_id": 900_000,
        "date": 1_772_442_000,
        "chat": {"id": chat_id, "type": "private", "first_name": "Alex"},
        "from": {"id": chat_id, "is_bot": False, "first_name": "Alex"},
        "text": text,
    }


@dataclass(frozen=True, kw_only=True)
class Hook:
    """Posts to the bot as Telegram does, or nearly."""

    port: int
    session: aiohttp.ClientSession

    async def answers(self, body: Any, *, secret: str = SECRET, kind: str = "application/json") -> int:
        """The status; `body` is made JSON unless it is bytes."""
        content = BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        headers = {SECRET_HEADER: secret, "Content-Type": kind}
        async with self.session.post(webhook_url(self.port), data=content, headers=headers) as answer:
            return answer.status


def webhook_url(port: int) -> str:
    return f"http://127.0.0.1:{port}/hook"


def webhook_settings(port: int) -> dict[str, str]:
    return {"WEBHOOK_URL": webhook_url(port), "WEBHOOK_PORT": str(port), "WEBHOOK_SECRET": SECRET}
