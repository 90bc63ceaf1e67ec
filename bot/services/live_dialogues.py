"""Holds the dialogues that are in force now. Whoever needs them keeps this and no copy, so that nobody's are stale.

Reloading replaces them on the database's thread, where turns are taken: a turn sees either the old ones or the new.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.dialogues import Dialogues


@dataclass(kw_only=True)
class LiveDialogues:
    """The dialogues that are in force now."""

    dialogues: Dialogues
