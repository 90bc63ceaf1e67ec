"""Leads everybody over from older versions to the live ones, in one transaction; or only counts what that would do.

Decides nothing itself: `dialogue/carrying.py` does, for one person at a time. What is said goes to the outbox.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.carrying import Carried, Carrying
from bot.dialogue.change import TermsOf
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.fates import GOING_OVER, Fate, Verdict
from bot.dialogue.session import Session
from bot.services.turns import Aftermath, Turns
from bot.storage import outbox, people
from bot.storage.database import Transaction

_SEED = 0  # of a choice between wordings; nothing that is said here has several


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many people each verdict is about. Somebody who is in two places counts at both."""

    people: Mapping[Verdict, int]
    told: int  # people who are asked something anew

    @property
    def undecided(self) -> int:
        return sum(count for verdict, count in self.people.items() if verdict.fate is Fate.DECIDE)

    @property
    def going_over(self) -> int:
        return sum(count for verdict, count in self.people.items() if verdict.fate in GOING_OVER)


def outlook(tx: Transaction, dialogues: Dialogues, terms_of: TermsOf, now: datetime) -> Tally:
    """What `migrate` would do. Only reads."""
    return _tally(carried for _, carried in _all_carried(tx, dialogues, terms_of, now))


def migrate(tx: Transaction, turns: Turns, terms_of: TermsOf, now: datetime) -> Tally:
    """All of it, in this transaction. The sources of the live versions have to be stored before."""
    return _tally(_written(tx, turns, terms_of, now))


def _written(tx: Transaction, turns: Turns, terms_of: TermsOf, now: datetime) -> Iterator[Carried]:
    for person_id, carried in _all_carried(tx, turns.dialogues, terms_of, now):
        if carried.goes_over:
            turns.write(tx, person_id, carried.session, carried.effects, now, Aftermath())
            if not people.is_reachable(tx, person_id):
                outbox.cancel_waiting(tx, person_id, now)
        yield carried


def _all_carried(
    tx: Transaction, dialogues: Dialogues, terms_of: TermsOf, now: datetime
) -> Iterator[tuple[int, Carried]]:
    carrying = Carrying(dialogues, terms_of)
    live = [(dialogue.id, dialogue.version) for dialogue in dialogues.live.values()]
    for person_id in people.outside(tx, live):
        session: Session | None = people.load(tx, person_id)
        if session:
            yield person_id, carrying.carry_over(session, now, _SEED)


def _tally(all_carried: Iterator[Carried]) -> Tally:
    found: Counter[Verdict] = Counter()
    told = 0
    for carried in all_carried:
        found.update(set(carried.verdicts))
        told += carried.asks_anew
    return Tally(people=found, told=told)
