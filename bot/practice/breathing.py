"""Breathing patterns, and which phase somebody is in after a while. Knows no clock, and no words for the phases.

The functions take the time that has passed and answer for that moment alone, so that somebody who asks late gets the
present phase and has nothing to catch up on.

What may be claimed: many people find a longer out-breath settling. A meta-analysis of breathwork (Fincham and others
2023, Sci Rep 13, doi 10.1038/s41598-022-27247-y) found a small to medium effect on stress, with a mixed risk of bias.
Patterns with holds are unpleasant for some and are never the default.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

# Telegram takes no more than about one edit a second in a chat, and each phase is one edit of the same message.
_SHORTEST_WAIT = timedelta(seconds=1)


class PhaseKind(Enum):
    """What the breath does."""

    IN = "in"
    IN_AGAIN = "in_again"  # a second, short breath in on top of the first
    HOLD = "hold"  # full
    OUT = "out"
    REST = "rest"  # empty


@dataclass(frozen=True, kw_only=True)
class Phase:
    """One part of a breath. Raises ValueError if it lasts less than a second."""

    kind: PhaseKind
    seconds: int

    def __post_init__(self) -> None:
        if self.seconds < 1:
            raise ValueError("a phase lasts a second or more")

    @property
    def length(self) -> timedelta:
        """Return how long the phase lasts."""
        return timedelta(seconds=self.seconds)


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A way to breathe: one breath, which is repeated."""

    id: str
    phases: tuple[Phase, ...]

    @property
    def holds(self) -> bool:
        """Return whether the breath is held anywhere, full or empty. Nobody is given such a pattern unasked."""
        return any(phase.kind in (PhaseKind.HOLD, PhaseKind.REST) for phase in self.phases)

    @property
    def breath(self) -> timedelta:
        """Return how long one breath lasts."""
        return sum((phase.length for phase in self.phases), timedelta())


@dataclass(frozen=True, kw_only=True)
class Now:
    """What to show at one moment of a breath."""

    phase: PhaseKind
    breath_number: int  # from 1
    of: int
    seconds: int  # left in this phase, begun seconds counted whole: all of them at its start


def _pattern(name: str, **seconds: int) -> Pattern:
    return Pattern(id=name, phases=tuple(Phase(kind=PhaseKind(kind), seconds=n) for kind, n in seconds.items()))


LONGER_OUT = _pattern("longer_out", **{"in": 4, "out": 6})
"""Six breaths a minute, the out-breath longer; no holds. The default, claimed no further than "many people find it
settling"."""

CYCLIC_SIGHING = _pattern("cyclic_sighing", **{"in": 3, "in_again": 1, "out": 6})
"""Two breaths in through the nose, a long one out by the mouth. Balban and others 2023 (Cell Rep Med 4:100895,
NCT05304000): five minutes a day for a month lifted mood and slowed breathing more than mindfulness meditation did;
anxiety fell in both."""

COHERENT = _pattern("coherent", **{"in": 5, "out": 5})
"""Even breaths, six a minute. Fincham and others 2023 (Sci Rep 13, doi 10.1038/s41598-023-49279-8; 400 people,
blinded): no better than a placebo at twelve a minute; both groups improved."""

BOX = _pattern("box", **{"in": 4, "hold": 4, "out": 4, "rest": 4})
"""Four equal sides, two of them held. An arm of Balban 2023, where it did less than cyclic sighing."""

FOUR_SEVEN_EIGHT = _pattern("four_seven_eight", **{"in": 4, "hold": 7, "out": 8})
"""Popular, with thin evidence; the long hold is unpleasant for some."""

DEFAULT = LONGER_OUT
PATTERNS = {pattern.id: pattern for pattern in (LONGER_OUT, CYCLIC_SIGHING, COHERENT, BOX, FOUR_SEVEN_EIGHT)}


def length(pattern: Pattern, breaths: int) -> timedelta:
    """Return how long so many breaths last."""
    return breaths * pattern.breath


def breaths_in(pattern: Pattern, minutes: float) -> int:
    """Return how many whole breaths fit into so many minutes, at least one."""
    return max(1, timedelta(minutes=minutes) // pattern.breath)


def phase_at(pattern: Pattern, breaths: int, elapsed: timedelta) -> Now | None:
    """Return the phase after `elapsed`, or None when the last breath is over.

    A time before the start counts as the start, since clocks may be set back.
    """
    elapsed = max(elapsed, timedelta())
    if elapsed >= length(pattern, breaths):
        return None
    done, phase, left = _place_in_breath(pattern, elapsed)
    return Now(phase=phase.kind, breath_number=done + 1, of=breaths, seconds=-(-left // timedelta(seconds=1)))


def next_change(pattern: Pattern, breaths: int, elapsed: timedelta) -> timedelta:
    """Return when to look again, counted from the start as `elapsed` is, and at least a second after it.

    That is when the next phase begins, or the last one ends.
    """
    elapsed = max(elapsed, timedelta())
    soonest = elapsed + _SHORTEST_WAIT
    if elapsed >= length(pattern, breaths):
        return soonest
    _, _, left = _place_in_breath(pattern, elapsed)
    return max(elapsed + left, soonest)


def _place_in_breath(pattern: Pattern, elapsed: timedelta) -> tuple[int, Phase, timedelta]:
    """Return the number of breaths that are done, the phase, and what is left of it."""
    done, within = divmod(elapsed, pattern.breath)
    for phase in pattern.phases:
        if within < phase.length:
            break
        within -= phase.length
    return done, phase, phase.length - within
