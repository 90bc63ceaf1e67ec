"""Decides what comes of an input: the one way into the core. It decides and never does: no IO, no clock, no chance.

The rules that hold for every turn:
- a text is checked for signs of a crisis before anything else is decided about it;
- a refused input (an old button, a timer that came late) changes nothing;
- nothing that a person writes in an exercise is lost: it is the answer, joins the one before, or is kept beside the
  question;
- /stop, /forget, /support and /help work at every state.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.answering import answer
from bot.dialogue.asking import ask, settle
from bot.dialogue.commands import command, open_dialogue, welcome
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import Effect, Part
from bot.dialogue.inputs import (
    AnswerEdited,
    ChoicePressed,
    CommandReceived,
    Input,
    OtherReceived,
    TextReceived,
    TimeCame,
    VoiceReceived,
)
from bot.dialogue.keeping import join, journals, keep_beside, keep_words, replace_words
from bot.dialogue.matching import choice_for
from bot.dialogue.migration import lose_what_is_gone, offer_anew
from bot.dialogue.model import Breath, DialogueId, Kind, Pause, Reading, TextAsk
from bot.dialogue.move import Move
from bot.dialogue.moving import begin
from bot.dialogue.pressing import press
from bot.dialogue.reserved import CRISIS, EXERCISES
from bot.dialogue.returning import hold_paste, is_back_after_long, offer_held, release
from bot.dialogue.session import Held, Session
from bot.dialogue.timing import time_came
from bot.listening.crisis import sounds_like_crisis
from bot.listening.hearing import hear


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One input and what came of it."""

    session: Session
    effects: tuple[Effect, ...]


def advance(dialogues: Dialogues, session: Session, received: Input, now: datetime, seed: int) -> Turn:
    """What `received` changes. `seed` is any number; it chooses between wordings of one meaning."""
    move = Move(dialogues=dialogues, session=session, now=now, seed=seed)
    lost = lose_what_is_gone(move)
    if isinstance(received, TimeCame):
        time_came(move, received)
    else:
        if lost and not isinstance(received, CommandReceived):
            offer_anew(move, lost, _parts_of(received))
            _look_for_crisis(move, received)
        elif not _look_for_crisis(move, received):
            _take(move, received)
        move.change(seen=now)
    move.say_what_is_open()
    return Turn(session=move.session, effects=tuple(move.effects))


def open_at(dialogues: Dialogues, session: Session, dialogue: DialogueId, now: datetime, seed: int) -> Turn:
    """A turn that opens a dialogue as its command would: how one is tried out or tested by itself."""
    move = Move(dialogues=dialogues, session=session, now=now, seed=seed)
    open_dialogue(move, dialogue)
    move.change(seen=now)
    return Turn(session=move.session, effects=tuple(move.effects))


def _look_for_crisis(move: Move, received: Input) -> bool:
    """Whether words of any kind (an answer, an edit, a caption, what stands behind a command) led to the support card.

    What led there is kept as the answer that it was; the exercise does not move.
    """
    if not sounds_like_crisis(_words_of(received), move.dialogues.cues):
        return False
    if isinstance(received, AnswerEdited):
        replace_words(move, received.message_id, received.text)
    elif isinstance(received, TextReceived) and move.session.stack and journals(move):
        parts = (*release(move), *_parts_of(received))
        (keep_words if _wants_words(move) else keep_beside)(move, parts)
    open_dialogue(move, CRISIS)
    return True


def _words_of(received: Input) -> str:
    match received:
        case TextReceived(text=text) | AnswerEdited(text=text):
            return text
        case OtherReceived(caption=str(caption)):
            return caption
        case CommandReceived(argument=argument):
            return argument
        case _:
            return ""


def _parts_of(received: Input) -> tuple[Part, ...]:
    match received:
        case TextReceived(text=text, message_id=message_id):
            return (Part(message_id=message_id, words=text),)
        case VoiceReceived(file_id=file_id, message_id=message_id):
            return (Part(message_id=message_id, voice=file_id),)
        case _:
            return ()


def _take(move: Move, received: Input) -> None:
    match received:
        case TextReceived(text=text):
            if not _take_as_command(move, text):
                _take_part(move, _parts_of(received)[0], received.early)
        case VoiceReceived():
            _take_part(move, _parts_of(received)[0], received.early)
        case CommandReceived():
            if not command(move, received):
                move.say("unknown_command")
        case ChoicePressed():
            press(move, received)
        case AnswerEdited(text=text, message_id=message_id):
            replace_words(move, message_id, text)
        case OtherReceived():
            _take_other(move)


def _take_as_command(move: Move, text: str) -> bool:
    """Whether the whole message was a command in plain words ("stop"), and no label of the question that stands."""
    name = hear(text, move.dialogues.cues).command
    labelled = bool(move.session.stack) and choice_for(text, move.state.choices) is not None
    return name is not None and not labelled and not move.session.held and command(move, CommandReceived(name=name))


def _take_part(move: Move, part: Part, early: bool) -> None:
    if early and move.session.joins is not None:
        join(move, part)
        return
    _pass_by_prompt(move, part)
    if not move.session.profile.consented and not move.session.stack:
        welcome(move)
    elif not move.session.stack:
        _take_at_rest(move, part)
    elif move.session.held_for is Held.RETURN or is_back_after_long(move):
        offer_held(move, (part,))
    elif not (_wants_words(move) and hold_paste(move, part)):
        answer(move, (*release(move), part))


def _pass_by_prompt(move: Move, part: Part) -> None:
    """The daily prompt stands in nobody's way: words that fit none of its buttons are for what lies beneath."""
    if not move.session.stack or move.dialogue.kind is not Kind.PROMPT:
        return
    if not choice_for(part.words or "", move.state.choices):
        settle(move)
        move.change(stack=())


def _take_at_rest(move: Move, part: Part) -> None:
    """With an exercise set aside, the words may be its answer: ask. Else nothing keeps them, and that is said."""
    if move.session.aside:
        resting, *others = move.session.aside
        move.change(stack=resting, aside=tuple(others))
        offer_held(move, (part,))
    else:
        move.open_with(move.dialogues.phrase("at_rest"))
        begin(move, EXERCISES)


def _wants_words(move: Move) -> bool:
    wait = move.state.wait
    return isinstance(wait, TextAsk) and wait.reading is Reading.WORDS


def _take_other(move: Move) -> None:
    """A photo, a sticker: a kind word, and the question again. Nothing of it is kept."""
    if not move.session.stack or isinstance(move.state.wait, Pause | Breath):
        move.say("only_words")
        return
    settle(move)
    move.open_with(move.dialogues.phrase("only_words"))
    ask(move)
