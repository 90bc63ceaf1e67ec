"""Free ids, never given twice, also not after a kill."""

from collections.abc import Callable
from dataclasses import asdict, replace

from bot.sandbox.world_file import RESERVE, Counters


class Ids:
    """Hands out ids and keeps ahead of them what a next process may begin with."""

    def __init__(self, counters: Counters, save: Callable[[], None]) -> None:
        self._next = counters
        self._save = save
        self.reserved = replace(counters)  # what world.json says: nothing at or above it was ever handed out

    def take(self, name: str) -> int:
        value: int = getattr(self._next, name)
        self.advance(name, value + 1)
        return value

    def advance(self, name: str, value: int) -> None:
        """From here on; backwards too, as Telegram's update ids go after an idle week."""
        setattr(self._next, name, value)
        if value > getattr(self.reserved, name):
            setattr(self.reserved, name, value + RESERVE)
            self._save()

    def release(self) -> None:
        """At an orderly end nothing needs to be skipped."""
        self.reserved = Counters(**asdict(self._next))
