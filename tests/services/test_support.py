"""The support card from memory: whole, for any country, without a database or a session."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.reserved import SUPPORT
from bot.dialogue.words import utf16_length
from bot.services.support import support_card
from tests.shipped import shipped


def test_the_card_holds_the_emergency_number_and_the_directories_for_any_country() -> None:
    card = support_card(shipped())
    assert shipped().helplines.emergency_anywhere in card.text
    assert shipped().helplines.anywhere in card.text
    assert utf16_length(card.text) <= 4096


def test_a_card_without_words_is_found_at_once() -> None:
    support = shipped().live[SUPPORT]
    silent = replace(support, states={support.start: replace(support.states[support.start], say=None)})
    with pytest.raises(LookupError):
        support_card(replace(shipped(), live={**shipped().live, SUPPORT: silent}))
