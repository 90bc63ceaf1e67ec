"""Somebody who talks with the core, and the world as they see it. Each turn goes through JSON, as in the database.

Whatever the core orders is looked at for what Telegram would refuse: too long, blank, a button too big, a mark out of
range.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeVar

from bot.dialogue.buttons import Act, button
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import (
    AddToAnswer,
    AnswerPart,
    AnswerPress,
    Buttons,
    CancelWake,
    ContinueAnswer,
    EditMessage,
    Effect,
    Erase,
    KeepAnswer,
    RemoveAnswer,
    SendMessage,
    ShowHistory,
    WakeAt,
)
from bot.dialogue.engine import Turn, advance, open_at
from bot.dialogue.inputs import (
    AnswerEdited,
    ChoicePressed,
    CommandReceived,
    Input,
    OtherReceived,
    TextReceived,
    TimeCame,
    Timer,
    VoiceReceived,
)
from bot.dialogue.model import DialogueId
from bot.dialogue.phrases import PhraseKey
from bot.dialogue.session import Session
from bot.dialogue.words import Message, utf16_length
from tests.shipped import NOW, Place, member, place_of, session_at, shipped

LONGEST_MESSAGE = 4096  # UTF-16 units
LONGEST_CAPTION = 1024
LONGEST_DATA = 64  # bytes
LONGEST_TOAST = 200

E = TypeVar("E", bound=Effect)


@dataclass(kw_only=True)
class Person:
    session: Session = field(default_factory=member)
    dialogues: Dialogues = field(default_factory=shipped)
    now: datetime = NOW
    seed: int = 0
    effects: tuple[Effect, ...] = ()  # of the last turn
    journal: dict[int, tuple[AnswerPart, ...]] = field(default_factory=dict)
    taken_back: tuple[AnswerPart, ...] = ()  # of answers that others took the place of
    due: dict[Timer, WakeAt] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)  # the data of every button so far
    messages: int = 100  # the last message's id

    def opens(self, dialogue: str) -> Person:
        return self._goes_on(open_at(self.dialogues, self.session, DialogueId(dialogue), self.now, self.seed))

    def does(self, received: Input) -> Person:
        return self._goes_on(advance(self.dialogues, self.session, received, self.now, self.seed))

    def writes(self, text: str, *, early: bool = False) -> Person:
        return self.does(TextReceived(text=text, message_id=self.next_message(), early=early))

    def speaks(self, file_id: str = "voice") -> Person:
        return self.does(VoiceReceived(file_id=file_id, message_id=self.next_message()))

    def sends(self, kind: str, caption: str | None = None) -> Person:
        return self.does(OtherReceived(kind=kind, message_id=self.next_message(), caption=caption))

    def commands(self, name: str, argument: str = "") -> Person:
        return self.does(CommandReceived(name=name, argument=argument, message_id=self.next_message()))

    def edits(self, message_id: int, text: str) -> Person:
        return self.does(AnswerEdited(text=text, message_id=message_id))

    def presses(self, data: str) -> Person:
        return self.does(ChoicePressed(data=data, press_id="press"))

    def taps(self, act: Act, argument: str = "") -> Person:
        return self.presses(button(self.session, "", act, argument).data)

    def chooses(self, key: str) -> Person:
        return self.taps(Act.CHOOSE, key)

    def rates(self, number: int) -> Person:
        return self.taps(Act.RATE, str(number))

    def time_comes(self, timer: Timer, token: str | None = None) -> Person:
        return self.does(TimeCame(timer=timer, token=str(self.session.turn) if token is None else token))

    def waits(self, **lasts: float) -> Person:
        self.now += timedelta(**lasts)
        return self

    def next_message(self) -> int:
        self.messages += 1
        return self.messages

    @property
    def place(self) -> Place | None:
        return place_of(self.session) if self.session.stack else None

    @property
    def said(self) -> list[str]:
        """What the bot sent in the last turn."""
        return [effect.message.text for effect in self.ordered(SendMessage)]

    @property
    def toast(self) -> str | None:
        return self.ordered(AnswerPress)[0].text

    @property
    def kept(self) -> dict[int, str]:
        """The journal, each answer's words."""
        return {number: "\n".join(part.words or "(voice)" for part in parts) for number, parts in self.journal.items()}

    def ordered(self, kind: type[E]) -> list[E]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def woken(self, timer: Timer) -> WakeAt:
        """The due row that the last turn put for this timer."""
        return next(effect for effect in reversed(self.ordered(WakeAt)) if effect.timer is timer)

    def says(self, phrase: PhraseKey, **values: str) -> bool:
        """Whether one of the bot's own sentences is in what it sent in the last turn."""
        return any(self.dialogues.phrase(phrase, **values).text in said for said in self.said)

    def _goes_on(self, turn: Turn) -> Person:
        return self.led(turn.session, turn.effects)

    def led(self, session: Session, effects: tuple[Effect, ...]) -> Person:
        """To where somebody else decided, such as an author who changed a dialogue."""
        self.session, self.effects = through_json(session), effects
        assert self.session == session
        for effect in effects:
            _refuse_what_telegram_refuses(effect)
            self._note(effect)
        return self

    def _note(self, effect: Effect) -> None:
        match effect:
            case WakeAt(timer=timer):
                self.due[timer] = effect
            case CancelWake(timer=timer):
                self.due.pop(timer, None)
            case SendMessage(buttons=buttons) | EditMessage(buttons=buttons):
                self.seen += [shown.data for shown in chain.from_iterable(buttons)]
            case KeepAnswer(number=number, parts=parts):
                assert number not in self.journal
                self.journal[number] = parts
            case RemoveAnswer(number=number):
                self.taken_back += self.journal.pop(number, ())
            case AddToAnswer(number=number, part=part) | ContinueAnswer(number=number, part=part):
                self.journal[number] = (*self.journal.get(number, ()), part)  # it may have been begun before
            case Erase():
                self.journal.clear()


def somebody_at(dialogue: str, state: str) -> Person:
    """Who has come to that place just now."""
    session = session_at(dialogue, state)
    return Person(session=session, now=session.seen or NOW)


def through_json(session: Session) -> Session:
    return Session.from_dict(json.loads(json.dumps(session.to_dict())))


def _refuse_what_telegram_refuses(effect: Effect) -> None:
    match effect:
        case SendMessage(message=message, picture=str()):
            _check_message(message, LONGEST_CAPTION)
        case SendMessage(message=message, buttons=buttons) | EditMessage(message=message, buttons=buttons):
            _check_message(message)
            _check_buttons(buttons)
        case AnswerPress(text=str(text)):
            assert len(text) <= LONGEST_TOAST
        case ShowHistory(label=label):
            assert label


def _check_message(message: Message, most: int = LONGEST_MESSAGE) -> None:
    length = utf16_length(message.text)
    assert message.text.strip(), "a blank message"
    assert length <= most
    for entity in message.entities:
        assert entity.offset >= 0
        assert entity.length > 0
        assert entity.offset + entity.length <= length


def _check_buttons(buttons: Buttons) -> None:
    for shown in chain.from_iterable(buttons):
        assert shown.label.strip()
        assert 0 < len(shown.data.encode()) <= LONGEST_DATA
