"""The only reader of the time. Everything else is handed a `Now`; the sandbox hands in its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]  # an aware instant in UTC


def now() -> datetime:
    """Return the instant, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Return seconds that never run backwards, for ages and waits."""
    return time.monotonic()
