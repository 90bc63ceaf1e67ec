"""Puts away what was answered in an exercise, and takes it back. Asks nobody: who wants which is a dialogue's to ask.

What is put away leaves the history, and the values of its run, so that no later words repeat it. It is not removed: an
edited message still changes it, and what joins it goes with it.
"""

from __future__ import annotations

from bot.dialogue.effects import SealAnswers, UnsealAnswers
from bot.dialogue.move import Move
from bot.dialogue.session import Frame
from bot.dialogue.values import Said


def seal(move: Move, names: tuple[str, ...]) -> None:
    """Put away the answers of this run under these names, and what was written beside their questions and this one.

    No way back leads behind it: what is said and asked there may need the words that are gone.
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
    """Everything that was ever put away is back."""
    move.change(sealed=0)
    move.order(UnsealAnswers())


def _numbers(move: Move, frame: Frame, names: tuple[str, ...]) -> frozenset[int]:
    """The answers' numbers: by their questions, and by what stands under the names.

    A frame that was begun before it noted them by their questions has only the latter.
    """
    places = {frame.state, *(state.id for state in move.dialogue.states.values() if state.keep in names)}
    beside = {number for place in places for number in frame.numbers.get(place, ())}
    told = (frame.values.get(name) for name in names)
    return frozenset(beside | {said.answer for said in told if isinstance(said, Said) and said.answer is not None})


def _without(kept: tuple[int, ...], numbers: frozenset[int]) -> tuple[int, ...]:
    return tuple(number for number in kept if number not in numbers)
