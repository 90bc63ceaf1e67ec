"""What a button carries comes back whole; what is forged, or another's, comes back as nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.buttons import (
    Act,
    HistoryPress,
    Press,
    VoicePress,
    button,
    history_button,
    in_rows,
    read_press,
    voice_button,
)
from bot.dialogue.session import Session
from bot.language.names import LONGEST_NAME

TELEGRAM_TAKES = 64  # bytes
GREATEST = 999_999_999
SESSION = Session(key="0a1b2c", turn=GREATEST)


@pytest.mark.parametrize("act", Act)
def test_the_longest_button_fits_and_comes_back_whole(act: Act) -> None:  # fault 19
    made = button(SESSION, "label", act, "x" * LONGEST_NAME)
    assert len(made.data.encode()) <= TELEGRAM_TAKES
    assert read_press(SESSION, made.data) == Press(turn=GREATEST, act=act, argument="x" * LONGEST_NAME)


def test_the_buttons_of_the_journal_come_back_whole_and_fit() -> None:  # fault 19
    turning = history_button(SESSION.key, "Older", shown=f"h{GREATEST}", anchor=GREATEST, page=GREATEST)
    playing = voice_button(SESSION.key, "Play", number=GREATEST, position=GREATEST)
    assert max(len(turning.data), len(playing.data)) <= TELEGRAM_TAKES
    assert read_press(SESSION, turning.data) == HistoryPress(label=f"h{GREATEST}", anchor=GREATEST, page=GREATEST)
    assert read_press(SESSION, playing.data) == VoicePress(number=GREATEST, position=GREATEST)


def test_a_button_of_another_session_is_none_of_this_one() -> None:  # fault 19
    assert read_press(replace(SESSION, key="ffffff"), button(SESSION, "", Act.CHOOSE, "yes").data) is None


FORGED = (
    *("", ":", "::", "0a1b2c", "0a1b2c:", "0a1b2c:1", "0a1b2c:1:", "0a1b2c:1:?x", "0a1b2c:-1:.x", "0a1b2c:x:.x"),
    *("0a1b2c:1234567890:.x", "0a1b2c:v:1", "0a1b2c:v:1.", "0a1b2c:v:-1.0", "0a1b2c:v:1.2.3", "0a1b2c:v:1e9.0"),
    *("0a1b2c:h:1.0", "0a1b2c:hx:1.0", "0a1b2c:h1:1.-1", "0a1b2c:h1:1.99999999999", "0a1b2c:h1:².0", "0A1B2C:1:.x"),
)


@pytest.mark.parametrize("data", FORGED)
def test_what_is_forged_reads_as_nothing(data: str) -> None:  # fault 19
    assert read_press(SESSION, data) is None


@given(st.text() | st.text().map(lambda tail: f"{SESSION.key}:{tail}"))
def test_reading_never_fails(data: str) -> None:  # fault 19
    read_press(SESSION, data)


def test_buttons_stand_in_rows() -> None:
    three = [button(SESSION, str(n), Act.RATE, str(n)) for n in range(3)]
    assert [len(row) for row in in_rows(three, 2)] == [2, 1]
