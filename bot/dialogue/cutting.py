"""Cuts a message that is longer than Telegram takes into several. Only people's own words can make one so long.

Nothing is lost but the gap at which it is cut. The checks keep authors' own words short enough.
"""

from __future__ import annotations

import unicodedata

from bot.dialogue.words import Entity, Message, utf16_length

LONGEST = 4096  # UTF-16 units
LONGEST_CAPTION = 1024  # ... under a picture
_NEAR = 200  # characters before the limit in which a gap is looked for
_GAPS = ("\n\n", "\n", " ")  # the best first
_JOINER = "\u200d"  # zero-width joiner: joins several emoji into one


def cut(message: Message, units: int = LONGEST) -> tuple[Message, ...]:
    """Return the message in pieces of at most `units` UTF-16 code units.

    Blank pieces are left out, since Telegram refuses them; a message that is blank as a whole is returned as it is.
    """
    pieces = []
    rest = message
    while utf16_length(rest.text) > units:
        end, gap = _place_to_cut(rest.text, _fitting(rest.text, units))
        pieces.append(_slice(rest, 0, end))
        rest = _slice(rest, end + gap, len(rest.text))
    return tuple(piece for piece in (*pieces, rest) if piece.text.strip()) or (rest,)


def _fitting(text: str, units: int) -> int:
    """Return how many characters of `text` fit into so many UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def _place_to_cut(text: str, end: int) -> tuple[int, int]:
    """Return the last good place to cut up to `end`, and the length of the gap there."""
    nearest = max(end - _NEAR, 1)
    for gap in _GAPS:
        found = text.rfind(gap, nearest, end + len(gap))
        if found > 0:
            return found, len(gap)
    whole = (place for place in range(end, nearest, -1) if not _is_within_a_sign(text, place))
    return next(whole, end), 0


def _is_within_a_sign(text: str, place: int) -> bool:
    """Return whether a cut here would separate a letter from its accents, or the parts of an emoji."""
    return unicodedata.category(text[place]).startswith("M") or _JOINER in text[place - 1 : place + 1]


def _slice(message: Message, start: int, end: int) -> Message:
    text = message.text[start:end]
    first = utf16_length(message.text[:start])
    last = first + utf16_length(text)
    within = [e for e in message.entities if e.offset < last and e.offset + e.length > first]
    return Message(text=text, entities=tuple(_clipped(entity, first, last) for entity in within))


def _clipped(entity: Entity, first: int, last: int) -> Entity:
    start, end = max(entity.offset, first), min(entity.offset + entity.length, last)
    return Entity(style=entity.style, offset=start - first, length=end - start)
