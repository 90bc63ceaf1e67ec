"""A daily prompt that was passed by: what was written was for something else. Its buttons stay, and still count.

They count until one is tapped, the prompt is asked again, or another one comes.
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
    """Leave the daily prompt as it stands, with nothing in its place. Return False if none stands."""
    stack, standing = move.session.stack, move.session.standing
    if not stack or move.dialogue.kind is not DialogueKind.PROMPT or move.state.wait:
        return False
    forget_passed(move)
    passed = PassedPrompt(turn=move.session.turn, stack=stack, standing=standing) if standing else None
    move.change(stack=(), standing=None, passed=passed)
    return True


def press_passed(move: Move, turn: int, key: str) -> bool:
    """Set aside what is going on, and take a tap on a button of the prompt that was passed by.

    Return False if this is no button of it.
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
    """Take away the buttons of the prompt that was passed by."""
    if passed := move.session.passed:
        take_buttons(move, passed.turn, passed.standing)
        move.change(passed=None)
