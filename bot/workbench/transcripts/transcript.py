"""What a transcript is: a conversation as a coach writes it down, what happens in it and what should follow.

`reading.py` makes one from a file, and `playing.py` plays it. Nothing here knows how.
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
    """The person types words or a command."""

    words: str
    early: bool = False  # before the question that stands had come


@dataclass(frozen=True, kw_only=True)
class Pastes:
    """The person sends a message as long as Telegram allows: the words, repeated."""

    words: str


@dataclass(frozen=True, kw_only=True)
class Taps:
    """The person taps the newest button of that label."""

    label: str
    gone: bool = False  # a button that is no longer there: a double tap, a keyboard that was not up to date


@dataclass(frozen=True, kw_only=True)
class Edits:
    """The person edits a message of theirs."""

    was: str
    to: str


@dataclass(frozen=True, kw_only=True)
class Sends:
    """The person sends something that is not text. `words` say what, and are a photo's caption."""

    kind: str
    words: str
    early: bool = False


@dataclass(frozen=True, kw_only=True)
class Waits:
    """Time passes."""

    lasts: timedelta
    off: bool = False  # the bot is switched off meanwhile: what was due comes late


@dataclass(frozen=True, kw_only=True)
class WaitsUntil:
    """Time passes until the person's clock next shows this time."""

    wall: time  # the next time that the person's clock shows it


@dataclass(frozen=True, kw_only=True)
class Rewrites:
    """The coach changes a dialogue so much that nobody's place in it is left."""

    dialogue: DialogueId


@dataclass(frozen=True, kw_only=True)
class BotSays:
    """The bot's next message has these words."""

    words: str


@dataclass(frozen=True, kw_only=True)
class BotRewords:
    """A message that was there before has these words now."""

    words: str


@dataclass(frozen=True, kw_only=True)
class BotToasts:
    """A tap is answered with these words, for a moment, above the chat."""

    words: str


@dataclass(frozen=True, kw_only=True)
class HasButtons:
    """The message that was expected last has exactly these buttons."""

    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ShowsPicture:
    """The message that was expected last has this picture."""

    name: str | None  # of its file; None: there is no picture


@dataclass(frozen=True, kw_only=True)
class KeepsAnswer:
    """An answer was kept or changed, and is now this."""

    words: str
    question: str | None = None


@dataclass(frozen=True, kw_only=True)
class KeepsNothing:
    """No answer was kept or changed."""


@dataclass(frozen=True, kw_only=True)
class StandsAt:
    """The person is at this state. Without a state, nothing is going on; a dialogue need not be named."""

    state: str | None
    dialogue: str | None = None


@dataclass(frozen=True, kw_only=True)
class PromptBecame:
    """A local date's prompt had this outcome."""

    outcome: str


@dataclass(frozen=True, kw_only=True)
class PromptIsDue:
    """The next daily prompt is due then."""

    at: str | None  # on the person's clock, as in "2026-03-03 08:30"; None: no prompt is to come


@dataclass(frozen=True, kw_only=True)
class ProfileHas:
    """The profile has these values; None for what is not set."""

    fields: Mapping[str, str | None]


@dataclass(frozen=True, kw_only=True)
class Remembers:
    """These values are kept for good; None for what is not kept."""

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
    """One line of a transcript, with its place in the file."""

    mark: Mark
    what: Happening | Expectation


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """A conversation that can be played."""

    path: str
    title: str
    begins: datetime
    profile: Profile
    steps: tuple[Step, ...]
    opens: DialogueId | None = None  # as its command would
    remembered: Mapping[str, str] = field(default_factory=dict)
