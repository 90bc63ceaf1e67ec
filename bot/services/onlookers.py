"""Onlookers watch while the bot works, as the sandbox's panel for coaches does. They decide and change nothing.

They are told of each turn once it is committed, in order, on the event loop. On Telegram there are no onlookers.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.engine import Turn
from bot.dialogue.inputs import Input
from bot.dialogue.session import Session

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class TurnTaken:
    """One turn, with everything that an onlooker may show of it."""

    person_id: int
    before: Session
    received: Input
    turn: Turn
    dialogues: Dialogues  # with which it was taken
    now: datetime  # on the bot's clock


@dataclass(kw_only=True)
class Onlookers:
    """All who watch the turns."""

    of_turns: list[Callable[[TurnTaken], None]] = field(default_factory=list)

    def tell(self, turns: Iterable[TurnTaken]) -> None:
        """Show the turns to all onlookers. One that fails harms only itself."""
        for taken in turns:
            for look in self.of_turns:
                try:
                    look(taken)
                except Exception as error:
                    # Not its message or traceback: they may quote what was said.
                    log.error("onlooker failed", extra={"error": type(error).__name__})  # noqa: TRY400
