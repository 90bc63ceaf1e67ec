"""The keys of the bot's own sentences: those that are put together from parts are keys like all others."""

from __future__ import annotations

import pytest

from bot.dialogue.phrases import REQUIRED_PHRASES, phrase_key
from bot.practice.breathing import PhaseKind


@pytest.mark.parametrize(
    "key",
    [
        *(f"month_{number}" for number in range(1, 13)),
        *(f"phase_{kind.value}" for kind in PhaseKind),
        *(f"button_{command}" for command in ("skip", "pause", "support", "home", "ground")),
    ],
)
def test_there_is_a_sentence_for_each_part(key: str) -> None:
    assert phrase_key(key) in REQUIRED_PHRASES


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        phrase_key("month_13")


def test_values_stand_only_in_sentences_that_there_are() -> None:
    assert REQUIRED_PHRASES["history_title"] == {"page", "pages"}
    assert REQUIRED_PHRASES["cannot_skip"] == frozenset()
