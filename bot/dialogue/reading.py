"""Reads answers that are more than words: a name, an hour, a place, a phrase.

What is read is kept in the frame alone and not in the journal: it is what a dialogue needs to know, and no reflection.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.dialogue.asking import ask, settle
from bot.dialogue.effects import AnswerPart
from bot.dialogue.matching import name, same_phrase
from bot.dialogue.model import Reading, TextAsk
from bot.dialogue.move import Move
from bot.dialogue.session import Offer
from bot.dialogue.slots import filled
from bot.dialogue.transitions import leave
from bot.dialogue.values import Said
from bot.dialogue.words import Message
from bot.practice.hours import other_half, possible_hours
from bot.practice.places import Place, is_offset


def read_and_keep(move: Move, wait: TextAsk, parts: tuple[AnswerPart, ...]) -> None:
    """Read `parts` as the state wants, keep what was read, and go on.

    If they cannot be read so, say what would help and ask again.
    """
    text = " ".join(part.words for part in parts if part.words)
    if not text:
        _ask_anew(move, wait, move.dialogues.phrase("needs_writing"))
        return
    match wait.reading:
        case Reading.NAME:
            _go_on_with(move, wait, {"name": name(text)})
        case Reading.HOUR:
            _read_hour(move, wait, text)
        case Reading.PLACE:
            _read_place(move, wait, text)
        case _:
            _go_on_with(move, wait, {}) if same_phrase(text, wait.phrase or "") else _ask_anew(move, wait)


def needs_writing(move: Move) -> bool:
    """Return whether the answer has to be understood, for which written words are needed."""
    wait = move.state.wait
    return isinstance(wait, TextAsk) and wait.reading is not Reading.WORDS


def take_offer(move: Move, index: int) -> bool:
    """Take the offered place or hour with this index, and go on. Return False if there is no such offer."""
    if index >= len(move.frame.offers):
        return False
    offer = move.frame.offers[index]
    settle(move, offer.label)
    _keep(move, offer.values)
    leave(move)
    return True


def _read_hour(move: Move, wait: TextAsk, text: str) -> None:
    hours = [f"{hour:%H:%M}" for hour in possible_hours(text)]
    if len(hours) > 1:
        _offer(move, (Offer(label=hour, values={"prompt_time": hour}) for hour in hours))
        return
    other = other_half(text)
    if other:
        move.open_with(move.dialogues.phrase("one_of_two_hours", hour=hours[0], other_hour=f"{other:%H:%M}"))
    _go_on_with(move, wait, {"prompt_time": hours[0] if hours else None})


def _read_place(move: Move, wait: TextAsk, text: str) -> None:
    found = move.dialogues.places.find(text)
    if len(found) == 1:
        _go_on_with(move, wait, _values_of(found[0]))
    elif found:
        _offer(move, (Offer(label=_label(place), values=_values_of(place)) for place in found))
    elif is_offset(text):
        _ask_anew(move, wait, move.dialogues.phrase("no_offset"))
    else:
        _ask_anew(move, wait)


def _offer(move: Move, offers: Iterable[Offer]) -> None:
    settle(move)
    move.change_top(offers=tuple(offers))
    ask(move)


def _go_on_with(move: Move, wait: TextAsk, values: Mapping[str, str | None]) -> None:
    read = {key: value for key, value in values.items() if value}
    if len(read) < len(values):
        _ask_anew(move, wait)
        return
    _keep(move, read)
    settle(move)
    leave(move)


def _keep(move: Move, values: Mapping[str, str]) -> None:
    kept = {key: Said(parts=(AnswerPart(message_id=0, words=value),)) for key, value in values.items()}
    move.change_top(values={**move.frame.values, **kept})


def _ask_anew(move: Move, wait: TextAsk, why: Message | None = None) -> None:
    settle(move)
    unclear = filled(move, wait.unclear) if wait.unclear else move.dialogues.phrase("unclear")
    move.open_with(why or unclear)
    ask(move)


def _values_of(place: Place) -> dict[str, str]:
    return {"place": _named(place), "zone": place.zone, "country": place.country_code}


def _label(place: Place) -> str:
    """Return the place's name with its region or else its country, which tell one Springfield from another.

    It leaves room on the button for the hour.
    """
    return _listed(place.name, place.region or place.country)


def _named(place: Place) -> str:
    return _listed(place.name, place.region, place.country)


def _listed(*names: str) -> str:
    return ", ".join(dict.fromkeys(name for name in names if name))
