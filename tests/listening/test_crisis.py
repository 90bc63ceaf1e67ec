"""Plain phrases are found wherever they stand and however they are typed; the shipped list finds what it must, and a
little that is harmless, but not any word that merely holds one.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.listening.crisis import as_cue, in_words, sounds_like_crisis
from bot.listening.cues import Cues
from tests.shipped import shipped

CUES = Cues(crisis=(as_cue("don't want to live"), as_cue("kill myself")))


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to live",
        "i DONT want   to\nlive anymore",
        "I don’t want to live.",
        "I don`t want to live",
        "…that I don't want to live, and",
        "I d\u200bon't want to li\u00adve",
        "i don't_want_to_live",
        "kill-myself",
        "ｋｉｌｌ ｍｙｓｅｌｆ",
        "*kill* myself",
    ],
)
def test_a_phrase_is_found_however_it_is_typed(text: str) -> None:
    assert sounds_like_crisis(text, CUES)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("想死", "我真的想死了。"),  # Chinese, Japanese and Thai write without spaces
        ("死にたい", "もう死にたいです"),
        ("อยากตาย", "ฉันอยากตายจริงๆ"),
        ("죽고 싶어", "나는 죽고 싶어"),
        ("mich umbringen", "Ich möchte MICH umbringen!"),
        ("nefes almak istemiyorum", "artık nefes almak istemiyorum"),
        ("मरना चाहता", "मैं मरना चाहता हूँ"),
        ("أريد أن أموت", "أنا أريد أن أموت"),
    ],
)
def test_a_phrase_of_another_language_is_found_within_a_sentence(phrase: str, text: str) -> None:
    assert sounds_like_crisis(text, Cues(crisis=(as_cue(phrase),)))


@pytest.mark.parametrize("text", ["我想活", "死想", "死"])
def test_the_signs_of_a_phrase_must_stand_together(text: str) -> None:
    assert not sounds_like_crisis(text, Cues(crisis=(as_cue("想死"),)))


@pytest.mark.parametrize(
    "text", ["", "I want to live", "skill myself", "kill myselfie", "kill me", "to live, I don't want"]
)
def test_whole_words_in_their_order_are_needed(text: str) -> None:
    assert not sounds_like_crisis(text, CUES)


@pytest.mark.parametrize(
    "text",
    [
        "I want to die",
        "Sometimes I think of suicide",
        "they would be better off without me",
        "I’ve been cutting myself again",
        "I can't go on living like this",
        "I wish I was never born",
    ],
)
def test_the_shipped_phrases_find_plain_words(text: str) -> None:
    assert sounds_like_crisis(text, shipped().cues)


@pytest.mark.parametrize(
    "text",
    [
        "My father died when I was six and nobody spoke of it.",
        "I was dying of embarrassment",
        "I killed the mood",
        "We lived by the sea",
        "I felt dead inside",
        "the plant wants to live",
    ],
)
def test_the_shipped_phrases_let_an_ordinary_answer_be(text: str) -> None:
    assert not sounds_like_crisis(text, shipped().cues)


@given(st.text(), st.text())
def test_a_phrase_between_other_words_is_found(before: str, after: str) -> None:
    assert sounds_like_crisis(f"{before} kill myself {after}", CUES)


@given(st.text())
def test_bare_words_are_one_space_apart(text: str) -> None:
    bare = in_words(text)
    assert bare == " ".join(bare.split())


@pytest.mark.parametrize("text", ["kill " * 800, "a" + "!" * 4094, "\N{GRINNING FACE}" * 2048, "ﷺ" * 4096])
def test_a_long_text_is_looked_through_to_its_end(text: str) -> None:  # fault 22
    assert not sounds_like_crisis(text, CUES)
    assert sounds_like_crisis(f"{text} kill myself", CUES)
