"""How names of places are compared: folded, then in the other ways people write the same name. Knows no place."""

import re
import unicodedata
from collections.abc import Iterator

from bot.comparable_text import APOSTROPHES, is_mark

# Letters that no Unicode decomposition takes apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "&": " and "}
)
_APOSTROPHES = str.maketrans("", "", f"{APOSTROPHES}ʻ‘´ʹʿʾ")  # and what romanised names have in their place

_INITIALS = re.compile(r"\b(\w)\.\s?(?=\w\b)")

_IN_SHORT = {"saint": "st", "fort": "ft", "mount": "mt"}
_COMPASS = {
    "n": ("north", "northern"),
    "s": ("south", "southern"),
    "e": ("east", "eastern"),
    "w": ("west", "western"),
}
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_LATIN = "abcdefghijklmnopqrstuvwxyz "


def fold(text: str) -> str:
    """Return the text without case, accents, apostrophes and punctuation.

    "Saint-Étienne" becomes "st etienne", and "U. K." becomes "uk".
    """
    together = _INITIALS.sub(r"\1", text.translate(_APOSTROPHES))
    plain = unicodedata.normalize("NFKD", together.casefold().translate(_LETTERS))
    kept = (letter for letter in plain if not unicodedata.combining(letter))
    words = "".join(letter if letter.isalnum() or is_mark(letter) else " " for letter in kept)
    return unicodedata.normalize("NFC", " ".join(_IN_SHORT.get(word, word) for word in words.split()))


def other_spellings(name: str) -> Iterator[str]:
    """Yield other spellings of a folded name.

    They have a German umlaut as one letter, no "the" or "city", "north" for "n" or "islands" for "is".
    """
    written_out = name
    for pair, letter in _UMLAUTS:
        written_out = written_out.replace(pair, letter)
    yield written_out
    yield name.removeprefix("the ").removeprefix("city of ").removesuffix(" city")
    first, _, rest = name.partition(" ")
    for direction in _COMPASS.get(first, ()):
        yield f"{direction} {rest}"
    if name.endswith(" is"):
        yield f"{name}lands"


def slips(name: str) -> Iterator[tuple[str, str]]:
    """Yield every name that is one slip away, each after the part before the slip.

    A slip is a letter left out, put in, wrong or swapped. The first letter counts as right. Letters are put in from the
    Latin alphabet and from the name itself.
    """
    letters = sorted({*_LATIN, *name})
    for at in range(1, len(name) + 1):
        before, after = name[:at], name[at:]
        if after:
            yield before, before + after[1:]
        if len(after) > 1:
            yield before, before + after[1] + after[0] + after[2:]
        for letter in letters:
            yield before, before + letter + after
            if after:
                yield before, before + letter + after[1:]
