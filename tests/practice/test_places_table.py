"""How the table of places is built, on a small world."""

from typing import Any

import pytest

from bot.practice.places import Place, Places
from tools.places import build


def city(
    name: str, country: str, zone: str, people: int, region: str = "", others: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {
        "name": name,
        "countrycode": country,
        "timezone": zone,
        "population": people,
        "admin1code": region,
        "alternatenames": list(others),
    }


CITIES = [
    city("Berlin", "DE", "Europe/Berlin", 3_400_000, others=("Berlino", "BER", "bai lin", "Берлин")),
    city("Gera", "DE", "Europe/Berlin", 90_000, others=("Gerra",)),
    city("Vaduz", "LI", "Europe/Vaduz", 16_000, others=("Vadus",)),
    city("Kolkata", "IN", "Asia/Kolkata", 4_600_000, others=("Calcutta",)),
    city("Calcutta", "ZA", "Africa/Johannesburg", 20_000),
    city("Chattogram", "BD", "Asia/Dhaka", 3_900_000, others=("Islamabad",)),
    city("Islamabad", "PK", "Asia/Karachi", 600_000),
    city("Houston", "US", "America/Chicago", 2_300_000, region="TX"),
    city("El Paso", "US", "America/Denver", 680_000, region="TX"),
    city("Detroit", "US", "America/Detroit", 640_000, region="MI"),
    city("New York City", "US", "America/New_York", 8_800_000, region="NY"),
]
COUNTRIES = {
    code: {"name": name, "capital": capital}
    for code, name, capital in [
        ("BD", "Bangladesh", "Dhaka"),
        ("DE", "Germany", "Berlin"),
        ("IN", "India", "New Delhi"),
        ("LI", "Liechtenstein", "Vaduz"),
        ("PK", "Pakistan", "Islamabad"),
        ("TV", "Tuvalu", "Funafuti"),
        ("US", "United States ", "Washington"),
        ("ZA", "South Africa", "Pretoria"),
    ]
}
STATES = {"MI": "Michigan", "NY": "New York", "TX": "Texas"}
ZONES = {"Europe/Berlin": "DE", "Europe/Busingen": "DE", "Asia/Kolkata": "IN", "Pacific/Funafuti": "TV"}
LINKS = {"Asia/Calcutta": "Asia/Kolkata"}


def table(cities: list[dict[str, Any]]) -> bytes:
    return build(cities, COUNTRIES, STATES, ZONES, LINKS)


places = Places(table(CITIES))


def found(text: str) -> list[str]:
    return [f"{place.name} {place.zone}" for place in places.find(text)]


def test_the_same_world_in_another_order_gives_the_same_bytes() -> None:
    assert table(CITIES) == table(CITIES[::-1])


def test_a_large_city_is_known_by_its_other_names_but_not_by_codes_and_transliterations() -> None:
    assert found("Berlino") == found("Берлин") == found("Berlin") == ["Berlin Europe/Berlin"]
    assert found("BER") == found("bai lin") == []


def test_other_names_of_a_small_city_are_left_out_unless_it_is_a_capital() -> None:
    assert found("Vadus") == ["Vaduz Europe/Vaduz"]
    assert "Gerra\t" not in table(CITIES).decode()


def test_another_name_that_is_a_places_own_is_kept_by_a_far_larger_city_alone() -> None:
    assert found("Calcutta") == ["Kolkata Asia/Kolkata", "Calcutta Africa/Johannesburg"]
    assert found("Islamabad") == ["Islamabad Asia/Karachi"]


def test_zones_of_a_country_that_agree_from_now_on_are_one_under_the_countrys_name() -> None:
    assert found("Germany") == ["Germany Europe/Berlin"]
    assert found("Europe/Busingen") == found("Busingen") == ["Busingen Europe/Busingen"]


def test_zones_of_a_country_that_differ_are_named_by_their_largest_city() -> None:
    assert found("USA") == ["New York City America/New_York", "Houston America/Chicago", "El Paso America/Denver"]
    assert found("Texas") == ["Houston America/Chicago", "El Paso America/Denver"]


def test_a_country_without_a_city_is_known_by_its_zone() -> None:
    assert places.find("Tuvalu") == [Place(name="Tuvalu", country="Tuvalu", country_code="TV", zone="Pacific/Funafuti")]
    assert found("Funafuti") == ["Funafuti Pacific/Funafuti"]


@pytest.mark.parametrize("text", ["Asia/Kolkata", "asia/calcutta", "Kolkata", "Kolkata, India"])
def test_an_old_id_leads_to_the_zone_of_today(text: str) -> None:
    assert found(text) == ["Kolkata Asia/Kolkata"]
