"""Writes a conversation down while it goes on, as a transcript that plays back just so.

    recording = Recording(Start(begins=now, opens=DialogueId("shame")), dialogues)
    recording.comes(BotSays(words="..."), HasButtons(labels=("Yes", "No")))     what came of the opening
    recording.waits(then)                                                       before what comes by itself, or is done
    recording.happens(Taps(label="Yes"))
    recording.comes(BotSays(words="..."))
    recording.text("What this shows")

It plays nothing: whoever holds the conversation says what happens and what comes. `recorded_play` does so for plays of
the core. Times are told to the second. A "tell me more" is written as `(asks for more)`, since the number of the turn
decides which one it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import DialogueId
from bot.dialogue.session import Profile
from bot.language.problems import TOP
from bot.workbench.transcripts.checking import ASKS_FOR_MORE
from bot.workbench.transcripts.transcript import BotSays, Expectation, Happening, Step, Transcript, Waits
from bot.workbench.transcripts.writing import written

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Start:
    """How things are before anything happens."""

    begins: datetime  # UTC, to the second
    profile: Profile = field(default_factory=partial(Profile, consented=True))
    remembered: Mapping[str, str] = field(default_factory=dict)
    opens: DialogueId | None = None


class Recording:
    """What happened so far, and what followed."""

    def __init__(self, start: Start, dialogues: Dialogues) -> None:
        self._start = start
        everywhere = (dialogues, *dialogues.others.values())
        self._probes = frozenset(probe for speaking in everywhere for probe in speaking.cues.probes.values())
        self._steps: list[Step] = []
        self._now = start.begins

    def happens(self, what: Happening) -> None:
        """Note that something happened."""
        if isinstance(what, Waits):
            self._now += what.lasts
        self._add(what)

    def waits(self, until: datetime) -> None:
        """Note that time passes until then, in whole seconds."""
        lasts = (until - self._now) // _SECOND * _SECOND
        if lasts > timedelta():
            self.happens(Waits(lasts=lasts))

    def comes(self, *expectations: Expectation) -> None:
        """Note what followed from the last thing that happened, in order, with buttons right after their message."""
        for told in expectations:
            is_probe = isinstance(told, BotSays) and told.words in self._probes
            self._add(BotSays(words=ASKS_FOR_MORE) if is_probe else told)

    def transcript(self, title: str) -> Transcript:
        """Return the transcript so far."""
        return Transcript(
            path="",
            title=title,
            begins=self._start.begins,
            profile=self._start.profile,
            remembered=self._start.remembered,
            opens=self._start.opens,
            steps=tuple(self._steps),
        )

    def text(self, title: str) -> str:
        """Return the text of the transcript's file."""
        return written(self.transcript(title))

    def _add(self, what: Happening | Expectation) -> None:
        self._steps.append(Step(mark=TOP, what=what))
