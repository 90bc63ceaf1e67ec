"""Decides what becomes of an outbox row after it was sent or not: the one table that says so. Pure; writes nothing.

`outcomes.py` names what happened, and `claiming.py` writes what is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.outcomes import Gone, NothingToDo, Outcome, Refused, TokenRefused, TryLater, Unknown
from bot.storage.parcels import Parcel, ParcelKind, ParcelState

LONGEST_BACK_OFF = timedelta(minutes=1)
MOST_COPIES = 3  # of what a person could do without, sent again and again without an answer: each may have arrived


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Telegram has it. The counterpart of the failures in `outcomes.py`."""

    message_id: int | None = None  # None where no message came of it


@dataclass(frozen=True, kw_only=True, eq=False)
class Settlement:
    """A row's next state. WAITING means that it is sent again."""

    parcel: Parcel
    state: ParcelState
    message_id: int | None = None
    not_before: datetime | None = None
    resent: bool = False  # this try may have arrived, and the next one would be a copy
    plain: bool = False  # the next try is without bold and italic, or with words in place of a voice note
    elsewhere: bool = False  # the next try is outside the topic, which is no more
    person_gone: bool = False
    everybody_waits: bool = False  # `not_before` holds for the whole bot


def settle(parcel: Parcel, outcome: Sent | Outcome, *, at: datetime, jitter: float) -> Settlement:
    """Return a row's next state after an outcome.

    `jitter` is a number from 0 to 1, so that rows that failed together are not tried again together.
    """
    match outcome:
        case Sent(message_id=message_id):
            return Settlement(parcel=parcel, state=ParcelState.DELIVERED, message_id=message_id)
        case NothingToDo():
            return Settlement(parcel=parcel, state=ParcelState.DELIVERED)
        case TryLater() | TokenRefused():
            ordered = outcome.after if isinstance(outcome, TryLater) else None
            wait = back_off(parcel.attempt, jitter) if ordered is None else ordered
            return Settlement(parcel=parcel, state=ParcelState.WAITING, not_before=at + wait)
        case Unknown() if _goes_again(parcel):
            wait = back_off(parcel.resent + 1, jitter)
            return Settlement(parcel=parcel, state=ParcelState.WAITING, not_before=at + wait, resent=True)
        case Unknown() if _has_words_instead(parcel):
            return Settlement(parcel=parcel, state=ParcelState.WAITING, plain=True)
        case Unknown():
            return Settlement(parcel=parcel, state=ParcelState.UNKNOWN)
        case Gone():
            return Settlement(parcel=parcel, state=ParcelState.CANCELLED, person_gone=True)
        case Refused(thread_gone=thread_gone):
            return _refused(parcel, thread_gone)


def after_crash(parcel: Parcel) -> Settlement:
    """Return the next state of a row that an earlier process was sending.

    Replies are claimed in the transaction that decides on them, so most of them were never sent: they are sent again at
    once. A prompt is claimed right before it is sent, and never comes twice.
    """
    if not _goes_again(parcel):
        return Settlement(parcel=parcel, state=ParcelState.UNKNOWN)
    return Settlement(parcel=parcel, state=ParcelState.WAITING, resent=True)


def back_off(attempt: int, jitter: float) -> timedelta:
    """Return how long to wait before the next attempt: a second, doubling up to a minute.

    `jitter` takes off up to half of it.
    """
    longest = min(LONGEST_BACK_OFF, timedelta(seconds=2 ** min(attempt - 1, 6)))
    return longest * (0.5 + jitter / 2)


def _refused(parcel: Parcel, thread_gone: bool) -> Settlement:
    if thread_gone and parcel.thread is not None:
        return Settlement(parcel=parcel, state=ParcelState.WAITING, elsewhere=True)
    if _has_words_instead(parcel):
        return Settlement(parcel=parcel, state=ParcelState.WAITING, plain=True)
    if _can_be_plainer(parcel):
        return Settlement(parcel=parcel, state=ParcelState.WAITING, resent=True, plain=True)
    return Settlement(parcel=parcel, state=ParcelState.REFUSED)


def _has_words_instead(parcel: Parcel) -> bool:
    return parcel.kind is ParcelKind.VOICE and parcel.message is not None


def _goes_again(parcel: Parcel) -> bool:
    """Return whether a row is sent again after a try that may have arrived.

    Help is sent until it has come. So is a question, without which a person waits for nothing; `claiming.py` drops one
    that no longer stands. Anything else comes a few times at most, and a daily prompt or a visit never twice.
    """
    if parcel.prompt:
        return False
    copies = parcel.resent + 1 + _has_words_instead(parcel)  # which are to come too
    return parcel.urgent or parcel.question is not None or copies < MOST_COPIES


def _can_be_plainer(parcel: Parcel) -> bool:
    """Return whether to leave out bold and italic: where silence would be worse, and they are still there."""
    if parcel.kind is not ParcelKind.SEND or not (parcel.urgent or parcel.question is not None):
        return False
    return not parcel.resent or bool(parcel.message and parcel.message.entities)
