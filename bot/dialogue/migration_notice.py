"""What somebody hears who was led over to a dialogue that changed: one sentence, and the question anew, once.

Until then they see the question of before. What they write to it is kept there, its buttons answer nothing, and its
timers do nothing. They are told with the first thing they do, or when the due row comes that `session_migration` put.
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
    """Whether what stands is still the question of before they were led over."""
    led = _led(move)
    return led is not None and led.phrase is not None


def was_told(move: Move) -> bool:
    """Whether what stands is the question that came anew."""
    led = _led(move)
    return led is not None and led.phrase is None


def tell(move: Move, parts: tuple[AnswerPart, ...] = (), *, nudges: bool = True) -> None:
    """Ask anew; `parts` were written to the question of before."""
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
    """What is still on its way was written to the question of before; it is no more of the answer given before that."""
    move.change(led=replace(led, turn=move.session.turn, phrase=None), joins=joins)


def say_changed(move: Move) -> None:
    """The sentence opens whatever is said next."""
    led = _led(move)
    if led and led.phrase:
        move.open_with(move.dialogues.phrase(led.phrase, dialogue_title=move.dialogue.title))
        move.change(led=replace(led, phrase=None))


def keep_at_old_question(move: Move, parts: tuple[AnswerPart, ...]) -> None:
    led = _led(move)
    if led and parts and journals(move):
        keep_beside(move, parts, led.question)


def tell_in_time(move: Move, *, reachable: bool) -> None:
    """At an hour at which it disturbs nobody; those who have blocked the bot are told when they are back."""
    if not (has_to_be_told(move) and reachable) or is_shaken(move):
        return
    at = first_by_day(move.session.profile, move.now)
    if at > move.now:
        wake_to_tell(move, at)
        return
    tell(move, nudges=False)


def wake_to_tell(move: Move, at: datetime) -> None:
    move.order(WakeAt(timer=Timer.LED, at=at, token=str(move.session.turn)))


def forget_led(move: Move) -> None:
    """What is of no more use is not kept."""
    if move.session.led and _led(move) is None:
        move.change(led=None)


def _led(move: Move) -> Led | None:
    led = move.session.led
    return led if led and move.session.stack and led.turn == move.session.turn else None
