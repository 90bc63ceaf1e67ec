"""Finds IANA zones for a city or country as people type it. Reads one file, once; after that it is pure.

The table (places.tsv.gz) is derived by tools/places.py from GeoNames (geonames.org, CC BY 4.0; see NOTICE) and tzdata.
It holds four tables, separated by empty lines:
* countries and regions: code, name
* areas, sorted: folded name or code, the codes it may mean. "georgia" is GE and US.GA
* places, most people first: name, area code, zone
* names, sorted: folded name, the numbers of the places it may mean, best first
"""

import gzip
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.practice.sorted_lines import Lines, SortedLines
from bot.practice.spelling import fold, other_spellings, slips

TABLE = Path(__file__).with_name("places.tsv.gz")

MOST_FOUND = 6  # as many as fit under a message as buttons

# Nearer than this, a short name is one slip away from too many others.
_SHORTEST_WITH_SLIP = 5

# Names of countries that end other names too: "Easter Island" does not lie in Ísland, nor "South America" in the USA.
_ENDS_OTHER_NAMES = frozenset({"island", "america"})

# As large as no zone.
_CONTINENTS = frozenset({"africa", "antarctica", "asia", "europe", "oceania"})

# As people answer when they are asked where they are; looked for once folded.
_LEAD_IN = re.compile(
    r"(?:(?:i m|im|i am|we re|were|we are|i live|we live|i stay|we stay|right)?(?: ?(?:now|currently|at the moment))? ?"
    r"\b(?:in|near|from|close to)|(?:it is|its|it s|(?:my|the nearest) (?:city|town|place|country) is)) "
)
_LEAD_OUT = re.compile(r" (?:please|thanks|thank you|i think|(?:right )?now|at the moment)$")

_LONGEST = 60  # characters: room for a city, its region and its country

_ABBREVIATED_OFFSETS = (
    "acdt|acst|adt|aedt|aest|akdt|akst|ast|awst|bst|cat|cdt|cest|cet|cst|eat|edt|eest|eet|est|gmt|hkt|hst|ist|jst|kst"
    "|mdt|mest|met|msk|mst|ndt|nst|nzdt|nzst|pdt|pkt|pst|sast|sgt|utc|wast|wat|west|wet|wib|z|zulu"
)
_OFFSET = re.compile(
    rf"(?:etc/)?(?:{_ABBREVIATED_OFFSETS})(?:\s*time)?"
    r"|(?:(?:etc/)?(?:utc|gmt)\s*[-+]?|[-+])\s*\d{1,2}(?:[:.]?\d\d)?\s*(?:h|hours?)?"
    r"|[a-z]{3}\d[a-z]{3}"
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place with one local time. A country with several is one place for each, named by its largest city there."""

    name: str
    country: str
    country_code: str
    zone: str
    region: str = ""  # where the country has another place of the name, and this one's region is known


def is_offset(text: str) -> bool:
    """Return whether the text is a bare offset ("UTC+2", "CET").

    An offset does not say when the clocks change, so it finds no place.
    """
    return _OFFSET.fullmatch(text.strip().casefold().replace("−", "-")) is not None


class Places:
    """The table of every city of more than 15,000 people, every country and every zone."""

    def __init__(self, text: bytes) -> None:
        called, areas, places, names = text.split(b"\n\n")
        self._called = SortedLines(called)
        self._areas = SortedLines(areas)
        self._places = Lines(places)
        self._names = SortedLines(names)

    @classmethod
    def load(cls, path: Path) -> "Places":
        """Return the places from the file at `path`."""
        return cls(gzip.decompress(path.read_bytes()))

    def find(self, text: str) -> list[Place]:
        """Return at most six places that the text may mean, the likeliest first, no two in the same zone."""
        if is_offset(text) or len(text) > _LONGEST:
            return []
        whole = fold(text)
        if whole in _CONTINENTS:
            return []
        names = list(dict.fromkeys((whole, _bare(whole))))
        for lookup in (self._exactly, self._spelled_otherwise, self._with_a_slip):
            for name in names:
                if found := self._named(name, lookup):
                    return self._distinct(found)
        return self._distinct(self._surroundings(text))

    def _named(self, name: str, lookup: Callable[[str], list[int]]) -> list[int]:
        """Return the places of this name, which may have a region and country after it: "springfield illinois usa"."""
        if found := lookup(name):
            return found
        for place, area in _splits(name):
            codes = self._area_codes(area)
            if codes and (inside := [number for number in self._named(place, lookup) if self._lies_in(number, codes)]):
                return inside
        return []

    def _exactly(self, name: str) -> list[int]:
        return _numbers(self._names.get(name))

    def _spelled_otherwise(self, name: str) -> list[int]:
        return next(filter(None, map(self._exactly, other_spellings(name))), [])

    def _with_a_slip(self, name: str) -> list[int]:
        if len(name) < _SHORTEST_WITH_SLIP:
            return []
        return sorted({number for found in self._names.get_any(slips(name)) for number in _numbers(found)})

    def _surroundings(self, text: str) -> list[int]:
        """Return places for somewhere too small for the table, by what is written after it: "Kleinbach, Germany"."""
        village, comma, last = text.rpartition(",")
        if comma and village.strip():
            name = fold(last)
            return self._exactly(name) or self._spelled_otherwise(name) or self._abbreviated(last.strip())
        areas = (area for _, area in _splits(fold(text)) if len(area) > 2 and area not in _ENDS_OTHER_NAMES)
        return next(filter(None, map(self._area, areas)), [])

    def _area(self, area: str) -> list[int]:
        if not self._area_codes(area):
            return []
        return self._exactly(area) or self._spelled_otherwise(area)

    def _abbreviated(self, code: str) -> list[int]:
        # In capitals alone: "well, me" is neither Maine nor Montenegro.
        codes = self._area_codes(fold(code)) if code.isupper() else []
        return sorted(number for code in codes for number in self._exactly(code))

    def _area_codes(self, area: str) -> list[str]:
        codes = next(filter(None, map(self._areas.get, (area, *other_spellings(area)))), None)
        return codes.split(",") if codes else []

    def _lies_in(self, number: int, codes: list[str]) -> bool:
        _, area, _ = self._places.fields(number)
        return area in codes or area.split(".")[0] in codes

    def _distinct(self, numbers: Iterable[int]) -> list[Place]:
        by_zone: dict[str, Place] = {}
        for place in map(self._place, numbers):
            by_zone.setdefault(place.zone, place)
        return list(islice(by_zone.values(), MOST_FOUND))

    def _place(self, number: int) -> Place:
        name, area, zone = self._places.fields(number)
        code = area.split(".")[0]
        country = self._called.get(code) or code
        return Place(name=name, country=country, country_code=code, zone=zone, region=self._region(name, area))

    def _region(self, name: str, area: str) -> str:
        """Return the region, if its country has another place of this name elsewhere; else ""."""
        region, (country, _, numbered) = self._called.get(area), area.partition(".")
        if not numbered or region is None or region == name:
            return ""
        named_so = (self._places.fields(number) for number in self._exactly(fold(name)))
        regions = {other for called, other, _ in named_so if called == name and other.startswith(f"{country}.")}
        return region if regions - {area} else ""


def _bare(name: str) -> str:
    """Return a name without what people say around it: "i live in oslo now" is "oslo"."""
    lead_in = _LEAD_IN.match(name)
    return _LEAD_OUT.sub("", name[lead_in.end() :] if lead_in else name)


def _splits(name: str) -> Iterator[tuple[str, str]]:
    """Yield each way to split a name into a place and its area, the longest area first: Costa Rica before Rica."""
    words = name.split()
    return ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words)))


def _numbers(found: str | None) -> list[int]:
    return [int(number) for number in found.split(",")] if found else []
