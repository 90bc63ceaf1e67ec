"""Rules over what a dialogue sets: a constant is one that its setting may be, and a copy was read as such.

Else somebody's hour or zone would be words that nothing can work with, and their turns would fail by them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from bot.dialogue.matching import name as as_name
from bot.dialogue.model import READ_NAMES, Reading, Setting, State, TextAsk
from bot.language.grammar.build import Built
from bot.language.problems import Rule, suggest
from bot.practice.zones import valid_zone, zone_names

_LONGEST_PLACE = 80  # characters
_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_CONSENT = "consented"  # the setting by which everything begins


def _is_place(written: str) -> bool:
    return "\n" not in written and len(written) <= _LONGEST_PLACE


# Of the settings that may be more than a few words: whether a constant is one, and what to write.
_MAY_BE: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "name": (lambda written: as_name(written) == written, "Write a name of 40 characters at most, in one line."),
    "place": (_is_place, f"Write a place in one line, of {_LONGEST_PLACE} characters at most."),
    "zone": (valid_zone, "Write a time zone as in `Europe/Berlin`."),
    "country": (lambda written: bool(_COUNTRY.match(written)), "Write two capitals, as in `DE`."),
    "prompt_time": (lambda written: bool(_HOUR.match(written)), 'Write hours and minutes, as in `"07:30"`.'),
}
# How a setting is asked for; what is not here cannot be told in words, and is set by buttons.
_READINGS: Mapping[str, Reading] = {
    name: reading for reading in (Reading.NAME, Reading.HOUR, Reading.PLACE) for name in READ_NAMES[reading]
}
_LANGUAGE = "language"  # its copies are for `languages`


def check_settings(built: Built) -> None:
    states = built.dialogue.states.values()
    setting = [(state, found, path) for state in states for found, path in set_in(state)]
    for state, found, path in setting:
        if found.constant is not None:
            _check_constant(built, state, found, path)
        elif found.field != _LANGUAGE:
            _check_copy(built, state, found, path)


def set_in(state: State) -> Iterator[tuple[Setting, tuple[str | int, ...]]]:
    """Yield what the state and its choices set, each with where it is written."""
    places = [(state.sets, ("set",)), *((choice.sets, ("choices", choice.key, "set")) for choice in state.choices)]
    for sets, path in places:
        for number, setting in enumerate(sets):
            yield setting, (*path, setting.field if setting.constant is not None else number)


def _check_constant(built: Built, state: State, setting: Setting, path: tuple[str | int, ...]) -> None:
    mark = built.state_mark(state.id, *path)
    constant = setting.constant or ""
    if setting.field == _CONSENT:
        if path[0] != "choices" or state.skip == path[1]:
            sentence = "Consent is given by a button that was tapped, and here it is not."
            advice = "Set it in a choice that `skip` does not name."
            built.report.add(Rule.BAD_SETTING, mark, sentence, advice)
        return
    fits, advice = _MAY_BE.get(setting.field, (lambda _: True, ""))
    if not fits(constant):
        if setting.field == "zone":
            nearest = suggest(constant, zone_names())
            advice = nearest if nearest.startswith("Did") else advice
        built.report.add(Rule.BAD_SETTING, mark, f"`{setting.field}` cannot be `{constant}`.", advice)


def _check_copy(built: Built, state: State, setting: Setting, path: tuple[str | int, ...]) -> None:
    """Whatever this dialogue keeps under the setting's name was read as such."""
    wanted = _READINGS.get(setting.field)
    keeping = [other for other in built.dialogue.states.values() if _keeps(other, setting.field)]
    readings = {other.wait.reading for other in keeping if isinstance(other.wait, TextAsk)}
    if not readings:  # that nothing keeps it in words is told by `values`
        return
    if wanted is None:
        sentence = f"`{setting.field}` cannot be told in words."
        advice = f"Let a button set it, as in `set: {{{setting.field}: ...}}`."
    elif readings != {wanted} or not all(isinstance(other.wait, TextAsk) for other in keeping):
        sentence = f"`{setting.field}` is kept here as it was written, and may be anything."
        advice = f"Ask for it with `read: {wanted}`."
    else:
        return
    built.report.add(Rule.BAD_SETTING, built.state_mark(state.id, *path), sentence, advice)


def _keeps(state: State, name: str) -> bool:
    reads = READ_NAMES[state.wait.reading] if isinstance(state.wait, TextAsk) else ()
    return name in reads or state.keep == name
