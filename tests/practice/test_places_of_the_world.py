"""Whether the table that ships knows the world as people name it: islands, countries, capitals, large cities."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.practice.places import TABLE, Places
from tests.practice.world import CAPITALS, CITIES, COUNTRIES, ISLANDS, OFTEN_MEANT
from tools import places as derivation

places = Places.load(TABLE)


def named(table: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, key) for key, names in table.items() for name in names.split("; ")]


def slips_of(name: str) -> Iterator[str]:
    """A letter left out, unless four are left; one too many; two swapped. Never the first."""
    for at in range(1, len(name)):
        before, letter, after = name[:at], name[at], name[at + 1 :]
        if len(name) > 5:
            yield before + after
        yield before + letter * 2 + after
        yield before + after[:1] + letter + after[1:]


@pytest.mark.parametrize(("name", "zone"), named(ISLANDS))
def test_an_island_is_in_its_own_zone(name: str, zone: str) -> None:
    assert zone == places.find(name)[0].zone


@pytest.mark.parametrize("name", ["Bouvet Island", "Nowhere Island", "Treasure Island", "South America", "Africa"])
def test_what_only_sounds_like_a_country_is_not_taken_for_it(name: str) -> None:
    assert not {"IS", "US"} & {place.country_code for place in places.find(name)[:1]}


@pytest.mark.parametrize(("name", "code"), named(COUNTRIES))
def test_a_country_is_known_by_its_usual_names(name: str, code: str) -> None:
    assert code == places.find(name)[0].country_code


@pytest.mark.parametrize("capital", " ".join(CAPITALS.split()).split("; "))
def test_every_capital_is_offered_and_found_with_its_country(capital: str) -> None:
    code, _, name = capital.partition(" ")
    offered = places.find(name)
    assert code in [place.country_code for place in offered]
    country = next(place.country for place in offered if place.country_code == code)
    assert code == places.find(f"{name}, {country}")[0].country_code


@pytest.mark.parametrize(("name", "code"), named(OFTEN_MEANT))
def test_the_place_that_is_often_meant_is_among_those_offered(name: str, code: str) -> None:
    assert code in [place.country_code for place in places.find(name)]


@pytest.mark.parametrize("city", CITIES.split())
def test_a_slip_in_the_name_of_a_large_city_still_offers_it(city: str) -> None:
    zone = places.find(city)[0].zone
    assert [slip for slip in slips_of(city) if zone not in [place.zone for place in places.find(slip)]] == []


def test_every_island_and_land_that_the_table_is_given_is_in_it() -> None:
    rows = [
        line.split("\t") for line in Path(derivation.__file__).with_name("lands.tsv").read_text("utf-8").splitlines()
    ]
    assert len(rows) > 300
    for name, country, zone, *others in rows:
        for called in (name, *others):
            found = [(place.country_code, place.zone) for place in places.find(called)]
            assert (country, zone) in found or len(found) == 6, called
