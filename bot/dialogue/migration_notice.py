"""Tells a person once, in one sentence, that their dialogue changed, and asks the new question.

Until then they see the old question. What they write to it is kept there, and its buttons and timers do nothing. They
are told at the first thing they do, or when the due row comes that `session_migration.py` set.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.dialogue.after_crisis import is_shaken
from bot.dialogue.asking import ask, settle
from bot.dialogue.effects import AnswerPart, WakeAt
from bot.dialogue.inputs import Timer
from bot.dialogue.keeping import journals, keep_beside
from bot.dialogue.move import Move
from bot.dialogue.session import Led
from bot.dialogue.visiting import first_by_day


def has_to_be_told(move: Move) -> bool:
    """Return whether the person still sees the question from before they were moved."""
    led = _led(move)
    return led is not None and led.phrase is not None


def was_told(move: Move) -> bool:
    """Return whether the question that stands is the one that came with the notice."""
    led = _led(move)
    return led is not None and led.phrase is None


def tell(move: Move, parts: tuple[AnswerPart, ...] = (), *, nudges: bool = True) -> None:
    """Say that the dialogue changed, and ask the new question. `parts` were written to the old one, and stay there."""
    led = _led(move)
    if led is None:
        return
    move.change(joins=None)
    keep_at_old_question(move, parts)
    settle(move)
    say_changed(move)
    ask(move, nudges=nudges)
    note_told(move, led, joins=move.session.joins)


def note_told(move: Move, led: Led, *, joins: int | None = None) -> None:
    """Note that the person was told. Words that are still on their way were written to the old question."""
    move.change(led=replace(led, turn=move.session.turn, phrase=None), joins=joins)


def say_changed(move: Move) -> None:
    """Let the notice open whatever is said next, unless it was said before."""
    led = _led(move)
    if led and led.phrase:
        move.open_with(move.dialogues.phrase(led.phrase, dialogue_title=move.dialogue.title))
        move.change(led=replace(led, phrase=None))


def keep_at_old_question(move: Move, parts: tuple[AnswerPart, ...]) -> None:
    """Keep words under the old question."""
    led = _led(move)
    if led and parts and journals(move):
        keep_beside(move, parts, led.question)


def tell_in_time(move: Move, *, reachable: bool) -> None:
    """Tell the person when their due row comes: by day, and not on the day after a crisis.

    People who have blocked the bot are told when they are back.
    """
    if not (has_to_be_told(move) and reachable) or is_shaken(move):
        return
    at = first_by_day(move.session.profile, move.now)
    if at > move.now:
        wake_to_tell(move, at)
        return
    tell(move, nudges=False)


def wake_to_tell(move: Move, at: datetime) -> None:
    """Set the due row for telling the person."""
    move.order(WakeAt(timer=Timer.LED, at=at, token=str(move.session.turn)))


def forget_led(move: Move) -> None:
    """Remove the note for the notice once its question no longer stands."""
    if move.session.led and _led(move) is None:
        move.change(led=None)


def _led(move: Move) -> Led | None:
    led = move.session.led
    return led if led and move.session.stack and led.turn == move.session.turn else None
