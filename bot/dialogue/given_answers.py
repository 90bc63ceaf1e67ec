"""Which answer stands to each question of a way, so that going back and answering anew leaves one answer, not two.

Only going back makes a question the same one: where the author leads in a circle, each round has answers of its own.
Nobody comes back to what was put away. Words beside a question, and a skipped question, replace nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.effects import RemoveAnswer
from bot.dialogue.model import DialogueId, StateId
from bot.dialogue.move import Move
from bot.dialogue.session import Frame
from bot.dialogue.session_changes import changed


def note_given(move: Move, number: int) -> None:
    """Note that the answer of that number stands to the question of the top state."""
    frame = move.frame
    move.change_top(given={**frame.given, _key(frame.dialogue, frame.state): number})


def take_back(move: Move) -> None:
    """Remove the earlier answer to the top state's question, with all that joined it, since a new one comes.

    What was just said there, before a button was tapped, stays.
    """
    frame = move.frame
    given = dict(frame.given)
    number = given.pop(_key(frame.dialogue, frame.state), None)
    if number in (None, frame.answer):
        return
    kept = {state: tuple(n for n in numbers if n != number) for state, numbers in frame.numbers.items()}
    move.change_top(given=given, numbers={state: numbers for state, numbers in kept.items() if numbers})
    if move.session.joins == number:
        move.change(joins=None)
    move.order(RemoveAnswer(number=number))


def after_a_round(frame: Frame, closed: Iterable[StateId]) -> Frame:
    """Return the frame as another round begins.

    Answers at the `closed` states, and in what these called, stay and are not replaced.
    """
    keys = {_key(frame.dialogue, state) for state in closed}
    own = _key(frame.dialogue, StateId(""))
    given = {key: number for key, number in frame.given.items() if key.startswith(own) and key not in keys}
    return changed(frame, given=given)


def taken_along(left: Frame, entered: Frame) -> Frame:
    """Return the frame that is entered, by a call or by going back out of one, with the other frame's answers."""
    return changed(entered, given={**entered.given, **left.given})


def _key(dialogue: DialogueId, state: StateId) -> str:
    return f"{dialogue}.{state}"
