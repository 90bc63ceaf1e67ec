"""Decides what follows from a tap.

A button counts once, and only while its question stands. Any other tap is answered gently and changes nothing.
"""

from __future__ import annotations

from bot.dialogue.answering import choose, finish_ticking, rate, skip
from bot.dialogue.asking import choices_of, redraw
from bot.dialogue.buttons import Act, HistoryPress, Press, VoicePress, read_press
from bot.dialogue.commands import command
from bot.dialogue.effects import AnswerPress, PlayVoice, ShowHistory
from bot.dialogue.held_words import settle_held
from bot.dialogue.inputs import ChoicePressed, CommandReceived
from bot.dialogue.model import ManyAsk, ScaleAsk
from bot.dialogue.move import Move
from bot.dialogue.passed_prompt import press_passed
from bot.dialogue.reading import take_offer

NOWHERE = "nowhere"  # an option of this key stands alone: ticking it clears the others, and they clear it


def is_standing(move: Move, pressed: ChoicePressed) -> bool:
    """Return whether the tapped button belongs to the question that stands, and that question was not tapped before."""
    found = read_press(move.session, pressed.data)
    return isinstance(found, Press) and _stands(move, found)


def press(move: Move, pressed: ChoicePressed) -> None:
    """Carry out a tap, or refuse it."""
    match read_press(move.session, pressed.data):
        case HistoryPress() as turned:
            move.order(AnswerPress(press_id=pressed.press_id))
            move.order(
                ShowHistory(key=move.session.key, label=turned.label, anchor=turned.anchor, page=turned.page, edit=True)
            )
        case VoicePress() as voice:
            move.order(AnswerPress(press_id=pressed.press_id))
            move.order(PlayVoice(number=voice.number, position=voice.position))
        case Press(act=Act.CHOOSE) as found if press_passed(move, found.turn, found.argument):
            move.effects.insert(0, AnswerPress(press_id=pressed.press_id))
        case Press() as found if _stands(move, found):
            _press_standing(move, found, pressed)
        case Press() as found if found.turn == move.session.pressed:
            move.order(AnswerPress(press_id=pressed.press_id))  # the second tap of a double tap
        case _:
            _refuse(move, pressed)


def _stands(move: Move, found: Press) -> bool:
    return found.turn == move.session.turn and found.turn != move.session.pressed


def _press_standing(move: Move, found: Press, pressed: ChoicePressed) -> None:
    turn, stays = move.session.turn, _stays(move, found)
    if not _act(move, found):
        _refuse(move, pressed)
        return
    move.effects.insert(0, AnswerPress(press_id=pressed.press_id))
    if not stays:
        move.change(pressed=turn)


def _stays(move: Move, found: Press) -> bool:
    """Return whether the question stands on after this tap, and may be tapped again."""
    choice = move.state.choice(found.argument) if move.session.stack and found.act is Act.CHOOSE else None
    return found.act in (Act.TICK, Act.UNTICK) or (choice is not None and choice.count)


def _act(move: Move, found: Press) -> bool:
    """Carry out a tap on the question that stands. Return False if it has no such button."""
    if found.act is Act.COMMAND:
        return command(move, CommandReceived(name=found.argument))
    if found.act is Act.HELD:
        return settle_held(move, found.argument)
    if move.session.top is None:
        return False
    return _answer_by_tap(move, found)


def _answer_by_tap(move: Move, found: Press) -> bool:
    state, argument = move.state, found.argument
    match found.act:
        case Act.CHOOSE if (choice := state.choice(argument)) and choice in choices_of(move):
            choose(move, choice)
        case Act.RATE if isinstance(state.wait, ScaleAsk) and _on_scale(state.wait, argument):
            rate(move, int(argument))
        case Act.TICK | Act.UNTICK if isinstance(state.wait, ManyAsk) and _is_option(state.wait, argument):
            _tick(move, argument, ticked=found.act is Act.TICK)
        case Act.DONE if isinstance(state.wait, ManyAsk):
            finish_ticking(move)
        case Act.OFFER if argument.isdecimal() and len(argument) < 3:
            return take_offer(move, int(argument))
        case Act.ENOUGH:
            return skip(move)
        case _:
            return False
    return True


def _is_option(wait: ManyAsk, key: str) -> bool:
    return any(option.key == key for option in wait.options)


def _tick(move: Move, key: str, *, ticked: bool) -> None:
    others = tuple(pick for pick in move.frame.picks if pick != key and NOWHERE not in (pick, key))
    picks = (*others, key) if ticked else others
    if (key in move.frame.picks) is not ticked:
        move.change_top(picks=picks)
        if move.session.standing:
            redraw(move, move.session.standing)


def _on_scale(scale: ScaleAsk, argument: str) -> bool:
    return argument.isdecimal() and len(argument) < 4 and scale.low <= int(argument) <= scale.high


def _refuse(move: Move, pressed: ChoicePressed) -> None:
    move.order(AnswerPress(press_id=pressed.press_id, text=move.dialogues.phrase("old_button").text))
