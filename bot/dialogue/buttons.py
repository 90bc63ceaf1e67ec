"""What a button carries, in the 64 bytes that Telegram allows: the session's key, a turn, and an action.

Data that comes back may be old or forged. Reading it then returns None and never raises.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.effects import Button, Buttons
from bot.dialogue.session import Session


class Act(StrEnum):
    """What a tap does. The first character of an action says which of these it is; its argument follows."""

    CHOOSE = "."  # a choice, by its key
    TICK = "+"  # an option where many may be tapped, by its key
    UNTICK = "-"  # the same, when it is ticked: so that a double tap is one
    DONE = "d"  # no more to tick
    RATE = "="  # a number on a scale
    OFFER = "#"  # one of several places, by its index
    ENOUGH = "e"  # that is all; enough of this breath; ready before the pause is over
    COMMAND = "/"  # a command, by its name
    HELD = "h"  # what to do with held words: "y" they are the answer, "n" ask again, "l" not today


@dataclass(frozen=True, kw_only=True)
class Press:
    """A tap on a button of a question, which is named by its turn."""

    turn: int
    act: Act
    argument: str


@dataclass(frozen=True, kw_only=True)
class HistoryPress:
    """A tap that turns the page of the history."""

    label: str
    anchor: int
    page: int


@dataclass(frozen=True, kw_only=True)
class VoicePress:
    """A tap that plays a voice note of an answer: the answer's number, and the position of the note in it."""

    number: int
    position: int


def button(session: Session, label: str, act: Act, argument: str = "") -> Button:
    """Return a button of the question that is about to stand."""
    return Button(label=label, data=f"{session.key}:{session.turn}:{act}{argument}")


def history_button(key: str, label: str, *, shown: str, anchor: int, page: int) -> Button:
    """Return a button that turns to `page` in the history message labelled `shown`."""
    return Button(label=label, data=f"{key}:{shown}:{anchor}.{page}")


def voice_button(key: str, label: str, *, number: int, position: int) -> Button:
    """Return a button that sends a voice note again."""
    return Button(label=label, data=f"{key}:v:{number}.{position}")


def read_press(session: Session, data: str) -> Press | HistoryPress | VoicePress | None:
    """Return what was pressed, or None if `data` is no button of this session."""
    key, _, rest = data.partition(":")
    place, _, action = rest.partition(":")
    if key != session.key or not action:
        return None
    if _short(place) and action[0] in tuple(Act):
        return Press(turn=int(place), act=Act(action[0]), argument=action[1:])
    first, _, second = action.partition(".")
    if not (_short(first) and _short(second)):
        return None
    if place == "v":
        return VoicePress(number=int(first), position=int(second))
    if place[:1] == "h" and _short(place[1:]):
        return HistoryPress(label=place, anchor=int(first), page=int(second))
    return None


def _short(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) < 10


def in_rows(buttons: list[Button], columns: int) -> Buttons:
    """Return the buttons in rows of at most `columns`."""
    return tuple(tuple(buttons[i : i + columns]) for i in range(0, len(buttons), columns))
