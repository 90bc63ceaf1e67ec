"""Takes changed dialogues while the bot runs: once they have come to rest and are sound, and else not at all.

The order keeps everybody able to go on, wherever the process dies: first the texts are stored, then the dialogues are
put in force, and only then can anybody begin in them. `language` says what is sound; `services` are handed the result.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from bot.dialogue.dialogues import Dialogues
from bot.errors import DatabaseError, DialogueError
from bot.language.checked_folder import Checked, Loaded, check_folder
from bot.language.folder_watch import FolderWatch, Signature, signature
from bot.language.older_versions import Pin, with_pinned
from bot.language.problems import Problem
from bot.services.live_dialogues import LiveDialogues
from bot.storage import people, versions
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=1)
_GONE = "There is no folder of dialogues any more, or it cannot be read."


Menus = tuple[Mapping[str, str], Mapping[str, Mapping[str, str]]]  # of commands; and in the other languages, by tag


class Reloading:
    def __init__(
        self,
        *,
        folder: Path,
        seen: Signature,
        menus: Menus,
        current: LiveDialogues,
        database: Database,
        now: Callable[[], datetime],
        tell_menus: Callable[[Menus], Awaitable[None]],
    ) -> None:
        """`seen` is the folder's signature from before it was read at the start."""
        self.menus = menus
        self.problems: tuple[Problem, ...] = ()  # of the files as they lie there now; none if they are in force
        self.failure: str | None = None  # why the files could not be read at all, in one sentence
        self.taken_at: datetime | None = None  # None: nothing has changed since the start
        self.folder = folder
        self.tell: Callable[[], None] = lambda: None  # whoever shows these; called when they may have changed
        self._current = current
        self._database = database
        self._now = now
        self._tell_menus = tell_menus
        self._watch = FolderWatch(known=seen)

    async def watch(self) -> None:
        """Look again and again, for as long as the bot runs."""
        while True:
            await asyncio.sleep(EVERY.total_seconds())
            try:
                await self.look()
            except DatabaseError as error:
                log.warning("changed dialogues wait for the database", extra={"reason": error.reason})
            except Exception:  # a bug; the dialogues in force stay so, and the next change is looked at all the same
                log.exception("changed dialogues not taken")

    async def look(self) -> bool:
        """Look once, and take what has changed and come to rest. Whether other dialogues are in force now."""
        seen = await asyncio.to_thread(signature, self.folder)
        self._note_whether_gone(seen is None)
        self._watch.see(seen)
        if not self._watch.has_come_to_rest:
            return False
        try:
            taken = await self._take_if_sound(seen)
        except DatabaseError:
            raise  # the next look tries again
        except Exception:
            self._watch.known = seen  # a bug would come again at every look
            raise
        self.tell()
        return taken

    def _note_whether_gone(self, gone: bool) -> None:
        if gone == (self.failure == _GONE):
            return
        self.failure = _GONE if gone else None
        if gone:
            log.warning("folder of dialogues gone, those before stay in force")
        self.tell()

    async def _take_if_sound(self, seen: Signature) -> bool:
        checked, failure = await asyncio.to_thread(self._check)
        if await asyncio.to_thread(signature, self.folder) != seen:
            return False  # changed while it was read: what was read may be of neither
        self.problems, self.failure = checked.problems if checked else (), failure
        if checked and checked.loaded:
            await self._take(checked.loaded)
        else:
            self._say_refused()
        self._watch.known = seen
        return bool(checked and checked.loaded)

    def _check(self) -> tuple[Checked | None, str | None]:
        """Return what was found in the folder, or why nothing could be."""
        try:
            return check_folder(self.folder, self._current.dialogues.places), None
        except DialogueError as error:
            return None, str(error)
        except OSError as error:
            return None, f"The dialogues cannot be read: {error.strerror}."

    def _say_refused(self) -> None:
        rules = ",".join(sorted({problem.rule for problem in self.problems}))
        files = ",".join(sorted({self._within(problem.path) for problem in self.problems}))
        found = {"problems": len(self.problems), "rules": rules, "files": files}
        if self.failure:
            found["reason"] = self.failure
        log.warning("changed dialogues refused, those before stay in force", extra=found)

    def _within(self, path: str) -> str:
        """Return where in the folder a file is. A language's file has the same name as the original's."""
        file = Path(path)
        return file.relative_to(self.folder).as_posix() if file.is_relative_to(self.folder) else file.name

    async def _take(self, loaded: Loaded) -> None:
        before = self._current.dialogues
        dialogues = await with_older_versions(self._database, loaded, self._now(), before)

        def put_in_force(_: Transaction) -> None:
            self._current.dialogues = dialogues

        await self._database.run(put_in_force)  # on the thread where turns are taken: between two of them
        changed = len(_live_pins(dialogues) - _live_pins(before))
        self.taken_at = self._now()
        found = {
            "dialogues": len(dialogues.live),
            "changed": changed,
            "older": len(dialogues.pinned) - len(dialogues.live),
        }
        log.info("changed dialogues taken", extra=found)
        told, self.menus = self.menus, (loaded.menu, loaded.menus)
        if told != self.menus:
            await self._tell_menus(self.menus)


async def with_older_versions(
    database: Database, loaded: Loaded, now: datetime, before: Dialogues | None = None
) -> Dialogues:
    """Return the dialogues with the older versions that people are still in, and those that were live `before`.

    The text of every live one is stored, so that whoever begins it can finish it whatever becomes of the file. Texts
    that nobody can need any more are removed. If only words have changed, nobody is looked for: all are in a version
    that `before` holds, or that could not be read then either.
    """
    live = _live_pins(loaded.dialogues)

    def store(tx: Transaction) -> Mapping[Pin, str | None]:
        for id, version in live:
            versions.remember(tx, id, version, loaded.sources[id], now)
        if before and _live_pins(before) == live:
            return {pin: versions.source(tx, *pin) for pin in before.pinned.keys() - live}
        older = (people.pinned(tx) | (_live_pins(before) if before else set())) - live
        versions.forget_but(tx, live | older)
        return {pin: versions.source(tx, *pin) for pin in older}

    sources = await database.run(store)
    return await asyncio.to_thread(with_pinned, loaded, sources)


def _live_pins(dialogues: Dialogues) -> set[Pin]:
    return {(dialogue.id, dialogue.version) for dialogue in dialogues.live.values()}
