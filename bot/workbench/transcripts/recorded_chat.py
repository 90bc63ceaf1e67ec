"""Writes a chat with the running bot down as a transcript while it goes on. Changes nothing in the chat.

What happens to the bot happens again in a play of the core, and the play is what is written, so it plays back exactly
so. Ids, keys and seeds are the play's own; words, taps and times are those of the chat. Where the play does not say
what the bot said, or a transcript cannot tell something, there is a remark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import Effect, SendMessage
from bot.dialogue.engine import Turn
from bot.dialogue.inputs import (
    CommandReceived,
    Input,
    OtherReceived,
    TextReceived,
    TimeCame,
    Timer,
    VoiceReceived,
)
from bot.dialogue.session import Profile, Session
from bot.errors import CoachError, DialogueError
from bot.language.problems import TOP
from bot.workbench.transcripts.checking import ASKS_FOR_MORE, play_transcript
from bot.workbench.transcripts.playing import Play
from bot.workbench.transcripts.reading import read_transcript
from bot.workbench.transcripts.recorded_play import RecordedPlay
from bot.workbench.transcripts.recording import Start
from bot.workbench.transcripts.remembered_values import told
from bot.workbench.transcripts.replay import named, same_again
from bot.workbench.transcripts.transcript import Step, Transcript, Waits
from bot.workbench.transcripts.writing import BESIDE_TRANSCRIPTS, schema_line, written

_SECOND = timedelta(seconds=1)
_LATE = timedelta(seconds=5)  # what is due comes a moment later; if it comes later than that, the clock was moved
_EVERY_SECOND_COUNTS = {Timer.PAUSE, Timer.PHASE, Timer.PASTE}  # while one of these runs

PARTED = "From here on the transcript does not say what the bot said in the chat."
CHANGED = "The dialogues were changed during the recording."
CLOCK_BACK = "The clock was set back, which a transcript cannot tell."


class CannotRecordError(CoachError):
    """The chat is at a place from which it cannot be recorded."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A recording that has ended: the transcript's file, and how it plays."""

    text: str
    remarks: tuple[str, ...]
    failure: str | None  # the first thing that comes otherwise when it is played with the dialogues of now


class RecordedChat:
    """A recording that goes on. It follows the chat until something happens that the play cannot take."""

    def __init__(self, session: Session | None, dialogues: Dialogues, now: datetime) -> None:
        """Begin. `session` is the person's, or None before their first message.

        Raises CannotRecordError if it holds something that a transcript cannot begin with.
        """
        if session and (why := _why_not(session, dialogues)):
            raise CannotRecordError(why)
        self.begun = now.replace(microsecond=0)
        self.turns = 0
        self.remarks: list[str] = []
        self._begins_with = session
        self._played = RecordedPlay(_start(session, self.begun), dialogues)
        self._played.open()
        self._seen = self.begun  # on the bot's clock, when the play last moved
        self._behind: timedelta | None = None  # how far the play is, while every second counts; None: it catches up
        self._ids: dict[int, int] = {}  # of the person's messages: the chat's, and the play's
        self._came: list[Timer] = []  # what has come in the play, and will in the chat
        self._said: list[str] = []  # ... in the chat, until the play says it as well
        self._played_said: list[str] = []
        self._follows = True

    def takes(self, before: Session, received: Input, turn: Turn, dialogues: Dialogues, now: datetime) -> None:
        """Take one turn of the chat. Turns must come in order."""
        if not self._follows or (self.turns == 0 and turn.session == self._begins_with):
            return  # the session with which the recording began had seen it
        self.turns += 1
        self._use(dialogues)
        taken = len(self._play.taken)
        try:
            self._happens_again(before, received, now)
        except Exception as error:
            self._remark(f"The program itself fails here: {type(error).__name__}.")
            self._follows = False
            return
        self._said += _said(turn.effects, dialogues)
        self._played_said += [
            words for again in self._play.taken[taken:] for words in _said(again.turn.effects, dialogues)
        ]
        self._compare(turn.session)

    def transcript(self, title: str) -> Transcript:
        """Return the transcript so far."""
        whole = self._played.transcript(title)
        return replace(whole, steps=tuple(_waits_joined(whole.steps)))

    @property
    def _play(self) -> Play:
        return self._played.play

    def _use(self, dialogues: Dialogues) -> None:
        if dialogues is not self._play.dialogues:
            self._play.dialogues = self._play.world.dialogues = dialogues
            self._remark(CHANGED)

    def _happens_again(self, before: Session, received: Input, now: datetime) -> None:
        if now < self._seen - _SECOND:
            self._remark(CLOCK_BACK)
        if isinstance(received, TimeCame):
            self._time_comes(received.timer, now)
        else:
            self._time_passes(now)
            self._person_does(before, received)
        self._seen = now
        self._note_how_far_behind(now)

    def _note_how_far_behind(self, now: datetime) -> None:
        """Note how far the play is behind when a timer begins: that time is no part of the time that it runs."""
        if not self._play.world.due.keys() & _EVERY_SECOND_COUNTS:
            self._behind = None
        elif self._behind is None:
            self._behind = now - self._play.now

    def _in_the_play(self, now: datetime) -> datetime:
        return now - (self._behind or timedelta())

    def _time_passes(self, now: datetime) -> None:
        """Let time pass in the play up to now, but not beyond what the bot has yet to do."""
        play = self._play
        lasts = (self._in_the_play(now) - play.now) // _SECOND * _SECOND
        next_due = min((wake.at for wake in play.world.due.values()), default=now + _SECOND)
        if next_due <= play.now + lasts:
            lasts = _up(next_due - play.now) - _SECOND
        is_counted = play.world.due.keys() & _EVERY_SECOND_COUNTS or not _same_minute(play.now, now)
        if lasts > timedelta() and is_counted:
            self._played.happens(Waits(lasts=lasts))

    def _time_comes(self, timer: Timer, now: datetime) -> None:
        if timer in self._came:
            self._came.remove(timer)
            return
        play = self._play
        wake = play.world.due.get(timer)
        if wake is None:
            self._remark(f"Something came at its time that the transcript knows nothing of ({timer}).")
            return
        lasts, taken = max(_up(wake.at - play.now), _SECOND), len(play.taken)
        is_late = (now - self._seen) - (wake.at - play.now) > _LATE
        if is_late:
            lasts = max(lasts, (self._in_the_play(now) - play.now) // _SECOND * _SECOND)
        self._played.happens(Waits(lasts=lasts, off=is_late))
        self._came += [again.received.timer for again in play.taken[taken:] if isinstance(again.received, TimeCame)]
        self._came.remove(timer)

    def _person_does(self, before: Session, received: Input) -> None:
        what = same_again(received, before, self._play, self._ids)
        if what is None:
            self._remark(f"{named(received)} is left out: a transcript cannot tell it.")
            return
        self._played.happens(what)
        if isinstance(received, TextReceived | CommandReceived | VoiceReceived | OtherReceived):
            self._ids[received.message_id] = self._play.messages

    def _compare(self, session: Session) -> None:
        """Compare what was said and where that leads. If the play is ahead, compare only what the chat has so far."""
        count = len(self._said)
        same = self._said == self._played_said[:count] and (bool(self._came) or self._stands_as(session))
        del self._played_said[:count], self._said[:]
        if not same or (self._played_said and not self._came):
            self._remark(PARTED)
            self._follows = False

    def _stands_as(self, session: Session) -> bool:
        here, there = self._play.session.top, session.top
        return (here and (here.dialogue, here.state)) == (there and (there.dialogue, there.state))

    def _remark(self, sentence: str) -> None:
        if sentence not in self.remarks:
            self.remarks.append(sentence)


def played_back(chat: RecordedChat, title: str, dialogues: Dialogues) -> Recorded:
    """Return the recording as a file, with the result of playing it."""
    text, failure = schema_line(BESIDE_TRANSCRIPTS) + written(chat.transcript(title)), None
    try:
        wrong = play_transcript(read_transcript("recorded.yaml", text.encode(), dialogues.live), dialogues)
        failure = str(wrong) if wrong else None
    except DialogueError as error:
        failure = str(error)
    return Recorded(text=text, remarks=tuple(chat.remarks), failure=failure)


def _why_not(session: Session, dialogues: Dialogues) -> str | None:
    spoken = dialogues.speaking(session.profile.language)
    if session.stack:
        dialogue = spoken.live.get(session.stack[0].dialogue)
        name = f"“{dialogue.title}”" if dialogue else "something"
        return (
            f"This person is in the middle of {name}. Finish it, or send /stop and decline, and then begin recording."
        )
    if session.aside:
        return "An exercise is set aside. Finish it first (/resume), or add a person and record with them."
    if session.sealed or session.visits:
        return "Words are put away, or a visit is planned, which no transcript begins with. Record with another person."
    return None


def _start(session: Session | None, begins: datetime) -> Start:
    if session is None:
        return Start(begins=begins, profile=Profile())
    words = {name: told(value) for name, value in session.remembered.items()}
    remembered = {name: value for name, value in words.items() if value}
    return Start(begins=begins, profile=session.profile, remembered=remembered)


def _said(effects: Iterable[Effect], dialogues: Dialogues) -> list[str]:
    """Return what was said. A probe is told as such, since the bot chooses its words by chance."""
    probes = {probe for one in (dialogues, *dialogues.others.values()) for probe in one.cues.probes.values()}
    said = (effect.message.text for effect in effects if isinstance(effect, SendMessage))
    return [ASKS_FOR_MORE if words in probes else words for words in said]


def _waits_joined(steps: Iterable[Step]) -> Iterable[Step]:
    """Return the steps with waits that follow each other made one."""
    waited: Waits | None = None
    for step in steps:
        if isinstance(step.what, Waits) and waited and not (step.what.off or waited.off):
            waited = Waits(lasts=waited.lasts + step.what.lasts)
            continue
        if waited:
            yield Step(mark=TOP, what=waited)
        waited = step.what if isinstance(step.what, Waits) else None
        if waited is None:
            yield step
    if waited:
        yield Step(mark=TOP, what=waited)


def _up(lasts: timedelta) -> timedelta:
    """Return the time rounded up to whole seconds."""
    return -(-lasts // _SECOND) * _SECOND


def _same_minute(one: datetime, other: datetime) -> bool:
    return one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)
