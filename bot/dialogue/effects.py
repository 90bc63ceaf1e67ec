"""What the core may order, as imperatives. The counterpart of `inputs`: what can happen.

An effect is data; `services` carry it out. Kept apart from how: no Telegram, no SQL, no ids that only the database
knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.inputs import Timer
from bot.dialogue.words import Message


@dataclass(frozen=True, kw_only=True)
class Button:
    label: str
    data: str  # at most 64 bytes


Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, kw_only=True)
class SendMessage:
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
    file_id: str
    otherwise: Message | None = None  # said in its place if it cannot be sent


@dataclass(frozen=True, kw_only=True)
class EditMessage:
    label: str  # of the SendMessage whose words change
    message: Message
    buttons: Buttons = ()


@dataclass(frozen=True, kw_only=True)
class AnswerPress:
    """Answers a tap at once, past the outbox; may be lost."""

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
    number: int  # of this person's answers, rising
    dialogue: str
    run: int  # which time through the exercise
    state: str
    question: str  # as it was asked
    parts: tuple[AnswerPart, ...]


@dataclass(frozen=True, kw_only=True)
class RemoveAnswer:
    """An answer that another has taken the place of: all its words are gone."""

    number: int


@dataclass(frozen=True, kw_only=True)
class AddToAnswer:
    number: int
    part: AnswerPart


@dataclass(frozen=True, kw_only=True)
class ContinueAnswer:
    """An answer that is as long as one can be goes on in a further one, under the same question."""

    number: int  # the further one's
    of: int
    part: AnswerPart


@dataclass(frozen=True, kw_only=True)
class ReplaceWords:
    """An edited message: its words in whatever answer holds them are replaced; the old wording is not kept.

    A voice note stays what it is, whatever stands under it.
    """

    message_id: int
    words: str | None  # None: what stood under a voice note was taken away
    done: Message  # said when an answer held that message
    none: Message  # said when none did


@dataclass(frozen=True, kw_only=True)
class SealAnswers:
    """These leave the history until their owner takes them back."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class UnsealAnswers:
    """All that is sealed is back in the history."""


@dataclass(frozen=True, kw_only=True)
class WakeAt:
    """One due row of this kind for this person; a later one of the same kind takes its place."""

    timer: Timer
    at: datetime
    token: str


@dataclass(frozen=True, kw_only=True)
class CancelWake:
    timer: Timer


@dataclass(frozen=True, kw_only=True)
class PromptSettled:
    """What became of the prompt of one local date: "sent", "dropped"."""

    local_date: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ShowHistory:
    """A page of the person's reflections, newest first, composed by the journal."""

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
    """Remove every trace of the person, then say what was removed."""

    language: str = "en"  # theirs, in which that is said: the session no longer knows it


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
