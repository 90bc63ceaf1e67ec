"""One person's way through the dialogues, as it stands between two inputs. Immutable; every field survives JSON.

Holds no rule about what comes next: that is `engine` and its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from bot.dialogue.effects import AnswerPart
from bot.dialogue.model import DialogueId, StateId, Version
from bot.dialogue.values import Value, part_to, values_from, values_to
from bot.dialogue.words import Message


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A button that no author wrote: one of several places that a typed name may mean."""

    label: str
    values: Mapping[str, str]  # what is kept if it is tapped


@dataclass(frozen=True, kw_only=True)
class Frame:
    dialogue: DialogueId
    version: Version
    state: StateId
    run: int  # which exercise of this person's this is, rising; a called dialogue has its caller's
    values: Mapping[str, Value] = field(default_factory=dict)
    trail: tuple[StateId, ...] = ()  # the waiting states passed on the way here, for /back
    probes: int = 0  # asked on the question that stands
    answer: int | None = None  # the answer begun on the question that stands, which a probe goes on with
    numbers: Mapping[StateId, tuple[int, ...]] = field(default_factory=dict)  # of the answers kept at each state
    picks: tuple[str, ...] = ()  # ticked so far where many may be tapped
    taps: int = 0  # so far, on a button that only counts
    offers: tuple[Offer, ...] = ()
    since: datetime | None = None  # when the timed pause or the breath began
    # None: pushed by a command, and when it is over the question beneath is asked again; "": called by the state
    # beneath; else by the choice of that key.
    called_by: str | None = None


Stack = tuple[Frame, ...]  # the last frame is the top


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A visit to come: on a local date, or at an instant."""

    dialogue: DialogueId
    on: str = ""  # the date, as in 2026-03-03
    wall: str = ""  # ... and the time of day, HH:MM, for whoever has no hour for the daily prompt
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Led:
    """What is left to say to somebody who was led over to a dialogue that changed."""

    turn: int  # of the question that they see: the old one until they are told, and then the new one
    question: str  # the old one, as it was asked: what they wrote to it is kept there
    phrase: str | None  # the sentence that tells them; None once it is said


class Held(StrEnum):
    PASTE = "paste"  # more parts of a long paste may come
    RETURN = "return"  # written after hours away; offered as the answer once the person has their bearings


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What the person told the bot about themselves. All of it is theirs to change in /settings."""

    consented: bool = False  # 18 or older, and agreed to what is kept
    name: str | None = None
    place: str | None = None
    zone: str | None = None  # IANA
    country: str | None = None  # ISO 3166 alpha-2
    prompt_time: str | None = None  # HH:MM on the wall; None: no daily prompt was asked for
    prompts: str = "on"  # "on" | "paused"
    listening: str = "gentle"  # "gentle" | "quiet": never asked for more
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class Session:
    key: str  # names the session in button data; a forgotten person's old buttons carry another
    profile: Profile = Profile()
    stack: Stack = ()
    aside: tuple[Stack, ...] = ()  # exercises set aside, the last one resumed first
    remembered: Mapping[str, Value] = field(default_factory=dict)  # kept for good: the home base
    turn: int = 0  # of the question that stands
    answers: int = 0  # the last answer's number
    runs: int = 0  # the last run's number
    seen: datetime | None = None  # when the person last did something
    held: tuple[AnswerPart, ...] = ()
    held_for: Held | None = None
    joins: int | None = None  # the answer that early text joins
    last_probe: str | None = None  # so that none comes twice running
    wanted: DialogueId | None = None  # asked for before onboarding was over, or to be begun anew
    standing: Message | None = None  # the question that stands, while it has buttons; a tap marks it and they go
    pressed: int = 0  # the turn whose buttons were tapped last, so that a double tap is one
    shown: int = 0  # history messages so far
    prompted_on: str | None = None  # the local date whose daily prompt is settled
    interrupted: bool = False  # what was set aside last was so by the daily prompt, not by its person
    last_message: int = 0  # the highest id of a message of theirs: the next one has nothing between if it is one more
    crisis_at: datetime | None = None  # when words last led to the support card
    sealed: int = 0  # how many answers are put away
    visits: tuple[Planned, ...] = ()  # one for a dialogue at most
    invited: int = 0  # the turn of the question with which a visit opened last
    invited_on: str | None = None  # the local date of that
    led: Led | None = None

    @property
    def top(self) -> Frame | None:
        return self.stack[-1] if self.stack else None

    def to_dict(self) -> dict[str, Any]:
        """Only what is there: a session is written and read at every turn."""
        told = {
            "key": self.key,
            "profile": {k: v for k, v in vars(self.profile).items() if v is not None},
            "stack": [_frame_to(f) for f in self.stack],
            "aside": [[_frame_to(f) for f in stack] for stack in self.aside],
            "remembered": values_to(self.remembered),
            "turn": self.turn,
            "answers": self.answers,
            "runs": self.runs,
            "seen": self.seen.isoformat() if self.seen else None,
            "held": [part_to(p) for p in self.held],
            "held_for": self.held_for,
            "joins": self.joins,
            "last_probe": self.last_probe,
            "wanted": self.wanted,
            "standing": self.standing.to_dict() if self.standing else None,
            "pressed": self.pressed,
            "shown": self.shown,
            "prompted_on": self.prompted_on,
            "interrupted": self.interrupted,
            "last_message": self.last_message,
            "crisis_at": self.crisis_at.isoformat() if self.crisis_at else None,
            "sealed": self.sealed,
            "visits": [_planned_to(p) for p in self.visits],
            "invited": self.invited,
            "invited_on": self.invited_on,
            "led": vars(self.led) if self.led else None,
        }
        return {name: value for name, value in told.items() if value}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Session:
        return cls(
            key=data["key"],
            profile=Profile(**data["profile"]),
            stack=tuple(map(_frame_from, data.get("stack", ()))),
            aside=tuple(tuple(map(_frame_from, stack)) for stack in data.get("aside", ())),
            remembered=values_from(data.get("remembered", {})),
            turn=data.get("turn", 0),
            answers=data.get("answers", 0),
            runs=data.get("runs", 0),
            seen=_instant(data.get("seen")),
            held=tuple(AnswerPart(**p) for p in data.get("held", ())),
            held_for=Held(data["held_for"]) if "held_for" in data else None,
            joins=data.get("joins"),
            last_probe=data.get("last_probe"),
            wanted=data.get("wanted"),
            standing=Message.from_dict(data["standing"]) if "standing" in data else None,
            pressed=data.get("pressed", 0),
            shown=data.get("shown", 0),
            prompted_on=data.get("prompted_on"),
            interrupted=data.get("interrupted", False),
            last_message=data.get("last_message", 0),
            crisis_at=_instant(data.get("crisis_at")),
            sealed=data.get("sealed", 0),
            visits=tuple(Planned(**{**p, "at": _instant(p.get("at"))}) for p in data.get("visits", ())),
            invited=data.get("invited", 0),
            invited_on=data.get("invited_on"),
            led=Led(**data["led"]) if "led" in data else None,
        )


Changed = TypeVar("Changed", Frame, Session)


def changed(old: Changed, **fields: Any) -> Changed:
    """`old` with other values in some fields. `dataclasses.replace` goes through them all, a dozen times in a turn."""
    if not fields.keys() <= old.__dict__.keys():
        raise TypeError(f"{type(old).__name__} has no {', '.join(fields.keys() - old.__dict__.keys())}")
    new = object.__new__(type(old))
    new.__dict__.update(old.__dict__, **fields)
    return new


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _planned_to(planned: Planned) -> dict[str, Any]:
    told = {**vars(planned), "at": planned.at.isoformat() if planned.at else None}
    return {name: value for name, value in told.items() if value}


def _frame_to(frame: Frame) -> dict[str, Any]:
    """Only what differs from a fresh frame: most frames are short."""
    data: dict[str, Any] = {
        "dialogue": frame.dialogue,
        "version": frame.version,
        "state": frame.state,
        "run": frame.run,
        "values": values_to(frame.values),
        "trail": list(frame.trail),
    }
    if frame.probes:
        data["probes"] = frame.probes
    if frame.answer is not None:
        data["answer"] = frame.answer
    if frame.numbers:
        data["numbers"] = {state: list(numbers) for state, numbers in frame.numbers.items()}
    if frame.picks:
        data["picks"] = list(frame.picks)
    if frame.taps:
        data["taps"] = frame.taps
    if frame.offers:
        data["offers"] = [{"label": o.label, "values": dict(o.values)} for o in frame.offers]
    if frame.since:
        data["since"] = frame.since.isoformat()
    if frame.called_by is not None:
        data["called_by"] = frame.called_by
    return data


def _frame_from(data: Mapping[str, Any]) -> Frame:
    return Frame(
        dialogue=data["dialogue"],
        version=data["version"],
        state=data["state"],
        run=data["run"],
        values=values_from(data["values"]),
        trail=tuple(data["trail"]),
        probes=data.get("probes", 0),
        answer=data.get("answer"),
        numbers={state: tuple(numbers) for state, numbers in data.get("numbers", {}).items()},
        picks=tuple(data.get("picks", ())),
        taps=data.get("taps", 0),
        offers=tuple(Offer(label=o["label"], values=o["values"]) for o in data.get("offers", ())),
        since=_instant(data.get("since")),
        called_by=data.get("called_by"),
    )
