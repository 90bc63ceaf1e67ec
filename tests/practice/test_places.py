"""From a typed city or country to zones, over the table that ships."""

import gzip
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.places import TABLE, Place, Places, is_offset
from bot.practice.zones import valid_zone

MEGABYTE = 1_000_000

places = Places.load(TABLE)


def zones(text: str) -> list[str]:
    return [place.zone for place in places.find(text)]


ONE_ZONE = {
    "Europe/Berlin": [
        "Berlin, Germany", "berlin germany", "BERLIN, DE", "Germany", "Deutschland", "Hamburg", "München", "Muenchen",
        "Munich", "Köln", "koln", "Koeln", "Cologne", "Tübingen", "Tuebingen", "Europe/Berlin", "europe/berlin",
        "Kleinkleckersdorf, Germany", "Kleinkleckersdorf, Bayern, Deutschland", "Kreuzberg, Berlin",
        "I live in Germany", "I live in Berlin", "I'm in Berlin", "in berlin",
        "Berlin (Germany)", "  Berlin,Germany. ", "Berlin please", "We're in Berlin now", "Currently in Berlin",
        "my city is Berlin", "it's Berlin, I think", "Bavaria", "Marburg",
    ],
    "America/New_York": ["New York City", "new york", "NYC", "NY", "New York, USA", "Miami", "Washington DC",
                         "US/Eastern"],
    "America/Los_Angeles": ["LA", "Los Angeles, CA", "San Francisco, California", "Portland OR", "America/Los_Angeles"],
    "America/Chicago": ["Paris Texas", "Paris, TX", "Paris, Texas, USA", "Springfield, Illinois", "Springfield, IL"],
    "Europe/London": ["UK", "U.K.", "England", "Scotland", "Wales", "Great Britain", "London UK", "Perth, Scotland"],
    "Europe/Paris": ["France", "Paris, France", "Saint-Étienne", "st etienne", "Lyons"],
    "Europe/Amsterdam": ["The Netherlands", "netherlands", "Amsterdam, NL"],
    "Europe/Moscow": ["Москва", "МОСКВА", "Leningrad", "Moscow, Russia"],
    "Europe/Kyiv": ["Kiev", "Kyiv", "Київ", "Europe/Kiev", "Odessa, Ukraine"],
    "Asia/Kolkata": ["India", "Bombay", "Mumbai", "Madras", "Kolkata", "Asia/Calcutta", "Calcutta, India", "दिल्ली"],
    "Asia/Ho_Chi_Minh": ["Saigon", "Sài Gòn", "Ho Chi Minh City", "Vietnam"],
    "Asia/Tokyo": ["東京", "Tokio", "Japan", "日本", "Ōsaka"],
    "Africa/Cairo": ["القاهرة", "Egypt", "مصر", "cairo"],
    "America/Toronto": ["London, Ontario", "London Ontario Canada", "Quebec City", "Montréal"],
    "Europe/Istanbul": ["Turkey", "Türkiye", "İstanbul", "Constantinople", "Diyarbakır"],
    "Europe/Warsaw": ["Łódź", "lodz", "Polska"],
    "Africa/Abidjan": ["Côte d'Ivoire", "Cote d’Ivoire", "Ivory Coast"],
    "America/Nassau": ["Bahamas", "The Bahamas"],
    "America/Port_of_Spain": ["Trinidad & Tobago", "trinidad and tobago"],
    "Arctic/Longyearbyen": ["Longyearbyen"],
    "America/Argentina/Buenos_Aires": ["Argentina", "America/Argentina/Buenos_Aires", "buenos aires"],
    "Asia/Almaty": ["Kazakhstan"],
    "Pacific/Apia": ["Samoa", "Apia"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "zone"), [(text, zone) for zone, texts in ONE_ZONE.items() for text in texts])
def test_a_place_is_found_as_people_write_it(text: str, zone: str) -> None:
    assert zones(text) == [zone]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Paris", "Europe/Paris"),
        ("London", "Europe/London"),
        ("Berlin", "Europe/Berlin"),
        ("Holland", "Europe/Amsterdam"),
        ("Amsterdam", "Europe/Amsterdam"),
        ("Nederland", "Europe/Amsterdam"),
        ("Calcutta", "Asia/Kolkata"),
        ("St. Petersburg", "Europe/Moscow"),
        ("Odessa", "Europe/Kyiv"),
        ("Saint Louis", "America/Chicago"),
        ("Islamabad", "Asia/Karachi"),
        ("Cancun", "America/Cancun"),
        ("Berln", "Europe/Berlin"),
        ("Sydny", "Australia/Sydney"),
        ("Amsterdamm", "Europe/Amsterdam"),
        ("Londno", "Europe/London"),
        ("Barselona", "Europe/Madrid"),
        ("Germny", "Europe/Berlin"),
        ("Chicgo, USA", "America/Chicago"),
        ("Smallville, CA", "America/Los_Angeles"),
        ("Спб", "Europe/Moscow"),
        ("Мсква", "Europe/Moscow"),
    ],
)
def test_the_likeliest_place_of_a_name_comes_first(text: str, first: str) -> None:
    assert zones(text)[0] == first


def test_a_name_of_several_places_gives_each_zone_once() -> None:
    assert zones("Springfield") == ["America/Chicago", "America/New_York", "America/Los_Angeles"]
    assert {place.name for place in places.find("Springfield")} == {"Springfield"}
    assert {"Asia/Tbilisi", "America/New_York"} <= set(zones("Georgia"))


@pytest.mark.parametrize("text", ["USA", "US", "America", "united states", "United States of America"])
def test_a_country_of_several_zones_gives_the_most_populous_first_and_a_city_for_each(text: str) -> None:
    assert [(place.name, place.zone) for place in places.find(text)] == [
        ("New York City", "America/New_York"),
        ("Chicago", "America/Chicago"),
        ("Los Angeles", "America/Los_Angeles"),
        ("Denver", "America/Denver"),
        ("Phoenix", "America/Phoenix"),
        ("Honolulu", "Pacific/Honolulu"),
    ]


def test_places_of_one_name_in_one_country_are_told_apart_by_their_region() -> None:
    assert [place.region for place in places.find("Springfield")] == ["Missouri", "Massachusetts", "Oregon"]
    assert [place.region for place in places.find("Portland, ME")] == ["Maine"]
    assert [place.region for place in places.find("Paris")] == ["", ""]  # one in each country


def test_no_two_places_that_one_name_may_mean_read_the_same() -> None:
    _, _, _, names = gzip.decompress(TABLE.read_bytes()).decode().split("\n\n")
    several = [name for name, _, numbers in (line.partition("\t") for line in names.split("\n")) if "," in numbers]
    assert len(several) > 1000
    for name in several:
        read = [(place.name, place.region, place.country) for place in places.find(name)]
        assert len(set(read)) == len(read), name


def test_a_country_of_many_zones_gives_six() -> None:
    assert len(places.find("Russia")) == 6
    assert zones("Russia")[0] == "Europe/Moscow"


def test_zones_that_agree_from_now_on_are_offered_once_for_a_country() -> None:
    assert places.find("Germany") == [Place(name="Germany", country="Germany", country_code="DE", zone="Europe/Berlin")]
    assert zones("Spain") == ["Europe/Madrid", "Atlantic/Canary"]


def test_a_village_that_the_table_lacks_is_found_by_what_it_lies_in() -> None:
    assert (
        zones("Smallville, TX") == zones("Smallville, Texas") == zones("Texas") == ["America/Chicago", "America/Denver"]
    )


def test_a_slip_is_only_looked_for_where_nothing_is_called_exactly_so() -> None:
    assert zones("Bern") == ["Europe/Zurich"]
    assert zones("Iceland") == ["Atlantic/Reykjavik"]


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("Edinburg", ["America/Chicago", "Europe/London"]),
        ("Pittsburg", ["America/Los_Angeles", "America/Chicago", "America/New_York"]),
        ("Sidney", ["Australia/Sydney", "America/New_York"]),
        ("Edinburg, Texas", ["America/Chicago"]),
        ("Edinburg, Scotland", ["Europe/London"]),
    ],
)
def test_a_small_place_whose_name_may_be_a_slip_for_a_large_city_brings_both(text: str, both: list[str]) -> None:
    assert zones(text) == both


@pytest.mark.parametrize(
    "text",
    ["UTC+2", "utc +2", "UTC", "GMT-5", "GMT", "+3", "-03:30", "−5", "+0530", "CET", "cest", "EST", "EST5EDT", "PST",
     "utc+5:30", "GMT 2", "Etc/GMT+5", "+2h", "CET time"],
)  # fmt: skip
def test_a_bare_offset_is_told_apart_and_finds_nothing(text: str) -> None:
    assert is_offset(text)
    assert places.find(text) == []


@pytest.mark.parametrize("text", ["Berlin", "Europe/Berlin", "Estonia", "7", "Metz", "Esther", "2 Berlin", ""])
def test_what_is_no_offset_is_not_taken_for_one(text: str) -> None:
    assert not is_offset(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", ",", "?!", "xyzzy", "Narnia", "I don't know", "well, me", "tell us", "yes", "no", "stop", "14:05",
     "Berlin " * 2000, "us " * 21, "\ud800", "\x00"],
)  # fmt: skip
def test_an_unknown_place_finds_nothing(text: str) -> None:
    assert places.find(text) == []


@given(st.text() | st.text(alphabet="aeinrst ,.'-", max_size=12))
def test_no_text_is_too_strange_to_be_looked_for(text: str) -> None:
    found = places.find(text)
    assert len(found) <= 6
    assert len({place.zone for place in found}) == len(found)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30))
def test_case_does_not_matter(text: str) -> None:
    assert places.find(text.upper()) == places.find(text.upper().casefold())


def test_every_zone_of_the_table_is_in_tzdata() -> None:
    _, _, lines, _ = gzip.decompress(TABLE.read_bytes()).decode().split("\n\n")
    named = {line.rpartition("\t")[2] for line in lines.split("\n")}
    assert len(named) > 400
    assert [zone for zone in sorted(named) if not valid_zone(zone)] == []


def test_the_table_is_small_on_disk_and_in_memory() -> None:
    assert TABLE.stat().st_size < 1.5 * MEGABYTE
    tracemalloc.start()
    try:
        loaded = Places.load(TABLE)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert loaded.find("Berlin")
    assert kept < 6 * MEGABYTE
