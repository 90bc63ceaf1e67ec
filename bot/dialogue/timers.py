"""Decides what follows when a due row's time comes: the end of a silence, a phase of a breath, the rest of a paste, the
daily prompt, a visit, or the notice of a changed dialogue.

A timer of a question that no longer stands changes nothing. A late timer shows the present phase and catches up with
none.
"""

from __future__ import annotations

from datetime import date

from bot.dialogue.answering import answer
from bot.dialogue.asking import label_for, phrase_button, redraw, settle, wake
from bot.dialogue.buttons import Act
from bot.dialogue.daily_prompt import PromptDecision, decide_prompt, schedule_prompt, settle_prompt, wait_for_quiet
from bot.dialogue.durations import pattern_of
from bot.dialogue.effects import SendMessage
from bot.dialogue.inputs import TimeCame, Timer
from bot.dialogue.keeping import keep_count, keep_held, release
from bot.dialogue.lost_versions import is_whole, keep_of, lose_what_is_gone
from bot.dialogue.migration_notice import has_to_be_told, tell_in_time
from bot.dialogue.model import Breath, DialogueId, DialogueKind, Pause
from bot.dialogue.move import Move
from bot.dialogue.passed_prompt import forget_passed
from bot.dialogue.phrases import phrase_key
from bot.dialogue.renamed_dialogues import is_of
from bot.dialogue.reserved import DAILY_PROMPT
from bot.dialogue.session import Held
from bot.dialogue.transitions import begin, leave, set_aside, start_exercise
from bot.dialogue.visiting import forget_gone, note_spoken, put_overdue_again, stands_in_for_prompt, take_due
from bot.practice.breathing import breaths_in, next_change, phase_at


def time_came(move: Move, came: TimeCame) -> None:
    """Carry out what is due. Nothing happens if it is due no longer."""
    is_here = bool(move.session.stack) and is_whole(move.dialogues, move.session.stack)
    is_named = is_here and came.token == str(move.session.turn)
    stands = is_named and not has_to_be_told(move)  # what they see is no longer what they are at
    match came.timer:
        case Timer.PASTE if move.session.held_for is Held.PASTE and is_here:
            answer(move, release(move))
        case Timer.PAUSE if stands and isinstance(move.state.wait, Pause):
            _end_silence(move)
        case Timer.PHASE if stands and isinstance(move.state.wait, Breath):
            _breathe_on(move, move.state.wait)
        case Timer.SILENCE if stands:
            _break_silence(move)
        case Timer.PROMPT if came.token == move.session.prompted_on:
            schedule_prompt(move)  # settled before: only the next one is to be scheduled
        case Timer.PROMPT:
            _prompt(move, date.fromisoformat(came.token), Timer.PROMPT)
        case Timer.PROMPT_AGAIN:
            _prompt(move, date.fromisoformat(came.token), Timer.PROMPT_AGAIN)
        case Timer.VISIT:
            _visit(move, came)
        case Timer.LED if is_named:
            tell_in_time(move, reachable=came.reachable)


def _end_silence(move: Move) -> None:
    settle(move)
    keep_count(move)
    leave(move)


def _breathe_on(move: Move, breath: Breath) -> None:
    pattern, since = pattern_of(move.frame, breath), move.frame.since or move.now
    breaths = breaths_in(pattern, breath.minutes)
    now = phase_at(pattern, breaths, move.now - since)
    if now is None:
        _end_silence(move)
        return
    words = move.dialogues.phrase(
        phrase_key(f"phase_{now.phase.value}"),
        seconds=str(now.seconds),
        breath=str(now.breath_number),
        of=str(now.of),
    )
    redraw(move, words)
    wake(move, Timer.PHASE, since + next_change(pattern, breaths, move.now - since))


def _break_silence(move: Move) -> None:
    """Send one message after half an hour without an answer, and no more. The question stands on."""
    calm = "home" if move.session.remembered else "ground"
    buttons = (
        (phrase_button(move, phrase_key(f"button_{calm}"), Act.COMMAND, calm),),
        (phrase_button(move, "button_not_today", Act.COMMAND, "pause"),),
    )
    move.order(
        SendMessage(message=move.dialogues.phrase("silence"), buttons=buttons, label=f"s{label_for(move.session.turn)}")
    )


def _prompt(move: Move, local_date: date, timer: Timer) -> None:
    forget_gone(move)
    put_overdue_again(move)
    match PromptDecision.DROP if stands_in_for_prompt(move) else decide_prompt(move, local_date):
        case PromptDecision.WAIT:
            wait_for_quiet(move, timer, local_date)
        case PromptDecision.DROP if timer is Timer.PROMPT:
            settle_prompt(move, local_date, "dropped")
        case PromptDecision.SPEAK:
            if timer is Timer.PROMPT:
                settle_prompt(move, local_date, "sent")
            _speak(move, DAILY_PROMPT)
        case _:
            pass


def _visit(move: Move, came: TimeCame) -> None:
    dialogue = take_due(move, reachable=came.reachable)
    if dialogue is not None:
        move.visiting = True
        _speak(move, dialogue)
        note_spoken(move)


def _speak(move: Move, dialogue: DialogueId) -> None:
    """Set aside what is going on, and open a dialogue by itself.

    What rests is not come back to by itself: nobody is led back into an exercise by a morning's prompt.
    """
    settle(move)
    forget_passed(move)
    lost = lose_what_is_gone(move)
    if lost:
        keep_of(move, lost, ())
    keep_held(move)
    kept = set_aside(move)
    move.prompting = True
    if _rests(move, dialogue):
        start_exercise(move, dialogue)  # the exercise that rested is now the first to be resumed
    else:
        move.change(interrupted=kept)
        begin(move, dialogue)
    if lost:
        move.say("exercise_gone")
    move.prompting = False


def _rests(move: Move, dialogue: DialogueId) -> bool:
    """Return whether this exercise was begun before and rests. The person is then asked whether to go on with it."""
    is_exercise = move.dialogues.live[dialogue].kind is DialogueKind.EXERCISE
    return is_exercise and any(is_of(move, stack, dialogue) for stack in move.session.aside)
