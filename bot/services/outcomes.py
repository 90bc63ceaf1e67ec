"""What a failed call to Telegram means, by what to do next. Knows no client library.

`adapters/telegram_errors.py` is the table that chooses one of these.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class TryLater:
    """Certainly not sent: the same row is sent again later."""

    after: timedelta | None = None  # Telegram's own words; None leaves the wait to our back-off


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Perhaps delivered and perhaps not. Nobody will ever know."""


@dataclass(frozen=True, kw_only=True)
class Gone:
    """The person cannot be reached until they write again."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Telegram will never accept this message. The next one is sent."""

    description: str  # Telegram's sentence. It may quote the message, so it is never logged
    thread_gone: bool = False  # the topic of the chat is no more; the chat is


@dataclass(frozen=True, kw_only=True)
class NothingToDo:
    """The chat is already as the call wanted it, or what the call was about no longer exists."""


@dataclass(frozen=True, kw_only=True)
class TokenRefused:
    """Telegram refuses the token, which may pass. Certainly not sent."""


Outcome = TryLater | Unknown | Gone | Refused | NothingToDo | TokenRefused
