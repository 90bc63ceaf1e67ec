"""Everything the core reads: the dialogues and the bot's own words.

Built once by `authoring`; never changed by a turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.dialogue.model import Dialogue, DialogueId, Version
from bot.dialogue.words import Message, Words
from bot.listening.cues import Cues
from bot.practice.places import Places


@dataclass(frozen=True, kw_only=True)
class Helplines:
    """Where help is, by country. Numbers are shown as they stand in the file, which says who has checked them."""

    anywhere: str  # the lines for a country that is unknown or not listed
    emergency_anywhere: str
    emergency: Mapping[str, str]  # by ISO 3166 alpha-2
    lines: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Dialogues:
    live: Mapping[DialogueId, Dialogue]  # what new frames begin with
    pinned: Mapping[tuple[DialogueId, Version], Dialogue]  # what older sessions are still in; holds the live ones too
    phrases: Mapping[str, Words]  # the bot's own sentences
    cues: Cues  # what `listening` needs: cue words, probes, crisis phrases
    helplines: Helplines
    places: Places
    commands: Mapping[str, DialogueId] = field(default_factory=dict)  # /command -> the dialogue that answers it

    def pinned_to(self, dialogue: DialogueId, version: Version) -> Dialogue | None:
        return self.pinned.get((dialogue, version))

    def phrase(self, key: str, **values: str) -> Message:
        return self.phrases[key].fill(values)
