"""Decides when the daily prompt is due next, and whether it may speak now. Sends nothing itself; its words are a
dialogue's.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import Enum

from bot.dialogue.after_crisis import is_shaken
from bot.dialogue.durations import end_of_wait
from bot.dialogue.effects import CancelWake, PromptSettled, WakeAt
from bot.dialogue.inputs import Timer
from bot.dialogue.model import DialogueKind
from bot.dialogue.move import Move
from bot.practice.prompts import end_of_local_day, later, next_prompt
from bot.practice.zones import local_time

QUIET = timedelta(minutes=10)  # a prompt waits until somebody in an exercise has been quiet for so long
LATER = timedelta(hours=1)


class PromptDecision(Enum):
    """What becomes of a daily prompt that is due."""

    SPEAK = "speak"
    WAIT = "wait"
    DROP = "drop"


def schedule_prompt(move: Move, *, after: datetime | None = None) -> None:
    """Set the due row of the next prompt, or cancel the rows if there is to be none.

    The next prompt is the first after `after` (UTC), or after now.
    """
    profile = move.session.profile
    if not (profile.consented and profile.zone and profile.hour and profile.prompts == "on"):
        move.order(CancelWake(timer=Timer.PROMPT))
        move.order(CancelWake(timer=Timer.PROMPT_AGAIN))
        return
    served = date.fromisoformat(move.session.prompted_on) if move.session.prompted_on else None
    due = next_prompt(profile.zone, profile.hour, after or move.now, not_on=served)
    move.order(WakeAt(timer=Timer.PROMPT, at=due.at, token=due.local_date.isoformat()))


def decide_prompt(move: Move, local_date: date) -> PromptDecision:
    """Return whether the prompt of `local_date` speaks now, waits until its person is quiet, or is dropped."""
    profile = move.session.profile
    if not (profile.consented and profile.zone and profile.prompts == "on"):
        return PromptDecision.DROP
    if local_time(profile.zone, move.now).date() != local_date or is_shaken(move):
        return PromptDecision.DROP
    if not _is_busy(move):
        return PromptDecision.SPEAK
    return PromptDecision.WAIT if quiet_from(move) < end_of_local_day(profile.zone, local_date) else PromptDecision.DROP


def wait_for_quiet(move: Move, timer: Timer, local_date: date) -> None:
    """Set the due row for when the person will have been quiet for long enough."""
    move.order(WakeAt(timer=timer, at=quiet_from(move), token=local_date.isoformat()))


def settle_prompt(move: Move, local_date: date, outcome: str) -> None:
    """Record what became of the prompt of a local date ("sent" or "dropped"), and schedule the next."""
    move.change(prompted_on=local_date.isoformat())
    move.order(PromptSettled(local_date=local_date.isoformat(), outcome=outcome))
    schedule_prompt(move, after=_start_of_today(move) if outcome == "dropped" else None)


def prompt_later(move: Move) -> None:
    """Schedule the prompt once more in an hour, if its local day lasts that long."""
    served, zone = move.session.prompted_on, move.session.profile.zone
    at = later(zone, date.fromisoformat(served), move.now, LATER) if served and zone else None
    if served and at:
        move.order(WakeAt(timer=Timer.PROMPT_AGAIN, at=at, token=served))


def _start_of_today(move: Move) -> datetime | None:
    """Return a moment before today began where the person is (UTC); None if their zone is not known.

    After a night in which the bot did not run, today's prompt still comes, even if its hour has gone by.
    """
    zone = move.session.profile.zone
    if not zone:
        return None
    return end_of_local_day(zone, local_time(zone, move.now).date() - timedelta(days=1)).astimezone(UTC) - timedelta(
        milliseconds=1
    )


def _is_busy(move: Move) -> bool:
    found = (move.dialogues.pinned_to(frame.dialogue, frame.version) for frame in move.session.stack)
    in_exercise = any(dialogue is None or dialogue.kind is not DialogueKind.PROMPT for dialogue in found)
    return in_exercise and move.now < quiet_from(move)


def quiet_from(move: Move) -> datetime:
    """Return when the person will have been quiet for long enough (UTC) that a prompt or a visit does not disturb them.

    A silence or a breath that runs counts as activity until it is over.
    """
    seen = move.session.seen or move.now
    return max(seen, end_of_wait(move) or seen) + QUIET
