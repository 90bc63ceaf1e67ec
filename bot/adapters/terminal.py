"""A conversation in a terminal: reads lines and shows messages. Its partner decides what is said.

Buttons are numbered: `#2` taps the second, a line of words is an answer, `/skip` is a command, `+10m` moves the time,
and an empty line only looks whether a timer is over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

_SHIFT = re.compile(r"\+(\d{1,4})([smhd])\Z")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_TAP = re.compile(r"#(\d{1,3})\Z")

Write = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A message as it is now, with the labels of its buttons."""

    text: str
    buttons: tuple[str, ...] = ()
    reworded: bool = False  # it was there before
    picture: str | None = None  # the name of its file


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What followed from one thing that was done: messages, and answers to taps."""

    messages: tuple[Shown, ...] = ()
    toasts: tuple[str, ...] = ()


class Partner(Protocol):
    """Whom the person at the terminal talks with."""

    @property
    def is_over(self) -> bool:
        """Return whether the conversation is over."""

    def begins(self) -> Screen:
        """Begin, and return what is shown first."""

    def waits(self, lasts: timedelta) -> Screen:
        """Let time pass, and return what became due."""

    def types(self, words: str, *, early: bool) -> Screen:
        """Type words or a command, and return what follows.

        `early` words were written before the last message had been seen.
        """

    def taps(self, label: str) -> Screen:
        """Tap the button with this label, and return what follows."""


def converse(partner: Partner, *, now: Callable[[], datetime], read: Callable[[], str], write: Write) -> None:
    """Hold the conversation until the input or the conversation ends."""
    _Terminal(partner, now, write).run(read)


class _Terminal:
    def __init__(self, partner: Partner, now: Callable[[], datetime], write: Write) -> None:
        self._partner, self._now, self._write = partner, now, write
        self._buttons: tuple[str, ...] = ()
        self._looked = now()

    def run(self, read: Callable[[], str]) -> None:
        self._show(self._partner.begins())
        while not self._partner.is_over and (line := read()):
            self._take(line.strip())

    def _take(self, line: str) -> None:
        meant = self._buttons  # a number means the buttons seen before, even if what is due now brings others
        early = self._show(self._partner.waits(self._time_since_last()))
        shift, tap = _SHIFT.match(line), _TAP.match(line)
        if shift:
            self._show(self._partner.waits(timedelta(**{_UNITS[shift[2]]: int(shift[1])})))
        elif tap and 0 < int(tap[1]) <= len(meant):
            self._show(self._partner.taps(meant[int(tap[1]) - 1]))
        elif line:
            self._show(self._partner.types(line, early=early))

    def _time_since_last(self) -> timedelta:
        before, self._looked = self._looked, self._now()
        return max(self._looked - before, timedelta())

    def _show(self, screen: Screen) -> bool:
        """Show the screen. Return whether there was anything new."""
        for message in screen.messages:
            if message.buttons or not message.reworded:
                picture = f"[picture: {message.picture}]\n" if message.picture else ""
                self._write(f"\n{picture}{message.text}")
            if message.buttons:
                self._buttons = message.buttons
                self._write("  " + "  ".join(f"#{i} {label}" for i, label in enumerate(message.buttons, 1)))
        for toast in screen.toasts:
            self._write(f"  ({toast})")
        return any(not message.reworded for message in screen.messages)
