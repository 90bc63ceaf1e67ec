"""Takes people out of versions that can no longer be read. They lose their place, but no answer.

They are offered a new beginning. `session_migration.py` moves those who can be moved to the live version.
"""

from __future__ import annotations

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import AnswerPart
from bot.dialogue.keeping import release, write_down
from bot.dialogue.model import DialogueKind
from bot.dialogue.move import Move
from bot.dialogue.reserved import CHANGED
from bot.dialogue.session import Stack
from bot.dialogue.transitions import begin


def lose_what_is_gone(move: Move) -> Stack:
    """Remove the stacks with a frame that cannot be read any more.

    Return the stack that the person was in, from the bottom, if it was removed; else an empty one.
    """
    session = move.session
    lost = () if is_whole(move.dialogues, session.stack) else session.stack
    aside = tuple(stack for stack in session.aside if is_whole(move.dialogues, stack))
    if lost or len(aside) < len(session.aside):
        move.change(aside=aside, stack=() if lost else session.stack)
    return lost


def offer_anew(move: Move, lost: Stack, parts: tuple[AnswerPart, ...]) -> None:
    """Say that the exercise is gone, keep what was just written, and offer to begin again."""
    keep_of(move, lost, parts)
    anew = move.dialogues.successor(lost[0].dialogue)
    if anew and anew.kind is DialogueKind.EXERCISE:
        move.change(wanted=anew.id)
        begin(move, CHANGED)
    else:
        move.say("exercise_gone")


def keep_of(move: Move, lost: Stack, parts: tuple[AnswerPart, ...]) -> None:
    """Keep the words that were held, or were on their way, when their question went."""
    parts = (*release(move), *parts)
    if not parts or not move.session.profile.consented:
        return
    write_down(move, lost[-1], move.dialogues.phrase("question_gone").text, parts)


def is_whole(dialogues: Dialogues, stack: Stack) -> bool:
    """Return whether every frame's version can be read and has the frame's state."""
    found = (dialogues.pinned_to(frame.dialogue, frame.version) for frame in stack)
    return all(dialogue and frame.state in dialogue.states for dialogue, frame in zip(found, stack, strict=True))
