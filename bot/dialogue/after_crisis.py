"""The day after words that led to the support card: nobody is nudged, or led back into an exercise."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.move import Move

AFTER_CRISIS = timedelta(hours=24)


def is_shaken(move: Move) -> bool:
    at = move.session.crisis_at
    return at is not None and move.now - at < AFTER_CRISIS


def note_crisis(move: Move) -> None:
    move.change(crisis_at=move.now)


def forget_old_crisis(move: Move) -> None:
    """What is of no more use is not kept."""
    if move.session.crisis_at and not is_shaken(move):
        move.change(crisis_at=None)
