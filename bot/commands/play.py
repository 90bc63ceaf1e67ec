"""`play`: one dialogue in this terminal. Keeps nothing, unless a transcript of it is wanted.

What a dialogue would keep for good lasts until the end of the play.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import TextIOWrapper
from pathlib import Path

from bot.adapters.terminal import Screen, Shown, converse
from bot.clock import now
from bot.commands.command import Command, say
from bot.commands.folder import named_schema
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import WakeAt
from bot.dialogue.inputs import Timer
from bot.dialogue.model import DialogueId
from bot.errors import SettingError
from bot.language.load import load_dialogues
from bot.language.problems import suggest
from bot.practice.places import TABLE, Places
from bot.settings import Settings
from bot.workbench.transcripts.chat_world import News
from bot.workbench.transcripts.recorded_play import RecordedPlay
from bot.workbench.transcripts.recording import Start
from bot.workbench.transcripts.transcript import Taps, Types, Waits
from bot.workbench.transcripts.writing import written

_RUNNING = {Timer.PAUSE, Timer.PHASE, Timer.PASTE}  # while one of these runs, every second counts
_SECOND = timedelta(seconds=1)


def play(
    dialogues: Dialogues,
    dialogue: str,
    *,
    now: Callable[[], datetime],
    read: Callable[[], str],
    write: Callable[[str], None],
) -> RecordedPlay:
    """Play a dialogue until the input ends, or the dialogue does and no visit is to come. Return what was played.

    Raises SettingError for a dialogue that does not exist.
    """
    id = DialogueId(dialogue)
    if id not in dialogues.live:
        raise SettingError(f"There is no dialogue called `{dialogue}`. {suggest(dialogue, dialogues.live)}")
    played = RecordedPlay(Start(begins=now().replace(microsecond=0), opens=id), dialogues)
    converse(_Partner(played), now=now, read=read, write=write)
    return played


class _Partner:
    """The play behind the terminal. Time in which nothing could come is not counted: a transcript is about words."""

    def __init__(self, played: RecordedPlay) -> None:
        self._played = played
        self._uncounted = timedelta()  # less than a second
        self._told: WakeAt | None = None  # the visit that was told of

    @property
    def is_over(self) -> bool:
        """Return whether the person is at rest and no visit is to come."""
        session = self._played.play.session
        return not session.stack and not session.visits

    def begins(self) -> Screen:
        return self._screen(self._played.open())

    def waits(self, lasts: timedelta) -> Screen:
        self._uncounted += lasts
        whole = self._uncounted // _SECOND * _SECOND
        self._uncounted -= whole
        is_counted = self._played.play.world.due.keys() & _RUNNING or self._played.play.is_due_within(whole)
        return self._screen(self._played.happens(Waits(lasts=whole))) if whole and is_counted else Screen()

    def types(self, words: str, *, early: bool) -> Screen:
        return self._screen(self._played.happens(Types(words=words, early=early and not words.startswith("/"))))

    def taps(self, label: str) -> Screen:
        is_there = self._played.play.button(Taps(label=label)) is not None
        return self._screen(self._played.happens(Taps(label=label, gone=not is_there)))

    def _screen(self, news: News) -> Screen:
        messages = (
            Shown(text=seen.text, buttons=seen.labels, reworded=seen.reworded, picture=seen.picture)
            for seen in news.seen
        )
        return Screen(messages=tuple(messages), toasts=(*news.toasts, *self._told_of_visit()))

    def _told_of_visit(self) -> Iterator[str]:
        """Yield, once, when a visit is to come and nothing else is going on."""
        play = self._played.play
        due = play.world.due.get(Timer.VISIT)
        if play.session.stack or due is None:
            self._told = None
        elif self._told != due:
            self._told = due
            yield f"{due.token} comes in {_in_words(due.at - play.now)}: +1d moves the time, Ctrl+D ends the play"


def _in_words(lasts: timedelta) -> str:
    """Return the time rounded up to what `+1d` and the like can say."""
    hours = -(-lasts // timedelta(hours=1))
    return f"{-(-hours // 24)} d" if hours >= 24 else f"{hours} h"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dialogue", help="its id: the name of its file without .yaml")
    parser.add_argument("--record", metavar="FILE", type=Path, help="write a transcript of the play into this file")


def _run(settings: Settings, parsed: argparse.Namespace) -> int:
    loaded = load_dialogues(settings.dialogues, Places.load(TABLE))
    if not parsed.record:
        play(loaded.dialogues, parsed.dialogue, now=now, read=_read, write=say)
        return 0
    _write(parsed.record, "", mode="x")  # before anybody has played for nothing
    try:
        played = play(loaded.dialogues, parsed.dialogue, now=now, read=_read, write=say)
        text = written(played.transcript(f"A play of {parsed.dialogue}"))
        _write_whole(parsed.record, named_schema(parsed.record, settings.dialogues, "transcript") + text)
    except BaseException:
        parsed.record.unlink()
        raise
    say(f"\nThe transcript is in {parsed.record}. Give it a title that says what it shows.")
    return 0


def _read() -> str:
    """Return a line; "" when the input ends, be it by Ctrl+C. What is no text in it is replaced."""
    if isinstance(sys.stdin, TextIOWrapper) and sys.stdin.errors != "replace":
        sys.stdin.reconfigure(errors="replace")
    try:
        return sys.stdin.readline()
    except KeyboardInterrupt:
        return ""


def _write_whole(file: Path, text: str) -> None:
    """Write all of it or nothing."""
    part = file.with_name(f"{file.name}.part")
    _write(part, "", mode="x")
    try:
        _write(part, text)
        part.replace(file)
    except BaseException:
        part.unlink()
        raise


def _write(file: Path, text: str, mode: str = "w") -> None:
    try:
        with file.open(mode, encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError as error:
        raise SettingError(f"{file} is there already. Name a file that is not.") from error
    except OSError as error:
        raise SettingError(f"{file} cannot be written: {error.strerror}.") from error


COMMAND = Command(name="play", help="one dialogue in this terminal", arguments=_arguments, run=_run)
