"""The dialogues that are in force now. Whoever needs them holds this and keeps no copy, so that nobody's is stale.

Reloading puts others in their place on the database's thread, where turns are taken: a turn sees the old or the new.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.dialogues import Dialogues


@dataclass(kw_only=True)
class LiveDialogues:
    dialogues: Dialogues
