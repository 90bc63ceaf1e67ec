"""Plays what happens in a transcript against the core: each happening becomes inputs, and time passes.

Between any two turns the session goes through JSON, as it does in the database. The seed of a turn is its number, from
0, so that a transcript plays the same way each time. What should come of it all is `transcript_checking`'s.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.authoring.transcript import (
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
from bot.authoring.transcript_world import World
from bot.dialogue.cutting import LONGEST
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import Part, WakeAt
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
from bot.dialogue.prompting import schedule
from bot.dialogue.session import Session, Stack
from bot.dialogue.values import Said
from bot.practice.prompts import next_prompt

_GONE = Version("gone")


class CannotPlayError(Exception):
    """What should happen cannot: there is no such button, or no such message to edit."""


class LostInJsonError(Exception):
    """A session that came back from JSON is not the one that went in: a bug of the core."""


@dataclass(kw_only=True)
class Play:
    dialogues: Dialogues
    session: Session
    now: datetime
    world: World
    turns: int = 0
    messages: int = 0  # the last message id
    typed: list[tuple[int, str]] = field(default_factory=list)  # the person's messages: id and words

    def happen(self, what: Happening) -> None:
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
        self._turn(lambda seed: open_at(self.dialogues, self.session, dialogue, self.now, seed))

    @property
    def zone(self) -> str:
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
        for bubble in reversed(self.world.chat):
            for button in bubble.gone if what.gone else bubble.buttons:
                if button.label == what.label:
                    self._advance(ChoicePressed(data=button.data, press_id=str(self.turns)))
                    return
        newest = next((bubble.buttons for bubble in reversed(self.world.chat) if bubble.buttons), ())
        labels = ", ".join(button.label for button in newest) or "none"
        raise CannotPlayError(f"There is no button `{what.label}`. The newest buttons are: {labels}.")

    def _wait_until(self, then: datetime, *, off: bool = False) -> None:
        """What is due comes in its order and at its time, or all of it late, if the bot is off."""
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
        self._turn(lambda seed: advance(self.dialogues, self.session, received, self.now, seed))

    def _turn(self, take: Callable[[int], Turn]) -> None:
        turn = take(self.turns)
        self.turns += 1
        self.session = through_json(turn.session)
        for effect in turn.effects:
            self.world.carry_out(effect)


def play_of(transcript: Transcript, dialogues: Dialogues) -> Play:
    """The play as it begins: the person as they are, their daily prompt due if they want one, a dialogue opened."""
    remembered = {name: Said(parts=(Part(message_id=0, words=words),)) for name, words in transcript.remembered.items()}
    session = Session(key="person", profile=transcript.profile, remembered=remembered)
    move = Move(dialogues=dialogues, session=session, now=transcript.begins, seed=0)
    schedule(move)
    world = World(dialogues=dialogues)
    for effect in move.effects:
        world.carry_out(effect)
    play = Play(dialogues=dialogues, session=session, now=transcript.begins, world=world)
    if transcript.opens:
        play.open(transcript.opens)
    return play


def through_json(session: Session) -> Session:
    read = Session.from_dict(json.loads(json.dumps(session.to_dict())))
    if read != session:
        lost = [name for name, value in vars(session).items() if getattr(read, name) != value]
        raise LostInJsonError(f"These did not come back as they were: {', '.join(lost)}.")
    return read


def _without_place_in(session: Session, dialogue: DialogueId) -> Session:
    def lost(stack: Stack) -> Stack:
        return tuple(replace(f, version=_GONE) if f.dialogue == dialogue else f for f in stack)

    return replace(session, stack=lost(session.stack), aside=tuple(map(lost, session.aside)))
