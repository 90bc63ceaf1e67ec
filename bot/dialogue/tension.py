"""What counts as tense: who asks for the tension, which values are tensions, and from where on one is high.

Says nothing about what follows from it: the engine asks for less, the proofs refuse what is heavy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from bot.dialogue.model import ScaleAsk, State
from bot.dialogue.values import Number, Value

TENSE = 7  # of 10: from here on nobody is asked for more

# The engine takes every name that begins so for a tension, and asks for less ...
_BEGINNING = "tension"
# ... while a proof believes these alone.
_PROVEN_NAMES = frozenset(
    {_BEGINNING, *(f"{_BEGINNING}_{when}" for when in ("before", "again", "middle", "after", "now"))}
)


def asks_for_tension(state: State) -> bool:
    """Whether a proof may believe that the state asks how tense somebody is."""
    return isinstance(state.wait, ScaleAsk) and state.keep in _PROVEN_NAMES


def tells_high_from_low(state: State) -> bool:
    """Whether the state asks for the tension on a scale that has numbers on both sides of `TENSE`."""
    return asks_for_tension(state) and isinstance(state.wait, ScaleAsk) and state.wait.low < TENSE <= state.wait.high


def is_tense(value: Value) -> bool:
    """Whether a tension is high. One that was left out, or is no number, counts as high: the cautious side."""
    return not (isinstance(value, Number) and value.value < TENSE)


def last_tension(kept: Iterable[Mapping[str, Value]], names: Collection[str | None] | None = None) -> Value | None:
    """The tension told last in `kept`, which holds the values of frames, the top one's last; None if none was told.

    Tensions are the values with one of these `names`; without `names`, all whose name begins with `tension`.
    """
    told = [value for values in kept for name, value in values.items() if _is_tension(name, names)]
    return told[-1] if told else None


def _is_tension(name: str, names: Collection[str | None] | None) -> bool:
    return name.startswith(_BEGINNING) if names is None else name in names
