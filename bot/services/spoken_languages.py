"""Remembers in which language people are spoken to, for when the database does not answer. The database is the truth.

It knows only a limited number of people who did something since the start. All others get the original.
"""

from __future__ import annotations

from collections import OrderedDict

from bot.dialogue.dialogues import ORIGINAL

_REMEMBERED = 10_000  # people; those who were noted longest ago are forgotten first


class SpokenLanguages:
    """The languages of the people who were heard of last."""

    def __init__(self) -> None:
        self._languages: OrderedDict[int, str] = OrderedDict()  # only what is not the original

    def note(self, person_id: int, language: str) -> None:
        """Note a person's language. Nothing is kept about a person who speaks the original, as after an erasure."""
        self._languages.pop(person_id, None)
        if language != ORIGINAL:
            self._languages[person_id] = language
        while len(self._languages) > _REMEMBERED:
            self._languages.popitem(last=False)

    def language_of(self, person_id: int) -> str:
        """Return the tag of the person's language; the original's if it is not known."""
        return self._languages.get(person_id, ORIGINAL)
