"""What a coach's panel needs of the bot that the sandbox serves. It is there if both run in one process.

The counterpart of `coach_http.py`, which writes it down for the page. Nothing here knows how the bot does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.language.problems import Problem
from bot.workbench.session_view import SessionView
from bot.workbench.transcripts.recorded_chat import Recorded


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something that comes by itself at a time."""

    what: str  # in words
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a person is, as a coach sees it."""

    standing: SessionView
    due: Sequence[Due]  # the next one first
    language: str  # the tag of the one they are spoken to in


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A dialogue that can be begun now."""

    id: str
    title: str
    kind: str
    states: int


@dataclass(frozen=True, kw_only=True)
class Edits:
    """What became of the last change of the files."""

    folder: Path
    taken_at: datetime | None  # None: nothing was changed since the start
    problems: Sequence[Problem]  # of the files as they are now; with any, the dialogues from before stay in force
    failure: str | None  # why the files could not be read at all


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A recording that goes on."""

    since: datetime
    turns: int
    remarks: Sequence[str]


class CoachView(Protocol):
    """The bot, if it runs in the same process."""

    @property
    def revision(self) -> int:
        """Return a number that changes with each change of the dialogues that was taken."""

    @property
    def edits(self) -> Edits: ...

    def dialogues(self, language: str) -> Sequence[Listed]: ...

    def picture(self, dialogue: str, version: str | None, language: str) -> str | None:
        """Return the dialogue's graph as SVG without styles; None if there is none. No version means the newest."""

    async def place(self, person_id: int) -> Place: ...

    async def next_prompt(self, person_id: int) -> datetime | None:
        """Return when the person's next daily prompt is due (UTC); None if none is."""

    def recording(self, person_id: int) -> Recording | None: ...

    async def record(self, person_id: int) -> None:
        """Begin a recording. Raises CannotRecordError if that is not possible now."""

    def recorded(self, person_id: int, title: str) -> Recorded | None:
        """End the recording and return it; None if none was begun."""
