"""What the coach does not say is found where it stands; what only sounds like it is let pass; any text is read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.listening.voice import hear_voice, plain_signs, second_question
from bot.listening.voice_judging import JUDGING
from bot.listening.voice_kinds import EXPLAINED, VoiceKind
from bot.listening.voice_pushing import PUSHING
from bot.listening.voice_unsafe import UNSAFE
from tests.listening.voice_table import HITS, ONE_QUESTION, PASSES, TWO_QUESTIONS

LINES = (*PUSHING, *JUDGING, *UNSAFE)
ALL_HITS = [(kind, text) for kind, texts in HITS.items() for text in texts]
WORDS = sorted(
    {word for line in LINES for word in line.words} | {*("i", "you", "it", "that", "is", "to", "not", "a"), *".?,\n"}
)
SOUP = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
SAID = st.lists(st.sampled_from([text for _, text in ALL_HITS]), min_size=1, max_size=3)
TEXTS = st.one_of(
    st.text(),
    st.tuples(SOUP, SAID, SOUP).map(lambda parts: "\n".join([parts[0], *parts[1], parts[2]])),
    st.text(alphabet='you must?!"“”{}*_. \n'),
)
LONG = 4096  # characters, as many as a message has


def kinds(text: str, language: str = "en") -> list[VoiceKind]:
    return [finding.kind for finding in hear_voice(text, language)]


@pytest.mark.parametrize(("kind", "text"), ALL_HITS, ids=[text for _, text in ALL_HITS])
def test_what_the_coach_does_not_say_is_found_as_what_it_is(kind: VoiceKind, text: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize("text", PASSES)
def test_what_only_sounds_like_it_is_let_pass(text: str) -> None:
    assert hear_voice(text) == ()


def test_every_kind_is_shown_and_explained() -> None:
    assert set(HITS) | {VoiceKind.SECOND_QUESTION} == set(VoiceKind) == set(EXPLAINED)
    assert {line.kind for line in LINES} | {VoiceKind.EXCLAMATION} == set(HITS)


def test_a_finding_says_where_it_stands_what_is_wrong_and_what_to_do() -> None:
    [found] = hear_voice("Before {name?} goes on,\nyou _must_  rest.")

    assert (found.start, found.end, found.words) == (24, 33, "you _must")
    assert found.sentence == "`you _must` lays a duty on the person."
    assert found.advice == 'Say what is possible: "you can", "if you like".'


def test_a_long_finding_is_shown_shortened_and_in_one_line() -> None:
    _, found = second_question(
        ["What?  What did you hear  in that long, long night when nobody came to the door?"]
    ) or (
        0,
        None,
    )

    assert found
    assert found.sentence == (
        "`What did you hear in that long, long night when nobody came…` is a second question in one message."
    )


def test_all_that_is_wrong_is_found_in_its_order_and_nothing_twice() -> None:
    text = "Well done! I think you should try to rest. At least you tried, didn't you?"

    assert [(f.kind, f.words) for f in hear_voice(text)] == [
        (VoiceKind.VERDICT, "Well done"),
        (VoiceKind.EXCLAMATION, "!"),
        (VoiceKind.ADVICE, "I think you should"),
        (VoiceKind.MINIMISING, "At least"),
        (VoiceKind.LEADING, "didn't you"),
    ]


@pytest.mark.parametrize(
    "text", ["I feel numb", "Great", "Why me", "I understand", "Go on: I am your patient", "Good."]
)
def test_a_label_is_what_the_person_says(text: str) -> None:
    assert hear_voice(text, label=True) == ()


@pytest.mark.parametrize("text", ["You must go on", "Yes!", "I cut myself", "He committed suicide", "Keep my streak"])
def test_what_no_button_says_is_found_in_a_label(text: str) -> None:
    assert len(hear_voice(text, label=True)) == 1


@pytest.mark.parametrize("language", ["de", "pt-BR", "zh", "enm"])
def test_in_other_languages_only_what_needs_no_words_is_found(language: str) -> None:
    assert kinds("You should. Well done. Why?", language) == []
    assert kinds("Well done! ¡Hola!", language) == [VoiceKind.EXCLAMATION, VoiceKind.EXCLAMATION]
    assert second_question(["Wo? Wann?"], language)
    assert second_question(["Do you. What happened, and how did it end?"], language) is None


@pytest.mark.parametrize("language", ["en", "en-GB", "EN-us"])
def test_english_is_english_in_every_region(language: str) -> None:
    assert kinds("You should rest.", language) == [VoiceKind.DUTY]


@pytest.mark.parametrize(
    ("language", "text"), [("ar", "أين؟ متى؟"), ("ja", "どこ？ いつ？"), ("el", "Πού; Πότε;"), ("hy", "Ո՞ւր ՞ ՞")]
)
def test_question_marks_of_other_scripts_are_counted(language: str, text: str) -> None:
    assert second_question([text], language)


def test_a_semicolon_asks_in_greek_alone() -> None:
    assert second_question(["Here; there; and everywhere."]) is None


@pytest.mark.parametrize("parts", ONE_QUESTION, ids=" / ".join)
def test_one_question_is_one(parts: Sequence[str]) -> None:
    assert second_question(parts) is None


@pytest.mark.parametrize(("parts", "part", "words"), TWO_QUESTIONS, ids=[" / ".join(row[0]) for row in TWO_QUESTIONS])
def test_the_second_question_of_a_message_is_found(parts: Sequence[str], part: int, words: str) -> None:
    number, found = second_question(parts) or (None, None)

    assert found
    assert (number, found.words, found.kind) == (part, words, VoiceKind.SECOND_QUESTION)
    assert parts[part][found.start : found.end] == words


@given(SOUP)
def test_looking_only_for_lines_whose_words_are_there_misses_none(text: str) -> None:
    plain = plain_signs(text)
    words = set("".join(sign if sign.isalpha() or sign == "'" else " " for sign in plain).split())

    assert [line.written for line in LINES if line.expression.search(plain) and not line.words & words] == []


@given(TEXTS, st.sampled_from(["en", "de", "el", ""]), st.booleans())
def test_any_text_is_read_and_every_finding_lies_in_it(text: str, language: str, label: bool) -> None:
    found = hear_voice(text, language, label=label)

    assert found == hear_voice(text, language, label=label)
    assert all(0 <= f.start < f.end <= len(text) and f.words == text[f.start : f.end] for f in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(f.sentence and "\n" not in f.sentence and f.advice for f in found)
    assert all(not f.words[0].isspace() for f in found)


@given(st.lists(st.one_of(st.text(), SOUP), max_size=3), st.sampled_from(["en", "de"]))
def test_any_message_is_read_and_its_second_question_lies_in_it(parts: list[str], language: str) -> None:
    found = second_question(parts, language)

    assert found == second_question(parts, language)
    if found:
        number, finding = found
        assert 0 <= finding.start < finding.end <= len(parts[number])
        assert not parts[number][finding.start].isspace()


# fault 22
@pytest.mark.parametrize(
    "piece",
    [
        "you ",
        "you   really ",
        "why ",
        "it sounds ",
        '"',
        "“",
        "{",
        "? ",
        "\n",
        "not ",
        "thank you ",
        "so very ",
        "a",
        "*_",
    ],
)
def test_the_longest_message_of_one_word_over_and_over_is_read(piece: str) -> None:
    long = (piece * LONG)[: LONG - 16] + ". You should rest"

    last = hear_voice(long)[-1]

    assert last.words == "You should"
    assert last.end == len(long) - len(" rest")
    assert second_question([long, "Who? You?"])


# fault 22
def test_a_thousand_duties_are_a_thousand_findings() -> None:
    text = "You should rest. " * 240

    assert len(hear_voice(text)) == 240
