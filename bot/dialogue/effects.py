"""What the core may order, as imperatives. Its counterpart is `inputs.py`: what can happen.

An effect is data, and `bot/services` carries it out. It knows no Telegram, no SQL and no ids of the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.inputs import Timer
from bot.dialogue.words import Message


@dataclass(frozen=True, kw_only=True)
class Button:
    """One button under a message, with the data that Telegram sends back when it is tapped."""

    label: str
    data: str  # at most 64 bytes


Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, kw_only=True)
class SendMessage:
    """Send a message."""

    message: Message
    buttons: Buttons = ()
    label: str | None = None  # a name by which a later EditMessage finds it; unique for the person
    question: int | None = None  # the turn whose question this is: sent again with care, it tells early text from late
    prompt: bool = False  # a daily prompt or a visit: after all replies, and never sent twice
    visit: bool = False  # ... and it is a visit, which comes to those too who want no daily prompt
    urgent: bool = False  # where help is, or a goodbye: before all else, and until it is delivered
    picture: str | None = None  # a file in the folder of pictures, whose caption the words are


@dataclass(frozen=True, kw_only=True)
class SendVoice:
    """Send a voice note that Telegram has already."""

    file_id: str
    otherwise: Message | None = None  # said in its place if it cannot be sent


@dataclass(frozen=True, kw_only=True)
class EditMessage:
    """Change a message that was sent before, and its buttons."""

    label: str  # of the SendMessage whose words change
    message: Message
    buttons: Buttons = ()


@dataclass(frozen=True, kw_only=True)
class AnswerPress:
    """Answer a tap, at once and not by way of the outbox. The order may be lost."""

    press_id: str
    text: str | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerPart:
    """One message of an answer: words, or a voice note by Telegram's file id."""

    message_id: int
    words: str | None = None
    voice: str | None = None


@dataclass(frozen=True, kw_only=True)
class KeepAnswer:
    """Begin an answer in the journal."""

    number: int  # of this person's answers, rising
    dialogue: str
    run: int  # which time through the exercise
    state: str
    question: str  # as it was asked
    parts: tuple[AnswerPart, ...]


@dataclass(frozen=True, kw_only=True)
class RemoveAnswer:
    """Remove an answer with all its words, since another has taken its place."""

    number: int


@dataclass(frozen=True, kw_only=True)
class AddToAnswer:
    """Add a message to an answer that is in the journal."""

    number: int
    part: AnswerPart


@dataclass(frozen=True, kw_only=True)
class ContinueAnswer:
    """Begin a further answer under the same question, since the one before is as long as an answer can be."""

    number: int  # the further one's
    of: int
    part: AnswerPart


@dataclass(frozen=True, kw_only=True)
class ReplaceWords:
    """Replace the words of a message that was edited, in the answer that holds it. The old wording is not kept.

    A voice note stays one, whatever is written under it.
    """

    message_id: int
    words: str | None  # None: what stood under a voice note was taken away
    done: Message  # said when an answer held that message
    none: Message  # said when none did


@dataclass(frozen=True, kw_only=True)
class SealAnswers:
    """Put these answers away: they leave the history until their owner takes them back."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class UnsealAnswers:
    """Bring all sealed answers back into the history."""


@dataclass(frozen=True, kw_only=True)
class WakeAt:
    """Set the person's due row of this kind. It replaces an earlier one of the same kind."""

    timer: Timer
    at: datetime
    token: str


@dataclass(frozen=True, kw_only=True)
class CancelWake:
    """Remove the person's due row of this kind."""

    timer: Timer


@dataclass(frozen=True, kw_only=True)
class PromptSettled:
    """Record whether the daily prompt of a local date was sent or dropped."""

    local_date: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ShowHistory:
    """Show a page of the person's reflections, newest first. The journal composes it."""

    key: str  # the session's, for the buttons of the page
    label: str  # the message that shows the pages
    anchor: int | None = None  # the answer that pages count down from, so that a new one shifts none; None: the newest
    page: int = 0
    edit: bool = False  # turn the page in the message that is there


@dataclass(frozen=True, kw_only=True)
class PlayVoice:
    """Send a voice note of an answer again."""

    number: int
    position: int


@dataclass(frozen=True, kw_only=True)
class Erase:
    """Remove every trace of the person, then tell them what was removed."""

    language: str = "en"  # in which the person is told: the session no longer knows it


JournalOrder = KeepAnswer | RemoveAnswer | AddToAnswer | ContinueAnswer | ReplaceWords | SealAnswers | UnsealAnswers

Effect = (
    SendMessage
    | SendVoice
    | EditMessage
    | AnswerPress
    | JournalOrder
    | WakeAt
    | CancelWake
    | PromptSettled
    | ShowHistory
    | PlayVoice
    | Erase
)
