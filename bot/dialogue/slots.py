"""The values that `{...}` in words may stand for: kept values, the profile, the home base, and a few that are worked
out.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.model import State
from bot.dialogue.move import Move
from bot.dialogue.phrases import phrase_key
from bot.dialogue.values import Number, Picked, Said, Value
from bot.dialogue.visiting import next_visit, zone_of
from bot.dialogue.words import Message, Words
from bot.practice.zones import local_time

ALWAYS_KNOWN = frozenset({"dialogue_title", "emergency", "helplines", "language", "listening", "prompts"})
SOMETIMES_KNOWN = frozenset(
    {"name", "place", "zone", "zone_time", "prompt_time", "aside_title", "country", "sealed", "next_visit"}
)
WORKED_OUT_OF: Mapping[str, str] = {"zone_time": "zone"}  # the first is known wherever the second is

_PROFILE = ("name", "place", "zone", "prompt_time", "country")
_CHOSEN = ("listening", "prompts")  # each is one of a few values that phrases name, such as `listening_gentle`


def filled(move: Move, words: Words) -> Message:
    """Return the words with all values in them that are known at this moment."""
    return words.fill(known(move) if words.slots or words.optional_slots else {})


def can_be_said(move: Move, state: State) -> bool:
    """Return whether all values are known that the state's words need. A value may have been taken back meanwhile."""
    needed = [words.slots for words in (state.say, state.ask) if words]
    return all(slots <= known(move).keys() for slots in needed)


def known(move: Move) -> Mapping[str, str]:
    """Return every value that words may hold now, as text. Values that were skipped are left out."""
    session, values = move.session, dict[str, str]()
    for frame in session.stack[:-1]:
        values |= _texts(frame.values)
    values |= _texts(session.remembered)  # no exercise beneath gives its words to the home base
    values |= {name: value for name in _PROFILE if (value := getattr(session.profile, name))}
    values |= {name: _named(move, name, getattr(session.profile, name)) for name in _CHOSEN}
    if session.top:
        values |= _texts(session.top.values)
    zone = values.get("zone")
    if zone:
        values["zone_time"] = local_time(zone, move.now).strftime("%H:%M")
    return values | _worked_out(move)


def _worked_out(move: Move) -> dict[str, str]:
    session, helplines = move.session, move.dialogues.helplines
    country = session.profile.country or ""
    worked_out = {
        "emergency": helplines.emergency.get(country, helplines.emergency_anywhere),
        "helplines": helplines.lines.get(country, helplines.anywhere),
        "language": move.dialogues.language.name,
    }
    if session.sealed:
        worked_out["sealed"] = str(session.sealed)
    if session.visits:
        worked_out["next_visit"] = _next_visit(move)
    if session.stack:
        worked_out["dialogue_title"] = move.dialogue.title
    if session.aside:
        bottom = session.aside[0][0]
        resting = move.dialogues.pinned_to(bottom.dialogue, bottom.version)
        worked_out |= {"aside_title": resting.title} if resting else {}
    return worked_out


def _next_visit(move: Move) -> str:
    """Return the next planned visit's title and time as text; "" if there is none or its dialogue is gone."""
    profile = move.session.profile
    found = next_visit(move.session.visits, profile)
    dialogue = move.dialogues.live.get(found[0].dialogue) if found else None
    if found is None or dialogue is None:
        return ""
    at = local_time(zone_of(profile), found[1])
    month = move.dialogues.phrase(phrase_key(f"month_{at.month}")).text
    when = move.dialogues.phrase("history_when", day=str(at.day), month=month, year=str(at.year), time=f"{at:%H:%M}")
    return f"{dialogue.title}, {when.text}"


def _named(move: Move, field: str, value: str) -> str:
    words = move.dialogues.phrases.get(f"{field}_{value}")
    return words.fill({}).text if words else value


def _texts(values: Mapping[str, Value]) -> dict[str, str]:
    texts = {name: _text(value) for name, value in values.items()}
    return {name: text for name, text in texts.items() if text}


def _text(value: Value) -> str:
    match value:
        case Said() | Picked():
            return value.words
        case Number():
            return str(value.value)
        case _:
            return ""
