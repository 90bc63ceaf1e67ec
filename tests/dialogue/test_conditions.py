"""Branches compare kept values; what was left out counts as the cautious side."""

from __future__ import annotations

import pytest

from bot.dialogue.conditions import facts, holds, way_on
from bot.dialogue.effects import AnswerPart
from bot.dialogue.model import Comparison, Condition, DialogueId, StateId, Version, Way
from bot.dialogue.session import Frame, Profile, Session
from bot.dialogue.values import Number, Picked, Said, Skipped, Value

C = Comparison


def words(text: str) -> Said:
    return Said(parts=(AnswerPart(message_id=1, words=text),))


def condition(test: Comparison, value: int | str | None = None) -> Condition:
    return Condition(name="x", test=test, value=value)


@pytest.mark.parametrize(
    ("value", "test", "to", "result"),
    [
        (Number(value=7), C.AT_LEAST, 7, True),
        (Number(value=7), C.MORE, 7, False),
        (Number(value=6), C.LESS, 7, True),
        (Number(value=7), C.AT_MOST, 6, False),
        (Number(value=7), C.EQUAL, 7, True),
        (Number(value=7), C.UNEQUAL, 7, False),
        (Picked(keys=("nowhere",), words="Nowhere"), C.EQUAL, "nowhere", True),
        (Picked(keys=("chest", "throat"), words="Chest, Throat"), C.EQUAL, "chest", False),
        (words("paused"), C.EQUAL, "paused", True),
        (words("anything"), C.KEPT, None, True),
        (words("anything"), C.NOT_KEPT, None, False),
    ],
)
def test_kept_values_are_compared(value: Value, test: Comparison, to: int | str | None, result: bool) -> None:
    assert holds(condition(test, to), {"x": value}) is result


LEFT_OUT = [
    (C.MORE, True),
    (C.AT_LEAST, True),
    (C.UNEQUAL, True),
    (C.LESS, False),
    (C.AT_MOST, False),
    (C.EQUAL, False),
]


@pytest.mark.parametrize(("test", "result"), LEFT_OUT)
@pytest.mark.parametrize("values", [{}, {"x": Skipped()}])
def test_what_was_left_out_counts_as_the_highest(values: dict[str, Value], test: Comparison, result: bool) -> None:
    assert holds(condition(test, 7), values) is result
    assert holds(condition(test, "some"), values) is result


@pytest.mark.parametrize(("test", "result"), LEFT_OUT)
def test_words_that_meet_a_number_are_on_the_cautious_side_too(test: Comparison, result: bool) -> None:
    assert holds(condition(test, 7), {"x": words("very tense")}) is result


@pytest.mark.parametrize(
    ("test", "results"),  # for a number that is 1, 2 and 3 higher than the other
    [
        (C.AT_LEAST, (False, True, True)),
        (C.MORE, (False, False, True)),
        (C.EQUAL, (False, True, False)),
        (C.UNEQUAL, (True, False, True)),
        (C.AT_MOST, (True, True, False)),
        (C.LESS, (True, False, False)),
    ],
)
def test_a_number_is_compared_with_another_and_some_more(test: Comparison, results: tuple[bool, ...]) -> None:
    higher = Condition(name="x", test=test, other="y", plus=2)

    assert tuple(holds(higher, {"x": Number(value=4 + by), "y": Number(value=4)}) for by in (1, 2, 3)) == results


@pytest.mark.parametrize(("test", "result"), LEFT_OUT)
@pytest.mark.parametrize(
    "values",
    [
        {},
        {"x": Number(value=0)},
        {"y": Number(value=9)},
        {"x": Skipped(), "y": Number(value=9)},
        {"x": Number(value=0), "y": Skipped()},
        {"x": Skipped(), "y": Skipped()},
        {"x": words("calm"), "y": Number(value=9)},
        {"x": Number(value=0), "y": words("calm")},
    ],
)
def test_of_two_numbers_the_cautious_side_counts_where_either_was_left_out(
    values: dict[str, Value], test: Comparison, result: bool
) -> None:
    assert holds(Condition(name="x", test=test, other="y", plus=2), values) is result


def test_left_out_is_not_kept() -> None:
    assert holds(condition(C.NOT_KEPT), {"x": Skipped()})
    assert not holds(condition(C.KEPT), {})


def session(**values: Value) -> Session:
    frame = Frame(dialogue=DialogueId("d"), version=Version("v"), state=StateId("s"), run=1, values=values)
    return Session(
        key="k", profile=Profile(zone="Europe/Berlin"), stack=(frame,), remembered={"x": words("old"), "y": words("y")}
    )


def test_a_branch_sees_the_profile_what_is_remembered_and_what_was_kept_on_the_way() -> None:
    known = facts(session(x=words("new")))
    assert known["x"] == words("new")
    assert known["y"] == words("y")
    assert known["prompts"] == Said(parts=(AnswerPart(message_id=0, words="on"),))
    assert known["zone"] == Said(parts=(AnswerPart(message_id=0, words="Europe/Berlin"),))
    assert not known.keys() & {"consented", "name", "prompt_time"}


def test_the_first_way_that_holds_is_taken() -> None:
    ways = (
        Way(to=StateId("high"), when=condition(C.AT_LEAST, 7)),
        Way(to=StateId("some"), when=condition(C.KEPT)),
        Way(to=StateId("else")),
    )
    assert way_on(ways, session(x=Number(value=8))) == 0
    assert way_on(ways, session(x=Number(value=2))) == 1
    assert way_on(ways, session(x=Skipped())) == 0
    assert way_on(ways[2:], session()) == 0
