"""Later visits: plans them, says when the next is due, and whether it may speak now. Says nothing itself.

One for a dialogue, and one due row for the earliest of them all. A visit may be late and is not lost; but it never
comes at night, into an exercise, on the day after a crisis, or on top of another whose question stands unanswered.
Where nobody told their zone the night is not known, and a visit comes at the time of day at which it was asked for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.dialogue.after_crisis import is_shaken
from bot.dialogue.daily_prompt import LATER, quiet_from
from bot.dialogue.effects import CancelWake, WakeAt
from bot.dialogue.inputs import Timer
from bot.dialogue.model import DialogueId, Visit
from bot.dialogue.move import Move
from bot.dialogue.renamed_dialogues import is_of
from bot.dialogue.session import Planned, Profile
from bot.practice.visits import before_night, by_day, on_date
from bot.practice.zones import local_time

_DAY = timedelta(days=1)
_UTC = "UTC"  # of whoever has not told their zone


def plan(move: Move, visit: Visit) -> None:
    """A visit that was planned for the same dialogue before is not to come any more."""
    dialogue = move.dialogues.now_called(visit.dialogue)
    if visit.hours is None:
        here = local_time(zone_of(move.session.profile), move.now)
        on = here.date() + (visit.days or 0) * _DAY
        planned = Planned(dialogue=dialogue, on=on.isoformat(), wall=f"{here:%H:%M}")
    else:
        planned = Planned(dialogue=dialogue, at=move.now + timedelta(hours=visit.hours))
    others = tuple(other for other in move.session.visits if other.dialogue != dialogue)
    move.change(visits=(*others, planned))
    schedule_visit(move)


def cancel_next(move: Move) -> None:
    if earliest := next_visit(move.session.visits, move.session.profile):
        _drop(move, earliest[0])
    schedule_visit(move)


def schedule_visit(move: Move, *, not_before: datetime | None = None) -> None:
    """Put the due row of the earliest visit, or take it away where there is none.

    `not_before` is given where the earliest is due already and does not come now.
    """
    earliest = next_visit(move.session.visits, move.session.profile)
    if earliest is None:
        move.order(CancelWake(timer=Timer.VISIT))
        return
    planned, at = earliest
    move.order(WakeAt(timer=Timer.VISIT, at=not_before or at, token=planned.dialogue))


def next_visit(visits: tuple[Planned, ...], profile: Profile) -> tuple[Planned, datetime] | None:
    """The earliest of them, and when it is due (UTC)."""
    return min(((planned, due_at(planned, profile)) for planned in visits), key=lambda found: found[1], default=None)


def due_at(planned: Planned, profile: Profile) -> datetime:
    if planned.at:
        return first_by_day(profile, planned.at)
    on, wall = date.fromisoformat(planned.on), time.fromisoformat(planned.wall)
    if not profile.zone:
        return on_date(_UTC, on, wall)
    return first_by_day(profile, on_date(profile.zone, on, own_hour(profile) or before_night(wall)))


def first_by_day(profile: Profile, at: datetime) -> datetime:
    """Return `at`, or the first moment after it (UTC) that is not at night where the person is.

    Where their zone is not known, it is `at`.
    """
    return by_day(profile.zone, at, own_hour(profile)) if profile.zone else at


def take_due(move: Move, *, reachable: bool) -> DialogueId | None:
    """The dialogue of the visit that speaks now, which is planned no longer; None where none may speak.

    Dropped are those whose dialogue is gone, or in which their person is already, and all that are due for somebody who
    has blocked the bot.
    """
    forget_gone(move)
    while earliest := next_visit(move.session.visits, move.session.profile):
        planned, at = earliest
        if at > move.now:
            break
        is_inside = any(is_of(move, (frame,), planned.dialogue) for frame in move.session.stack)
        comes = reachable and move.session.profile.consented and not is_inside
        if comes and not _may_speak(move, planned):
            return None
        _drop(move, planned)
        if comes:
            return planned.dialogue
    schedule_visit(move)
    return None


def _may_speak(move: Move, planned: Planned) -> bool:
    """Whether this is a good moment for a visit that is due; if not, it is put off until there may be one."""
    if is_shaken(move) or is_invitation(move):
        _put_off(move, planned)
        return False
    at = quiet_from(move) if move.session.stack else move.now
    at = first_by_day(move.session.profile, max(at, move.now))
    if at > move.now:
        schedule_visit(move, not_before=at)
    return at <= move.now


def _put_off(move: Move, planned: Planned) -> None:
    """By a day."""
    if planned.at:
        later = replace(planned, at=move.now + _DAY)
    else:
        later = replace(planned, on=(today(move) + _DAY).isoformat())
    _drop(move, planned)
    move.change(visits=(*move.session.visits, later))
    schedule_visit(move)


def forget_gone(move: Move) -> None:
    """Visits whose dialogue is no more are not asked about, and nothing gives way to them. Their person is to hear."""
    visits = tuple(planned for planned in move.session.visits if planned.dialogue in move.dialogues.live)
    if len(visits) < len(move.session.visits):
        move.change(visits=visits, visit_gone=True)
        schedule_visit(move)


def tell_of_gone(move: Move) -> None:
    """Say once, before whatever else is said, that a visit which was planned does not come."""
    if move.session.visit_gone:
        move.change(visit_gone=False)
        move.open_with(move.dialogues.phrase("visit_gone"))


def _drop(move: Move, planned: Planned) -> None:
    move.change(visits=tuple(other for other in move.session.visits if other != planned))


def note_spoken(move: Move) -> None:
    """A visit has just opened its dialogue: what stands now is its invitation."""
    move.change(invited=move.session.turn, invited_on=today(move).isoformat())
    schedule_visit(move)


def is_invitation(move: Move) -> bool:
    """Whether what stands is the question with which a visit opened."""
    return bool(move.session.stack) and move.session.invited == move.session.turn


def stands_in_for_prompt(move: Move) -> bool:
    """Whether somebody is invited today already, or is about to be: then the daily prompt gives way.

    Not to a visit that has been due for a day: whatever keeps it back must not keep back the daily prompt for good.
    """
    overdue = _overdue(move)
    return _is_invited_today(move) or (overdue is not None and move.now - overdue < _DAY)


def put_overdue_again(move: Move) -> None:
    """The due row of a visit may be gone with a turn that failed. If the daily prompt speaks, the visit comes later."""
    if _overdue(move):
        schedule_visit(move, not_before=None if stands_in_for_prompt(move) else move.now + LATER)


def _overdue(move: Move) -> datetime | None:
    """Since when the earliest visit is due."""
    earliest = next_visit(move.session.visits, move.session.profile)
    return earliest[1] if earliest and earliest[1] <= move.now else None


def _is_invited_today(move: Move) -> bool:
    return is_invitation(move) and move.session.invited_on == today(move).isoformat()


def today(move: Move) -> date:
    return local_time(zone_of(move.session.profile), move.now).date()


def zone_of(profile: Profile) -> str:
    return profile.zone or _UTC


def own_hour(profile: Profile) -> time | None:
    return time.fromisoformat(profile.prompt_time) if profile.prompt_time else None
