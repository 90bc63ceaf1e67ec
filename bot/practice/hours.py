"""What people type for an hour of the day. It guesses nothing: what could be two hours, or none, is None.

"7" alone is 07:00: hours are read off a 24-hour clock unless the person says which half of the day is meant.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import time

from bot.comparable_text import with_straight_apostrophes

_NAMED = {
    "noon": time(12),
    "midday": time(12),
    "12 noon": time(12),
    "midnight": time(0),
    "12 midnight": time(0),
    "24:00": time(0),
}

_HOUR_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_HOUR_WORDS, start=1)} | {
    "quarter": 15,
    "a quarter": 15,
    "fifteen": 15,
    "twenty": 20,
    "twenty five": 25,
    "half": 30,
    "thirty": 30,
    "forty five": 45,
}

# Each part of the day, and which of the hours 0 to 12 of a 12-hour clock belong to it, as hours of the day.
_MORNING = {hour: hour for hour in range(1, 12)}
_AFTERNOON = {12: 12} | {hour: hour + 12 for hour in range(1, 7)}
_EVENING = {hour: hour + 12 for hour in range(4, 12)}
_NIGHT = {12: 0} | {hour: hour for hour in range(1, 5)} | {hour: hour + 12 for hour in range(7, 12)}
_AM = {12: 0, 0: 0} | {hour: hour for hour in range(1, 12)}
_PM = {12: 12} | {hour: hour + 12 for hour in range(1, 12)}
_PARTS_OF_DAY: Mapping[str, Mapping[int, int]] = {
    "am": _AM,
    "a": _AM,
    "pm": _PM,
    "p": _PM,
    "in the morning": _MORNING,
    "every morning": _MORNING,
    "in the afternoon": _AFTERNOON,
    "every afternoon": _AFTERNOON,
    "in the evening": _EVENING,
    "every evening": _EVENING,
    "at night": _NIGHT,
    "every night": _NIGHT,
}


def _any_of(words: Mapping[str, object]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_PART = rf"(?:\s*(?P<part>{_any_of(_PARTS_OF_DAY)}))?"
_HOUR = rf"(?P<hour>\d{{1,2}}|{'|'.join(_HOUR_WORDS)})"
_FEW_MINUTES = r"(?:a )?quarter|[1-5]?\d|five|ten|twenty(?: five)?"

_CLOCK = re.compile(rf"{_HOUR}(?:\s*[:.,h]\s*(?P<minute>[0-5]\d)(?:\s*h)?|\s*(?:h|o'?clock))?{_PART}")
_DIGITS = re.compile(rf"(?P<hour>\d{{1,2}})\s?(?P<minute>[0-5]\d)(?:\s*h)?{_PART}")
_SPOKEN = re.compile(rf"{_HOUR} (?P<minute>fifteen|twenty(?: five)?|thirty|forty five){_PART}")
_PAST = re.compile(rf"(?P<minute>half|{_FEW_MINUTES}) (?:past|after) {_HOUR}{_PART}")
_BEFORE = re.compile(rf"(?P<before>{_FEW_MINUTES}) (?:to|before) {_HOUR}{_PART}")

_OPENING = re.compile(r"^(?:(?:at|around|about|by)\s+)+")
_CLOSING = re.compile(r"\s+(?:please|every day|daily)$")


def parse_hour(text: str) -> time | None:
    said = _plain(text)
    if said in _NAMED:
        return _NAMED[said]
    for shape in (_CLOCK, _DIGITS, _SPOKEN, _PAST, _BEFORE):
        if found := shape.fullmatch(said):
            return _time(found.groupdict())
    return None


def _plain(text: str) -> str:
    said = with_straight_apostrophes(unicodedata.normalize("NFKC", text).casefold())
    said = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in said)
    said = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", said)
    said = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", said)
    said = " ".join(said.strip(" \t\r\n.!").split())
    return _CLOSING.sub("", _OPENING.sub("", said))


def _time(parts: Mapping[str, str | None]) -> time | None:
    hour = _hour_of_day(_number(parts["hour"]), parts["part"])
    if hour is None:
        return None
    minutes = hour * 60 + _number(parts.get("minute")) - _number(parts.get("before"))
    return time(minutes // 60 % 24, minutes % 60)


def _hour_of_day(hour: int, part: str | None) -> int | None:
    if hour > 23:
        return None
    if part is None:
        return hour
    hours = _PARTS_OF_DAY[part]
    # "19:30 pm" and "19:30 in the evening" say the same thing twice; "19:30 am" contradicts itself.
    return hour if hour > 12 and hour in hours.values() else hours.get(hour)


def _number(digits_or_word: str | None) -> int:
    if digits_or_word is None:
        return 0
    return _NUMBERS[digits_or_word] if digits_or_word in _NUMBERS else int(digits_or_word)
