"""What can happen to a session, in the past tense. Its counterpart is `effects.py`: what the core may order.

An input says what happened and when it was written. It decides nothing and knows no Telegram.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class TextReceived:
    """The person wrote a message."""

    text: str
    message_id: int
    early: bool = False  # written before the question that now stands had reached the person
    unseen: bool = False  # nobody can say whether that question has reached them at all


@dataclass(frozen=True, kw_only=True)
class VoiceReceived:
    """The person sent a voice note."""

    file_id: str
    message_id: int
    early: bool = False
    unseen: bool = False
    caption: str | None = None  # words under it, kept with it


@dataclass(frozen=True, kw_only=True)
class OtherReceived:
    """The person sent something else: a photo, a sticker, a contact. The bot keeps nothing of it."""

    kind: str
    message_id: int
    caption: str | None = None  # words that came with it: checked for signs of a crisis, never kept


@dataclass(frozen=True, kw_only=True)
class CommandReceived:
    """The person sent a command, such as /stop."""

    name: str  # without the slash, lower case
    argument: str = ""  # what stood behind it; of /start, the deep link's payload
    message_id: int = 0
    edited: bool = False  # the message said something else before, or is said to be new though it says the same


@dataclass(frozen=True, kw_only=True)
class ChoicePressed:
    """The person tapped a button."""

    data: str  # what the button carried; may be forged or from any day
    press_id: str  # Telegram's id of the tap, for its answer
    message_id: int = 0


@dataclass(frozen=True, kw_only=True)
class AnswerEdited:
    """The person edited a message that they had sent before."""

    text: str  # or the caption; empty where it was taken away from under a voice note
    message_id: int
    before: str | None = None  # the words as the journal has them; None: it has none of that message


class Timer(StrEnum):
    """What a due row is for. At most one row of each kind waits for a person."""

    PAUSE = "pause"  # a timed pause is over
    PHASE = "phase"  # the next phase of a paced breath
    PASTE = "paste"  # no further part of a long paste came
    SILENCE = "silence"  # nobody has answered in a heavy state
    PROMPT = "prompt"  # the daily prompt
    PROMPT_AGAIN = "prompt_again"  # the daily prompt that was put off
    VISIT = "visit"  # the earliest of the visits that are planned
    LED = "led"  # tell somebody who was moved to a changed dialogue, and ask the question again


@dataclass(frozen=True, kw_only=True)
class TimeCame:
    """A due row's time has come."""

    timer: Timer
    token: str  # what WakeAt carried: a turn for a state's timers, a local date for prompts
    reachable: bool = True  # False: the person has blocked the bot, and nothing would reach them


Input = TextReceived | VoiceReceived | OtherReceived | CommandReceived | ChoicePressed | AnswerEdited | TimeCame


def text_of(received: Input) -> str:
    """Return the words that came with the input, or "" if there are none.

    All of them are checked for signs of a crisis.
    """
    match received:
        case TextReceived(text=text) | AnswerEdited(text=text):
            return text
        case OtherReceived(caption=str(caption)) | VoiceReceived(caption=str(caption)):
            return caption
        case CommandReceived(argument=argument):
            return argument
        case _:
            return ""
