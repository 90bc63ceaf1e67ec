"""What becomes of an outbox row after it was sent, or was not: the one table that says so. Pure; writes nothing.

`outcomes` names what happened; `claiming` writes what is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.outcomes import Gone, NothingToDo, Outcome, Refused, Revoked, TryLater, Unknown
from bot.storage.parcels import Parcel, ParcelKind, ParcelState

LONGEST_BACK_OFF = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Telegram has it. The counterpart of the failures in `outcomes`."""

    message_id: int | None = None  # None where no message came of it


@dataclass(frozen=True, kw_only=True, eq=False)
class Settlement:
    """A row's next state. WAITING means that it goes again."""

    parcel: Parcel
    state: ParcelState
    message_id: int | None = None
    not_before: datetime | None = None
    resent: bool = False  # the next try is the second, and last, of two that may both arrive
    plain: bool = False  # the next try is without bold and italic
    person_gone: bool = False
    everybody_waits: bool = False  # `not_before` holds for the whole bot


def settle(parcel: Parcel, outcome: Sent | Outcome, *, at: datetime, jitter: float) -> Settlement:
    """`jitter` is a number from 0 to 1, so that rows that failed together do not come back together."""
    match outcome:
        case Sent(message_id=message_id):
            return Settlement(parcel=parcel, state=ParcelState.DELIVERED, message_id=message_id)
        case NothingToDo():
            return Settlement(parcel=parcel, state=ParcelState.DELIVERED)
        case TryLater(after=after):
            wait = back_off(parcel.attempt, jitter) if after is None else after
            return Settlement(parcel=parcel, state=ParcelState.WAITING, not_before=at + wait)
        case Unknown() if _bears_repeating(parcel):
            return Settlement(
                parcel=parcel, state=ParcelState.WAITING, not_before=at + back_off(parcel.attempt, jitter), resent=True
            )
        case Unknown():
            return Settlement(parcel=parcel, state=ParcelState.UNKNOWN)
        case Gone():
            return Settlement(parcel=parcel, state=ParcelState.CANCELLED, person_gone=True)
        case Refused() if parcel.kind is ParcelKind.SEND and parcel.question is not None and not parcel.resent:
            return Settlement(parcel=parcel, state=ParcelState.WAITING, resent=True, plain=True)
        case Refused():
            return Settlement(parcel=parcel, state=ParcelState.REFUSED)
        case Revoked():
            return Settlement(parcel=parcel, state=ParcelState.WAITING)


def after_crash(parcel: Parcel) -> Settlement:
    """What an earlier process had begun to send.

    Replies are claimed in the transaction that decides on them, so most of these never left: they go again, once. A
    prompt is claimed by itself right before it is sent, and never comes twice.
    """
    if parcel.prompt or parcel.resent:
        return Settlement(parcel=parcel, state=ParcelState.UNKNOWN)
    return Settlement(parcel=parcel, state=ParcelState.WAITING, resent=True)


def back_off(attempt: int, jitter: float) -> timedelta:
    """One second, doubling, of which the later half is up to chance."""
    longest = min(LONGEST_BACK_OFF, timedelta(seconds=2 ** min(attempt - 1, 6)))
    return longest * (0.5 + jitter / 2)


def _bears_repeating(parcel: Parcel) -> bool:
    """Without its question a person waits for nothing; an edit or a leave that comes twice changes nothing."""
    if parcel.resent or parcel.prompt:
        return False
    return parcel.question is not None or parcel.kind in (ParcelKind.EDIT, ParcelKind.LEAVE)
