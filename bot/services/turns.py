"""Takes one turn inside a transaction: loads the session, lets the core decide, and carries out what it orders.

Decides nothing itself. What cannot wait for the outbox (the answer to a tap) is returned, to be done after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import (
    AddToAnswer,
    AnswerPress,
    CancelWake,
    ContinueAnswer,
    EditMessage,
    Effect,
    Erase,
    JournalOrder,
    KeepAnswer,
    PlayVoice,
    PromptSettled,
    RemoveAnswer,
    ReplaceWords,
    SealAnswers,
    SendMessage,
    SendVoice,
    ShowHistory,
    UnsealAnswers,
    WakeAt,
)
from bot.dialogue.engine import advance
from bot.dialogue.inputs import AnswerEdited, Input, TextReceived, TimeCame, Timer, VoiceReceived
from bot.dialogue.session import Session
from bot.services import journal
from bot.services.live_dialogues import LiveDialogues
from bot.services.onlookers import Onlookers, TurnTaken
from bot.services.spoken_languages import SpokenLanguages
from bot.storage import answers, due, erasure, outbox, outbox_reading, people, prompts
from bot.storage.database import Transaction
from bot.storage.outbox_reading import Fate
from bot.storage.parcels import ParcelState

PROMPT_KIND = "breath"  # of the daily prompt, in the table of prompts
MOST_WAITING = 30  # messages for one person: whoever sends commands by the thousand would wait for hours otherwise
LOOKED_AT_EVERY = 8  # turns or so: a flood has many, and all others have nothing that waits


class SettledTwiceError(RuntimeError):
    """A prompt of a local date that was settled before. The turn that would send it again must be undone."""


@dataclass(kw_only=True)
class Aftermath:
    """What a transaction leaves to do once it is committed."""

    presses: list[AnswerPress] = field(default_factory=list)
    soonest: datetime | None = None  # of the due rows that were put
    erased: bool = False  # the files must be rid of what was deleted
    turns: list[TurnTaken] = field(default_factory=list)  # for onlookers

    def add(self, other: Aftermath) -> None:
        """Add what another turn leaves to do."""
        self.presses += other.presses
        self.turns += other.turns
        self.due_at(other.soonest)
        self.erased = self.erased or other.erased

    def due_at(self, at: datetime | None) -> None:
        """Note that a due row was set for `at`."""
        if at is not None:
            self.soonest = at if self.soonest is None else min(self.soonest, at)


class _Place(NamedTuple):
    """The chat, and the topic in it, where something is said."""

    person_id: int
    thread: int | None  # a topic of their chat


class Turns:
    """Takes the turns of all people."""

    def __init__(
        self,
        *,
        current: LiveDialogues,
        new_key: Callable[[], str],
        seed: Callable[[], int],
        reached: Callable[[int, int], Fate | None],
    ) -> None:
        """Take what turns need from outside the core.

        `new_key` returns the key of a new session. `reached(chat, turn)` returns the fate of a question that was just
        delivered, if the database does not know it yet.
        """
        self._current = current
        self._new_key = new_key
        self._seed = seed
        self._reached = reached
        self.spoken = SpokenLanguages()
        self.onlookers = Onlookers()

    @property
    def dialogues(self) -> Dialogues:
        return self._current.dialogues

    def take(
        self,
        tx: Transaction,
        person_id: int,
        received: Input,
        now: datetime,
        aftermath: Aftermath,
        thread: int | None = None,
    ) -> None:
        """Take one input, and write everything that follows from it.

        What is said goes to the topic where the input came; a timer's goes to the last one. Raises SettledTwiceError if
        the turn would send a prompt that was sent before.
        """
        session = people.load(tx, person_id) or Session(key=self._new_key())
        self.spoken.note(person_id, session.profile.language)  # at once, so that it is known if the turn fails
        if isinstance(received, TextReceived | VoiceReceived):
            early, unseen = self._was_before(tx, person_id, session, received.message_id)
            received = replace(received, early=early, unseen=unseen)
        elif isinstance(received, AnswerEdited):
            before = answers.words_of_message(tx, person_id, received.message_id)
            received = replace(received, before=before)
        seed = self._seed()
        turn = advance(self.dialogues, session, received, now, seed)
        aftermath.turns.append(
            TurnTaken(
                person_id=person_id, before=session, received=received, turn=turn, dialogues=self.dialogues, now=now
            )
        )
        if session.profile.zone is None and turn.session.profile.zone:
            answers.place(tx, person_id, turn.session.profile.zone)
        if isinstance(received, TimeCame):
            thread = outbox_reading.thread(tx, person_id)
        self.write(tx, person_id, turn.session, turn.effects, now, aftermath, thread)
        if seed % LOOKED_AT_EVERY == 0:
            outbox.drop_beyond(tx, person_id, MOST_WAITING, turn.session.turn, now)

    def write(
        self,
        tx: Transaction,
        person_id: int,
        session: Session,
        effects: Iterable[Effect],
        now: datetime,
        aftermath: Aftermath,
        thread: int | None = None,
    ) -> None:
        """Write the session as it is now, and carry out what was ordered."""
        people.save(tx, person_id, session, now)
        self.spoken.note(person_id, session.profile.language)
        for effect in effects:
            self._carry_out(tx, _Place(person_id, thread), effect, session, now, aftermath)

    def pass_over(self, tx: Transaction, person_id: int, prompt: TimeCame, now: datetime) -> None:
        """Note in the session that a prompt was settled, after SettledTwiceError, and schedule the next."""
        session = people.load(tx, person_id)
        if session:
            people.save(tx, person_id, replace(session, prompted_on=prompt.token), now)
            self.take(tx, person_id, prompt, now, Aftermath())

    def _was_before(self, tx: Transaction, person_id: int, session: Session, message_id: int) -> tuple[bool, bool]:
        """Return whether a message was written before the bot's last words arrived, and whether that is not known.

        The second is only for a question that stands. In a chat Telegram's ids rise.
        """
        if not session.stack:
            fate = outbox_reading.newest(tx, person_id)
        else:
            fate = self._reached(person_id, session.turn)
            if fate is None or (fate.resent and message_id < (fate.message_id or 0)):
                fate = outbox_reading.question(tx, person_id, session.turn)
        if fate is None:
            return False, False
        if fate.message_id is not None and (message_id > fate.message_id or not fate.resent):
            return message_id < fate.message_id, False
        # Of unknown fate; but between two ids that follow each other no message of the bot's can stand.
        early = message_id == session.last_message + 1
        if not fate.resent:
            early = early or fate.state in (ParcelState.WAITING, ParcelState.SENDING)
        return early, fate.unheard and bool(session.stack)

    def _carry_out(
        self, tx: Transaction, place: _Place, effect: Effect, session: Session, now: datetime, aftermath: Aftermath
    ) -> None:
        person_id = place.person_id
        match effect:
            case SendMessage() | EditMessage() | SendVoice():
                _put(tx, place, effect, now)
            case AnswerPress():
                aftermath.presses.append(effect)
            case WakeAt():
                due.wake(tx, person_id, effect.timer, effect.at, effect.token)
                aftermath.due_at(effect.at)
            case CancelWake():
                due.cancel(tx, person_id, effect.timer)
                if effect.timer in (Timer.PROMPT, Timer.PROMPT_AGAIN):
                    outbox.cancel_prompts(tx, person_id, now)
            case PromptSettled():
                self._settle_prompt(tx, person_id, effect, now)
            case ShowHistory() | PlayVoice():
                self._show(tx, place, effect, session, now)
            case Erase():
                self._erase(tx, place, effect, now)
                aftermath.erased = True
            case _:
                _keep(tx, place, effect, session.profile.zone, now)

    def _settle_prompt(self, tx: Transaction, person_id: int, effect: PromptSettled, now: datetime) -> None:
        day = date.fromisoformat(effect.local_date)
        if not prompts.settle(tx, person_id, PROMPT_KIND, day, effect.outcome, now):
            raise SettledTwiceError

    def _show(
        self, tx: Transaction, place: _Place, effect: ShowHistory | PlayVoice, session: Session, now: datetime
    ) -> None:
        dialogues = self.dialogues.speaking(session.profile.language)
        if isinstance(effect, PlayVoice):
            shown: SendMessage | EditMessage | SendVoice | None = journal.voice(tx, place.person_id, effect, dialogues)
        else:
            shown = journal.history(tx, place.person_id, effect, dialogues, session)
        if shown:
            _put(tx, place, shown, now)

    def _erase(self, tx: Transaction, place: _Place, effect: Erase, now: datetime) -> None:
        removed = erasure.erase(tx, place.person_id, now)
        dialogues = self.dialogues.speaking(effect.language)
        words = dialogues.phrase("forgotten", answers=str(removed.answers), messages=str(removed.messages))
        _put(tx, place, SendMessage(message=words, urgent=True), now)


def still_asked(tx: Transaction, person_id: int, turn: int) -> bool:
    """Return whether the question of that turn still stands. Once it is answered, it need not be sent again."""
    session = people.load(tx, person_id)
    return session is not None and bool(session.stack) and session.turn == turn


def _put(tx: Transaction, place: _Place, order: SendMessage | EditMessage | SendVoice, now: datetime) -> None:
    match order:
        case SendMessage():
            outbox.put_send(tx, place.person_id, order, now, place.thread)
        case EditMessage():
            outbox.put_edit(tx, place.person_id, order, now)
        case SendVoice():
            outbox.put_voice(tx, place.person_id, order, now, place.thread)


def _keep(
    tx: Transaction,
    place: _Place,
    order: JournalOrder,
    zone: str | None,
    now: datetime,
) -> None:
    person_id = place.person_id
    match order:
        case SealAnswers(numbers=numbers):
            answers.seal(tx, person_id, numbers)
        case UnsealAnswers():
            answers.unseal(tx, person_id)
        case KeepAnswer():
            answers.keep(tx, person_id, order, now, zone)
        case RemoveAnswer(number=number):
            answers.remove(tx, person_id, number)
        case ContinueAnswer():
            answers.go_on(tx, person_id, order, now, zone)
        case AddToAnswer():
            answers.add(tx, person_id, order)
        case ReplaceWords():
            replaced = answers.replace_words(tx, person_id, order.message_id, order.words)
            if replaced or order.words:  # an edit of a voice note that has, and had, nothing under it is none
                _put(tx, place, SendMessage(message=order.done if replaced else order.none), now)
