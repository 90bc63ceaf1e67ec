"""One dialogue played in a terminal: the same core, without HTTP and without a database. Keeps nothing that is typed.

Buttons are numbered: `#2` taps the second, a line of words is an answer, `/skip` a command, `+10m` moves the time, an
empty line only looks whether a timer is over. What a dialogue would keep for good lasts until the end of the play.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import AnswerPress, Button, EditMessage, SendMessage, WakeAt
from bot.dialogue.engine import Turn, advance, open_at
from bot.dialogue.inputs import ChoicePressed, CommandReceived, Input, TextReceived, TimeCame, Timer
from bot.dialogue.model import DialogueId
from bot.dialogue.session import Profile, Session
from bot.dialogue.words import Message
from bot.errors import DialogueError

_SHIFT = re.compile(r"\+(\d{1,4})([smhd])\Z")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

Write = Callable[[str], None]


def play(
    dialogues: Dialogues, dialogue: str, *, now: Callable[[], datetime], read: Callable[[], str], write: Write
) -> None:
    """Until the input ends, or the dialogue does. Raises DialogueError for a dialogue that does not exist."""
    id = DialogueId(dialogue)
    if id not in dialogues.live:
        known = ", ".join(sorted(dialogues.live))
        raise DialogueError(f"There is no dialogue called {dialogue}. There are: {known}.")
    _Play(dialogues, now, write).run(id, read)


class _Play:
    def __init__(self, dialogues: Dialogues, now: Callable[[], datetime], write: Write) -> None:
        self._dialogues = dialogues
        self._real_now = now
        self._ahead = timedelta()
        self._write = write
        self._session = Session(key="play", profile=Profile(consented=True))
        self._buttons: list[Button] = []
        self._due: dict[Timer, WakeAt] = {}
        self._messages = 0

    def run(self, dialogue: DialogueId, read: Callable[[], str]) -> None:
        self._take_turn(open_at(self._dialogues, self._session, dialogue, self._now(), self._messages))
        while self._session.stack and (line := read()):
            self._take(line.strip())

    def _now(self) -> datetime:
        return self._real_now() + self._ahead

    def _take(self, line: str) -> None:
        shift = _SHIFT.match(line)
        if shift:
            self._ahead += timedelta(**{_UNITS[shift[2]]: int(shift[1])})
        elif line:
            self._advance(self._input(line))
        while due := [wake for wake in self._due.values() if wake.at <= self._now()]:
            first = min(due, key=lambda wake: wake.at)
            del self._due[first.timer]
            self._advance(TimeCame(timer=first.timer, token=first.token))

    def _input(self, line: str) -> Input:
        self._messages += 1
        if line.startswith("/"):
            name, _, argument = line[1:].partition(" ")
            return CommandReceived(name=name.lower(), argument=argument)
        if line.startswith("#") and line[1:].isdecimal() and 0 < int(line[1:]) <= len(self._buttons):
            return ChoicePressed(data=self._buttons[int(line[1:]) - 1].data, press_id="tap")
        return TextReceived(text=line, message_id=self._messages)

    def _advance(self, received: Input) -> None:
        self._take_turn(advance(self._dialogues, self._session, received, self._now(), self._messages))

    def _take_turn(self, turn: Turn) -> None:
        self._session = turn.session
        for effect in turn.effects:
            match effect:
                case SendMessage(message=message, buttons=buttons):
                    self._say(message, [button for row in buttons for button in row])
                case EditMessage(message=message, buttons=buttons) if buttons:
                    self._say(message, [button for row in buttons for button in row])
                case AnswerPress(text=str(text)):
                    self._write(f"  ({text})")
                case WakeAt():
                    self._due[effect.timer] = effect

    def _say(self, message: Message, buttons: list[Button]) -> None:
        self._write(f"\n{message.text}")
        if buttons:
            self._buttons = buttons
            self._write("  " + "  ".join(f"#{i} {button.label}" for i, button in enumerate(buttons, 1)))
