"""Whether a text speaks plainly of not wanting to live, of self-harm or of suicide.

It looks for a short list of plain phrases in each language. It misses veiled and misspelt ones, and some hits are
harmless: what the bot says after a hit must be kind to somebody who was misread, and /support stays open to everybody
whom it misses.
"""

from __future__ import annotations

import re
import unicodedata

from bot.comparable_text import with_straight_apostrophes, without_invisible
from bot.listening.cues import Cues
from bot.listening.unspaced import apart

_NOT_WORDS = re.compile(r"[\W_]+")


def sounds_like_crisis(text: str, cues: Cues) -> bool:
    """Return whether a crisis phrase is anywhere in `text`: whole words, in any case, spacing or punctuation."""
    words = f" {in_words(text)} "
    return any(phrase in words for phrase in cues.crisis)


def in_words(text: str) -> str:
    """Return the bare words of `text`, one space apart. Apostrophes vanish ("don't" is "dont"), as many people type it.

    Marks vanish too, in texts and in phrases alike: a mark too many must not hide a cry for help.
    """
    whole = without_invisible(unicodedata.normalize("NFKC", text)).casefold()
    bare = with_straight_apostrophes(whole).replace("'", "")
    return _NOT_WORDS.sub(" ", apart(bare)).strip()


def as_cue(phrase: str) -> str:
    """Return a phrase of `_safety.yaml` as `Cues.crisis` holds it: bare words with a space at either end."""
    return f" {in_words(phrase)} "
