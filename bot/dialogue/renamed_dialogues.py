"""What a session names a dialogue by, put right where its file bears another name now. Moves nobody.

Who is inside of a version of the old name goes on there; `session_migration` leads them over.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.model import DialogueId
from bot.dialogue.move import Move
from bot.dialogue.session import Planned, Stack


def follow_renamed(move: Move) -> None:
    """Let planned visits, and what was asked for and not begun yet, name each dialogue as it is called now."""
    session, called = move.session, move.dialogues.now_called
    if any(called(planned.dialogue) != planned.dialogue for planned in session.visits):
        visits: dict[DialogueId, Planned] = {}
        for planned in session.visits:  # one for a dialogue, as always
            visits.setdefault(called(planned.dialogue), replace(planned, dialogue=called(planned.dialogue)))
        move.change(visits=tuple(visits.values()))
    if session.wanted and called(session.wanted) != session.wanted:
        move.change(wanted=called(session.wanted))


def is_of(move: Move, stack: Stack, dialogue: DialogueId) -> bool:
    """Return whether the stack began with this dialogue, under whichever of its names."""
    return move.dialogues.now_called(stack[0].dialogue) == move.dialogues.now_called(dialogue)
