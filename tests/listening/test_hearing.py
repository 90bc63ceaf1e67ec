"""What a whole message says: a refusal, an end, not knowing, a command; and never a word in the middle of an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.listening.cues import Cues
from bot.listening.hearing import Heard, hear, plain

CUES = Cues(
    refusals=frozenset({"i'd rather not"}),
    closings=frozenset({"that is all"}),
    unknowing=frozenset({"i don't know"}),
    commands={"stop": "stop", "help me": "support"},
)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("I’d rather not.", Heard(words=3, refuses=True)),
        ("  THAT   is all!! ", Heard(words=3, closes=True)),
        ("I don`t know…", Heard(words=3, unknowing=True)),
        ("*stop*", Heard(words=1, command="stop")),
        ("Help me!", Heard(words=2, command="support")),
        ("I don't know why she left", Heard(words=6)),
        ("he would not stop", Heard(words=4)),
        ("", Heard(words=0)),
        ("\N{GRINNING FACE}", Heard(words=1)),
        ("我很害怕", Heard(words=4)),  # without spaces each sign counts, so nobody is taken for tacit
    ],
)
def test_only_a_whole_message_counts(text: str, heard: Heard) -> None:
    assert hear(text, CUES) == heard


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("  A\n b ", "a b"),
        ("...", ""),
        ("_x_", "x"),
        ("‘t is 8:30!", "t is 8:30"),
        ("STRASSE", "strasse"),
        ("ß", "ss"),
        ("«अच्छा!»", "अच्छा"),
    ],
)
def test_what_is_compared_is_bare(text: str, bare: str) -> None:
    assert plain(text) == bare


@given(st.text())
def test_what_is_bare_stays_so(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [("a" + "!" * 12_000 + "a", "a" + "!" * 12_000 + "a"), ("_" * 12_000, ""), ("! " * 6_000 + "a", "a")],
)
def test_a_long_text_is_read_to_its_end(text: str, bare: str) -> None:  # fault 22
    assert plain(text) == bare
