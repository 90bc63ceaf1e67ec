"""Everything that the core reads: the dialogues and the bot's own sentences, in the original and in other languages.

`bot/language` builds it once. No turn changes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.dialogue.model import Dialogue, DialogueId, Version
from bot.dialogue.phrases import PhraseKey
from bot.dialogue.words import Message, Words
from bot.listening.cues import Cues
from bot.practice.places import Places

ORIGINAL = "en"  # the tag of the language that the dialogues' own files are in


@dataclass(frozen=True, kw_only=True)
class Helplines:
    """The helplines of each country. Numbers are shown as they stand in the file, which says who has checked them."""

    anywhere: str  # the lines for a country that is unknown or not listed
    emergency_anywhere: str
    emergency: Mapping[str, str]  # by ISO 3166 alpha-2
    lines: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Review:
    """A review of all words of a language by somebody who speaks it as their own."""

    by: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Language:
    """A language that the bot speaks."""

    tag: str  # BCP 47: "de", "pt-BR"
    name: str  # as its own speakers call it
    review: Review | None = None  # None: not yet, and the people who choose it are told so

    @property
    def is_preview(self) -> bool:
        """Return whether nobody has reviewed the words yet. The original needs no review."""
        return self.tag != ORIGINAL and self.review is None


@dataclass(frozen=True, kw_only=True)
class Dialogues:
    """All dialogues in one language. Those in the original hold the `others`; the others hold none."""

    live: Mapping[DialogueId, Dialogue]  # what new frames begin with
    pinned: Mapping[tuple[DialogueId, Version], Dialogue]  # what older sessions are still in; holds the live ones too
    phrases: Mapping[str, Words]  # the bot's own sentences
    cues: Cues  # what `listening` needs: cue words, probes, crisis phrases
    helplines: Helplines
    places: Places
    commands: Mapping[str, DialogueId] = field(default_factory=dict)  # /command -> the dialogue that answers it
    language: Language = Language(tag=ORIGINAL, name="English")
    others: Mapping[str, Dialogues] = field(default_factory=dict)  # by tag: the same structure and versions, its words

    @cached_property
    def _renamed(self) -> Mapping[DialogueId, DialogueId]:
        return {old: dialogue.id for dialogue in self.live.values() for old in dialogue.renamed_from}

    def now_called(self, dialogue: DialogueId) -> DialogueId:
        """Return the id that a dialogue has now; the given one if no live dialogue was renamed from it."""
        return dialogue if dialogue in self.live else self._renamed.get(dialogue, dialogue)

    def successor(self, dialogue: DialogueId) -> Dialogue | None:
        """Return the live dialogue of this id, or the one that was renamed from it; None if it is gone."""
        return self.live.get(self.now_called(dialogue))

    def pinned_to(self, dialogue: DialogueId, version: Version) -> Dialogue | None:
        """Return the dialogue in this version, or None if it cannot be read any more."""
        return self.pinned.get((dialogue, version))

    def phrase(self, key: PhraseKey, **values: str) -> Message:
        """Return one of the bot's own sentences with `values` in it. Raises KeyError if a value is missing."""
        return self.phrases[key].fill(values)

    def label(self, key: PhraseKey) -> str:
        """Return the text of a phrase that is a button's label or part of other words."""
        return self.phrase(key).text

    def speaking(self, language: str) -> Dialogues:
        """Return the dialogues in this language, or these ones if there is no such language."""
        return self.others.get(language, self)

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return all languages, this one first."""
        return (self.language, *(other.language for other in self.others.values()))
