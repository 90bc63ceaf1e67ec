"""Reads what a state may wait for, each thing by itself: a scale, options, a breath, how closely to listen."""

from __future__ import annotations

import re
from collections.abc import Mapping as Map

from bot.dialogue.model import Breath, Option, ScaleAsk
from bot.language.grammar.build_ways import MOST_BUTTONS, check_buttons
from bot.language.grammar.shapes import label, name, named, reference, scalar, whole
from bot.language.grammar.tables import Table, entries, reads, spelled
from bot.language.problems import Report, Rule
from bot.language.source.nodes import Node, Scalar
from bot.practice.breathing import PATTERNS

_LONGEST_BREATH = 60  # minutes
_SCALE = re.compile(r"([0-9]{1,3})\s*-\s*([0-9]{1,3})\Z")
_AS_SCALE = "Write the lowest and the highest number, as in `0-10`."
_MOST_RATINGS = 21  # buttons on a scale; more cannot be told apart

LISTEN = Table(name="listen", about="When a short answer is met with 'tell me more'.")
_MOST = LISTEN.key("most", whole(0, 5), "How often at most, for one question. 0 asks for nothing more.")
_MIN_WORDS = LISTEN.key("min_words", whole(0, 100), "An answer of fewer words is short.")

_PATTERN = {"enum": sorted(PATTERNS)}  # that it is one of them is checked with the whole dialogue
BREATHE = Table(name="breathe", about="A breath, paced by a message that changes at each phase.")
_BREATH_PATTERN = BREATHE.key(
    "pattern",
    reads(_PATTERN)(reference.read),
    "Which pattern. Without it, the one that was tapped in a state with `keep: pattern`.",
)
_MINUTES = BREATHE.key("minutes", whole(1, _LONGEST_BREATH), "How long; two minutes without it.")


@reads(LISTEN)
def listening(node: Node, report: Report) -> Map[str, int]:
    """Read the fields of a `Listen` that are written here."""
    if isinstance(node, Scalar) and node.text.strip():
        advice = "Write `{most: 0}` for no asking on at all, or `{most: 1}` and `{min_words: 5}` for some."
        report.add(Rule.WRONG_SHAPE, node.mark, f"`{node.text}` does not say how often to ask on.", advice)
        return {}
    found = LISTEN.read(node, report)
    told = {"most": found.take(_MOST), "min_words": found.take(_MIN_WORDS)}
    return {field: value for field, value in told.items() if value is not None}


@reads(named(label, least=1, most=MOST_BUTTONS))
def options(node: Node, report: Report) -> tuple[Option, ...]:
    found = entries(node, report)
    check_buttons(len(found), node, report)
    return tuple(Option(key=name(entry.key, report), label=label(entry.value, report)) for entry in found)


@reads(spelled(_SCALE, _AS_SCALE))
def scale(node: Node, report: Report) -> ScaleAsk:
    found = scalar(node, report)
    read = _SCALE.match(found.text)
    low, high = (int(read[1]), int(read[2])) if read else (0, 0)
    if not low < high < low + _MOST_RATINGS:
        sentence, advice = f"`{found.text}` is no scale.", _AS_SCALE
        if high - low >= _MOST_RATINGS:
            sentence = f"`{found.text}` has {high - low + 1} numbers; {_MOST_RATINGS} are the most."
            advice = "Fewer can be told apart: `0-10`."
        elif high < low:
            advice = f"The lowest number stands first: `{high}-{low}`."
        report.add(Rule.BAD_SCALE, found.mark, sentence, advice)
    return ScaleAsk(low=low, high=high)


@reads({"anyOf": [_PATTERN, BREATHE]})
def breath(node: Node, report: Report) -> Breath:
    if isinstance(node, Scalar):
        return Breath(pattern=reference(node, report))
    found = BREATHE.read(node, report)
    pattern, minutes = found.take(_BREATH_PATTERN), found.take(_MINUTES)
    return Breath(pattern=pattern) if minutes is None else Breath(pattern=pattern, minutes=minutes)
