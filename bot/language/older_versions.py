"""The older versions that people are still in, read again from their stored text and given the newest words.

They are given them in every language: what was stored is the structure, and words that nobody may have any more.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import Dialogue, DialogueId, Version
from bot.dialogue.newest_words import with_newest_words
from bot.errors import DialogueError
from bot.language.checked_folder import Loaded
from bot.language.load import read_source

log = logging.getLogger(__name__)

Pin = tuple[DialogueId, Version]


def with_pinned(loaded: Loaded, sources: Mapping[Pin, str | None]) -> Dialogues:
    """The dialogues with `sources` beside the live ones.

    A text that cannot be read is left out: who is in it is told so.
    """
    older = {pin: dialogue for pin, text in sources.items() if text and (dialogue := _read(loaded, pin, text))}
    others = {tag: _beside(other, older) for tag, other in loaded.dialogues.others.items()}
    return replace(_beside(loaded.dialogues, older), others=others)


def _beside(dialogues: Dialogues, older: Mapping[Pin, Dialogue]) -> Dialogues:
    """In the language of `dialogues`; a state that its live dialogue has no longer stays in the original's words."""
    newest = {
        pin: with_newest_words(dialogue, live) if (live := dialogues.successor(dialogue.id)) else dialogue
        for pin, dialogue in older.items()
    }
    return replace(dialogues, pinned={**dialogues.pinned, **newest})


def _read(loaded: Loaded, pin: Pin, text: str) -> Dialogue | None:
    id, version = pin
    try:
        return read_source(id, version, text, loaded.defaults)
    except DialogueError:
        log.warning("stored version not readable", extra={"dialogue": id, "version": version})
        return None
