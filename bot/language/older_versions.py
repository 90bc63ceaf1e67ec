"""Reads the older versions that people are still in from their stored text, and gives them the newest words.

They get these in every language, since the stored text holds words that may not be wanted any more.
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
    """Return the dialogues with older versions beside the live ones. `sources` holds the stored texts.

    A text that cannot be read is left out; people who are in it are told so.
    """
    older = {pin: dialogue for pin, text in sources.items() if text and (dialogue := _read(loaded, pin, text))}
    others = {tag: _beside(other, older) for tag, other in loaded.dialogues.others.items()}
    return replace(_beside(loaded.dialogues, older), others=others)


def _beside(dialogues: Dialogues, older: Mapping[Pin, Dialogue]) -> Dialogues:
    """Return the dialogues with the older versions beside them, in their language.

    A state that the live dialogue no longer has keeps its words, those of the original.
    """
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
