"""What counts as tense: which states ask for the tension, which values are tensions, and from where on one is high.

What follows from it is decided elsewhere: the engine asks for less, and the proofs refuse heavy questions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from bot.dialogue.model import ScaleAsk, State
from bot.dialogue.values import Number, Value

TENSE = 7  # of 10: from here on nobody is asked for more

# The engine takes every value whose name begins so for a tension ...
_BEGINNING = "tension"
# ... but a proof relies on these names alone.
_PROVEN_NAMES = frozenset(
    {_BEGINNING, *(f"{_BEGINNING}_{when}" for when in ("before", "again", "middle", "after", "now"))}
)


def asks_for_tension(state: State) -> bool:
    """Return whether a proof may rely on the state asking how tense somebody is."""
    return isinstance(state.wait, ScaleAsk) and state.keep in _PROVEN_NAMES


def tells_high_from_low(state: State) -> bool:
    """Return whether the state asks for the tension on a scale that has numbers on both sides of `TENSE`."""
    return asks_for_tension(state) and isinstance(state.wait, ScaleAsk) and state.wait.low < TENSE <= state.wait.high


def is_tense(value: Value) -> bool:
    """Return whether a tension is high. One that was skipped, or is no number, counts as high, to be cautious."""
    return not (isinstance(value, Number) and value.value < TENSE)


def last_tension(kept: Iterable[Mapping[str, Value]], names: Collection[str | None] | None = None) -> Value | None:
    """Return the tension that was told last, or None if none was told.

    `kept` holds the values of the frames, from the bottom up. Tensions are the values with one of these `names`;
    without `names`, all values whose name begins with `tension`.
    """
    told = [value for values in kept for name, value in values.items() if _is_tension(name, names)]
    return told[-1] if told else None


def _is_tension(name: str, names: Collection[str | None] | None) -> bool:
    return name.startswith(_BEGINNING) if names is None else name in names
