"""A turn in the making: the session and the effects so far.

One `Move` lives for as long as `advance` runs, and is the only thing that it changes.
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
    """The turn that is being decided. The modules of the core read it, change its session and add effects to it."""

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
        """Return the top frame. Raises IndexError if the stack is empty, so callers check that first."""
        return self.session.stack[-1]

    @property
    def dialogue(self) -> Dialogue:
        """Return the dialogue of the top frame, in the frame's version."""
        return self.dialogue_of(self.frame)

    @property
    def state(self) -> State:
        """Return the state that the top frame is at."""
        return self.dialogue.states[self.frame.state]

    def dialogue_of(self, frame: Frame) -> Dialogue:
        """Return the frame's dialogue in the version that it is pinned to. Raises KeyError if that version is lost."""
        return self.dialogues.pinned[frame.dialogue, frame.version]

    def order(self, effect: Effect) -> None:
        """Add an effect."""
        self.effects.append(effect)

    def change(self, **fields: Unpack[SessionChanges]) -> None:
        """Change fields of the session. After a change of the profile, the move speaks the language that it names."""
        self.session = changed(self.session, **fields)
        if "profile" in fields:
            self._speak()

    def change_top(self, **fields: Unpack[FrameChanges]) -> None:
        """Change fields of the top frame."""
        self.change(stack=(*self.session.stack[:-1], changed(self.frame, **fields)))

    def pass_along(self, edge: Edge) -> None:
        """Note an edge that this turn went along."""
        self.passed.append(Passed(self.frame.dialogue, edge))

    def open_with(self, message: Message) -> None:
        """Let `message` stand at the beginning of whatever is sent next, in the same bubble."""
        self.opening = self.opening.then(message) if self.opening else message

    def send(
        self, message: Message, buttons: Buttons = (), *, label: str | None = None, question: int | None = None
    ) -> Message:
        """Send a message and return it.

        A message that is too long goes as several: the last one gets the buttons, the label and the question, and is
        returned.
        """
        if self.opening:
            message, self.opening = self.opening.then(message), None
        *before, last = cut(message)
        for piece in before:
            self._send(SendMessage(message=piece))
        self._send(SendMessage(message=last, buttons=buttons, label=label, question=question))
        return last

    def show(self, picture: str, message: Message) -> None:
        """Send a picture with the words under it.

        A caption holds less than a message, so an opening is sent before it.
        """
        self.say_what_is_open()
        caption, *others = cut(message, LONGEST_CAPTION)
        self._send(SendMessage(message=caption, picture=picture))
        for other in others:
            self._send(SendMessage(message=other))

    def say(self, phrase: PhraseKey, **values: str) -> None:
        """Send one of the bot's own sentences."""
        self.send(self.dialogues.phrase(phrase, **values))

    def say_what_is_open(self) -> None:
        """Send the opening as a message of its own, if nothing has followed it."""
        if self.opening:
            message, self.opening = self.opening, None
            self.send(message)

    def _send(self, order: SendMessage) -> None:
        if self.session.stack and self.frame.dialogue in WHERE_HELP_IS:
            order = replace(order, urgent=True)
        self.order(replace(order, prompt=True, visit=self.visiting) if self.prompting else order)

    def _speak(self) -> None:
        self.dialogues = self._in_all_languages.speaking(self.session.profile.language)
