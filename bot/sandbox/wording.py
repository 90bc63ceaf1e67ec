"""Text as Telegram counts, trims and cuts it. Knows nothing of messages or chats."""

import re

LONGEST_TEXT = 4096  # UTF-16 units, as every length and offset of Telegram's
LONGEST_CAPTION = 1024  # likewise
LOOK_BACK = 90  # units before a cut in which a client looks for a gap: parts stay over 4,000, as a real client's do

COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")

# What Telegram takes for empty: spaces, marks without width, direction marks, tags, and what it removes.
UNSEEN = re.compile(
    "[\0-\x20\u00a0\u030a\u0333\u033f\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f\u2800\u3000\ufeff\ufffc\U000e0000-\U000e007f]*"
)


def is_seen(text: str) -> bool:
    """Return whether anything in the text can be seen. If not, Telegram takes it for empty."""
    return not UNSEEN.fullmatch(text)


def units(text: str) -> int:
    """Return the length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_whole(text: str) -> bool:
    """Return whether every character can be written in UTF-8. A lone half of a surrogate pair cannot."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def made_whole(text: str) -> str:
    """Return the text with lone halves of surrogate pairs replaced."""
    return text if is_whole(text) else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def without_nul(text: str) -> str:
    """Return the text with each NUL made a space, as Telegram does."""
    return text.replace("\0", " ")


def trimmed(text: str) -> str:
    return text.strip(" \t\r\n")


def parts(text: str) -> list[str]:
    """Return the parts that a client makes of a text too long for one message.

    It is cut at a gap near the limit, or else anywhere.
    """
    cut: list[str] = []
    rest = trimmed(text)
    while units(rest) > LONGEST_TEXT:
        end = _cut_at(rest)
        cut.append(trimmed(rest[:end]))
        rest = trimmed(rest[end:])
    return [*cut, rest] if rest else cut


def _cut_at(text: str) -> int:
    longest = text.encode("utf-16-le", "surrogatepass")[: LONGEST_TEXT * 2].decode("utf-16-le", "ignore")
    end = len(longest)
    for gap in ("\n", " "):
        found = longest.rfind(gap, end - LOOK_BACK)
        if found > 0:
            return found
    return end
