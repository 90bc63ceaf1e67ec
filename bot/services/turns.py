"""Takes one turn inside a transaction: reads the session, lets the core decide, and carries out what it orders.

Decides nothing itself. What cannot wait for the outbox (the answer to a tap) is handed back, for after the commit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import (
    AddToAnswer,
    AnswerPress,
    CancelWake,
    EditMessage,
    Effect,
    Erase,
    KeepAnswer,
    PlayVoice,
    PromptSettled,
    ReplaceWords,
    SendMessage,
    SendVoice,
    ShowHistory,
    WakeAt,
)
from bot.dialogue.engine import advance
from bot.dialogue.inputs import Input, TextReceived, TimeCame, VoiceReceived
from bot.dialogue.session import Session
from bot.services import journal
from bot.storage import answers, due, erasure, outbox, people, prompts
from bot.storage.database import Transaction
from bot.storage.parcels import State

PROMPT_KIND = "breath"  # of the daily prompt, in the table of prompts


class SettledTwiceError(RuntimeError):
    """A local date's prompt was settled before: the turn that would send it again has to be undone."""


@dataclass(kw_only=True)
class Aftermath:
    """What a transaction leaves to do once it is committed."""

    presses: list[AnswerPress] = field(default_factory=list)
    soonest: datetime | None = None  # of the due rows that were put
    erased: bool = False  # the files must be rid of what was deleted

    def add(self, other: Aftermath) -> None:
        self.presses += other.presses
        self.due_at(other.soonest)
        self.erased = self.erased or other.erased

    def due_at(self, at: datetime | None) -> None:
        if at is not None:
            self.soonest = at if self.soonest is None else min(self.soonest, at)


class Turns:
    def __init__(
        self,
        *,
        dialogues: Dialogues,
        new_key: Callable[[], str],
        seed: Callable[[], int],
        reached: Callable[[int, int], int | None],
    ) -> None:
        """`new_key` names a session.

        `reached(chat, turn)` is the message id of a question that has just been delivered, if the database does not
        know of it yet.
        """
        self._dialogues = dialogues
        self._new_key = new_key
        self._seed = seed
        self._reached = reached

    def take(self, tx: Transaction, person_id: int, received: Input, now: datetime, aftermath: Aftermath) -> None:
        """One input and all that comes of it."""
        session = people.load(tx, person_id) or Session(key=self._new_key())
        if isinstance(received, TextReceived | VoiceReceived):
            received = replace(received, early=self._is_early(tx, person_id, session, received.message_id))
        turn = advance(self._dialogues, session, received, now, self._seed())
        people.save(tx, person_id, turn.session, now)
        for effect in turn.effects:
            self._carry_out(tx, person_id, effect, turn.session, now, aftermath)

    def pass_over(self, tx: Transaction, person_id: int, prompt: TimeCame, now: datetime) -> None:
        """After SettledTwiceError: the session had lost sight of that date; it is told, and looks to the next."""
        session = people.load(tx, person_id)
        if session:
            people.save(tx, person_id, replace(session, prompted_on=prompt.token), now)
            self.take(tx, person_id, prompt, now, Aftermath())

    def _is_early(self, tx: Transaction, person_id: int, session: Session, message_id: int) -> bool:
        """Whether a message was written before the last words of the bot's had come: Telegram's ids rise in a chat."""
        delivered = self._reached(person_id, session.turn)
        if delivered is None:
            last = outbox.question(tx, person_id, session.turn) if session.stack else outbox.newest(tx, person_id)
            if last is None:
                return False
            state, delivered = last
            if delivered is None:
                # Of unknown fate; but between two ids that follow each other no message of the bot's can stand.
                return state in (State.WAITING, State.SENDING) or message_id == session.last_message + 1
        return message_id < delivered

    def _carry_out(
        self, tx: Transaction, person_id: int, effect: Effect, session: Session, now: datetime, aftermath: Aftermath
    ) -> None:
        match effect:
            case SendMessage() | EditMessage() | SendVoice():
                _put(tx, person_id, effect, now)
            case AnswerPress():
                aftermath.presses.append(effect)
            case KeepAnswer() | AddToAnswer() | ReplaceWords():
                _keep(tx, person_id, effect, now)
            case WakeAt():
                due.wake(tx, person_id, effect.timer, effect.at, effect.token)
                aftermath.due_at(effect.at)
            case CancelWake():
                due.cancel(tx, person_id, effect.timer)
                outbox.cancel_prompts(tx, person_id, now)
            case PromptSettled():
                self._settle_prompt(tx, person_id, effect, now)
            case ShowHistory() | PlayVoice():
                self._show(tx, person_id, effect, session, now)
            case Erase():
                self._erase(tx, person_id, now)
                aftermath.erased = True

    def _settle_prompt(self, tx: Transaction, person_id: int, effect: PromptSettled, now: datetime) -> None:
        day = date.fromisoformat(effect.local_date)
        if not prompts.settle(tx, person_id, PROMPT_KIND, day, effect.outcome, now):
            raise SettledTwiceError

    def _show(
        self, tx: Transaction, person_id: int, effect: ShowHistory | PlayVoice, session: Session, now: datetime
    ) -> None:
        if isinstance(effect, PlayVoice):
            shown: SendMessage | EditMessage | SendVoice | None = journal.voice(tx, person_id, effect)
        else:
            shown = journal.history(tx, person_id, effect, self._dialogues, session)
        if shown:
            _put(tx, person_id, shown, now)

    def _erase(self, tx: Transaction, person_id: int, now: datetime) -> None:
        removed = erasure.erase(tx, person_id, now)
        words = self._dialogues.phrase("forgotten", answers=str(removed.answers), messages=str(removed.messages))
        _put(tx, person_id, SendMessage(message=words), now)


def still_asked(tx: Transaction, person_id: int, turn: int) -> bool:
    """Whether the question of that turn is the one that stands: answered, it need not be sent again."""
    session = people.load(tx, person_id)
    return session is not None and session.turn == turn


def _put(tx: Transaction, person_id: int, order: SendMessage | EditMessage | SendVoice, now: datetime) -> None:
    match order:
        case SendMessage():
            outbox.put_send(tx, person_id, order, now)
        case EditMessage():
            outbox.put_edit(tx, person_id, order, now)
        case SendVoice():
            outbox.put_voice(tx, person_id, order, now)


def _keep(tx: Transaction, person_id: int, order: KeepAnswer | AddToAnswer | ReplaceWords, now: datetime) -> None:
    match order:
        case KeepAnswer():
            answers.keep(tx, person_id, order, now)
        case AddToAnswer():
            answers.add(tx, person_id, order)
        case ReplaceWords():
            replaced = answers.replace_words(tx, person_id, order.message_id, order.words)
            _put(tx, person_id, SendMessage(message=order.done if replaced else order.none), now)
