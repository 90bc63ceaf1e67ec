"""The day after a crisis: nobody is nudged, or led back into an exercise.

A crisis is dated by the words that last led to the support card.
"""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.move import Move

AFTER_CRISIS = timedelta(hours=24)


def is_shaken(move: Move) -> bool:
    """Return whether the last crisis was less than 24 hours ago."""
    at = move.session.crisis_at
    return at is not None and move.now - at < AFTER_CRISIS


def note_crisis(move: Move) -> None:
    """Note that a crisis was heard now."""
    move.change(crisis_at=move.now)


def forget_old_crisis(move: Move) -> None:
    """Remove the note of a crisis that was long enough ago. What is of no more use is not kept."""
    if move.session.crisis_at and not is_shaken(move):
        move.change(crisis_at=None)
