"""Reports what the words of another language lack, and what they have that the original does not. Reads no words
itself.

The original is in the folder of dialogues itself, the words of each other language in a folder of their own.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.dialogue.words import Words
from bot.language.grammar.shapes import mark_of_value
from bot.language.grammar.tables import Found
from bot.language.problems import TOP, Mark, Report, Rule
from bot.language.source.nodes import Entry, Node
from bot.language.source.nodes import Mapping as Tree

_NONE: Mapping[str, str] = {}
# Comparing takes time that grows with the square. So many names, of so many characters, are enough for a good hint.
_MOST_COMPARED, _LONGEST_COMPARED = 50, 100


def matched(
    entries: Iterable[Entry],
    wanted: Collection[str],
    report: Report,
    mark: Mark,
    what: str,
    renamed: Mapping[str, str] = _NONE,
) -> Iterator[Entry]:
    """Return the entries that the original has too. Report all others, and at `mark` those that are missing.

    `what` says what the entries are, as in "state". `renamed` maps old names to new ones. An entry under a wrong name
    is reported once: as left over, and not also as missing.
    """
    found = {entry.key.text: entry for entry in entries}
    absent = [name for name in wanted if name not in found]
    for number, name in enumerate([name for name in found if name not in wanted]):
        meant = renamed.get(name) or (_nearest(name, absent) if number < _MOST_COMPARED else None)
        if meant in absent:
            absent.remove(meant)
        left_over(report, found.pop(name).key.mark, f"{what} `{name}`", f"Call it `{meant}`." if meant else None)
    for name in absent:
        missing(report, mark, f"The {what} `{name}`", f"Add `{name}: ...`.")
    return iter(found.values())


def _nearest(name: str, names: Collection[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name[:_LONGEST_COMPARED], names, n=1)), None)


def lacking(keys: Collection[str], found: Found, node: Node, of: str = "") -> None:
    """Report the keys that are missing; none if some other key is there, which may be a misspelt one."""
    if isinstance(node, Tree) and len(node.entries) == len(found.entries):
        for key in keys:
            if key not in found:
                missing(found.report, found.mark, f"`{key}`{of}", f"Add `{key}: ...`.")


def left_over(report: Report, mark: Mark, what: str, advice: str | None = None) -> None:
    """Report something that the original does not have."""
    report.add(Rule.LEFT_OVER, mark, f"The original has no {what}.", advice or "Take it out.")


def many_missing(report: Report, names: Collection[str]) -> None:
    """Report many missing files as one problem of the language's folder."""
    first, *_, last = names = sorted(names)
    said = f"{len(names)} files, from `{first}` to `{last}`, are not there in this language."
    advice = "Write them, or take the whole folder out: a language is offered only as a whole."
    report.add(Rule.MISSING_WORDS, TOP, said, advice)


def missing(report: Report, mark: Mark, what: str, advice: str) -> None:
    """Report something that has no words in this language."""
    report.add(Rule.MISSING_WORDS, mark, f"{what} has no words in this language.", advice)


def check_slots(original: Words, own: Words, node: Node, report: Report) -> None:
    """Report words that do not hold the same values as the original.

    The checks look only at the original to make sure that its values are known when it is said.
    """
    if original.slots == own.slots and original.optional_slots == own.optional_slots:
        return
    there, here = _slots(original), _slots(own)
    without, besides = _listed(there - here), _listed(here - there)
    mark = next((mark_of_value(node, slot.rstrip("?"), node.mark) for slot in sorted(here - there)), node.mark)
    if without and besides:
        sentence = f"These words hold {besides}, where the original holds {without}."
    elif without:
        sentence = f"The original holds {without}, which these words leave out."
    else:
        sentence = f"These words hold {besides}, which the original does not."
    report.add(Rule.SLOTS_DIFFER, mark, sentence, f"Use {_listed(there)}." if there else "Take it out.")


def _slots(words: Words) -> frozenset[str]:
    return words.slots | {f"{name}?" for name in words.optional_slots}


def _listed(slots: Iterable[str]) -> str:
    return " and ".join(f"`{{{slot}}}`" for slot in sorted(slots))
