"""What outlives the sandbox's process: counters, people, the clock's offset. Never a message or a file."""

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.errors import SettingError
from bot.sandbox.chats import Person

FIRST_PERSON = 1001
RESERVE = 1_000  # ids are kept in blocks: one write for so many of them; a process that is killed skips the rest


@dataclass(kw_only=True)
class Counters:
    """The next free ids. They only rise, over restarts too: a bot's database remembers those it has seen."""

    update: int = 1
    message: int = 1
    person: int = FIRST_PERSON
    group: int = 1
    tap: int = 1
    album: int = 1


@dataclass(kw_only=True)
class SavedWorld:
    """The content of world.json."""

    counters: Counters = field(default_factory=Counters)
    people: list[Person] = field(default_factory=list)
    clock_offset: timedelta = timedelta(0)


class WorldFile:
    """world.json in the sandbox's own directory; without a directory nothing is kept."""

    def __init__(self, directory: Path | None) -> None:
        self._path = directory / "world.json" if directory is not None else None

    def load(self) -> SavedWorld:
        if self._path is None or not self._path.exists():
            return SavedWorld()
        try:
            said = json.loads(self._path.read_bytes())
            return SavedWorld(
                counters=Counters(**said["counters"]),
                people=[Person(**person) for person in said["people"]],
                clock_offset=timedelta(seconds=said["clock_offset_seconds"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SettingError(f"{self._path} cannot be read. Remove it, and the sandbox begins anew.") from error

    def save(self, kept: SavedWorld) -> None:
        """Write the file whole or not at all: a kill in between leaves it as it was."""
        if self._path is None:
            return
        said = {
            "counters": asdict(kept.counters),
            "people": [asdict(person) for person in kept.people],
            "clock_offset_seconds": kept.clock_offset.total_seconds(),
        }
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(said, file)
        fresh.replace(self._path)
