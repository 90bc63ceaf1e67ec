"""Lets a session call renamed dialogues by their new ids. Moves nobody.

A person who is in a version under the old id goes on there until `session_migration.py` moves them.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.model import DialogueId
from bot.dialogue.move import Move
from bot.dialogue.session import Planned, Stack


def follow_renamed(move: Move) -> None:
    """Change the ids of planned visits and of the dialogue that was asked for to those that they have now."""
    session, called = move.session, move.dialogues.now_called
    if any(called(planned.dialogue) != planned.dialogue for planned in session.visits):
        visits: dict[DialogueId, Planned] = {}
        for planned in session.visits:  # one for a dialogue, as always
            visits.setdefault(called(planned.dialogue), replace(planned, dialogue=called(planned.dialogue)))
        move.change(visits=tuple(visits.values()))
    if session.wanted and called(session.wanted) != session.wanted:
        move.change(wanted=called(session.wanted))


def is_of(move: Move, stack: Stack, dialogue: DialogueId) -> bool:
    """Return whether the stack began with this dialogue, under any of its ids."""
    return move.dialogues.now_called(stack[0].dialogue) == move.dialogues.now_called(dialogue)
