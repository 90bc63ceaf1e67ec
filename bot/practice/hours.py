"""Reads what people type for an hour of the day. It guesses nothing: if several hours may be meant, it returns them
all.

"7" alone is 07:00: hours are read as on a 24-hour clock, unless the person says which half of the day they mean. Where
they leave that open, `other_half` returns the other hour.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import time

from bot.comparable_text import with_straight_apostrophes

_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0), "24:00": time(0)}

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
    "tonight": _NIGHT,
    "noon": {12: 12},
    "midday": {12: 12},
    "midnight": {12: 0, 0: 0},
}

# Hours to choose from for whoever names no more than a part of the day.
_HOURS_OF_PART: Mapping[str, tuple[time, ...]] = {
    "morning": (time(6), time(7), time(8), time(9)),
    "lunch": (time(12), time(12, 30), time(13)),
    "afternoon": (time(14), time(15), time(16), time(17)),
    "evening": (time(18), time(19), time(20), time(21)),
    "night": (time(21), time(22), time(23)),
    "tonight": (time(21), time(22), time(23)),
}

_LONGEST = 80  # characters: room for an hour and what people say around it


def _any_of(words: Mapping[str, object]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_PART = rf"(?:\s*(?P<part>{_any_of(_PARTS_OF_DAY)}))?"
_HOUR = rf"(?P<hour>\d{{1,2}}|{'|'.join(_HOUR_WORDS)})"
_FEW_MINUTES = r"(?:a )?quarter|[1-5]?\d|five|ten|twenty(?: five)?"

_HOURS_SIGN = r"(?:\s*(?:h|hrs|hours|uhr))?"
_CLOCK = re.compile(rf"{_HOUR}(?:\s*[:.,h]\s*(?P<minute>[0-5]\d){_HOURS_SIGN}|\s*o'?clock|{_HOURS_SIGN}){_PART}")
_DIGITS = re.compile(rf"(?P<hour>\d{{1,2}})\s?(?P<minute>[0-5]\d){_HOURS_SIGN}{_PART}")
_SPOKEN = re.compile(rf"{_HOUR} (?P<minute>fifteen|twenty(?: five)?|thirty|forty five){_PART}")
_PAST = re.compile(rf"(?P<minute>half|{_FEW_MINUTES}) (?:past|after) {_HOUR}{_PART}")
_BEFORE = re.compile(rf"(?P<before>{_FEW_MINUTES}) (?:to|before) {_HOUR}{_PART}")

# 06:30 to a German ear, 07:30 to a British one.
_HALF = re.compile(rf"half {_HOUR}{_PART}")

_PART_ALONE = re.compile(
    rf"(?:(?:early|late|later|some ?time|in|the|this|every|each|for) )*(?P<named>{_any_of(_HOURS_OF_PART)})(?:s|time)?"
)
_PART_FIRST = re.compile(
    r"(?P<part>(?:in the |every |at )?(?:morning|afternoon|evening|night)|tonight)s?,?(?: at)? (?P<rest>.+)"
)
_ONE_OF_TWO = re.compile(r"(?:(?:between|from) )?(?P<one>[^-–]+?)\s*(?:-|–|\b(?:or|and|to)\b)\s*(?P<other>[^-–]+)")
_PART_AT_END = re.compile(rf"(?<=[\d\s])(?P<part>{_any_of(_PARTS_OF_DAY)})$")

# Nothing about the half of the day. Minutes in digits ("7:30"), a zero in front or an "h" are of a 24-hour clock.
_HALF_LEFT_OPEN = re.compile(
    rf"(?:(?:half|{_FEW_MINUTES}) (?:past|after|to|before) )?(?:[1-9]|1[01]|{'|'.join(_HOUR_WORDS[:11])})"
    r"(?: (?:fifteen|twenty(?: five)?|thirty|forty five))?(?:\s*o'?clock)?"
)

_OPENING = re.compile(
    r"^(?:(?:at|around|about|by|say|let's say|maybe|perhaps|make it|every day|each day|daily|i'd like|i would like"
    r"|exactly|always|only)\b,?\s*)+"
)
_CLOSING = re.compile(
    r"(?:,?\s+(?:please|every day|each day|a day|daily|thanks|thank you|sharp|or so|maybe|my time|local time))+$"
)


def parse_hour(text: str) -> time | None:
    """Return the hour that was typed; None if it could be one of several, or is none."""
    hours = possible_hours(text)
    return hours[0] if len(hours) == 1 else None


def possible_hours(text: str) -> tuple[time, ...]:
    """Return every hour that may be meant: one, several to choose from, or none if the text is no hour."""
    said = _plain(text)
    if len(said) > _LONGEST:
        return ()
    return tuple(dict.fromkeys(_read(said) or _of_a_part(said) or _one_of_two(said)))


def other_half(text: str) -> time | None:
    """Return the hour in the other half of the day, which "half past eight" may mean as well.

    None if the person said which half, or wrote the hour as a 24-hour clock shows it.
    """
    taken = parse_hour(text)
    if taken is None or not _HALF_LEFT_OPEN.fullmatch(_plain(text)):
        return None
    return taken.replace(hour=(taken.hour + 12) % 24)


def _read(said: str) -> tuple[time, ...]:
    if said in _NAMED:
        return (_NAMED[said],)
    for shape in (_CLOCK, _DIGITS, _SPOKEN, _PAST, _BEFORE):
        if found := shape.fullmatch(said):
            return _times(found.groupdict())
    if half := _HALF.fullmatch(said):
        hours = _hours_of_day(_number(half["hour"]), half["part"] or "either half")
        return tuple(time((hour - early) % 24, 30) for hour in hours for early in (1, 0))
    return ()


def _of_a_part(said: str) -> tuple[time, ...]:
    if found := _PART_ALONE.fullmatch(said):
        return _HOURS_OF_PART[found["named"]]
    if found := _PART_FIRST.fullmatch(said):
        part = found["part"] if found["part"] in _PARTS_OF_DAY else f"every {found['part']}"
        return _read(f"{_OPENING.sub('', found['rest'])} {part}")
    return ()


def _one_of_two(said: str) -> tuple[time, ...]:
    """Return both hours of "7 or 8 pm". The part of the day at the end holds for both."""
    found = _ONE_OF_TWO.fullmatch(said)
    if not found:
        return ()
    part = _PART_AT_END.search(found["other"])
    one = (part and _read(f"{found['one']} {part['part']}")) or _read(found["one"])
    other = _read(found["other"])
    return (*one, *other) if len(one) == len(other) == 1 else ()


def _plain(text: str) -> str:
    said = with_straight_apostrophes(unicodedata.normalize("NFKC", text).casefold())
    said = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in said)
    said = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", said)
    said = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", said)
    said = " ".join(said.strip(" \t\r\n.!?,").split())
    return _CLOSING.sub("", _OPENING.sub("", said)).removesuffix("ish")


def _times(parts: Mapping[str, str | None]) -> tuple[time, ...]:
    shift = _number(parts.get("minute")) - _number(parts.get("before"))
    minutes = [hour * 60 + shift for hour in _hours_of_day(_number(parts["hour"]), parts["part"])]
    return tuple(time(minute // 60 % 24, minute % 60) for minute in minutes)


def _hours_of_day(hour: int, part: str | None) -> tuple[int, ...]:
    if hour > 23:
        return ()
    if part is None:
        return (hour,)
    hours = _PARTS_OF_DAY.get(part, {})
    if hour in hours:
        return (hours[hour],)
    if hour > 12 and hour in hours.values():
        return (hour,)  # "19:30 pm" says the same thing twice
    return (hour % 12, hour % 12 + 12)  # "19:30 am" contradicts itself


def _number(digits_or_word: str | None) -> int:
    if digits_or_word is None:
        return 0
    return _NUMBERS[digits_or_word] if digits_or_word in _NUMBERS else int(digits_or_word)
