"""The rule over the words of a tension: the higher the number, the tenser, which all that follows takes for granted.

Reads English, and what stands beside the ends of the scale. Words that say nothing of it are taken as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import takewhile

from bot.dialogue.model import ScaleAsk, State
from bot.dialogue.tension import asks_for_tension
from bot.dialogue.words import Literal, Words
from bot.language.grammar.build import Built
from bot.language.problems import Rule


class _End(Enum):
    TENSE = "tense"
    CALM = "calm"


_TENSE = frozenset(
    {"tense", "tenser", "tension", "tight", "stress", "stressed", "strained", "agitated", "upset", "anxious", "nervous"}
    | {"overwhelmed", "panic", "panicked", "restless", "distressed", "distress", "worst", "terrible", "awful", "bad"}
    | {"unbearable", "worse", "afraid", "scared"}
)
_CALM = frozenset(
    {"calm", "calmer", "calmest", "calmness", "relaxed", "relaxation", "ease", "peaceful", "peace", "settled", "serene"}
    | {"rested", "loose", "comfortable", "good", "well", "better", "best", "great", "wonderful", "perfect", "safe"}
)
_ASKED_FOR = _CALM - {"well", "good", "better", "best", "great"}  # "how well can you tell" asks for no calm
_NOT = frozenset({"not", "no", "least", "without", "never", "hardly", "barely", "free", "isn't", "aren't", "zero"})
_NEAR = 3  # words before, in which a "not" turns the meaning round, and after "how", in which it says what is asked
_SIGNS = re.compile(r"[a-z']+|[0-9]+|[^\sa-z0-9']")
_STOPS = frozenset(".?!;\n")
_MORE = re.compile(r"\b(?:higher|larger|bigger|greater|more)\b[^.?!]{0,30}\b(?:calmer|better|(?:more )?relaxed|calm)\b")
_ADVICE = 'Write it as in "How tense are you? 0 is calm, 10 is as tense as it gets."'


def check_tension_words(built: Built) -> None:
    for state in built.dialogue.states.values():
        if isinstance(state.wait, ScaleAsk) and asks_for_tension(state) and _is_reversed(state, state.wait):
            sentence = "The higher the number, the tenser somebody is, and these words say it the other way round."
            built.report.add(Rule.TENSION_REVERSED, built.state_mark(state.id, "ask"), sentence, _ADVICE)


def _is_reversed(state: State, scale: ScaleAsk) -> bool:
    written = f"{_text(state.say)}\n{_text(state.ask)}".casefold().replace("’", "'")
    signs = _SIGNS.findall(written)
    low, high = set(_beside(signs, scale.low)), set(_beside(signs, scale.high))
    if low or high:
        return low == {_End.TENSE} or high == {_End.CALM}
    return bool(_MORE.search(written)) or _asks_for_calm(_SIGNS.findall(_text(state.ask).casefold()))


def _asks_for_calm(signs: Sequence[str]) -> bool:
    """Return whether the question is how calm somebody is, and not how tense."""
    if not _TENSE.isdisjoint(signs):
        return False
    after_how = (word for at, sign in enumerate(signs) if sign == "how" for word in signs[at + 1 : at + 1 + _NEAR])
    return not _ASKED_FOR.isdisjoint(after_how) or not {"calmness", "relaxation"}.isdisjoint(signs)


def _beside(signs: Sequence[str], number: int) -> Iterator[_End]:
    """What the words say of this number, wherever it stands."""
    for at, sign in enumerate(signs):
        if sign == str(number):
            before, after = signs[:at], signs[at + 1 :]
            told = _meant([*takewhile(_goes_on, reversed(before))][::-1] if _is_behind(before, after) else after)
            if told:
                yield told


def _is_behind(before: Sequence[str], after: Sequence[str]) -> bool:
    """Return whether the number is behind what it means, as in "calm (0)" or "calm is 0"."""
    leads = bool(before) and before[-1] in ("(", "=", "at", "is", "being", "means", "gets")
    return leads and (not after or after[0] in (")", ",", "to", "and", "but", *_STOPS))


def _meant(signs: Sequence[str]) -> _End | None:
    """Return what the words up to the next number or the end of the sentence are about; None if that is not clear."""
    words = list(takewhile(_goes_on, signs))
    found = set()
    for at, word in enumerate(words):
        end = _End.TENSE if word in _TENSE else _End.CALM if word in _CALM else None
        if end and not _NOT.isdisjoint(words[max(at - _NEAR, 0) : at]):
            end = _End.CALM if end is _End.TENSE else _End.TENSE
        found |= {end} if end else set()
    return found.pop() if len(found) == 1 else None


def _goes_on(sign: str) -> bool:
    return not (sign.isdecimal() or sign in _STOPS)


def _text(words: Words | None) -> str:
    lines = words.lines if words else ()
    return "\n".join("".join(part.text for part in line if isinstance(part, Literal)) for line in lines)
