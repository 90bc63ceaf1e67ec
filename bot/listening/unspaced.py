"""Scripts that put no space between words: each of their characters counts as a word. Knows no language.

That counts too many words, so nobody who writes so seems to answer briefly, and phrases are found inside sentences.
"""

from __future__ import annotations

import re

# Thai, Lao; Myanmar; Khmer; the Chinese signs, hiragana and katakana.
_SIGN = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff])"
)


def apart(text: str) -> str:
    """Return `text` with spaces around each such character."""
    return _SIGN.sub(r" \1 ", text)
