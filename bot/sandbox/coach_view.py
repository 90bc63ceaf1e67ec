"""What a coach's panel needs of the bot that the sandbox is for. Whoever runs both in one process has it.

The counterpart of `coach_http`, which writes it down for the page. Nothing here knows how the bot does it.
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
    """Something that comes by itself."""

    what: str  # in words
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Place:
    """A person as a coach sees them."""

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
    """A bot in the same process."""

    @property
    def revision(self) -> int:
        """Another number with each change of the dialogues that was taken."""

    @property
    def edits(self) -> Edits: ...

    def dialogues(self, language: str) -> Sequence[Listed]: ...

    def picture(self, dialogue: str, version: str | None, language: str) -> str | None:
        """The graph as SVG without styles; None where there is no such dialogue. No version is the newest."""

    async def place(self, person_id: int) -> Place: ...

    async def next_prompt(self, person_id: int) -> datetime | None:
        """When the person's next daily prompt is due."""

    def recording(self, person_id: int) -> Recording | None: ...

    async def record(self, person_id: int) -> None:
        """Begin. Raises CannotRecordError where it cannot be begun now."""

    def recorded(self, person_id: int, title: str) -> Recorded | None:
        """End it; None where none was begun."""
