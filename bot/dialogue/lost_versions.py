"""What becomes of somebody whose stored version can no longer be read: they lose their place, and no answer.

A new beginning is offered. Who can be led to the live version is, by `session_migration`.
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
    """Take the person out of what cannot be gone on with.

    What they were taken out of, from the bottom; empty if nothing.
    """
    session = move.session
    lost = () if is_whole(move.dialogues, session.stack) else session.stack
    aside = tuple(stack for stack in session.aside if is_whole(move.dialogues, stack))
    if lost or len(aside) < len(session.aside):
        move.change(aside=aside, stack=() if lost else session.stack)
    return lost


def offer_anew(move: Move, lost: Stack, parts: tuple[AnswerPart, ...]) -> None:
    """Say what happened, keep what was just written, and offer to begin again."""
    keep_of(move, lost, parts)
    anew = move.dialogues.successor(lost[0].dialogue)
    if anew and anew.kind is DialogueKind.EXERCISE:
        move.change(wanted=anew.id)
        begin(move, CHANGED)
    else:
        move.say("exercise_gone")


def keep_of(move: Move, lost: Stack, parts: tuple[AnswerPart, ...]) -> None:
    """Words that were on their way, or held, when their question went."""
    parts = (*release(move), *parts)
    if not parts or not move.session.profile.consented:
        return
    write_down(move, lost[-1], move.dialogues.phrase("question_gone").text, parts)


def is_whole(dialogues: Dialogues, stack: Stack) -> bool:
    found = (dialogues.pinned_to(frame.dialogue, frame.version) for frame in stack)
    return all(dialogue and frame.state in dialogue.states for dialogue, frame in zip(found, stack, strict=True))
