"""The words that listening goes by, as a coach wrote them in `_listening.yaml` and `_safety.yaml`. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Cues:
    refusals: frozenset[str] = (
        frozenset()
    )  # whole messages that decline; all whole messages are as `hearing.plain` leaves them
    closings: frozenset[str] = frozenset()  # whole messages that say "that is all"
    unknowing: frozenset[str] = frozenset()  # whole messages that say "I don't know"
    commands: Mapping[str, str] = field(default_factory=dict)  # whole message -> the command it stands for
    probes: Mapping[str, str] = field(default_factory=dict)  # id -> "tell me more", in one of several ways
    crisis: tuple[str, ...] = ()  # each as `crisis.as_cue` leaves it; one in a text leads to the support card
