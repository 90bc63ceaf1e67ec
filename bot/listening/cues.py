"""The words that are listened for, as a coach wrote them in `_listening.yaml` and `_safety.yaml`. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Cues:
    """The words of one language that are listened for, and the probes."""

    # The first three hold whole messages, each as `hearing.plain` leaves it.
    refusals: frozenset[str] = frozenset()  # that decline
    closings: frozenset[str] = frozenset()  # that say "that is all"
    unknowing: frozenset[str] = frozenset()  # that say "I don't know"
    nods: frozenset[str] = frozenset()  # that only say "I have heard you"; as `hearing.plain_or_signs` leaves them
    commands: Mapping[str, str] = field(default_factory=dict)  # with the command that each stands for
    probes: Mapping[str, str] = field(default_factory=dict)  # id -> "tell me more", in one of several ways
    crisis: tuple[str, ...] = ()  # each as `crisis.as_cue` leaves it; one in a text leads to the support card
