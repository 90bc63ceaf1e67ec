"""Shows a coach, in the sandbox, what goes on in the bot of the same process, and records chats as transcripts.

The counterpart of `sandbox/coach_view.py`, which says what a coach wants to see. It reads, and moves nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.app import RunningBot
from bot.dialogue.dialogues import ORIGINAL, Dialogues
from bot.dialogue.inputs import Timer
from bot.dialogue.model import Dialogue, DialogueId, Version
from bot.dialogue.session import Session
from bot.sandbox.coach_view import Due, Edits, Listed, Place, Recording
from bot.services.onlookers import TurnTaken
from bot.storage import due, people
from bot.storage.database import Transaction
from bot.storage.due import DueRow
from bot.workbench.drawing.graph import graph_of
from bot.workbench.drawing.svg import svg_of
from bot.workbench.session_view import NOWHERE, SessionView, view_of
from bot.workbench.transcripts.recorded_chat import Recorded, RecordedChat, played_back


class Coaching:
    """The view of one running bot."""

    def __init__(self, running: RunningBot, tell: Callable[[int | None], None]) -> None:
        """`tell` is called when there is something new: of one person, or (None) of what concerns everybody."""
        self.revision = 0
        self._running = running
        self._tell = tell
        self._dialogues = running.dialogues
        self._chats: dict[int, RecordedChat] = {}
        running.onlookers.of_turns.append(self._turn_taken)
        running.reloading.tell = self._looked_at

    @property
    def edits(self) -> Edits:
        reloading = self._running.reloading
        return Edits(
            folder=reloading.folder,
            taken_at=reloading.taken_at,
            problems=reloading.problems,
            failure=reloading.failure,
        )

    def dialogues(self, language: str) -> Sequence[Listed]:
        live = self._running.dialogues.speaking(language).live
        return [
            Listed(id=dialogue.id, title=dialogue.title, kind=dialogue.kind, states=len(dialogue.states))
            for dialogue in sorted(live.values(), key=lambda dialogue: (dialogue.kind, dialogue.title))
        ]

    def picture(self, dialogue: str, version: str | None, language: str) -> str | None:
        found = _find(self._running.dialogues.speaking(language), dialogue, version)
        return svg_of(graph_of(found), styled=False) if found else None

    async def place(self, person_id: int) -> Place:
        session, rows = await self._running.database.run(lambda tx: _read(tx, person_id))
        standing = view_of(session, self._running.dialogues) if session else NOWHERE
        return Place(
            standing=standing,
            due=[Due(what=what_comes(row, standing), at=row.at) for row in rows],
            language=session.profile.language if session else ORIGINAL,
        )

    async def next_prompt(self, person_id: int) -> datetime | None:
        return await self._running.next_prompt(person_id)

    def recording(self, person_id: int) -> Recording | None:
        chat = self._chats.get(person_id)
        return Recording(since=chat.begun, turns=chat.turns, remarks=tuple(chat.remarks)) if chat else None

    async def record(self, person_id: int) -> None:
        """Anew, where a recording goes on already."""
        session = await self._running.database.run(lambda tx: people.load(tx, person_id))
        self._chats[person_id] = RecordedChat(session, self._running.dialogues, self._running.now())

    def recorded(self, person_id: int, title: str) -> Recorded | None:
        chat = self._chats.pop(person_id, None)
        return played_back(chat, title, self._running.dialogues) if chat else None

    def _turn_taken(self, taken: TurnTaken) -> None:
        chat = self._chats.get(taken.person_id)
        if chat:
            chat.takes(taken.before, taken.received, taken.turn, taken.dialogues, taken.now)
        self._tell(taken.person_id)

    def _looked_at(self) -> None:
        if self._running.dialogues is not self._dialogues:
            self._dialogues = self._running.dialogues
            self.revision += 1
        self._tell(None)


def _read(tx: Transaction, person_id: int) -> tuple[Session | None, list[DueRow]]:
    return people.load(tx, person_id), due.of(tx, person_id)


def _find(dialogues: Dialogues, dialogue: str, version: str | None) -> Dialogue | None:
    id = DialogueId(dialogue)
    return dialogues.pinned_to(id, Version(version)) if version else dialogues.live.get(id)


def what_comes(row: DueRow, view: SessionView) -> str:
    """Return in words what comes with a due row, as the coach's panel shows it."""
    match row.timer:
        case Timer.PAUSE:
            return "The silence is over"
        case Timer.PHASE:
            return "The next phase of the breath"
        case Timer.PASTE:
            return "The end of waiting for more of a long text"
        case Timer.SILENCE:
            return "A word, if there is no answer"
        case Timer.PROMPT:
            return "The daily prompt"
        case Timer.PROMPT_AGAIN:
            return "The daily prompt that was put off"
        case Timer.VISIT:
            return f"A visit: {', '.join(view.planned)}" if view.planned else "A visit"
        case Timer.LED:
            return "A word about the exercise that changed, and its question anew"
