"""A daily prompt that was passed by: what came to it was for something else, and its buttons stay and still count.

Until one of them is tapped, the prompt is asked again, or another comes.
"""

from __future__ import annotations

from bot.dialogue.answering import choose
from bot.dialogue.asking import settle, take_buttons
from bot.dialogue.keeping import keep_held
from bot.dialogue.lost_versions import is_whole
from bot.dialogue.matching import label_of
from bot.dialogue.model import DialogueKind
from bot.dialogue.move import Move
from bot.dialogue.session import PassedPrompt
from bot.dialogue.transitions import set_aside


def pass_by(move: Move) -> bool:
    """Leave the daily prompt as it stands, and nothing in its place. False if it does not stand."""
    stack, standing = move.session.stack, move.session.standing
    if not stack or move.dialogue.kind is not DialogueKind.PROMPT or move.state.wait:
        return False
    forget_passed(move)
    passed = PassedPrompt(turn=move.session.turn, stack=stack, standing=standing) if standing else None
    move.change(stack=(), standing=None, passed=passed)
    return True


def press_passed(move: Move, turn: int, key: str) -> bool:
    """A button of the prompt that was passed by was tapped: what is going on is set aside for it.

    False if no button of it is meant.
    """
    passed = move.session.passed
    if passed is None or passed.turn != turn or not is_whole(move.dialogues, passed.stack):
        return False
    top = passed.stack[-1]
    choice = move.dialogue_of(top).states[top.state].choice(key)
    if choice is None:
        return False
    settle(move)
    keep_held(move)
    kept = set_aside(move)
    take_buttons(move, passed.turn, passed.standing, label_of(choice.label))
    move.change(stack=passed.stack, passed=None, pressed=turn, interrupted=kept)
    choose(move, choice)
    return True


def forget_passed(move: Move) -> None:
    """Its buttons go."""
    if passed := move.session.passed:
        take_buttons(move, passed.turn, passed.standing)
        move.change(passed=None)
