"""A changed copy of a session or a frame, with types for the fields that change.

A test makes sure that the fields named here are those of the records.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack, overload

from bot.dialogue.effects import AnswerPart
from bot.dialogue.model import DialogueId, StateId, Version
from bot.dialogue.session import (
    Frame,
    Held,
    Led,
    LeftQuestion,
    Offer,
    PassedPrompt,
    Planned,
    Profile,
    Session,
    Stack,
)
from bot.dialogue.values import Value
from bot.dialogue.words import Message


class FrameChanges(TypedDict, total=False):
    """The fields of a `Frame` and their types."""

    dialogue: DialogueId
    version: Version
    state: StateId
    run: int
    values: Mapping[str, Value]
    trail: tuple[StateId, ...]
    probes: int
    answer: int | None
    numbers: Mapping[StateId, tuple[int, ...]]
    given: Mapping[str, int]
    picks: tuple[str, ...]
    taps: int
    offers: tuple[Offer, ...]
    since: datetime | None
    answered: tuple[StateId, ...]
    tension_at: datetime | None
    left: LeftQuestion | None
    called_by: str | None


class SessionChanges(TypedDict, total=False):
    """The fields of a `Session` and their types."""

    key: str
    profile: Profile
    stack: Stack
    aside: tuple[Stack, ...]
    remembered: Mapping[str, Value]
    turn: int
    answers: int
    runs: int
    seen: datetime | None
    held: tuple[AnswerPart, ...]
    held_for: Held | None
    joins: int | None
    joined: int
    goes_on: bool
    last_probe: str | None
    wanted: DialogueId | None
    standing: Message | None
    pressed: int
    shown: int
    prompted_on: str | None
    interrupted: bool
    last_message: int
    other_at: datetime | None
    crisis_at: datetime | None
    sealed: int
    visit_gone: bool
    visits: tuple[Planned, ...]
    invited: int
    invited_on: str | None
    led: Led | None
    heard: Mapping[str, str]
    passed: PassedPrompt | None


@overload
def changed(old: Frame, **fields: Unpack[FrameChanges]) -> Frame: ...
@overload
def changed(old: Session, **fields: Unpack[SessionChanges]) -> Session: ...
def changed(old: Any, **fields: Any) -> Any:
    """Return a copy of `old` with other values in these fields.

    Faster than `dataclasses.replace`, which goes through all fields, a dozen times in a turn. Raises TypeError if `old`
    has no such field.
    """
    if not fields.keys() <= old.__dict__.keys():
        raise TypeError(f"{type(old).__name__} has no {', '.join(fields.keys() - old.__dict__.keys())}")
    new = object.__new__(type(old))
    new.__dict__.update(old.__dict__, **fields)
    return new
