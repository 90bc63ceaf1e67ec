"""Whether a branch's condition holds. Conditions only compare kept values: there is no expression language."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

from bot.dialogue.effects import AnswerPart
from bot.dialogue.model import Comparison, Condition, Way
from bot.dialogue.session import Session
from bot.dialogue.values import Number, Picked, Said, Skipped, Value

_COMPARE: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.UNEQUAL: operator.ne,
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}
# These hold for a value that was skipped.
_CAUTIOUS = frozenset({Comparison.MORE, Comparison.AT_LEAST, Comparison.UNEQUAL})

WORKED_OUT = frozenset({"sealed", "next_visit"})  # what a branch may ask about, and nothing keeps


def way_on(ways: tuple[Way, ...], session: Session) -> int:
    """Return the index of the first way whose condition holds for the top frame.

    Raises StopIteration if none holds. The checks make sure that one does.
    """
    if ways[0].when is None:
        return 0
    values = facts(session)
    return next(number for number, way in enumerate(ways) if way.when is None or holds(way.when, values))


def facts(session: Session) -> Mapping[str, Value]:
    """Return what a branch may ask about, by name: the profile, what is kept for good, and the values of the top frame.

    Where several have one name, the last of these counts.
    """
    told: dict[str, Value] = {
        name: Said(parts=(AnswerPart(message_id=0, words=v),))
        for name, v in vars(session.profile).items()
        if _is_told(v)
    }
    if session.sealed:
        told["sealed"] = Number(value=session.sealed)
    if session.visits:
        told["next_visit"] = Picked(keys=tuple(planned.dialogue for planned in session.visits), words="")
    return {**told, **session.remembered, **session.stack[-1].values}


def _is_told(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value != ""


def holds(condition: Condition, values: Mapping[str, Value]) -> bool:
    """Return whether the condition holds for these values.

    A value that was skipped, or is missing, counts as the highest number; to the right of a comparison, as the lowest.
    """
    value = values.get(condition.name, Skipped())
    if condition.test is Comparison.KEPT:
        return not isinstance(value, Skipped)
    if condition.test is Comparison.NOT_KEPT:
        return isinstance(value, Skipped)
    if condition.other is not None:
        return _numbers_hold(condition, value, values.get(condition.other, Skipped()))
    plain = None if isinstance(value, Skipped) else _plain(value)
    if type(plain) is not type(condition.value):  # the cautious side: what was skipped counts as the highest number
        return condition.test in _CAUTIOUS
    return _COMPARE[condition.test](plain, condition.value)


def _numbers_hold(condition: Condition, left: Value, right: Value) -> bool:
    if not isinstance(left, Number) or not isinstance(
        right, Number
    ):  # a missing left counts as highest, a missing right as lowest
        return condition.test in _CAUTIOUS
    return _COMPARE[condition.test](left.value, right.value + condition.plus)


def _plain(value: Number | Picked | Said) -> int | str:
    match value:
        case Number():
            return value.value
        case Picked():
            return " ".join(value.keys)
        case Said():
            return value.words
