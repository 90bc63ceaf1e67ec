"""Reads `seal` and `visit`, of a state or a choice: what is put away, and what comes later."""

from __future__ import annotations

import re

from bot.dialogue.model import DialogueId, Visit
from bot.language.grammar.shapes import NAME, reference, scalar
from bot.language.grammar.tables import Table, items, pattern, reads
from bot.language.problems import Report, Rule
from bot.language.source.nodes import Node

_AHEAD = re.compile(r"(?P<count>[1-9][0-9]{0,3})(?P<unit>[hd])\Z")
_LONGEST = {"h": 365 * 24, "d": 365}  # a year; what comes later has lost its context


@reads({"type": "array", "items": NAME, "minItems": 1})
def sealed_names(node: Node, report: Report) -> tuple[str, ...]:
    written = items(node, report)
    if not written:
        advice = "Write the names of what is put away, as in `[fears, hard_times]`, or take the key out."
        report.add(Rule.EMPTY_TEXT, node.mark, "Nothing stands here.", advice)
    return tuple(reference(item, report) for item in written)


@reads({"type": "string", "pattern": pattern(_AHEAD), "examples": ["1d", "3h"]})
def ahead(node: Node, report: Report) -> tuple[str, int]:
    """Read how far ahead a visit is: the unit, `h` for hours or `d` for days, and how many."""
    found = scalar(node, report)
    read = _AHEAD.match(found.text)
    unit, count = (read["unit"], int(read["count"])) if read else ("d", 1)
    if read is None or count > _LONGEST[unit]:
        sentence = f"`{found.text}` is no time ahead."
        report.add(Rule.BAD_NUMBER, found.mark, sentence, "Write hours or days, from `1h` to `365d`.")
    return unit, count


VISIT = Table(name="visit", about="Another dialogue, opened by itself at a later time.")
_DIALOGUE = VISIT.key("dialogue", reference, "Which. It begins with buttons, so that it invites.", needed=True)
_IN = VISIT.key(
    "in",
    ahead,
    "`1d` is the next day, at the hour of the person's daily prompt or the time of day of now; `3h` in three hours.",
    needed=True,
)


@reads(VISIT)
def visit(node: Node, report: Report) -> Visit:
    found = VISIT.read(node, report)
    dialogue = DialogueId(found.take(_DIALOGUE) or "")
    unit, count = found.take(_IN) or ("d", 1)
    return Visit(dialogue=dialogue, hours=count) if unit == "h" else Visit(dialogue=dialogue, days=count)
