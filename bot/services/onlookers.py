"""Whoever looks on while the bot works, as the sandbox's panel for coaches does. Onlookers decide and change nothing.

They are told of a turn once it is safe, in the order in which turns were taken, on the event loop. On Telegram nobody
looks on.
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
    person_id: int
    before: Session
    received: Input
    turn: Turn
    dialogues: Dialogues  # with which it was taken
    now: datetime  # on the bot's clock


@dataclass(kw_only=True)
class Onlookers:
    of_turns: list[Callable[[TurnTaken], None]] = field(default_factory=list)

    def tell(self, turns: Iterable[TurnTaken]) -> None:
        """An onlooker that fails harms nobody but itself."""
        for taken in turns:
            for look in self.of_turns:
                try:
                    look(taken)
                except Exception as error:
                    # Not its message or traceback: they may quote what was said.
                    log.error("onlooker failed", extra={"error": type(error).__name__})  # noqa: TRY400
