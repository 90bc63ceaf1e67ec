"""Reads `_helplines.yaml`: a paragraph for each helpline, as the support card shows it. Knows no number itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from bot.dialogue.dialogues import Helplines
from bot.dialogue.words import utf16_length
from bot.language.grammar.shapes import LONGEST_HELPLINES, at_most, check_length, is_nothing, text
from bot.language.grammar.tables import Found, Reader, Table, entries, items, pattern, reads, spelled
from bot.language.problems import Report, Rule
from bot.language.source.nodes import Entry, Node, Sequence
from bot.language.source.nodes import Mapping as Tree

_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_URL = re.compile(r"https://[^\s/]+\.[^\s]+\Z")
_AS_URL = "Write it whole, with https:// before it."
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@reads(at_most(LONGEST_HELPLINES))
def _limited(node: Node, report: Report) -> str:
    found = text(node, report)
    check_length(utf16_length(found), node.mark, report, most=LONGEST_HELPLINES)
    return found


@reads(spelled(_URL, _AS_URL, around=r"\s*"))
def _url(node: Node, report: Report) -> str:
    url = text(node, report)
    if not _URL.match(url):
        report.add(Rule.BAD_HELPLINE, node.mark, f"`{url}` is no address.", _AS_URL)
    return url


@reads({"anyOf": [{"type": "string", "pattern": r"^\s*$|" + pattern(_DAY, around=r"\s*")}, {"type": "null"}]})
def _checked(node: Node, report: Report) -> bool:
    """Read whether a person has checked a helpline. The date is empty until then."""
    if is_nothing(node):
        return False
    day = text(node, report)
    try:
        date.fromisoformat(day if _DAY.match(day) else "")
    except ValueError:
        advice = "Write the day as in 2026-01-31, or leave it empty."
        report.add(Rule.BAD_HELPLINE, node.mark, f"`{day}` is no day.", advice)
    return True


HELPLINE = Table(
    name="helpline",
    about="A helpline, as the support card shows it.",
    rules=({"anyOf": [{"required": [way]} for way in ("phone", "text", "url")]},),
)
_NAME = HELPLINE.key("name", text, "As it calls itself.", needed=True)
_PHONE = HELPLINE.key("phone", text, "Its number, in quotes.")
_TEXT = HELPLINE.key("text", text, "How to write to it: `text HOME to 741741`.")
_ADDRESS = HELPLINE.key("url", _url, "Its own page, whole, with https:// before it.")
_HOURS = HELPLINE.key("hours", text, "When somebody is there: `24/7`.")
_VERIFIED = HELPLINE.key(
    "last_verified",
    _checked,
    "The day on which a person checked all of it on the service's own page; empty until then.",
)


@reads({"type": "array", "items": HELPLINE, "minItems": 1})
def _helplines(node: Node, report: Report) -> tuple[tuple[str, bool], ...]:
    """Read the helplines of a country. There must be one: they replace what is said anywhere."""
    if isinstance(node, Sequence) and not node.items:
        advice = "Write at least one, or take `lines` out."
        report.add(Rule.BAD_HELPLINE, node.mark, "There are no helplines here.", advice)
    return tuple(_helpline(item, report) for item in items(node, report))


COUNTRY = Table(name="country", about="Where help is in this country.")
EMERGENCY = COUNTRY.key("emergency", text, "The number for emergencies, in quotes.", needed=True)
_LINES = COUNTRY.key("lines", _helplines, "Its helplines, the nearest first.")


def by_country(table: Table) -> Reader[tuple[Entry, ...]]:
    """Return a reader of a mapping from country codes to what `table` describes."""
    code = {"pattern": pattern(_COUNTRY)}
    return Reader(read=entries, takes={"type": "object", "propertyNames": code, "additionalProperties": table})


CODES = "The countries, by the two capital letters of ISO 3166: `US`."

HELPLINES = Table(name="helplines", about="Where help is, by country.")
ANYWHERE = HELPLINES.key("anywhere", _limited, "What is shown where no helpline of a country is known.", needed=True)
EMERGENCY_ANYWHERE = HELPLINES.key(
    "emergency_anywhere", text, "What is said of emergencies where the country is not known.", needed=True
)
COUNTRIES = HELPLINES.key("countries", by_country(COUNTRY), CODES, needed=True)


def read_helplines(tree: Tree | None, report: Report, unverified: str) -> Helplines:
    """Return the helplines of all countries. `unverified` is the remark for those that no person has checked."""
    if tree is None:
        return Helplines(anywhere="", emergency_anywhere="", emergency={}, lines={})
    found = HELPLINES.read(tree, report)
    countries = {_country(entry, report): entry for entry in found.take(COUNTRIES) or ()}
    parts = {country: COUNTRY.read(entry.value, report, mark=entry.key.mark) for country, entry in countries.items()}
    return Helplines(
        anywhere=found.take(ANYWHERE) or "",
        emergency_anywhere=found.take(EMERGENCY_ANYWHERE) or "",
        emergency={country: part.take(EMERGENCY) or "" for country, part in parts.items()},
        lines=lines_of(parts, unverified),
    )


def lines_of(parts: Mapping[str, Found], unverified: str) -> dict[str, str]:
    """Return the text of the helplines of each country that lists any."""
    return {country: _lines(part, unverified) for country, part in parts.items() if "lines" in part}


def _country(entry: Entry, report: Report) -> str:
    if not _COUNTRY.match(entry.key.text):
        sentence = f"`{entry.key.text}` is no country code."
        report.add(
            Rule.BAD_HELPLINE, entry.key.mark, sentence, "Write the two capital letters of ISO 3166, as in `US`."
        )
    return entry.key.text


def _lines(country: Found, unverified: str) -> str:
    """Return a paragraph for each helpline. If no person has checked any of them, the remark stands once at the end."""
    helplines = country.take(_LINES) or ()
    if not any(checked for _, checked in helplines):
        paragraphs = [words for words, _ in helplines] + [unverified]
    else:
        paragraphs = [words if checked else f"{words}\n{unverified}" for words, checked in helplines]
    lines = "\n\n".join(paragraphs)
    check_length(utf16_length(lines), country.mark_of("lines"), country.report, most=LONGEST_HELPLINES)
    return lines


def _helpline(node: Node, report: Report) -> tuple[str, bool]:
    """Return a helpline as `name (hours)` above `phone, text, url`, and whether a person has checked it."""
    found = HELPLINE.read(node, report)
    ways = [way for way in (found.take(_PHONE), found.take(_TEXT), found.take(_ADDRESS)) if way]
    if not ways:
        advice = "Give it `phone`, `text` or `url`."
        report.add(Rule.BAD_HELPLINE, node.mark, "Nobody could reach this helpline.", advice)
    hours = found.take(_HOURS)
    name = f"{found.take(_NAME)}" + (f" ({hours})" if hours else "")
    return f"{name}\n{', '.join(ways)}", found.take(_VERIFIED) or False
