"""Decides what follows from an input: `advance` is the one way into the core. No IO, no clock, no chance.

The rules that hold for every turn:
- words of any kind are checked for signs of a crisis before anything else is decided about them;
- a refused input (an old button, a timer that came late) changes nothing;
- nothing that a person writes in an exercise is lost: it is the answer, joins the answer before, or is kept beside the
  question;
- /stop, /forget, /support and /help work at every state.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.after_crisis import forget_old_crisis, note_crisis
from bot.dialogue.answering import answer
from bot.dialogue.asking import settle
from bot.dialogue.buttons import Act, Press, read_press
from bot.dialogue.commands import command, open_dialogue, say_unknown, welcome
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.edges import Passed
from bot.dialogue.effects import AnswerPart, AnswerPress, EditMessage, Effect
from bot.dialogue.heard import changes_nothing, note_heard
from bot.dialogue.held_words import (
    hold_more,
    hold_paste,
    is_away,
    is_back_after_long,
    may_lead_back,
    offer_held,
    offer_unseen,
    settle_by_words,
    take_early,
)
from bot.dialogue.inputs import (
    AnswerEdited,
    ChoicePressed,
    CommandReceived,
    Input,
    OtherReceived,
    TextReceived,
    TimeCame,
    VoiceReceived,
    text_of,
)
from bot.dialogue.keeping import join, keep_held, release, replace_words
from bot.dialogue.lost_versions import keep_of, lose_what_is_gone, offer_anew
from bot.dialogue.matching import choice_for, names_a_button
from bot.dialogue.migration_notice import (
    forget_led,
    has_to_be_told,
    keep_at_old_question,
    note_told,
    say_changed,
    tell,
    was_told,
)
from bot.dialogue.model import DialogueId
from bot.dialogue.move import Move
from bot.dialogue.not_words import note_other, take_other
from bot.dialogue.passed_prompt import pass_by
from bot.dialogue.pressing import is_standing, press
from bot.dialogue.renamed_dialogues import follow_renamed
from bot.dialogue.reserved import CRISIS, EXERCISES
from bot.dialogue.session import Held, Session, Stack
from bot.dialogue.timers import time_came
from bot.dialogue.transitions import begin, in_exercise
from bot.dialogue.visiting import forget_gone, is_invitation, tell_of_gone
from bot.listening.crisis import sounds_like_crisis
from bot.listening.hearing import hear

_ABOUT_THE_QUESTION = frozenset({"skip", "again", "resume"})  # commands that mean the question somebody sees
_SAID_ALONE = frozenset({"stop", "support", "forget"})  # ... and those that no other sentence stands before


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One input and what came of it."""

    session: Session
    effects: tuple[Effect, ...]
    passed: tuple[Passed, ...] = ()  # the edges gone along: what tests cover, and a coach sees


def advance(dialogues: Dialogues, session: Session, received: Input, now: datetime, seed: int) -> Turn:
    """Return the turn that follows from `received`. `seed` is any number; it chooses between wordings of a meaning."""
    if changes_nothing(session, received):
        return Turn(session=session, effects=())
    move = Move(dialogues=dialogues, session=session, now=now, seed=seed)
    follow_renamed(move)
    if isinstance(received, TimeCame):
        time_came(move, received)
    else:
        _person_did(move, received)
        move.change(seen=now)
    forget_led(move)
    move.say_what_is_open()
    # The next question is not kept waiting, at Telegram's pace, by the mark on the one before.
    effects = sorted(move.effects, key=lambda effect: isinstance(effect, EditMessage))
    return Turn(session=move.session, effects=tuple(effects), passed=tuple(move.passed))


def open_at(dialogues: Dialogues, session: Session, dialogue: DialogueId, now: datetime, seed: int) -> Turn:
    """Return a turn that opens a dialogue as its command would. Authors try out or test a single dialogue with it."""
    move = Move(dialogues=dialogues, session=session, now=now, seed=seed)
    open_dialogue(move, dialogue)
    move.change(seen=now)
    return Turn(session=move.session, effects=tuple(move.effects), passed=tuple(move.passed))


def _person_did(move: Move, received: Input) -> None:
    """Decide what follows from something that the person did.

    Words with signs of a crisis are kept as the answer that they are, and lead to the support card. Nothing moves on.
    """
    forget_old_crisis(move)
    forget_gone(move)
    _note_message(move, received)
    if isinstance(received, AnswerEdited):
        replace_words(move, received.message_id, received.text)
    is_crisis = sounds_like_crisis(text_of(received), move.dialogues.cues)
    note_heard(move, received, is_cry=is_crisis)
    if not is_crisis and _command_of(move, received) not in _SAID_ALONE:
        tell_of_gone(move)
    lost = lose_what_is_gone(move)
    if lost:
        _tell_of_loss(move, lost, received)
    elif is_crisis and (has_to_be_told(move) or (was_told(move) and _is_early(received))):
        keep_at_old_question(move, _parts_of(received))
    elif is_crisis and _is_early(received) and not move.session.stack:
        join(move, _parts_of(received)[0])  # the exercise was over before this came
    elif is_crisis:
        keep_held(move, *_parts_of(received))
    elif has_to_be_told(move):
        _take_at_old_question(move, received)
    else:
        _take(move, received)
    if is_crisis:
        note_crisis(move)
        open_dialogue(move, CRISIS)


def _note_message(move: Move, received: Input) -> None:
    if isinstance(received, TextReceived | VoiceReceived | OtherReceived | CommandReceived):
        move.change(last_message=max(move.session.last_message, received.message_id))
    if not isinstance(received, OtherReceived):
        move.change(other_at=None)


def _tell_of_loss(move: Move, lost: Stack, received: Input) -> None:
    """Tell the person that their place is gone, and offer a new beginning. A command is followed all the same."""
    if isinstance(received, CommandReceived):
        keep_of(move, lost, ())
        _take(move, received)
        move.say("exercise_gone")
        return
    if isinstance(received, ChoicePressed):
        move.order(AnswerPress(press_id=received.press_id))
    offer_anew(move, lost, _parts_of(received))


def _take_at_old_question(move: Move, received: Input) -> None:
    """Take an input of somebody who was moved to a changed dialogue and still sees the old question.

    Nothing that they write or tap counts for the new question. Commands are followed all the same.
    """
    turn, parts, name = move.session.turn, _parts_of(received), _command_of(move, received)
    if isinstance(received, AnswerEdited) or (isinstance(received, ChoicePressed) and not is_standing(move, received)):
        _take(move, received)
    elif name and name not in _ABOUT_THE_QUESTION:
        if name not in _SAID_ALONE:
            say_changed(move)
        led, state = move.session.led, move.state
        _take(move, CommandReceived(name=name) if isinstance(received, TextReceived) else received)
        if move.session.turn == turn and move.session.stack:
            tell(move)
        elif led and move.session.stack and move.state is state:
            note_told(move, led)  # the command led back, and has asked it
    elif parts and not name and _is_early(received) and move.session.joins is not None:
        join(move, parts[0])
    elif parts and not name and move.state.wants_words and is_back_after_long(move):
        say_changed(move)
        offer_held(move, parts)
    else:
        if isinstance(received, ChoicePressed):
            move.order(AnswerPress(press_id=received.press_id))
            move.change(pressed=turn)
        if isinstance(received, OtherReceived):
            note_other(move)
            move.open_with(move.dialogues.phrase("only_words"))
        tell(move, () if name else parts)


def _command_of(move: Move, received: Input) -> str | None:
    match received:
        case CommandReceived(name=name):
            return name
        case TextReceived(text=text):
            return hear(text, move.dialogues.cues).command
        case ChoicePressed(data=data):
            found = read_press(move.session, data)
            return found.argument if isinstance(found, Press) and found.act is Act.COMMAND else None
        case _:
            return None


def _is_early(received: Input) -> bool:
    return isinstance(received, TextReceived | VoiceReceived) and received.early


def _parts_of(received: Input) -> tuple[AnswerPart, ...]:
    match received:
        case TextReceived(text=text, message_id=message_id):
            return (AnswerPart(message_id=message_id, words=text),)
        case VoiceReceived(file_id=file_id, message_id=message_id, caption=caption):
            return (AnswerPart(message_id=message_id, words=caption, voice=file_id),)
        case _:
            return ()


def _take(move: Move, received: Input) -> None:
    match received:
        case TextReceived(text=text):
            if not _take_as_command(move, text):
                _take_part(move, _parts_of(received)[0], received)
        case VoiceReceived():
            _take_part(move, _parts_of(received)[0], received)
        case CommandReceived():
            if not command(move, received):
                say_unknown(move, received.name)
        case ChoicePressed():
            press(move, received)
        case OtherReceived():
            take_other(move)


def _take_as_command(move: Move, text: str) -> bool:
    """Carry out a whole message that is a command in plain words ("stop"), and return whether it was one.

    What is also a label of the question that stands is no command.
    """
    name = hear(text, move.dialogues.cues).command
    if name is None or move.session.held_for is Held.PASTE or (move.session.stack and names_a_button(text, move.state)):
        return False
    return command(move, CommandReceived(name=name))


def _take_part(move: Move, part: AnswerPart, received: TextReceived | VoiceReceived) -> None:
    if received.early and take_early(move, part, received.unseen):
        return
    _pass_by_prompt(move, part)
    if not move.session.profile.consented and not move.session.stack:
        welcome(move)
    elif not move.session.stack or _is_left_behind(move):
        _take_at_rest(move, part)
    elif move.session.held_for is Held.RETURN:
        if not settle_by_words(move, part):
            hold_more(move, part, unseen=received.unseen)
    elif is_back_after_long(move):
        offer_held(move, (part,))
    elif received.unseen and offer_unseen(move, part):
        pass
    elif not (move.state.wants_words and hold_paste(move, part)):
        answer(move, (*release(move), part))


def _pass_by_prompt(move: Move, part: AnswerPart) -> None:
    """Leave a daily prompt, whose buttons stay, if the words fit none of them: they are for what lies beneath.

    A visit that interrupted an exercise gives way too. It is set aside and can be resumed.
    """
    if not move.session.stack or move.state.wait or choice_for(part.words or "", move.state.choices):
        return
    stack, aside = move.session.stack, move.session.aside
    if not pass_by(move) and is_invitation(move) and move.session.interrupted and aside and may_lead_back(move):
        settle(move)
        move.change(stack=(), aside=(aside[0], stack, *aside[1:]))


def _is_left_behind(move: Move) -> bool:
    """Return whether the person left a menu hours ago, over an exercise that waits."""
    is_menu = not (in_exercise(move) or is_invitation(move))
    return bool(move.session.aside) and is_menu and is_away(move) and may_lead_back(move)


def _take_at_rest(move: Move, part: AnswerPart) -> None:
    """Ask whether the words answer the question that was interrupted. If there is none, say that nothing keeps them."""
    settle(move)
    move.change(stack=())
    if move.session.aside and may_lead_back(move):
        resting, *others = move.session.aside
        move.change(stack=resting, aside=tuple(others))
        offer_held(move, (part,))
    else:
        move.open_with(move.dialogues.phrase("at_rest"))
        begin(move, EXERCISES)
