"""Free ids. None is ever given twice, even after a kill."""

from collections.abc import Callable
from dataclasses import asdict, replace

from bot.sandbox.world_file import RESERVE, Counters


class Ids:
    """Hands out ids, and stores ahead of them the one that a next process may begin with."""

    def __init__(self, counters: Counters, save: Callable[[], None]) -> None:
        self._next = counters
        self._save = save
        self.reserved = replace(counters)  # what world.json says: nothing at or above it was ever handed out

    def take(self, name: str) -> int:
        """Return the next id of this kind."""
        value: int = getattr(self._next, name)
        self.advance(name, value + 1)
        return value

    def advance(self, name: str, value: int) -> None:
        """Go on from this id. It may be a lower one: Telegram's update ids go back after an idle week."""
        setattr(self._next, name, value)
        if value > getattr(self.reserved, name):
            setattr(self.reserved, name, value + RESERVE)
            self._save()

    def release(self) -> None:
        """Reserve nothing any more: at an orderly end no ids need to be skipped."""
        self.reserved = Counters(**asdict(self._next))
