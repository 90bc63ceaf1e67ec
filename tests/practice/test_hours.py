"""What people type for an hour of the day."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.hours import other_half, parse_hour, possible_hours

HOURS = {
    "07:00": [
        "7", "07", "7:00", "07:00", "7.00", "7,00", "700", "0700", "7h", "7 h", "7h00", "seven", "SEVEN", " 7 ", "7\n",
        "7 am", "7am", "7AM", "7 a.m.", "7 a. m.", "7a", "seven am", "at 7", "At about 7.", "around seven", "by 7",
        "7 o'clock", "7 o’clock", "7 oclock", "seven o'clock in the morning", "7 every morning", "7 please",
        "at 7 a.m. please", "7 every day", "７", "٧", "७:००", "daily at 7", "every day at 7", "7am?", "7?", "around 7",
        "every morning at 7", "in the morning at 7", "mornings at 7", "7ish", "say 7", "maybe 7", "I'd like 7, thanks",
        "7 o'clock in the morning", "07:00 hrs", "0700 hours", "07:00 Uhr", "7 in the morning, please",
    ],
    "07:30": [
        "7:30", "07:30", "7.30", "7,30", "7 30", "730", "0730", "7h30", "7 h 30", "7:30h", "7: 30", "７：３０",
        "half past seven", "half past 7", "half-past seven", "half past seven in the morning", "seven thirty",
        "7:30 am", "every day at 7:30", "daily at 7:30", "7:30 daily", "at 7:30 please", "7.30?",
    ],
    "07:45": ["quarter to eight", "a quarter to 8", "seven forty-five", "15 to 8", "quarter before eight"],
    "08:15": ["quarter past eight", "a quarter past 8", "quarter after 8", "eight fifteen", "8:15"],
    "07:50": ["ten to eight", "10 to 8", "10 before 8 in the morning"],
    "07:25": ["twenty-five past seven", "25 past 7"],
    "19:00": ["19", "19h", "19:00", "1900", "7pm", "7 pm", "7 p.m.", "7 PM!", "7p", "7 in the evening", "19:00 pm",
              "seven every evening", "19:00 in the evening"],
    "19:30": ["19h30", "19:30", "1930", "7:30 pm", "7.30pm", "730pm", "half past seven pm", "7:30 pm please",
              "in the evening at 7:30", "every day at 7:30 pm", "at half past seven in the evening"],
    "08:00": ["8 in the morning"],
    "15:00": ["3 in the afternoon", "3pm"],
    "20:45": ["quarter to nine in the evening", "8:45 pm"],
    "21:00": ["9 at night", "9 every night", "nine p.m.", "tonight at 9", "9 tonight"],
    "03:00": ["3 at night", "3 am"],
    "12:00": ["noon", "Noon", "at noon", "midday", "12", "12 pm", "12:00", "12 noon", "twelve", "12 in the afternoon",
              "12:00 noon", "12:00 pm", "daily at noon", "noon please"],
    "00:00": ["midnight", "at midnight", "12 am", "0", "00:00", "0:00", "24:00", "12 at night", "12 midnight",
              "12:00 midnight", "00:00 midnight"],
    "00:30": ["00:30", "0:30", "12:30 am", "half past 12 at night", "0h30"],
    "23:45": ["quarter to 12 at night", "23:45", "11:45 pm"],
    "23:59": ["23:59", "11:59pm"],
}  # fmt: skip

NO_HOUR = [
    "", " ", ".", "abc", "morning", "in the morning", "am", "later", "never",
    "24", "25", "-7", "+7", "7:60", "7:5", "760", "2400", "99:99", "70 past 7", "7²", "12345",
    "half seven",  # 06:30 to a German ear, 07:30 to a British one
    "7 or 8", "7-8", "7 to 8 or 9", "7 8", "1 2 3", "7:00:00", "between 7 and 8",
    "5 at night",  # late or early
    "12 in the morning", "11 in the afternoon", "3 in the evening", "19:00 am", "0 pm", "19 in the morning",
    "half to eight", "tomorrow", "UTC+2", "7 dollars", "7" * 5000,
]  # fmt: skip


@pytest.mark.parametrize(("text", "hour"), [(text, hour) for hour, texts in HOURS.items() for text in texts])
def test_an_hour_is_understood_as_people_write_it(text: str, hour: str) -> None:
    assert parse_hour(text) == time.fromisoformat(hour)


@pytest.mark.parametrize("text", NO_HOUR)
def test_what_is_no_hour_or_could_be_two_is_not_guessed(text: str) -> None:
    assert parse_hour(text) is None


POSSIBLE = {
    "in the evening": "18:00 19:00 20:00 21:00",
    "evenings": "18:00 19:00 20:00 21:00",
    "sometime in the morning": "06:00 07:00 08:00 09:00",
    "afternoon": "14:00 15:00 16:00 17:00",
    "at lunchtime": "12:00 12:30 13:00",
    "tonight": "21:00 22:00 23:00",
    "half seven": "06:30 07:30 18:30 19:30",
    "half seven in the evening": "18:30 19:30",
    "7 or 8": "07:00 08:00",
    "7 or 8 pm": "19:00 20:00",
    "7-8": "07:00 08:00",
    "between 7 and 8 in the evening": "19:00 20:00",
    "5 at night": "05:00 17:00",
    "12 in the morning": "00:00 12:00",
    "19:00 am": "07:00 19:00",
}

OTHER_HALF = {
    "half past eight": "20:30",
    "quarter to nine": "20:45",
    "eight thirty": "20:30",
    "8": "20:00",
    "around 8": "20:00",
    "every day at eight o'clock": "20:00",
    "quarter to one": "12:45",
}


@pytest.mark.parametrize(("text", "hours"), POSSIBLE.items())
def test_where_several_hours_may_be_meant_there_is_a_choice_and_no_guess(text: str, hours: str) -> None:
    assert " ".join(f"{hour:%H:%M}" for hour in possible_hours(text)) == hours
    assert parse_hour(text) is None


@pytest.mark.parametrize(("text", "hour"), OTHER_HALF.items())
def test_an_hour_that_stands_twice_on_a_clock_says_so(text: str, hour: str) -> None:
    assert other_half(text) == time.fromisoformat(hour)


@pytest.mark.parametrize(
    "text",
    [
        "8:30",
        "08",
        "8h",
        "0830",
        "8.30",
        "8 am",
        "8 in the evening",
        "noon",
        "12",
        "twelve",
        "19",
        "evening",
        "after tea",
    ],
)
def test_an_hour_that_stands_once_has_no_other(text: str) -> None:
    assert other_half(text) is None


@given(st.times())
def test_every_minute_reads_back_from_the_24_hour_and_from_the_12_hour_clock(moment: time) -> None:
    minute = moment.replace(second=0, microsecond=0)
    assert parse_hour(f"{minute:%H:%M}") == minute
    assert parse_hour(f"{minute:%I:%M} {'am' if minute.hour < 12 else 'pm'}") == minute


@given(st.text())
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    assert len(possible_hours(text)) <= 4
    other_half(text)
