"""One person's way through the dialogues, as it stands between two inputs. Immutable; every field survives JSON.

Holds no rule about what comes next: `engine.py` and its neighbours do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from bot.dialogue.effects import AnswerPart
from bot.dialogue.json_fields import ALWAYS, Fields, as_json, each
from bot.dialogue.model import DialogueId, StateId, Version
from bot.dialogue.phrases import PhraseKey
from bot.dialogue.values import Value, part_to, values_from, values_to
from bot.dialogue.words import Message

# How fields that are not JSON values themselves are written and read.
_INSTANT = as_json(datetime.isoformat, datetime.fromisoformat)
_NAMES = as_json(list, tuple)
_VALUES = as_json(values_to, values_from)
_NUMBERS = as_json(
    lambda numbers: {state: list(kept) for state, kept in numbers.items()},
    lambda told: {state: tuple(kept) for state, kept in told.items()},
)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One of several buttons for the places that a typed name may mean. No author wrote it."""

    label: str
    values: Mapping[str, str]  # what is kept if it is tapped


@dataclass(frozen=True, kw_only=True)
class LeftQuestion:
    """A heavy question that somebody left for the one about their tension, and all that they had begun there."""

    state: StateId
    version: Version  # of its dialogue: in another it may stand behind what was never asked
    trail: tuple[StateId, ...] = field(default=(), metadata=_NAMES)
    probes: int = 0
    answer: int | None = None
    picks: tuple[str, ...] = field(default=(), metadata=_NAMES)
    taps: int = 0


_LEFT = as_json(Fields(LeftQuestion).to_json, Fields(LeftQuestion).from_json)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One dialogue that somebody is in: its version, the state they are at, and the values that were kept in it."""

    dialogue: DialogueId
    version: Version
    state: StateId
    run: int  # this person's first, second, ... exercise; a called dialogue has its caller's number
    values: Mapping[str, Value] = field(default_factory=dict, metadata={**_VALUES, **ALWAYS})
    # The waiting states passed on the way here, for /back.
    trail: tuple[StateId, ...] = field(default=(), metadata={**_NAMES, **ALWAYS})
    probes: int = 0  # asked on the question that stands
    answer: int | None = None  # the answer begun on the question that stands, which a probe goes on with
    # The numbers of the answers that were kept at each state.
    numbers: Mapping[StateId, tuple[int, ...]] = field(default_factory=dict, metadata=_NUMBERS)
    # The answer that stands to each question of this way, as `given_answers` names it.
    given: Mapping[str, int] = field(default_factory=dict)
    picks: tuple[str, ...] = field(default=(), metadata=_NAMES)  # ticked so far where many may be tapped
    taps: int = 0  # so far, on a button that only counts
    offers: tuple[Offer, ...] = field(default=(), metadata=Fields(Offer).several)
    since: datetime | None = field(default=None, metadata=_INSTANT)  # when the timed pause or the breath began
    # States that lie ahead but were answered already, in a version with another order. Asked again only after /back.
    answered: tuple[StateId, ...] = field(default=(), metadata=_NAMES)
    tension_at: datetime | None = field(default=None, metadata=_INSTANT)  # when the tension was told last, or left out
    left: LeftQuestion | None = field(default=None, metadata=_LEFT)
    # None: pushed by a command, and when it is over the question beneath is asked again; "": called by the state
    # beneath; else by the choice of that key.
    called_by: str | None = None


Stack = tuple[Frame, ...]  # the last frame is the top
_STACK = Fields(Frame).several
_MESSAGE = as_json(Message.to_dict, Message.from_dict)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A visit that is planned, for a local date or for an instant."""

    dialogue: DialogueId
    on: str = ""  # the date, as in 2026-03-03
    wall: str = ""  # ... and the time of day, HH:MM, for whoever has no hour for the daily prompt
    at: datetime | None = field(default=None, metadata=_INSTANT)


@dataclass(frozen=True, kw_only=True)
class Led:
    """What a person still has to be told after `session_migration` moved them to a changed dialogue."""

    turn: int  # of the question that they see: the old one until they are told, and then the new one
    question: str  # the old one, as it was asked: what they wrote to it is kept there
    phrase: PhraseKey | None  # the sentence that tells them; None once it is said


@dataclass(frozen=True, kw_only=True)
class PassedPrompt:
    """A daily prompt that words passed by, with what a tap on its buttons needs."""

    turn: int
    stack: Stack = field(metadata=_STACK)
    standing: Message = field(metadata=_MESSAGE)


class Held(StrEnum):
    """Why words are held, and do not count as an answer yet."""

    PASTE = "paste"  # more parts of a long paste may come
    RETURN = "return"  # written after hours away; offered as the answer once the person has their bearings


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What the person told the bot about themselves. They can change all of it in /settings."""

    consented: bool = False  # 18 or older, and agreed to what is kept
    name: str | None = None
    place: str | None = None
    zone: str | None = None  # IANA
    country: str | None = None  # ISO 3166 alpha-2
    prompt_time: str | None = None  # HH:MM on the wall; None: no daily prompt was asked for
    prompts: str = "on"  # "on" | "paused"
    listening: str = "gentle"  # "gentle" | "quiet": never asked for more
    language: str = "en"

    @property
    def hour(self) -> time | None:
        """Return the hour of the daily prompt; None if none was told, or none that can be read."""
        try:
            return time.fromisoformat(self.prompt_time) if self.prompt_time else None
        except ValueError:  # set by an older dialogue: no hour is better than a turn that fails
            return None


# Written whole, so that nothing in a profile depends on what a later version takes for granted.
_PROFILE = as_json(
    lambda profile: {name: value for name, value in vars(profile).items() if value is not None},
    lambda told: Profile(**told),
)
_PARTS = each(as_json(part_to, lambda part: AnswerPart(**part)))
_LED = as_json(Fields(Led).to_json, Fields(Led).from_json)
_PASSED = as_json(Fields(PassedPrompt).to_json, Fields(PassedPrompt).from_json)


@dataclass(frozen=True, kw_only=True)
class Session:
    """Everything that the core knows of one person between two turns."""

    key: str  # names the session in button data; a forgotten person's old buttons carry another
    profile: Profile = field(default=Profile(), metadata={**_PROFILE, **ALWAYS})
    stack: Stack = field(default=(), metadata=_STACK)
    aside: tuple[Stack, ...] = field(
        default=(), metadata=each(_STACK)
    )  # exercises set aside, the last is resumed first
    remembered: Mapping[str, Value] = field(default_factory=dict, metadata=_VALUES)  # kept for good: the home base
    turn: int = 0  # of the question that stands
    answers: int = 0  # the last answer's number
    runs: int = 0  # the last run's number
    seen: datetime | None = field(default=None, metadata=_INSTANT)  # when the person last did something
    held: tuple[AnswerPart, ...] = field(default=(), metadata=_PARTS)
    held_for: Held | None = field(default=None, metadata=as_json(str, Held))
    joins: int | None = None  # the answer that early text joins
    joined: int = 0  # how much is in it, as `keeping` measures it
    goes_on: bool = False  # it goes on one that was full
    last_probe: str | None = None  # so that none comes twice running
    wanted: DialogueId | None = None  # asked for before onboarding was over, or to be begun anew
    # The question that stands, while it has buttons; a tap marks it and they go.
    standing: Message | None = field(default=None, metadata=_MESSAGE)
    pressed: int = 0  # the turn whose buttons were tapped last, so that a double tap is one
    shown: int = 0  # history messages so far
    prompted_on: str | None = None  # the local date whose daily prompt is settled
    interrupted: bool = False  # what was set aside last was so by the daily prompt, not by its person
    last_message: int = 0  # the highest id of a message of theirs: the next one has nothing between if it is one more
    # When a sticker or the like was met last, if nothing else has come since.
    other_at: datetime | None = field(default=None, metadata=_INSTANT)
    crisis_at: datetime | None = field(default=None, metadata=_INSTANT)  # when words last led to the support card
    sealed: int = 0  # how many answers are put away
    visit_gone: bool = False  # a visit was planned to what is no more, and its person has not heard
    visits: tuple[Planned, ...] = field(default=(), metadata=Fields(Planned).several)  # one for a dialogue at most
    invited: int = 0  # the turn of the question with which a visit opened last
    invited_on: str | None = None  # the local date of that
    led: Led | None = field(default=None, metadata=_LED)
    heard: Mapping[str, str] = field(default_factory=dict)  # by message id, marks of the last words: `heard`
    passed: PassedPrompt | None = field(default=None, metadata=_PASSED)

    @property
    def top(self) -> Frame | None:
        """Return the top frame, whose question stands; None if the person is in no dialogue."""
        return self.stack[-1] if self.stack else None

    def to_dict(self) -> dict[str, Any]:
        """Return the session as JSON values, without the fields that have their default."""
        return _SESSION.to_json(self)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Session:
        """Return the session that `to_dict` wrote. Fields that are not known any more are ignored.

        Raises TypeError if a field without a default is missing.
        """
        return _SESSION.from_json(data)


_SESSION = Fields(Session)
