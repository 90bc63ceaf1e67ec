"""What counts as tense, in one place for the engine, the migration and the proofs."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.dialogue.model import ScaleAsk, State, StateId, TextAsk
from bot.dialogue.tension import TENSE, asks_for_tension, is_tense, last_tension, tells_high_from_low
from bot.dialogue.values import Number, Picked, Skipped, Value

CALM, HIGH = Number(value=TENSE - 1), Number(value=TENSE)


@pytest.mark.parametrize(
    ("value", "tense"),
    [(CALM, False), (HIGH, True), (Skipped(), True), (Picked(keys=("calm",), words="calm"), True)],
)
def test_a_tension_that_is_no_low_number_counts_as_high(value: Value, tense: bool) -> None:
    assert is_tense(value) is tense


@pytest.mark.parametrize(
    ("kept", "last"),
    [
        ([], None),
        ([{"mood": HIGH}], None),
        ([{"tension_before": HIGH, "tension_after": CALM}], CALM),
        ([{"tension_after": CALM, "tension_before": HIGH}], HIGH),
        ([{"tension": HIGH}, {"tension_on_monday": CALM}], CALM),
        ([{"tension": HIGH}, {"mood": CALM}], HIGH),
    ],
)
def test_the_tension_told_last_counts_wherever_it_was_told(kept: list[Mapping[str, Value]], last: Value | None) -> None:
    assert last_tension(kept) == last


def test_where_names_are_given_only_these_are_tensions() -> None:
    assert last_tension([{"strain": HIGH, "tension": CALM}], {"strain", None}) == HIGH


def test_a_proof_believes_only_a_scale_with_a_name_of_its_own() -> None:
    scale = ScaleAsk(low=0, high=10)
    assert asks_for_tension(State(id=StateId("asks"), wait=scale, keep="tension_before"))
    assert not asks_for_tension(State(id=StateId("asks"), wait=scale, keep="tension_on_monday"))
    assert not asks_for_tension(State(id=StateId("asks"), wait=TextAsk(), keep="tension_before"))


@pytest.mark.parametrize(("low", "high", "tells"), [(0, 10, True), (0, TENSE - 1, False), (TENSE, 10, False)])
def test_a_scale_tells_high_from_low_if_it_has_numbers_on_both_sides(low: int, high: int, tells: bool) -> None:
    state = State(id=StateId("asks"), wait=ScaleAsk(low=low, high=high), keep="tension")
    assert tells_high_from_low(state) is tells
