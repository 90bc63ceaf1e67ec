"""Puts away what was answered in an exercise, and takes it back. A dialogue asks the person which they want.

Sealed answers leave the history and the values of their run, so that no later words repeat them. They are not removed:
an edit still changes them, and what joins them is sealed too.
"""

from __future__ import annotations

from bot.dialogue.effects import SealAnswers, UnsealAnswers
from bot.dialogue.move import Move
from bot.dialogue.session import Frame
from bot.dialogue.values import Said


def seal(move: Move, names: tuple[str, ...]) -> None:
    """Put away this run's answers under these names, and what was written beside their questions and this one.

    /back does not lead behind it: what is said and asked there may need the words that are gone.
    """
    frame = move.frame
    numbers = _numbers(move, frame, names)
    move.change_top(
        values={name: value for name, value in frame.values.items() if name not in names},
        numbers={place: left for place, kept in frame.numbers.items() if (left := _without(kept, numbers))},
        trail=(),
        given={},
    )
    if numbers:
        move.change(sealed=move.session.sealed + len(numbers))
        move.order(SealAnswers(numbers=tuple(sorted(numbers))))


def unseal(move: Move) -> None:
    """Bring back everything that was ever put away."""
    move.change(sealed=0)
    move.order(UnsealAnswers())


def _numbers(move: Move, frame: Frame, names: tuple[str, ...]) -> frozenset[int]:
    """Return the numbers of the answers to put away: those of their questions, and those of the values under the names.

    A frame from before numbers were kept by question has only the latter.
    """
    places = {frame.state, *(state.id for state in move.dialogue.states.values() if state.keep in names)}
    beside = {number for place in places for number in frame.numbers.get(place, ())}
    told = (frame.values.get(name) for name in names)
    return frozenset(beside | {said.answer for said in told if isinstance(said, Said) and said.answer is not None})


def _without(kept: tuple[int, ...], numbers: frozenset[int]) -> tuple[int, ...]:
    return tuple(number for number in kept if number not in numbers)
