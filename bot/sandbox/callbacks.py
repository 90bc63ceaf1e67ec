"""Taps on buttons that wait for an answer. After 150 seconds by the sandbox's clock an answer comes too late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.messages import JSON
from bot.sandbox.refusals import bad_request

LIFETIME = timedelta(seconds=150)
MOST = 10_000  # kept; the oldest go first
LONGEST_ANSWER = 200  # characters


@dataclass(kw_only=True, slots=True)
class Tap:
    """One press of a button, with the bot's answer once it has come."""

    id: str
    chat_id: int
    tapped_at: datetime
    answer: JSON | None = None


class Taps:
    """The latest taps, by the id that the bot answers."""

    def __init__(self) -> None:
        self._taps: dict[str, Tap] = {}

    def add(self, tap: Tap) -> None:
        self._taps[tap.id] = tap
        if len(self._taps) > MOST:
            del self._taps[next(iter(self._taps))]

    def answer(self, tap_id: str, now: datetime, *, text: str, show_alert: bool) -> Tap:
        """Answer a tap and return it.

        Raises RefusedError if the tap is unknown, answered or too old, or the text is too long.
        """
        tap = self._taps.get(tap_id)
        if tap is None or tap.answer is not None or now - tap.tapped_at > LIFETIME:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if len(text) > LONGEST_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        tap.answer = {"text": text, "show_alert": show_alert}
        return tap
