"""Puts away what was answered in an exercise, and takes it back. Asks nobody: who wants which is a dialogue's to ask.

What is put away leaves the history, and the values of its run, so that no later words repeat it. It is not removed: an
edited message still changes it, and what joins it goes with it.
"""

from __future__ import annotations

from bot.dialogue.effects import SealAnswers, UnsealAnswers
from bot.dialogue.move import Move


def seal(move: Move, names: tuple[str, ...]) -> None:
    """Put away the answers of this run under these names, and what was written beside their questions and this one."""
    frame = move.frame
    keeping = [state for state in move.dialogue.states.values() if state.keep in names]
    places = {frame.state, *(id for state in keeping for id in (state.id, *state.renamed_from))}
    numbers = tuple(sorted(number for place in places for number in frame.numbers.get(place, ())))
    move.change_top(
        values={name: value for name, value in frame.values.items() if name not in names},
        numbers={place: kept for place, kept in frame.numbers.items() if place not in places},
    )
    if numbers:
        move.change(sealed=move.session.sealed + len(numbers))
        move.order(SealAnswers(numbers=numbers))


def unseal(move: Move) -> None:
    """Everything that was ever put away is back."""
    move.change(sealed=0)
    move.order(UnsealAnswers())
