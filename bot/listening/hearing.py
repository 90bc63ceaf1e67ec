"""What a whole message said: a refusal, "that is all", "I don't know", a command in plain words. Decides nothing.

Only a whole message counts: "I don't know" is most often the opening of an answer, and "stop" a word in one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.listening.cues import Cues
from bot.listening.unspaced import apart

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'"})
_OF_A_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, kw_only=True)
class Heard:
    words: int
    refuses: bool = False
    closes: bool = False
    unknowing: bool = False
    command: str | None = None


def hear(text: str, cues: Cues) -> Heard:
    """What `text` said."""
    whole = plain(text)
    return Heard(
        words=len(apart(text).split()),
        refuses=whole in cues.refusals,
        closes=whole in cues.closings,
        unknowing=whole in cues.unknowing,
        command=cues.commands.get(whole),
    )


def plain(text: str) -> str:
    """Lower case, one space between words, nothing but words at the edges: how cues are written and compared."""
    spaced = " ".join(text.translate(_APOSTROPHES).casefold().split())
    if spaced and spaced[0].isalnum() and spaced[-1].isalnum():  # as most words: nothing stands at their edges
        return spaced
    first, last = _OF_A_WORD.search(spaced), _OF_A_WORD.search(spaced[::-1])
    return spaced[first.start() : len(spaced) - last.start()] if first and last else ""
