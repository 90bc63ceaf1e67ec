"""The entities of a text: checked as Telegram checks them, moved when the text is trimmed, and commands found."""

import re
from bisect import bisect_left
from itertools import accumulate
from typing import Any

from bot.sandbox.refusals import RefusedError, bad_request
from bot.sandbox.wording import COMMAND, trimmed, units, without_nul

Entity = dict[str, Any]

PLAIN = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "blockquote", "expandable_blockquote"}
)
WITH_FIELD = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}
MOMENT = re.compile("[rR]|[tTdDwW]*")  # how a date_time is shown
FARTHEST = 1_000_000  # UTF-16 units; what lies beyond is refused before the text is looked at
FOUND_BY_TELEGRAM = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)


def checked(text: str, given: Any) -> tuple[str, list[Entity]]:
    """Return the text as Telegram keeps it, and its entities. Raises RefusedError for entities that do not fit."""
    text = without_nul(text)
    wanted = [entity for entity in given if _is_taken(entity)] if isinstance(given, list) else []
    kept = _within(text, wanted) if wanted else []
    left = len(text) - len(text.lstrip(" \t\r\n"))
    text = trimmed(text)
    if kept:
        kept = _moved(kept, left, units(text))
    return text, kept + [command for command in commands(text) if not _overlaps(command, kept)]


def commands(text: str) -> list[Entity]:
    """Return the commands in a text. Telegram itself marks them, in what people and in what bots write."""
    if "/" not in text:
        return []
    return [
        {"type": "bot_command", "offset": units(text[: found.start()]), "length": units(found.group())}
        for found in COMMAND.finditer(text)
    ]


def _is_taken(entity: Any) -> bool:
    """Return whether the entity is kept: Telegram ignores the kinds that it finds itself.

    Raises RefusedError for what Telegram could not read.
    """
    if not isinstance(entity, dict):
        raise _unreadable("expected an Object")
    for field in ("offset", "length"):
        if type(entity.get(field)) is not int:
            raise _unreadable(f'Field "{field}" must be of type Number')
    kind = str(entity.get("type"))
    if kind in FOUND_BY_TELEGRAM:
        return False
    if kind not in PLAIN and kind not in WITH_FIELD:
        raise _unreadable("Unsupported type specified")
    if kind in WITH_FIELD and entity.get(WITH_FIELD[kind]) in (None, ""):
        raise _unreadable(f'Can\'t find field "{WITH_FIELD[kind]}"')
    if kind == "date_time":
        _refuse_bad_moment(entity)
    return True


def _refuse_bad_moment(entity: Entity) -> None:
    if type(entity["unix_time"]) is not int:
        raise _unreadable('Field "unix_time" must be a Number')
    if not MOMENT.fullmatch(str(entity.get("date_time_format") or "")):
        raise _unreadable("Invalid date-time format specified")


def _unreadable(why: str) -> RefusedError:
    return bad_request(f"can't parse MessageEntity: {why}")


def _within(text: str, wanted: list[Entity]) -> list[Entity]:
    starts = [0, *accumulate(2 if ord(character) > 0xFFFF else 1 for character in text)]
    total = starts[-1]
    for entity in wanted:
        for field in ("offset", "length"):
            if not 0 <= entity[field] <= FARTHEST:
                raise bad_request(f"receive an entity with incorrect {field} {entity[field]}")
    for entity in wanted:
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        if begin > total:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {begin}")
        if end > total:
            raise bad_request(
                f"entity beginning at UTF-16 offset {begin} ends after the end of the text at UTF-16 offset {end}"
            )
        _refuse_half_a_character(text, starts, begin, "entity begins in a middle of a UTF-16 symbol")
        _refuse_half_a_character(
            text, starts, end, f"entity beginning at UTF-16 offset {begin} ends in a middle of a UTF-16 symbol"
        )
    return [entity for entity in wanted if entity["length"] > 0]


def _refuse_half_a_character(text: str, starts: list[int], place: int, words: str) -> None:
    index = bisect_left(starts, place)
    if starts[index] != place:
        raise bad_request(f"{words} at byte offset {len(text[:index].encode())}")


def _moved(kept: list[Entity], left: int, total: int) -> list[Entity]:
    """Return the entities of a text without its first `left` units, and with `total` units left."""
    moved = []
    for entity in kept:
        begin = max(entity["offset"] - left, 0)
        end = min(entity["offset"] + entity["length"] - left, total)
        if end > begin:
            moved.append({**entity, "offset": begin, "length": end - begin})
    return sorted(moved, key=lambda entity: (entity["offset"], -entity["length"]))


def _overlaps(command: Entity, kept: list[Entity]) -> bool:
    """Return whether the command is in code or a link, where Telegram looks for none. Other entities may overlap it."""
    begin, end = command["offset"], command["offset"] + command["length"]
    return any(
        entity["type"] in ("code", "pre", *WITH_FIELD)
        and entity["offset"] < end
        and begin < entity["offset"] + entity["length"]
        for entity in kept
    )
