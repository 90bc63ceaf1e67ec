"""Reads `_helplines.yaml`: a paragraph for each helpline, as the support card shows it. Knows no number itself."""

from __future__ import annotations

import re
from datetime import date

from bot.authoring.nodes import Entry, Node, Scalar
from bot.authoring.nodes import Mapping as Tree
from bot.authoring.problems import Report, Rule
from bot.authoring.shapes import LONGEST_HELPLINES, Fields, check_length, entries, fields, items, text
from bot.dialogue.dialogues import Helplines
from bot.dialogue.words import utf16_length

_KEYS = ("name", "phone", "text", "url", "hours", "last_verified")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_URL = re.compile(r"https://[^\s/]+\.[^\s]+\Z")


def read_helplines(tree: Tree | None, report: Report, unverified: str) -> Helplines:
    """`unverified` is the remark on helplines that no person has checked."""
    if tree is None:
        return Helplines(anywhere="", emergency_anywhere="", emergency={}, lines={})
    found = fields(tree, ("anywhere", "emergency_anywhere", "countries"), report)
    countries = {_country(entry, report): entry for entry in found.need("countries", entries) or ()}
    parts = {
        country: fields(entry.value, ("emergency", "lines"), report, mark=entry.key.mark)
        for country, entry in countries.items()
    }
    return Helplines(
        anywhere=found.need("anywhere", _limited) or "",
        emergency_anywhere=found.need("emergency_anywhere", text) or "",
        emergency={country: part.need("emergency", text) or "" for country, part in parts.items()},
        lines={country: _lines(part, unverified) for country, part in parts.items() if "lines" in part},
    )


def _country(entry: Entry, report: Report) -> str:
    if not _COUNTRY.match(entry.key.text):
        sentence = f"`{entry.key.text}` is no country code."
        report.add(
            Rule.BAD_HELPLINE, entry.key.mark, sentence, "Write the two capital letters of ISO 3166, as in `US`."
        )
    return entry.key.text


def _limited(node: Node, report: Report) -> str:
    found = text(node, report)
    check_length(utf16_length(found), node.mark, report, most=LONGEST_HELPLINES)
    return found


def _lines(country: Fields, unverified: str) -> str:
    """A paragraph for each helpline; the remark stands once at the end if no person has checked any of them."""
    helplines = [_helpline(node, country.report) for node in country.take("lines", items) or ()]
    if not any(checked for _, checked in helplines):
        paragraphs = [words for words, _ in helplines] + [unverified]
    else:
        paragraphs = [words if checked else f"{words}\n{unverified}" for words, checked in helplines]
    lines = "\n\n".join(paragraphs)
    check_length(utf16_length(lines), country.mark_of("lines"), country.report, most=LONGEST_HELPLINES)
    return lines


def _helpline(node: Node, report: Report) -> tuple[str, bool]:
    """`name (hours)`, and below it `phone, text, url`; and whether a person has checked it."""
    found = fields(node, _KEYS, report)
    ways = [way for way in (found.take("phone", text), found.take("text", text), _url(found)) if way]
    if not ways:
        advice = "Give it `phone`, `text` or `url`."
        report.add(Rule.BAD_HELPLINE, node.mark, "Nobody could reach this helpline.", advice)
    hours = found.take("hours", text)
    name = f"{found.need('name', text)}" + (f" ({hours})" if hours else "")
    return f"{name}\n{', '.join(ways)}", _is_verified(found)


def _url(found: Fields) -> str | None:
    url = found.take("url", text)
    if url is not None and not _URL.match(url):
        mark = found.found["url"].value.mark
        found.report.add(Rule.BAD_HELPLINE, mark, f"`{url}` is no address.", "Write it whole, with https:// before it.")
    return url


def _is_verified(found: Fields) -> bool:
    """Whether a person has checked it, and when; empty until then."""
    node = found.found["last_verified"].value if "last_verified" in found else None
    if node is None or (isinstance(node, Scalar) and not node.text.strip()):
        return False
    day = text(node, found.report)
    try:
        date.fromisoformat(day)
    except ValueError:
        advice = "Write the day as in 2026-01-31, or leave it empty."
        found.report.add(Rule.BAD_HELPLINE, node.mark, f"`{day}` is no day.", advice)
    return True
