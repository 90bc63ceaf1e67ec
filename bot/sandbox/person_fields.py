"""The values in a request of the person's side, each read as what it must be. PersonSideError says what is wrong."""

import math
from collections.abc import Mapping
from typing import Any

from bot.sandbox.refusals import PersonSideError
from bot.sandbox.wording import made_whole

LONGEST_WAIT = 60.0  # seconds of a long poll
LONGEST_NUMBER = 18  # digits: ids fit into 64 bits

Said = dict[str, Any]


def text_in(said: Said, name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str):
        raise PersonSideError(f'"{name}" is missing, or it is not text.')
    return made_whole(value)


def texts_in(said: Said, name: str) -> list[str]:
    values = said.get(name)
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise PersonSideError(f'"{name}" is missing, or it is not a list of texts.')
    return [made_whole(value) for value in values]


def number_in(said: Said, name: str) -> int:
    value = said.get(name)
    if isinstance(value, str) and value.isdecimal() and len(value) <= LONGEST_NUMBER:
        return int(value)
    if type(value) is not int:
        raise PersonSideError(f'"{name}" is missing, or it is not a whole number.')
    return value


def seconds_in(value: Any) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = math.nan
    if not math.isfinite(seconds):
        raise PersonSideError("A number of seconds is expected here.")
    return seconds


def wait_in(said: Mapping[str, Any]) -> float:
    return min(max(seconds_in(said.get("wait", 0)), 0.0), LONGEST_WAIT)
