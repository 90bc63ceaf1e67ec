"""Reads `_helplines.yaml` of another language. What it leaves out is taken from the original."""

from __future__ import annotations

from bot.dialogue.dialogues import Helplines
from bot.language.grammar.helplines_file import (
    ANYWHERE,
    CODES,
    COUNTRIES,
    COUNTRY,
    EMERGENCY,
    EMERGENCY_ANYWHERE,
    HELPLINES,
    by_country,
    lines_of,
)
from bot.language.overlays.missing_words import lacking, left_over
from bot.language.overlays.safety_words import ABOUT_OF, OF, fingerprint_as_written
from bot.language.problems import Report
from bot.language.source.nodes import Mapping as Tree

OVERLAY_COUNTRY = COUNTRY.eased("overlay_country")
OVERLAY_COUNTRY.key(OF, fingerprint_as_written, ABOUT_OF)
OVERLAY_HELPLINES = HELPLINES.eased("overlay_helplines")
OVERLAY_HELPLINES.key("countries", by_country(OVERLAY_COUNTRY), CODES)
OVERLAY_HELPLINES.key(OF, fingerprint_as_written, ABOUT_OF)


def overlay_helplines(original: Helplines, tree: Tree, report: Report, unverified: str) -> Helplines:
    """Return the helplines as they are shown in another language.

    `original` holds those of the original, with the remark on unchecked ones in the other language. The lines that are
    listed here for a country replace those of the original: others may serve people who speak the language.
    """
    found = OVERLAY_HELPLINES.read(tree, report)
    given = found.given(COUNTRIES) or ()
    unknown = [entry for entry in given if entry.key.text not in original.emergency]
    for entry in unknown:
        left_over(report, entry.key.mark, f"country `{entry.key.text}`")
    parts = {
        entry.key.text: OVERLAY_COUNTRY.read(entry.value, report, mark=entry.key.mark)
        for entry in given
        if entry not in unknown
    }
    lacking((ANYWHERE.name, EMERGENCY_ANYWHERE.name), found, tree)
    emergency = {country: part.given(EMERGENCY) for country, part in parts.items()}
    return Helplines(
        anywhere=found.given(ANYWHERE) or original.anywhere,
        emergency_anywhere=found.given(EMERGENCY_ANYWHERE) or original.emergency_anywhere,
        emergency={**original.emergency, **{country: own for country, own in emergency.items() if own}},
        lines={**original.lines, **lines_of(parts, unverified)},
    )
