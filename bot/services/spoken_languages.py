"""In which language people are spoken to, kept in memory for when the database does not say. The database is the truth.

Knows only those who did something since the start, and a limited number of them: everybody else is told the original.
"""

from __future__ import annotations

from collections import OrderedDict

from bot.dialogue.dialogues import ORIGINAL

_REMEMBERED = 10_000  # people; those whom nothing was heard of for longest are let go


class SpokenLanguages:
    def __init__(self) -> None:
        self._languages: OrderedDict[int, str] = OrderedDict()  # only what is not the original

    def note(self, person_id: int, language: str) -> None:
        """After a turn; one who was erased speaks the original again, and nothing of them stays here."""
        self._languages.pop(person_id, None)
        if language != ORIGINAL:
            self._languages[person_id] = language
        while len(self._languages) > _REMEMBERED:
            self._languages.popitem(last=False)

    def language_of(self, person_id: int) -> str:
        return self._languages.get(person_id, ORIGINAL)
