"""Where the bot wants its updates posted, and how that went lately. `webhook_delivery.py` posts them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.refusals import bad_request

MOST_CONNECTIONS = 40  # Telegram's own default
MOST_ASKED = 100  # that a bot may ask for


@dataclass(kw_only=True)
class WebhookRegistration:
    """The webhook that is set. An empty url means none."""

    url: str = ""
    secret: str = ""
    max_connections: int = MOST_CONNECTIONS
    last_error: str | None = None
    last_error_at: datetime | None = None

    def failed(self, words: str, now: datetime) -> None:
        self.last_error, self.last_error_at = words, now

    def as_telegram(self, pending: int, allowed: Iterable[str]) -> dict[str, Any]:
        said: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": pending,
        }
        if self.url:
            said |= {"max_connections": self.max_connections, "ip_address": "127.0.0.1"}
        if self.last_error_at is not None:
            said |= {"last_error_date": int(self.last_error_at.timestamp()), "last_error_message": self.last_error}
        if names := sorted(allowed):
            said["allowed_updates"] = names
        return said


def refuse_bad_url(url: str) -> None:
    """Refuse an address that is not on this machine, where plain http is enough."""
    try:
        parsed = urlsplit(url)
        host = parsed.hostname or ""
        _ = parsed.port  # a ValueError for a port that is none
        here = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        here = False
    if not here or parsed.scheme not in ("http", "https"):
        raise bad_request("bad webhook: the sandbox delivers to loopback addresses only")


def refuse_bad_secret(secret: str) -> None:
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in secret):
        raise bad_request("secret token contains unallowed characters")
