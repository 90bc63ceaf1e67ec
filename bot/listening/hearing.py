"""What a whole message said: a refusal, "that is all", "I don't know", a command in plain words. Decides nothing.

Only a whole message counts: "I don't know" mostly begins an answer, and "stop" may be any word of one.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.comparable_text import folded, without_edges, without_invisible, without_variations
from bot.listening.cues import Cues
from bot.listening.unspaced import apart


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a message said, and how many words it has."""

    words: int
    refuses: bool = False
    closes: bool = False
    unknowing: bool = False
    nods: bool = False
    command: str | None = None


def hear(text: str, cues: Cues) -> Heard:
    """Return what `text` said."""
    whole = plain(text)
    return Heard(
        words=len(apart(text).split()),
        refuses=whole in cues.refusals,
        closes=whole in cues.closings,
        unknowing=whole in cues.unknowing,
        nods=plain_or_signs(text) in cues.nods,
        command=cues.commands.get(whole),
    )


def plain(text: str) -> str:
    """Return the text as cues are written and compared: lower case, one space between words, words at the edges."""
    return without_edges(folded(text))


def plain_or_signs(text: str) -> str:
    """Return what `plain` does; for a text without words, its signs."""
    return plain(text) or folded(without_variations(without_invisible(text)))
