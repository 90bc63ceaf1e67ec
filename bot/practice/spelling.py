"""How a place's name is compared: folded, then in the other ways people write the same name. It knows no place."""

import unicodedata
from collections.abc import Iterator

from bot.comparable_text import APOSTROPHES, is_mark

# Letters that no Unicode decomposition takes apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "&": " and "}
)
_APOSTROPHES = str.maketrans("", "", f"{APOSTROPHES}ʻ‘´ʹʿʾ")  # and what romanised names have in their place

_IN_SHORT = {"saint": "st", "fort": "ft", "mount": "mt"}
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_LATIN = "abcdefghijklmnopqrstuvwxyz "


def fold(text: str) -> str:
    """Without case, accents, apostrophes and punctuation: "Saint-Étienne" is "st etienne"."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold().translate(_LETTERS))
    kept = (letter for letter in plain if not unicodedata.combining(letter))
    words = "".join(letter if letter.isalnum() or is_mark(letter) else " " for letter in kept)
    return unicodedata.normalize("NFC", " ".join(_IN_SHORT.get(word, word) for word in words.split()))


def other_spellings(name: str) -> Iterator[str]:
    """Of a folded name: a German umlaut written out, a "the" or a "city" that the name does without."""
    written_out = name
    for pair, letter in _UMLAUTS:
        written_out = written_out.replace(pair, letter)
    yield written_out
    yield name.removeprefix("the ").removeprefix("city of ").removesuffix(" city")


def slips(name: str) -> Iterator[tuple[str, str]]:
    """Every name one slip away (a letter left out, put in, wrong or swapped), each after the part before the slip.

    The first letter is taken as right. Letters are put in from the Latin alphabet and from the name itself.
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
