"""What a call to Telegram that did not work means, by what to do next. Knows no client library.

`adapters/telegram_errors.py` is the table that picks one.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class TryLater:
    """Certainly not sent: the same row goes again, later."""

    after: timedelta | None = None  # Telegram's own words; None leaves the wait to our back-off


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Perhaps delivered, perhaps not, and nobody will ever say."""


@dataclass(frozen=True, kw_only=True)
class Gone:
    """The person cannot be reached until they write again."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Telegram will never take this message; the next one goes on."""

    description: str  # Telegram's sentence. It may quote the message, so it is never logged
    thread_gone: bool = False  # the topic of the chat is no more; the chat is


@dataclass(frozen=True, kw_only=True)
class NothingToDo:
    """The chat is already as the call wanted it, or what it was about no longer exists."""


@dataclass(frozen=True, kw_only=True)
class TokenRefused:
    """Telegram says that the token is not the bot's, which may pass: certainly not sent."""


Outcome = TryLater | Unknown | Gone | Refused | NothingToDo | TokenRefused
