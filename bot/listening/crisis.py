"""Whether a text speaks plainly of not wanting to live, of self-harm or of suicide.

A short list of plain phrases, of each language that there is. It misses veiled and misspelt ones, and some it finds
are harmless: the words that follow a hit must be kind to someone who was misread, and /support stays open to all whom
it misses.
"""

from __future__ import annotations

import re
import unicodedata

from bot.comparable_text import with_straight_apostrophes, without_invisible
from bot.listening.cues import Cues
from bot.listening.unspaced import apart

_NOT_WORDS = re.compile(r"[\W_]+")


def sounds_like_crisis(text: str, cues: Cues) -> bool:
    """True when a crisis phrase stands anywhere in `text`, whole words, whatever the case, spacing or punctuation."""
    words = f" {in_words(text)} "
    return any(phrase in words for phrase in cues.crisis)


def in_words(text: str) -> str:
    """The bare words of `text`, one space apart; apostrophes vanish ("don't" is "dont"), as many people type it.

    So do marks, of a text and of the phrases alike: a sign too many must not hide a cry for help.
    """
    whole = without_invisible(unicodedata.normalize("NFKC", text)).casefold()
    bare = with_straight_apostrophes(whole).replace("'", "")
    return _NOT_WORDS.sub(" ", apart(bare)).strip()


def as_cue(phrase: str) -> str:
    """A phrase from `_safety.yaml` in the form that Cues.crisis holds: bare words with a space at either end."""
    return f" {in_words(phrase)} "
