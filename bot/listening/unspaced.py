"""Scripts that put no space between words: each of their signs counts as a word. Knows no language.

That is more words than there are, so nobody who writes so is taken for tacit; and a phrase is found within a sentence.
"""

from __future__ import annotations

import re

# Thai, Lao; Myanmar; Khmer; the Chinese signs, hiragana and katakana.
_SIGN = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff])"
)


def apart(text: str) -> str:
    """`text` with space around each such sign."""
    return _SIGN.sub(r" \1 ", text)
