"""A place where something does not hold that was to be proved, and how it is told. Looks for none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.dialogue.model import StateId
from bot.language.problems import Rule
from bot.language.proofs.state_space import Position


@dataclass(frozen=True, kw_only=True)
class Breach:
    """A place where something does not hold."""

    rule: Rule
    at: StateId
    sentence: str
    advice: str
    way: tuple[str, ...] = ()
    key: tuple[str, ...] = ()  # of the state, at which it is told


def is_in(spot: Position | None, states: Collection[StateId]) -> bool:
    return spot is not None and spot.state in states
