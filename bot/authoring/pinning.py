"""The older versions that people are still in, read again from their stored text and given the newest words."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from bot.authoring.load import Loaded, read_source
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.migration import with_newest_words
from bot.dialogue.model import Dialogue, DialogueId, Version
from bot.errors import DialogueError

log = logging.getLogger(__name__)

Pin = tuple[DialogueId, Version]


def with_pinned(loaded: Loaded, sources: Mapping[Pin, str | None]) -> Dialogues:
    """The dialogues with `sources` beside the live ones.

    A text that cannot be read is left out: who is in it is told so.
    """
    older = {pin: dialogue for pin, text in sources.items() if text and (dialogue := _read(loaded, pin, text))}
    return replace(loaded.dialogues, pinned={**loaded.dialogues.pinned, **older})


def _read(loaded: Loaded, pin: Pin, text: str) -> Dialogue | None:
    id, version = pin
    try:
        dialogue = read_source(id, version, text, loaded.body_places)
    except DialogueError:
        log.warning("stored version not readable", extra={"dialogue": id, "version": version})
        return None
    live = loaded.dialogues.live.get(id)
    return with_newest_words(dialogue, live) if live else dialogue
