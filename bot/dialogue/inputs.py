"""What can happen to a session, in the past tense. The counterpart of `effects`: what the core may order.

An input says what happened and when it was written; it decides nothing and knows no Telegram.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class TextReceived:
    text: str
    message_id: int
    early: bool = False  # written before the question that now stands had reached the person
    unseen: bool = False  # nobody can say whether that question has reached them at all


@dataclass(frozen=True, kw_only=True)
class VoiceReceived:
    file_id: str
    message_id: int
    early: bool = False
    unseen: bool = False
    caption: str | None = None  # words under it, kept with it


@dataclass(frozen=True, kw_only=True)
class OtherReceived:
    """A photo, a sticker, a contact: nothing of it is kept but that it came."""

    kind: str
    message_id: int
    caption: str | None = None  # words that came with it: looked at for a cry for help, never kept


@dataclass(frozen=True, kw_only=True)
class CommandReceived:
    name: str  # without the slash, lower case
    argument: str = ""  # what stood behind it; of /start, the deep link's payload
    message_id: int = 0
    edited: bool = False  # the message said something else before, or is said to be new though it says the same


@dataclass(frozen=True, kw_only=True)
class ChoicePressed:
    data: str  # what the button carried; may be forged or from any day
    press_id: str  # Telegram's id of the tap, for its answer
    message_id: int = 0


@dataclass(frozen=True, kw_only=True)
class AnswerEdited:
    text: str  # or the caption; empty where it was taken away from under a voice note
    message_id: int
    before: str | None = None  # the words as the journal has them; None: it has none of that message


class Timer(StrEnum):
    """What a due row is for; at most one of each kind waits for a person."""

    PAUSE = "pause"  # a timed pause is over
    PHASE = "phase"  # the next phase of a paced breath
    PASTE = "paste"  # no further part of a long paste came
    SILENCE = "silence"  # nobody has answered in a heavy state
    PROMPT = "prompt"  # the daily prompt
    PROMPT_AGAIN = "prompt_again"  # the daily prompt that was put off
    VISIT = "visit"  # the earliest of the visits that are planned
    LED = "led"  # somebody who was led over to a dialogue that changed is told, and asked anew


@dataclass(frozen=True, kw_only=True)
class TimeCame:
    timer: Timer
    token: str  # what WakeAt carried: a turn for a state's timers, a local date for prompts
    reachable: bool = True  # False: the person has blocked the bot, and nothing would reach them


Input = TextReceived | VoiceReceived | OtherReceived | CommandReceived | ChoicePressed | AnswerEdited | TimeCame


def text_of(received: Input) -> str:
    """What somebody wrote, of whatever kind; all of it is looked at for a cry for help."""
    match received:
        case TextReceived(text=text) | AnswerEdited(text=text):
            return text
        case OtherReceived(caption=str(caption)) | VoiceReceived(caption=str(caption)):
            return caption
        case CommandReceived(argument=argument):
            return argument
        case _:
            return ""
