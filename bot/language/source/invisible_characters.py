"""Finds characters that no editor shows, and spaces that YAML takes for letters.

Characters that shape their neighbours (joiners, variation selectors, marks of direction) belong to writing and are left
alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from bot.language.problems import Mark, Report, Rule

# Controls, the rarer line breaks (which would put every later line number out), spaces without width, and what turns
# the order of letters round. Tags belong to flags, behind their own sign.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff]|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0001-\U000e007f]"
)
_TAB = re.compile("^[^\t\n]*\t", re.MULTILINE)
# Before a key or a hyphen, or between a key and its value: within words any space is a matter of taste.
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD_SPACE = re.compile(
    rf"^ *(?P<indent>[{_SPACES}])[ {_SPACES}]*(?:-\s|\w+:)|^[ {_SPACES}]*(?:- +)*[a-z_]\w*: *(?P<behind>[{_SPACES}])",
    re.MULTILINE,
)
_ESCAPE = re.compile(r"\\(?:x(?P<x>..)|u(?P<u>.{4})|U(?P<U>.{8})|(?P<sign>.))", re.DOTALL)
_SIGNS = {"0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b", "N": "\x85", "L": "\u2028"}
_SIGNS["P"] = "\u2029"
_MOST_TOLD = 3  # places of one character; a file from a strange editor has hundreds


def report_invisible(source: str, report: Report) -> None:
    """Report the invisible characters, odd spaces and tabs of a file."""
    if "\r" in source and "\n" not in source:
        sentence = "The lines of this file end in an invisible character (U+000D) alone."
        advice = "Save it with line ends of the usual kind: LF."
        report.add(Rule.CONTROL_CHARACTER, mark_behind(source[: source.index("\r")]), sentence, advice)
        return
    places: dict[str, list[int]] = defaultdict(list)
    for found in _INVISIBLE.finditer(source):
        places[found[0]].append(found.start())
    for character, positions in places.items():
        sentence = f"An invisible character stands here (U+{ord(character):04X})"
        _tell(Rule.CONTROL_CHARACTER, positions, sentence, "Take it out.", source, report)
    odd = [found.start(found.lastgroup or 0) for found in _ODD_SPACE.finditer(source)]
    if odd:
        sentence = f"A space that YAML takes for a letter stands here (U+{ord(source[odd[0]]):04X})"
        _tell(Rule.CONTROL_CHARACTER, odd, sentence, "Type a plain space in its place.", source, report)
    tabs = [found.end() - 1 for found in _TAB.finditer(source)]
    _tell(Rule.TAB, tabs, "A tab stands here", "Use spaces instead.", source, report)


def _tell(rule: Rule, positions: list[int], sentence: str, advice: str, source: str, report: Report) -> None:
    """Report each place if there are few; else the first, with how many more there are."""
    told, more = (positions, "") if len(positions) <= _MOST_TOLD else (positions[:1], len(positions) - 1)
    for position in told:
        said = f"{sentence}, and in {more} more places." if more else f"{sentence}."
        report.add(rule, mark_behind(source[:position]), said, advice)


def escaped(raw: str) -> Iterator[tuple[int, str]]:
    """Yield each invisible character that double quotes write with a backslash, with where in `raw` it is written."""
    for found in _ESCAPE.finditer(raw):
        code = found["x"] or found["u"] or found["U"]
        character = chr(int(code, 16)) if code else _SIGNS.get(found["sign"], " ")
        if _INVISIBLE.match(character):
            yield found.start(), character


def mark_behind(before: str) -> Mark:
    """Return the place after this much of a file."""
    return Mark(line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
