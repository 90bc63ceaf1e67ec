"""What a person would see of the core's effects: the chat, what is kept, what is due. Knows no session.

It carries out in memory what the services carry out for good.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import (
    AddToAnswer,
    AnswerPart,
    AnswerPress,
    Button,
    CancelWake,
    ContinueAnswer,
    EditMessage,
    Effect,
    Erase,
    KeepAnswer,
    PlayVoice,
    PromptSettled,
    RemoveAnswer,
    ReplaceWords,
    SendMessage,
    ShowHistory,
    WakeAt,
)
from bot.dialogue.inputs import Timer
from bot.dialogue.words import Message

HISTORY = "(history)"  # stands for a page of reflections, which only the journal can compose
VOICE = "(voice)"  # stands for a voice note that is played again


@dataclass(kw_only=True)
class Bubble:
    """A message of the bot's, as it is in the chat now."""

    text: str
    label: str | None = None
    picture: str | None = None  # the name of its file
    buttons: tuple[Button, ...] = ()
    gone: tuple[Button, ...] = ()  # buttons that it had once


@dataclass(kw_only=True)
class KeptAnswer:
    """An answer in the journal."""

    question: str
    parts: list[AnswerPart]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A message as it was when it was said, or reworded."""

    text: str
    labels: tuple[str, ...]
    reworded: bool
    picture: str | None


@dataclass(kw_only=True)
class News:
    """What followed from the last thing that happened and no expectation has told yet."""

    said: list[Bubble] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    kept: list[KeptAnswer] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)  # said and reworded, in their order


@dataclass(kw_only=True)
class World:
    """The chat of one person, with their journal and due rows."""

    dialogues: Dialogues
    chat: list[Bubble] = field(default_factory=list)
    journal: dict[int, KeptAnswer] = field(default_factory=dict)
    due: dict[Timer, WakeAt] = field(default_factory=dict)
    news: News = field(default_factory=News)

    def carry_out(self, effect: Effect) -> None:
        """Carry out one effect."""
        match effect:
            case SendMessage(message=message, buttons=rows, label=label, picture=picture):
                self._say(Bubble(text=message.text, label=label, picture=picture, buttons=_flat(rows)))
            case EditMessage():
                self._edit(effect)
            case AnswerPress(text=str(text)):
                self.news.toasts.append(text)
            case KeepAnswer() | RemoveAnswer() | AddToAnswer() | ContinueAnswer() | ReplaceWords():
                self._keep(effect)
            case WakeAt() | CancelWake():
                self._set_timer(effect)
            case PromptSettled(outcome=outcome):
                self.news.prompts.append(outcome)
            case ShowHistory():
                self._say(Bubble(text=HISTORY))
            case PlayVoice():
                self._say(Bubble(text=VOICE))
            case Erase(language=language):
                self._erase(language)

    def _say(self, bubble: Bubble) -> None:
        self.chat.append(bubble)
        self.news.said.append(bubble)
        self._see(bubble, reworded=False)

    def _edit(self, order: EditMessage) -> None:
        bubble = next(bubble for bubble in reversed(self.chat) if bubble.label == order.label)
        bubble.gone += bubble.buttons
        bubble.text, bubble.buttons = order.message.text, _flat(order.buttons)
        self.news.edited.append(bubble.text)
        self._see(bubble, reworded=True)

    def _see(self, bubble: Bubble, *, reworded: bool) -> None:
        labels = tuple(button.label for button in bubble.buttons)
        self.news.seen.append(Seen(text=bubble.text, labels=labels, reworded=reworded, picture=bubble.picture))

    def _set_timer(self, order: WakeAt | CancelWake) -> None:
        self.due.pop(order.timer, None)
        if isinstance(order, WakeAt):
            self.due[order.timer] = order

    def _keep(self, order: KeepAnswer | RemoveAnswer | AddToAnswer | ContinueAnswer | ReplaceWords) -> None:
        match order:
            case KeepAnswer(number=number, question=question, parts=parts):
                self.journal[number] = KeptAnswer(question=question, parts=list(parts))
                self.news.kept.append(self.journal[number])
            case RemoveAnswer(number=number):
                del self.journal[number]
            case ContinueAnswer(number=number, of=of, part=part):
                self.journal[number] = KeptAnswer(question=self.journal[of].question, parts=[part])
                self.news.kept.append(self.journal[number])
            case AddToAnswer(number=number, part=part):
                self.journal[number].parts.append(part)
                self.news.kept.append(self.journal[number])
            case ReplaceWords():
                self._replace_words(order)

    def _replace_words(self, order: ReplaceWords) -> None:
        holding = [kept for kept in self.journal.values() if any(p.message_id == order.message_id for p in kept.parts)]
        for kept in holding:
            kept.parts = [
                replace(part, words=order.words) if part.message_id == order.message_id else part for part in kept.parts
            ]
        self.news.kept += holding
        self._say(Bubble(text=(order.done if holding else order.none).text))

    def _erase(self, language: str) -> None:
        words = self._forgotten(self.dialogues.speaking(language))
        self.journal.clear()
        self.due.clear()
        self._say(Bubble(text=words.text))

    def _forgotten(self, dialogues: Dialogues) -> Message:
        return dialogues.phrase("forgotten", answers=str(len(self.journal)), messages=str(len(self.chat)))


def _flat(rows: tuple[tuple[Button, ...], ...]) -> tuple[Button, ...]:
    return tuple(button for row in rows for button in row)
