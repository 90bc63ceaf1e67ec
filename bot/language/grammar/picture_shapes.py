"""Reads `picture`, and checks how long the words under a picture are. `source/picture_files.py` opens the files."""

from __future__ import annotations

import re
from itertools import chain

from bot.dialogue.cutting import LONGEST_CAPTION
from bot.dialogue.matching import NAME_LIMIT
from bot.dialogue.words import Slot, Words, WordsPart, utf16_length
from bot.language.grammar.shapes import LONGEST_TEXT, scalar, written_length
from bot.language.grammar.tables import reads, spelled
from bot.language.problems import Mark, Report, Rule, plain
from bot.language.source.nodes import Node

# The values that are never long, each with the most UTF-16 units that it takes. The others have no limit.
_LONGEST_VALUES = {"name": 2 * NAME_LIMIT, "country": 2, "prompt_time": 5, "zone_time": 5, "sealed": 10}

# One file of the folder itself, and not a hidden one: nobody would see that it changes.
_PLAIN_NAME = re.compile(r"(?!\.)[^/\\\x00-\x1f\x7f]+\Z")
_NAME = re.compile(r"(?!\.)[^/\\\x00-\x1f\x7f]+\.(?:[pP][nN][gG]|[jJ][pP][eE]?[gG]|[gG][iI][fF])\Z")
_AS_NAME = "Put the picture into the folder `pictures` beside the dialogues, and write the name of its file alone."
_AS_ENDING = "Save it as one of these, with a name that ends in .png, .jpg or .gif."


@reads(spelled(_NAME, _AS_NAME))
def picture_name(node: Node, report: Report) -> str | None:
    """Read the name of a picture's file; None if it is refused. The checks look whether the file is there."""
    found = scalar(node, report)
    if not _PLAIN_NAME.match(found.text):
        if not report.has({Rule.CONTROL_CHARACTER}):  # which may be what is wrong with the name
            sentence = f"`{plain(found.text)}` is no name of a file in the folder `pictures`."
            report.add(Rule.OUTSIDE, found.mark, sentence, _AS_NAME)
    elif not _NAME.match(found.text):
        report.add(Rule.NO_PICTURE, found.mark, f"`{found.text}` is no PNG, JPEG or GIF by its name.", _AS_ENDING)
    else:
        return found.text
    return None


def check_caption(words: Words, mark: Mark, report: Report) -> None:
    """Report words under a picture that may be too long for a caption.

    Words that are too long for any message are reported already.
    """
    unbounded = sorted(slot.name for slot in _slots(words) if slot.name not in _LONGEST_VALUES)
    length = written_length(words) + sum(map(_more, _slots(words)))
    if unbounded:
        sentence = f"`{{{unbounded[0]}}}` stands under a picture, where {LONGEST_CAPTION:,} characters are the most."
        advice = "How long it gets nobody knows. Say it in a state of its own."
        report.add(Rule.CAPTION_TOO_LONG, mark, sentence, advice)
    elif LONGEST_CAPTION < length <= LONGEST_TEXT:
        sentence = f"This is up to {length:,} characters long; under a picture {LONGEST_CAPTION:,} is the most."
        report.add(Rule.CAPTION_TOO_LONG, mark, sentence, "Say it shorter, or the rest in a state of its own.")


def _slots(words: Words) -> list[Slot]:
    return [part for part in chain[WordsPart](*words.lines) if isinstance(part, Slot)]


def _more(slot: Slot) -> int:
    """Return how many UTF-16 units the longest value takes beyond what its author wrote for when there is none."""
    return max(_LONGEST_VALUES.get(slot.name, 0) - utf16_length(slot.otherwise or ""), 0)
