"""A coach's view of a bot that is not there: it shows what the test put into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.sandbox.coach_view import Edits, Listed, Place, Recording
from bot.workbench.session_view import NOWHERE
from bot.workbench.transcripts.recorded_chat import CannotRecordError, Recorded
from tests.sandbox.driver import NOON

FOLDER = Path("dialogues")
NO_EDITS = Edits(folder=FOLDER, taken_at=None, problems=(), failure=None)
AT_REST = Place(standing=NOWHERE, due=(), language="en")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" class="dialogue-graph" width="300" height="200"></svg>'


@dataclass(kw_only=True)
class FakeView:
    revision: int = 0
    edits: Edits = NO_EDITS
    places: dict[int, Place] = field(default_factory=dict)
    listed: Sequence[Listed] = (Listed(id="shame", title="Meeting shame", kind="exercise", states=31),)
    pictures: dict[tuple[str, str | None, str], str] = field(default_factory=dict)
    prompts: dict[int, datetime] = field(default_factory=dict)
    refusal: str | None = None  # why nothing can be recorded
    recordings: dict[int, Recording] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)

    def dialogues(self, language: str) -> Sequence[Listed]:
        return self.listed

    def picture(self, dialogue: str, version: str | None, language: str) -> str | None:
        return self.pictures.get((dialogue, version, language))

    async def place(self, person_id: int) -> Place:
        return self.places.get(person_id, AT_REST)

    async def next_prompt(self, person_id: int) -> datetime | None:
        return self.prompts.get(person_id)

    def recording(self, person_id: int) -> Recording | None:
        return self.recordings.get(person_id)

    async def record(self, person_id: int) -> None:
        if self.refusal:
            raise CannotRecordError(self.refusal)
        self.recordings[person_id] = Recording(since=NOON, turns=0, remarks=())

    def recorded(self, person_id: int, title: str) -> Recorded | None:
        if self.recordings.pop(person_id, None) is None:
            return None
        self.titles.append(title)
        return Recorded(text="title: A chat\nturns: []\n", remarks=("A remark.",), failure=None)
