"""How long a silence or a breath lasts. Says nothing and sets no timer."""

from __future__ import annotations

from datetime import datetime

from bot.dialogue.model import Breath, Pause
from bot.dialogue.move import Move
from bot.dialogue.session import Frame
from bot.dialogue.values import Picked
from bot.practice.breathing import DEFAULT, PATTERNS, Pattern, breaths_in, length


def pattern_of(frame: Frame, breath: Breath) -> Pattern:
    """Return the pattern of a breath: the author's, or the one that the person chose, or the default."""
    kept = frame.values.get("pattern")
    chosen = breath.pattern or (kept.keys[0] if isinstance(kept, Picked) else "")
    return PATTERNS.get(chosen, DEFAULT)


def end_of_wait(move: Move) -> datetime | None:
    """Return when the silence or the breath that runs is over (UTC); None if none runs."""
    frame = move.session.top
    if frame is None or frame.since is None:
        return None
    dialogue = move.dialogues.pinned_to(frame.dialogue, frame.version)
    state = dialogue.states.get(frame.state) if dialogue else None
    match state.wait if state else None:
        case Pause(lasts=lasts):
            return frame.since + lasts
        case Breath() as breath:
            pattern = pattern_of(frame, breath)
            return frame.since + length(pattern, breaths_in(pattern, breath.minutes))
        case _:
            return None
