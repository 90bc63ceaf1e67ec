"""When to ask for more: thin answers only, and nobody who refuses, does not know, is tense, or wants quiet."""

from __future__ import annotations

import pytest

from bot.listening.cues import Cues
from bot.listening.hearing import Heard
from bot.listening.probes import choose_probe

CUES = Cues(probes={"one": "Tell me more.", "two": "And then?", "three": "What else?"})
THIN = Heard(words=2)


def probe(
    heard: Heard = THIN,
    *,
    cues: Cues = CUES,
    asked: int = 0,
    most: int = 2,
    quiet: bool = False,
    tense: bool = False,
    last: str | None = None,
    seed: int = 0,
) -> str | None:
    return choose_probe(
        heard, cues, asked=asked, most=most, min_words=5, quiet=quiet, tense=tense, last=last, seed=seed
    )


def test_a_thin_answer_is_asked_for_more() -> None:
    assert probe() == "one"
    assert probe(Heard(words=4), asked=1) == "one"


def test_an_answer_of_enough_words_is_not() -> None:
    assert probe(Heard(words=5)) is None


@pytest.mark.parametrize(
    "heard", [Heard(words=2, refuses=True), Heard(words=3, closes=True), Heard(words=3, unknowing=True)]
)
def test_nobody_is_pressed(heard: Heard) -> None:
    assert probe(heard) is None


def test_nobody_who_is_tense_or_wants_quiet_is_asked() -> None:
    assert probe(tense=True) is None
    assert probe(quiet=True) is None


def test_a_question_has_its_most() -> None:
    assert probe(asked=2) is None
    assert probe(most=0) is None


@pytest.mark.parametrize("seed", range(7))
def test_the_words_said_last_are_not_said_again_at_once(seed: int) -> None:
    assert probe(last="two", seed=seed) in {"one", "three"}


def test_every_wording_is_found_by_some_seed() -> None:
    assert {probe(seed=seed) for seed in range(3)} == {"one", "two", "three"}


def test_where_there_is_nothing_else_to_say_nothing_is_said() -> None:
    assert probe(cues=Cues(probes={"one": "Tell me more."}), last="one") is None
    assert probe(cues=Cues()) is None
