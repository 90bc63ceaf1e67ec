"""What a transcript is: a conversation as a coach writes it down, what happens in it and what should come of it.

`reading` makes one of a file, `playing` plays it. Nothing here knows how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.dialogue.model import DialogueId
from bot.dialogue.session import Profile
from bot.language.problems import Mark


@dataclass(frozen=True, kw_only=True)
class Types:
    """Words or a command, as they are typed."""

    words: str
    early: bool = False  # before the question that stands had come


@dataclass(frozen=True, kw_only=True)
class Pastes:
    """A message that is as long as Telegram lets one be: the words, over and over."""

    words: str


@dataclass(frozen=True, kw_only=True)
class Taps:
    label: str
    gone: bool = False  # a button that is no longer there: a double tap, a keyboard that was not up to date


@dataclass(frozen=True, kw_only=True)
class Edits:
    was: str
    to: str


@dataclass(frozen=True, kw_only=True)
class Sends:
    """Something that is not text; `words` tell readers what, and are a photo's caption."""

    kind: str
    words: str
    early: bool = False


@dataclass(frozen=True, kw_only=True)
class Waits:
    lasts: timedelta
    off: bool = False  # the bot is switched off meanwhile: what was due comes late


@dataclass(frozen=True, kw_only=True)
class WaitsUntil:
    wall: time  # the next time that the person's clock shows it


@dataclass(frozen=True, kw_only=True)
class Rewrites:
    """The coach changes a dialogue so much that nobody's place in it is left."""

    dialogue: DialogueId


@dataclass(frozen=True, kw_only=True)
class BotSays:
    words: str


@dataclass(frozen=True, kw_only=True)
class BotRewords:
    """A message that was there has these words now."""

    words: str


@dataclass(frozen=True, kw_only=True)
class BotToasts:
    """What a tap is answered with, for a moment, above the chat."""

    words: str


@dataclass(frozen=True, kw_only=True)
class HasButtons:
    """Under the message that was expected last."""

    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ShowsPicture:
    """With the message that was expected last."""

    name: str | None  # of its file; None: there is no picture


@dataclass(frozen=True, kw_only=True)
class KeepsAnswer:
    words: str
    question: str | None = None


@dataclass(frozen=True, kw_only=True)
class KeepsNothing:
    """No answer was kept or changed."""


@dataclass(frozen=True, kw_only=True)
class StandsAt:
    """Where the person is: a state, with or without its dialogue; neither where nothing is going on."""

    state: str | None
    dialogue: str | None = None


@dataclass(frozen=True, kw_only=True)
class PromptBecame:
    """The outcome of a local date's prompt."""

    outcome: str


@dataclass(frozen=True, kw_only=True)
class PromptIsDue:
    at: str | None  # on the person's clock, as in "2026-03-03 08:30"; None: no prompt is to come


@dataclass(frozen=True, kw_only=True)
class ProfileHas:
    fields: Mapping[str, str | None]


@dataclass(frozen=True, kw_only=True)
class Remembers:
    values: Mapping[str, str | None]


Happening = Types | Pastes | Taps | Edits | Sends | Waits | WaitsUntil | Rewrites
Expectation = (
    BotSays
    | BotRewords
    | BotToasts
    | HasButtons
    | ShowsPicture
    | KeepsAnswer
    | KeepsNothing
    | StandsAt
    | PromptBecame
    | PromptIsDue
    | ProfileHas
    | Remembers
)


@dataclass(frozen=True, kw_only=True)
class Step:
    mark: Mark
    what: Happening | Expectation


@dataclass(frozen=True, kw_only=True)
class Transcript:
    path: str
    title: str
    begins: datetime
    profile: Profile
    steps: tuple[Step, ...]
    opens: DialogueId | None = None  # as its command would
    remembered: Mapping[str, str] = field(default_factory=dict)
