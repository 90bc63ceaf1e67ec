"""Plays what happens in a transcript against the core: each happening becomes inputs, and time passes.

Between two turns the session goes through JSON, as it does in the database. The seed of a turn is its number, from 0,
so that a transcript plays the same way each time. `checking.py` says what should follow.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.dialogue.cutting import LONGEST
from bot.dialogue.daily_prompt import schedule_prompt
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import Button, WakeAt
from bot.dialogue.engine import Turn, advance, open_at
from bot.dialogue.inputs import (
    AnswerEdited,
    ChoicePressed,
    CommandReceived,
    Input,
    OtherReceived,
    TextReceived,
    TimeCame,
    VoiceReceived,
)
from bot.dialogue.model import DialogueId, Version
from bot.dialogue.move import Move
from bot.dialogue.session import Session, Stack
from bot.practice.prompts import next_prompt
from bot.workbench.transcripts.chat_world import World
from bot.workbench.transcripts.remembered_values import remembered
from bot.workbench.transcripts.transcript import (
    Edits,
    Happening,
    Pastes,
    Rewrites,
    Sends,
    Taps,
    Transcript,
    Types,
    Waits,
    WaitsUntil,
)

_GONE = Version("gone")


class CannotPlayError(Exception):
    """Something in a transcript cannot happen: there is no such button, or no such message to edit."""


class LostInJsonError(Exception):
    """A session that came back from JSON differs from the one that went in: a bug of the core."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A turn that was taken, and what it began with."""

    before: Session
    received: Input | None  # None: a dialogue was opened
    turn: Turn


@dataclass(kw_only=True)
class Play:
    """A conversation with the core, as far as it has gone."""

    dialogues: Dialogues
    session: Session
    now: datetime
    world: World
    taken: list[Taken] = field(default_factory=list)
    messages: int = 0  # the last message id
    typed: list[tuple[int, str]] = field(default_factory=list)  # the person's messages: id and words

    def happen(self, what: Happening) -> None:
        """Let something happen, and carry out what follows. Raises CannotPlayError if it cannot happen."""
        match what:
            case Types(words=words, early=early):
                self._type(words, early)
            case Pastes(words=words):
                self._type((f"{words} " * (LONGEST // len(words)))[: LONGEST - 1].strip(), early=False)
            case Sends():
                self._send(what)
            case Edits():
                self._edit(what)
            case Taps():
                self._tap(what)
            case Waits(lasts=lasts, off=off):
                self._wait_until(self.now + lasts, off=off)
            case WaitsUntil(wall=wall):
                self._wait_until(next_prompt(self.zone, wall, self.now).at)
            case Rewrites(dialogue=dialogue):
                self.session = _without_place_in(self.session, dialogue)

    def open(self, dialogue: DialogueId) -> None:
        """Open a dialogue, as its command would."""
        self._take(None, open_at(self.dialogues, self.session, dialogue, self.now, len(self.taken)))

    def button(self, what: Taps) -> Button | None:
        """Return the newest button with that label; None if there is none."""
        bubbles = (bubble.gone if what.gone else bubble.buttons for bubble in reversed(self.world.chat))
        return next((b for buttons in bubbles for b in buttons if b.label.strip() == what.label), None)

    def can_happen(self, what: Happening) -> bool:
        """Return whether there is such a button, or such a message to edit."""
        match what:
            case Taps():
                return self.button(what) is not None
            case Edits(was=was):
                return any(words == was for _, words in self.typed)
            case _:
                return True

    def is_due_within(self, lasts: timedelta) -> bool:
        """Return whether anything comes by itself in that time."""
        return self._due_by(self.now + lasts) is not None

    @property
    def zone(self) -> str:
        """Return the person's zone; UTC if it is not known."""
        return self.session.profile.zone or "UTC"

    def _type(self, words: str, early: bool) -> None:
        id = self._next_message()
        self.typed.append((id, words))
        if words.startswith("/"):
            name, _, argument = words[1:].partition(" ")
            self._advance(CommandReceived(name=name.lower(), argument=argument, message_id=id))
        else:
            self._advance(TextReceived(text=words, message_id=id, early=early))

    def _send(self, what: Sends) -> None:
        id = self._next_message()
        self.typed.append((id, what.words))
        if what.kind == "voice":
            self._advance(VoiceReceived(file_id=what.words, message_id=id, early=what.early))
        else:
            caption = what.words if what.kind == "photo" else None
            self._advance(OtherReceived(kind=what.kind, message_id=id, caption=caption))

    def _edit(self, what: Edits) -> None:
        found = next((id for id, words in reversed(self.typed) if words == what.was), None)
        if found is None:
            raise CannotPlayError(f"Nobody typed `{what.was}`.")
        self.typed = [(id, what.to if id == found else words) for id, words in self.typed]
        self._advance(AnswerEdited(text=what.to, message_id=found))

    def _tap(self, what: Taps) -> None:
        found = self.button(what)
        if found is None:
            newest = next((bubble.buttons for bubble in reversed(self.world.chat) if bubble.buttons), ())
            labels = ", ".join(button.label for button in newest) or "none"
            raise CannotPlayError(f"There is no button `{what.label}`. The newest buttons are: {labels}.")
        self._advance(ChoicePressed(data=found.data, press_id=str(len(self.taken))))

    def _wait_until(self, then: datetime, *, off: bool = False) -> None:
        """Let time pass. What is due comes in order and at its time, or all of it late if the bot is off."""
        if off:
            self.now = then
        while due := self._due_by(then):
            self.now = max(self.now, due.at)
            del self.world.due[due.timer]
            self._advance(TimeCame(timer=due.timer, token=due.token))
        self.now = then

    def _due_by(self, then: datetime) -> WakeAt | None:
        return min((wake for wake in self.world.due.values() if wake.at <= then), key=lambda w: w.at, default=None)

    def _next_message(self) -> int:
        self.messages += 1
        return self.messages

    def _advance(self, received: Input) -> None:
        self._take(received, advance(self.dialogues, self.session, received, self.now, len(self.taken)))

    def _take(self, received: Input | None, turn: Turn) -> None:
        self.taken.append(Taken(before=self.session, received=received, turn=turn))
        self.session = through_json(turn.session)
        for effect in turn.effects:
            self.world.carry_out(effect)


def play_of(transcript: Transcript, dialogues: Dialogues) -> Play:
    """Return the play before anything happens: the person as they are, with their daily prompt due if they want it."""
    kept = remembered(dialogues, transcript.remembered)
    session = Session(key="person", profile=transcript.profile, remembered=kept)
    move = Move(dialogues=dialogues, session=session, now=transcript.begins, seed=0)
    schedule_prompt(move)
    world = World(dialogues=dialogues)
    for effect in move.effects:
        world.carry_out(effect)
    return Play(dialogues=dialogues, session=session, now=transcript.begins, world=world)


def through_json(session: Session) -> Session:
    """Return the session as it comes back from JSON. Raises LostInJsonError if it differs."""
    read = Session.from_dict(json.loads(json.dumps(session.to_dict())))
    if read != session:
        lost = [name for name, value in vars(session).items() if getattr(read, name) != value]
        raise LostInJsonError(f"These did not come back as they were: {', '.join(lost)}.")
    return read


def _without_place_in(session: Session, dialogue: DialogueId) -> Session:
    def lost(stack: Stack) -> Stack:
        return tuple(replace(f, version=_GONE) if f.dialogue == dialogue else f for f in stack)

    return replace(session, stack=lost(session.stack), aside=tuple(map(lost, session.aside)))
