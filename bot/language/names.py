"""What an id looks like: of a state, a dialogue, a choice or a kept value. Knows no files."""

from __future__ import annotations

import re

# A button's data is `key:turn:action`, 8 + 1 + 10 + 1 bytes and the action: with these it stays below Telegram's 64.
LONGEST_NAME = 24
# Words that mean something else in YAML cannot be names.
NAME_PATTERN = re.compile(rf"(?!(?:true|false|null)\Z)[a-z][a-z0-9_]{{0,{LONGEST_NAME - 1}}}\Z")
HOW_TO_NAME = f"Use small letters, digits and _, beginning with a letter, {LONGEST_NAME} at most."


def is_name(word: str) -> bool:
    """Return whether `word` can be an id in a file and the name of a dialogue's file."""
    return NAME_PATTERN.match(word) is not None
