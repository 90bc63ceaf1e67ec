"""One turn in the making: the session and the effects so far.

Lives inside `advance` alone, and is the only thing in it that changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Unpack

from bot.dialogue.cutting import LONGEST_CAPTION, cut
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.edges import Edge, Passed
from bot.dialogue.effects import Buttons, Effect, SendMessage
from bot.dialogue.model import Dialogue, State
from bot.dialogue.phrases import PhraseKey
from bot.dialogue.reserved import WHERE_HELP_IS
from bot.dialogue.session import Frame, Session
from bot.dialogue.session_changes import FrameChanges, SessionChanges, changed
from bot.dialogue.words import Message


@dataclass(kw_only=True)
class Move:
    dialogues: Dialogues  # in the person's language, also from the moment at which they choose another
    session: Session
    now: datetime
    seed: int
    effects: list[Effect] = field(default_factory=list)
    opening: Message | None = None  # opens the next message, in the same bubble
    prompting: bool = False  # what is sent is the daily prompt, or a visit
    visiting: bool = False  # ... and it is a visit
    passed: list[Passed] = field(default_factory=list)  # the edges gone along, in order

    def __post_init__(self) -> None:
        self._in_all_languages = self.dialogues
        self._speak()

    @property
    def frame(self) -> Frame:
        """The top frame; callers know that there is one."""
        return self.session.stack[-1]

    @property
    def dialogue(self) -> Dialogue:
        return self.dialogue_of(self.frame)

    @property
    def state(self) -> State:
        return self.dialogue.states[self.frame.state]

    def dialogue_of(self, frame: Frame) -> Dialogue:
        """In the version that the frame began with."""
        return self.dialogues.pinned[frame.dialogue, frame.version]

    def order(self, effect: Effect) -> None:
        self.effects.append(effect)

    def change(self, **fields: Unpack[SessionChanges]) -> None:
        self.session = changed(self.session, **fields)
        if "profile" in fields:
            self._speak()

    def change_top(self, **fields: Unpack[FrameChanges]) -> None:
        self.change(stack=(*self.session.stack[:-1], changed(self.frame, **fields)))

    def pass_along(self, edge: Edge) -> None:
        self.passed.append(Passed(self.frame.dialogue, edge))

    def open_with(self, message: Message) -> None:
        self.opening = self.opening.then(message) if self.opening else message

    def send(
        self, message: Message, buttons: Buttons = (), *, label: str | None = None, question: int | None = None
    ) -> Message:
        """What is too long for one message goes as several. The last bears all that belongs to it, and is returned."""
        if self.opening:
            message, self.opening = self.opening.then(message), None
        *before, last = cut(message)
        for piece in before:
            self._send(SendMessage(message=piece))
        self._send(SendMessage(message=last, buttons=buttons, label=label, question=question))
        return last

    def show(self, picture: str, message: Message) -> None:
        """Send a picture with the words under it. A caption takes less than a message, so an opening goes before it."""
        self.say_what_is_open()
        caption, *others = cut(message, LONGEST_CAPTION)
        self._send(SendMessage(message=caption, picture=picture))
        for other in others:
            self._send(SendMessage(message=other))

    def say(self, phrase: PhraseKey, **values: str) -> None:
        """Send one of the bot's own sentences."""
        self.send(self.dialogues.phrase(phrase, **values))

    def say_what_is_open(self) -> None:
        """An opening that nothing followed is a message of its own."""
        if self.opening:
            message, self.opening = self.opening, None
            self.send(message)

    def _send(self, order: SendMessage) -> None:
        if self.session.stack and self.frame.dialogue in WHERE_HELP_IS:
            order = replace(order, urgent=True)
        self.order(replace(order, prompt=True, visit=self.visiting) if self.prompting else order)

    def _speak(self) -> None:
        self.dialogues = self._in_all_languages.speaking(self.session.profile.language)
