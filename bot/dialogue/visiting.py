"""Later visits: plans them, says when the next is due, and whether it may speak now. Says nothing itself.

One for a dialogue, and one due row for the earliest of them all. A visit may be late and is not lost; but it never
comes at night, into an exercise, on the day after a crisis, or on top of another that nobody has answered yet.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.dialogue.effects import CancelWake, WakeAt
from bot.dialogue.inputs import Timer
from bot.dialogue.model import DialogueId, Visit
from bot.dialogue.move import Move
from bot.dialogue.prompting import quiet_from
from bot.dialogue.session import Planned, Profile
from bot.dialogue.shaken import is_shaken
from bot.practice.visits import by_day, on_date
from bot.practice.zones import local_time

_DAY = timedelta(days=1)
_UTC = "UTC"  # of whoever has not told their zone


def plan(move: Move, visit: Visit) -> None:
    """A visit that was planned for the same dialogue before is not to come any more."""
    if visit.hours is None:
        here = local_time(zone_of(move.session.profile), move.now)
        on = here.date() + (visit.days or 0) * _DAY
        planned = Planned(dialogue=visit.dialogue, on=on.isoformat(), wall=f"{here:%H:%M}")
    else:
        planned = Planned(dialogue=visit.dialogue, at=move.now + timedelta(hours=visit.hours))
    others = tuple(other for other in move.session.visits if other.dialogue != visit.dialogue)
    move.change(visits=(*others, planned))
    schedule(move)


def cancel_next(move: Move) -> None:
    if earliest := next_visit(move.session.visits, move.session.profile):
        _drop(move, earliest[0])
    schedule(move)


def schedule(move: Move, *, not_before: datetime | None = None) -> None:
    """Put the due row of the earliest visit, or take it away where there is none."""
    earliest = next_visit(move.session.visits, move.session.profile)
    if earliest is None:
        move.order(CancelWake(timer=Timer.VISIT))
        return
    planned, at = earliest
    move.order(WakeAt(timer=Timer.VISIT, at=max(at, not_before or at), token=planned.dialogue))


def next_visit(visits: tuple[Planned, ...], profile: Profile) -> tuple[Planned, datetime] | None:
    """The earliest of them, and when it is due (UTC)."""
    return min(((planned, due_at(planned, profile)) for planned in visits), key=lambda found: found[1], default=None)


def due_at(planned: Planned, profile: Profile) -> datetime:
    zone, own = zone_of(profile), own_hour(profile)
    at = planned.at or on_date(zone, date.fromisoformat(planned.on), own or time.fromisoformat(planned.wall))
    return by_day(zone, at, own)


def take_due(move: Move, *, reachable: bool) -> DialogueId | None:
    """The dialogue of the visit that speaks now, which is planned no longer; None where none may speak.

    Dropped are those whose dialogue is gone, and all that are due for somebody who has blocked the bot.
    """
    while earliest := next_visit(move.session.visits, move.session.profile):
        planned, at = earliest
        if at > move.now:
            break
        is_there = planned.dialogue in move.dialogues.live and move.session.profile.consented
        if reachable and is_there and not _may_speak(move, planned):
            return None
        _drop(move, planned)
        if reachable and is_there:
            return planned.dialogue
    schedule(move)
    return None


def _may_speak(move: Move, planned: Planned) -> bool:
    """Whether this is a good moment for a visit that is due; if not, it is put off until there may be one."""
    if is_shaken(move) or _is_invited_today(move):
        _put_off(move, planned)
        return False
    at = quiet_from(move) if move.session.stack else move.now
    at = by_day(zone_of(move.session.profile), max(at, move.now), own_hour(move.session.profile))
    if at > move.now:
        schedule(move, not_before=at)
    return at <= move.now


def _put_off(move: Move, planned: Planned) -> None:
    """By a day."""
    if planned.at:
        later = replace(planned, at=move.now + _DAY)
    else:
        later = replace(planned, on=(today(move) + _DAY).isoformat())
    _drop(move, planned)
    move.change(visits=(*move.session.visits, later))
    schedule(move)


def _drop(move: Move, planned: Planned) -> None:
    move.change(visits=tuple(other for other in move.session.visits if other != planned))


def note_spoken(move: Move) -> None:
    """A visit has just opened its dialogue: what stands now is its invitation."""
    move.change(invited=move.session.turn, invited_on=today(move).isoformat())
    schedule(move)


def is_invitation(move: Move) -> bool:
    """Whether what stands is the question with which a visit opened."""
    return bool(move.session.stack) and move.session.invited == move.session.turn


def stands_in_for_prompt(move: Move) -> bool:
    """Whether somebody is invited today already, or is about to be: then the daily prompt gives way."""
    earliest = next_visit(move.session.visits, move.session.profile)
    return _is_invited_today(move) or (earliest is not None and earliest[1] <= move.now)


def _is_invited_today(move: Move) -> bool:
    return is_invitation(move) and move.session.invited_on == today(move).isoformat()


def today(move: Move) -> date:
    return local_time(zone_of(move.session.profile), move.now).date()


def zone_of(profile: Profile) -> str:
    return profile.zone or _UTC


def own_hour(profile: Profile) -> time | None:
    return time.fromisoformat(profile.prompt_time) if profile.prompt_time else None
