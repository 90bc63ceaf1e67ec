"""What people type for an hour of the day."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.hours import parse_hour

HOURS = {
    "07:00": [
        "7", "07", "7:00", "07:00", "7.00", "7,00", "700", "0700", "7h", "7 h", "7h00", "seven", "SEVEN", " 7 ", "7\n",
        "7 am", "7am", "7AM", "7 a.m.", "7 a. m.", "7a", "seven am", "at 7", "At about 7.", "around seven", "by 7",
        "7 o'clock", "7 o’clock", "7 oclock", "seven o'clock in the morning", "7 every morning", "7 please",
        "at 7 a.m. please", "7 every day", "７", "٧", "७:००",
    ],
    "07:30": [
        "7:30", "07:30", "7.30", "7,30", "7 30", "730", "0730", "7h30", "7 h 30", "7:30h", "7: 30", "７：３０",
        "half past seven", "half past 7", "half-past seven", "half past seven in the morning", "seven thirty",
        "7:30 am",
    ],
    "07:45": ["quarter to eight", "a quarter to 8", "seven forty-five", "15 to 8", "quarter before eight"],
    "08:15": ["quarter past eight", "a quarter past 8", "quarter after 8", "eight fifteen", "8:15"],
    "07:50": ["ten to eight", "10 to 8", "10 before 8 in the morning"],
    "07:25": ["twenty-five past seven", "25 past 7"],
    "19:00": ["19", "19h", "19:00", "1900", "7pm", "7 pm", "7 p.m.", "7 PM!", "7p", "7 in the evening", "19:00 pm",
              "seven every evening", "19:00 in the evening"],
    "19:30": ["19h30", "19:30", "1930", "7:30 pm", "7.30pm", "730pm", "half past seven pm"],
    "08:00": ["8 in the morning"],
    "15:00": ["3 in the afternoon", "3pm"],
    "21:00": ["9 at night", "9 every night", "nine p.m."],
    "03:00": ["3 at night", "3 am"],
    "12:00": ["noon", "Noon", "at noon", "midday", "12", "12 pm", "12:00", "12 noon", "twelve", "12 in the afternoon"],
    "00:00": ["midnight", "at midnight", "12 am", "0", "00:00", "0:00", "24:00", "12 at night", "12 midnight"],
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


@given(st.times())
def test_every_minute_reads_back_from_the_24_hour_and_from_the_12_hour_clock(moment: time) -> None:
    minute = moment.replace(second=0, microsecond=0)
    assert parse_hour(f"{minute:%H:%M}") == minute
    assert parse_hour(f"{minute:%I:%M} {'am' if minute.hour < 12 else 'pm'}") == minute


@given(st.text())
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    parse_hour(text)
