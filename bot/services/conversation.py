"""Takes what has come, in batches. A batch is one transaction, and a bug in it harms one update alone.

Nothing is confirmed to Telegram before the commit: `take` returns when the batch is safe, and raises when it is not. If
the database itself fails, the support card still goes out, from memory and past the outbox.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.dialogue.buttons import Act
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import SendMessage
from bot.dialogue.inputs import ChoicePressed, CommandReceived, text_of
from bot.dialogue.words import Message
from bot.errors import DatabaseError
from bot.listening.crisis import sounds_like_crisis
from bot.services.arrivals import Arrival, Blocked, GroupSeen, Ignored, Unblocked, Unreadable
from bot.services.delivery import Delivery, Handover
from bot.services.live_dialogues import LiveDialogues
from bot.services.next_due import NextDue
from bot.services.support import support_card
from bot.services.turns import Aftermath, Turns
from bot.storage import erasure, outbox, outbox_reading, people, updates
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)

PATIENCE = 3.0  # seconds: whoever asks for help does not wait for a database that is locked
_REMEMBERED = 1000  # update ids and strangers answered past the database


@dataclass(frozen=True, kw_only=True)
class Direct:
    """Sends to Telegram at once, past the outbox. Everything but help may be lost."""

    answer_press: Callable[[str, str | None], None]
    send: Callable[[int, Message, int | None], None]  # the number is the topic of the chat
    send_help: Callable[[int, Message, int | None], None]  # until it has come


@dataclass(kw_only=True)
class _Batch:
    aftermath: Aftermath = field(default_factory=Aftermath)
    strangers: list[Arrival] = field(default_factory=list)
    handover: Handover | None = None


class Conversation:
    """Intake: hands arrivals to turns, and what follows from them to delivery."""

    def __init__(
        self,
        *,
        database: Database,
        delivery: Delivery,
        turns: Turns,
        next_due: NextDue,
        current: LiveDialogues,
        direct: Direct,
        now: Callable[[], datetime],
        allowed: frozenset[int] | None,
    ) -> None:
        self._database = database
        self._delivery = delivery
        self._turns = turns
        self._next_due = next_due
        self._current = current
        self._direct = direct
        self._now = now
        self._allowed = allowed  # None: everybody
        self._told: OrderedDict[tuple[str, int], None] = OrderedDict()

    @property
    def _dialogues(self) -> Dialogues:
        return self._current.dialogues

    async def take(self, arrivals: Sequence[Arrival]) -> None:
        """Handle a batch in its order. Returns once all of it is committed.

        Raises whatever the transaction raises, most likely a DatabaseError; then nothing of the batch was kept.
        """
        running = asyncio.ensure_future(self._database.run(lambda tx: self._take_all(tx, arrivals)))
        try:
            done, _ = await asyncio.wait({running}, timeout=PATIENCE)
            if not done:
                self.serve_support(arrivals)
            batch = await running
        except Exception:
            self.serve_support(arrivals)
            raise
        if batch.handover:
            self._delivery.dispatch(batch.handover)
        for press in batch.aftermath.presses:
            self._direct.answer_press(press.press_id, press.text)
        for arrival in batch.strangers:
            self._turn_away(arrival)
        self._next_due.note(batch.aftermath.soonest)
        self._turns.onlookers.tell(batch.aftermath.turns)
        if batch.aftermath.erased:
            await erasure.finish(self._database)

    def serve_support(self, arrivals: Sequence[Arrival]) -> None:
        """Send the support card to whoever asks for help, once for each update, without the database."""
        for arrival in arrivals:
            if arrival.person_id is not None and self._asks_for_help(arrival):
                card = support_card(self._speaking_to(arrival.person_id))
                if self._is_first(("update", arrival.update_id)):
                    self._direct.send_help(arrival.person_id, card, arrival.thread)

    def _take_all(self, tx: Transaction, arrivals: Sequence[Arrival]) -> _Batch:
        batch, now = _Batch(), self._now()
        for arrival in arrivals:
            if updates.first_time(tx, arrival.update_id, now):
                self._take_one(tx, arrival, now, batch)
        batch.handover = self._delivery.settle_and_claim(tx, now)
        return batch

    def _take_one(self, tx: Transaction, arrival: Arrival, now: datetime, batch: _Batch) -> None:
        person_id = arrival.person_id
        if person_id is not None and self._allowed is not None and person_id not in self._allowed:
            batch.strangers.append(arrival)
            return
        aftermath = Aftermath()
        try:
            with tx.savepoint():
                self._handle(tx, arrival, now, aftermath)
        except DatabaseError:
            raise
        except Exception as error:
            # A bug: this update is put aside for whoever mends it, the person is told, and the others go on.
            log.exception("update put aside", extra={"update": arrival.update_id})
            self._put_aside(tx, arrival, type(error).__name__, now)
            return
        batch.aftermath.add(aftermath)

    def _handle(self, tx: Transaction, arrival: Arrival, now: datetime, aftermath: Aftermath) -> None:
        what, person_id = arrival.what, arrival.person_id
        match what:
            case Ignored():
                pass
            case Unreadable(reason=reason):
                log.warning("update not readable", extra={"update": arrival.update_id, "reason": reason})
                self._put_aside(tx, arrival, reason, now)
            case GroupSeen():
                self._leave_group(tx, what, now)
            case _ if person_id is None:
                raise LookupError("only a person blocks the bot, or writes to it")
            case Blocked():
                people.set_reachable(tx, person_id, False)
                outbox.cancel_waiting(tx, person_id, now)
            case Unblocked():
                people.set_reachable(tx, person_id, True)
            case _:
                self._turns.take(tx, person_id, what, now, aftermath, arrival.thread)
                people.set_reachable(tx, person_id, True)

    def _leave_group(self, tx: Transaction, group: GroupSeen, now: datetime) -> None:
        """Leave a group, and say why. A channel is left without a word, since all who follow it would read that."""
        if outbox_reading.knows(tx, group.chat_id):
            return
        if not group.is_channel:
            outbox.put_send(tx, group.chat_id, SendMessage(message=self._dialogues.phrase("group")), now)
        outbox.put_leave(tx, group.chat_id, now)

    def _put_aside(self, tx: Transaction, arrival: Arrival, reason: str, now: datetime) -> None:
        updates.quarantine(tx, arrival.update_id, arrival.person_id, reason, arrival.raw(), now)
        among_others = isinstance(arrival.what, Unreadable) and arrival.what.among_others
        if arrival.person_id is not None and not among_others:
            dialogues = self._speaking_to(arrival.person_id)
            urgent = self._asks_for_help(arrival)
            sorry = support_card(dialogues) if urgent else dialogues.phrase("went_wrong")
            outbox.put_send(tx, arrival.person_id, SendMessage(message=sorry, urgent=urgent), now, arrival.thread)

    def _turn_away(self, stranger: Arrival) -> None:
        """Answer a stranger kindly. A stranger who asks for help gets the support card."""
        if self._asks_for_help(stranger):
            self.serve_support([stranger])
        elif stranger.person_id is not None and not isinstance(stranger.what, Blocked):
            words = self._speaking_to(stranger.person_id).phrase("stranger")
            if self._is_first(("stranger", stranger.person_id)):
                self._direct.send(stranger.person_id, words, stranger.thread)

    def _asks_for_help(self, arrival: Arrival) -> bool:
        match arrival.what:
            case CommandReceived(name="support"):
                return True
            case ChoicePressed(data=data):
                return data.endswith(f":{Act.COMMAND}support")
            case Unreadable(words=words):
                return sounds_like_crisis(words, self._dialogues.cues)
            case Blocked() | Unblocked() | GroupSeen() | Ignored():
                return False
            case received:
                return sounds_like_crisis(text_of(received), self._dialogues.cues)

    def _speaking_to(self, person_id: int) -> Dialogues:
        return self._dialogues.speaking(self._turns.spoken.language_of(person_id))

    def _is_first(self, key: tuple[str, int]) -> bool:
        """Return whether nothing was sent for this key yet. Only the latest keys are remembered."""
        first = key not in self._told
        self._told[key] = None
        while len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return first
