"""Plans visits, and decides when the next is due and whether it may speak now. Sends nothing itself.

Each dialogue has at most one visit, and one due row stands for the earliest. A visit may come late but is never lost.
It does not come at night, into an exercise, on the day after a crisis, or while the question of another visit stands.
If a person's zone is not known, the night is not known either, and a visit comes at the time of day at which it was
planned.
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
_UTC = "UTC"  # the zone of people who have not told theirs


def plan(move: Move, visit: Visit) -> None:
    """Plan a visit. It replaces an earlier plan for the same dialogue."""
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
    """Cancel the visit that would come next, if there is one."""
    if earliest := next_visit(move.session.visits, move.session.profile):
        _drop(move, earliest[0])
    schedule_visit(move)


def schedule_visit(move: Move, *, not_before: datetime | None = None) -> None:
    """Set the due row of the earliest visit, or cancel the row if no visit is planned.

    `not_before` is the row's time (UTC) if the earliest visit is already due but does not come now.
    """
    earliest = next_visit(move.session.visits, move.session.profile)
    if earliest is None:
        move.order(CancelWake(timer=Timer.VISIT))
        return
    planned, at = earliest
    move.order(WakeAt(timer=Timer.VISIT, at=not_before or at, token=planned.dialogue))


def next_visit(visits: tuple[Planned, ...], profile: Profile) -> tuple[Planned, datetime] | None:
    """Return the earliest visit and when it is due (UTC); None if there are none."""
    return min(((planned, due_at(planned, profile)) for planned in visits), key=lambda found: found[1], default=None)


def due_at(planned: Planned, profile: Profile) -> datetime:
    """Return when a planned visit is due (UTC), by day if the person's zone is known.

    A visit that is planned for a date comes at the person's prompt hour, or else at the time of day of its plan.
    """
    if planned.at:
        return first_by_day(profile, planned.at)
    on, wall = date.fromisoformat(planned.on), time.fromisoformat(planned.wall)
    if not profile.zone:
        return on_date(_UTC, on, wall)
    return first_by_day(profile, on_date(profile.zone, on, profile.hour or before_night(wall)))


def first_by_day(profile: Profile, at: datetime) -> datetime:
    """Return `at`, or the first moment after it (UTC) at which it is not night for the person.

    If their zone is not known, return `at`.
    """
    return by_day(profile.zone, at, profile.hour) if profile.zone else at


def take_due(move: Move, *, reachable: bool) -> DialogueId | None:
    """Take the visit that may speak now off the plan, and return its dialogue; None if none may speak.

    Due visits are dropped if their dialogue is gone, if the person is in it already, or if they have blocked the bot.
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
    """Return whether a due visit may speak now. If not, put it off to when it may."""
    if is_shaken(move) or is_invitation(move):
        _put_off(move, planned)
        return False
    at = quiet_from(move) if move.session.stack else move.now
    at = first_by_day(move.session.profile, max(at, move.now))
    if at > move.now:
        schedule_visit(move, not_before=at)
    return at <= move.now


def _put_off(move: Move, planned: Planned) -> None:
    """Put off a visit by one day."""
    if planned.at:
        later = replace(planned, at=move.now + _DAY)
    else:
        later = replace(planned, on=(today(move) + _DAY).isoformat())
    _drop(move, planned)
    move.change(visits=(*move.session.visits, later))
    schedule_visit(move)


def forget_gone(move: Move) -> None:
    """Drop the visits whose dialogue is gone, and note that their person has to be told."""
    visits = tuple(planned for planned in move.session.visits if planned.dialogue in move.dialogues.live)
    if len(visits) < len(move.session.visits):
        move.change(visits=visits, visit_gone=True)
        schedule_visit(move)


def tell_of_gone(move: Move) -> None:
    """Let the next message begin by saying, once, that a planned visit does not come."""
    if move.session.visit_gone:
        move.change(visit_gone=False)
        move.open_with(move.dialogues.phrase("visit_gone"))


def _drop(move: Move, planned: Planned) -> None:
    move.change(visits=tuple(other for other in move.session.visits if other != planned))


def note_spoken(move: Move) -> None:
    """Note that a visit has just opened its dialogue, and that its question is the one that stands."""
    move.change(invited=move.session.turn, invited_on=today(move).isoformat())
    schedule_visit(move)


def is_invitation(move: Move) -> bool:
    """Return whether the question with which a visit opened stands."""
    return bool(move.session.stack) and move.session.invited == move.session.turn


def stands_in_for_prompt(move: Move) -> bool:
    """Return whether the daily prompt gives way to a visit, which came today or is about to come.

    It does not give way to a visit that has been due for a day: what holds that back must not hold back the prompt for
    good.
    """
    overdue = _overdue(move)
    return _is_invited_today(move) or (overdue is not None and move.now - overdue < _DAY)


def put_overdue_again(move: Move) -> None:
    """Set the due row of an overdue visit again, since it may be lost with a turn that failed.

    If the daily prompt speaks now, the visit follows later.
    """
    if _overdue(move):
        schedule_visit(move, not_before=None if stands_in_for_prompt(move) else move.now + LATER)


def _overdue(move: Move) -> datetime | None:
    """Return since when the earliest visit is due (UTC); None if it is not due yet, or there is none."""
    earliest = next_visit(move.session.visits, move.session.profile)
    return earliest[1] if earliest and earliest[1] <= move.now else None


def _is_invited_today(move: Move) -> bool:
    return is_invitation(move) and move.session.invited_on == today(move).isoformat()


def today(move: Move) -> date:
    """Return today's date where the person is."""
    return local_time(zone_of(move.session.profile), move.now).date()


def zone_of(profile: Profile) -> str:
    """Return the person's zone, or UTC if they have not told it."""
    return profile.zone or _UTC
