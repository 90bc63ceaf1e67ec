"""The voice lint: whether words of the coach judge somebody, push them, or claim what a program cannot.

Reads one text as an author wrote it, and says what it finds and where. The caller decides whom it tells. What is in
quotation marks is somebody else's words and is not judged; a {slot} has no words yet. English is read closely, by the
phrases of `voice_pushing.py`, `voice_judging.py` and `voice_unsafe.py`. In other languages only exclamation marks and
question marks are read. It finds set phrases, and other words can still judge, so a person reads a dialogue as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.comparable_text import APOSTROPHES
from bot.listening.voice_judging import JUDGING
from bot.listening.voice_kinds import EXPLAINED, VoiceKind
from bot.listening.voice_patterns import ASKS, SENTENCE_START, Line
from bot.listening.voice_pushing import PUSHING
from bot.listening.voice_unsafe import UNSAFE

_ENGLISH = (*PUSHING, *JUDGING, *UNSAFE)
# Most texts hold the words of few lines, which saves the rest of the search.
_LINES_OF: Mapping[str, tuple[Line, ...]] = {
    word: tuple(line for line in _ENGLISH if word in line.words)
    for word in sorted({w for n in _ENGLISH for w in n.words})
}

# Kinds that a label may not be either. The others are about how the coach speaks, and a label is what the person says.
_OF_LABELS = frozenset({VoiceKind.DUTY, VoiceKind.EXCLAMATION, VoiceKind.DEATH, VoiceKind.METHOD, VoiceKind.HOOK})
# These are not excused by quotation marks.
_EVEN_QUOTED = frozenset({VoiceKind.DEATH, VoiceKind.METHOD})

# One character for each, so that positions in the plain text are positions in the written one.
_PLAIN = str.maketrans(
    {
        **{chr(sign): chr(sign + 32) for sign in range(ord("A"), ord("Z") + 1)},
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys("*_\\\t\u00a0", " "),
    }
)
_BLANK = "·"  # stands where a slot or a quotation was: no word, no end of a sentence
# A mark that may open or close ends at the next of its kind, so no sign is read more than twice.
_QUOTED = re.compile(r'"[^"]*"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«|「[^「」]*」')
_QUOTES = frozenset('"“„«»「')
_SLOT = re.compile(r"\{[^{}|\n]*[|}]")  # what stands behind | is words
_WORD = re.compile(r"[a-z']+")
_LOOK_BACK = 80  # signs before a hit in which "no" or "not" may stand; a bound, so that time stays linear

_MOST_SHOWN = 60  # characters of a finding's words in its sentence

_EXCLAMATION = re.compile(r"[!！‼⁉❗❕՜]+")
_MARK = re.compile(r"[?？؟՞⁇⁈]+(?!\w)")
_GREEK_MARK = re.compile(r"[;\u037e?]+(?!\w)")
_ASKING = r"(?:what|how|why|when|where|who|which)"
_DOES = r"(?:did|do|does|is|are|was|were|have|has|had|can|could|would|will|might)"
# "What happened, and how did it end?" asks twice; "How and where did it begin?" does not.
_SECOND_HALF = re.compile(
    rf"(?<=[\w,;·] )(?<!how )(?<!what )(?<!when )(?<!where )(?<!who )(?<!why )(?:and|or) {_ASKING} {_DOES}\b"
    rf"{ASKS}"
)
_WITHOUT_MARK = re.compile(rf"{SENTENCE_START}(?:{_ASKING} )?{_DOES} you\b(?:[^.?!\n·]|\n(?!\n))*+(?=\.|\n|\Z)")

_Span = tuple[int, int, VoiceKind]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What is wrong at `start` to `end` of a text, counted in characters."""

    kind: VoiceKind
    start: int
    end: int
    words: str  # as they are written there

    @property
    def sentence(self) -> str:
        """Return what is wrong."""
        return EXPLAINED[self.kind][0].format(words=f"`{_shortened(self.words)}`")

    @property
    def advice(self) -> str:
        """Return what to do instead."""
        return EXPLAINED[self.kind][1]


def hear_voice(text: str, language: str = "en", *, label: bool = False) -> tuple[Finding, ...]:
    """Return everything in `text` that the coach should not say, in its order. Time is linear in the length of `text`.

    `language` is a BCP 47 tag. A `label` is on a button, and is what the person says by tapping it.
    """
    plain, own = _signs(text)
    found: list[_Span] = []
    if "!" in own or not own.isascii():
        found += [(hit.start(), hit.end(), VoiceKind.EXCLAMATION) for hit in _EXCLAMATION.finditer(own)]
    if _primary(language) == "en":
        for line in _lines_for(plain):
            if not label or line.kind in _OF_LABELS:
                found += _hits(line, plain if line.kind in _EVEN_QUOTED else own)
    if not found:  # as in most of what is said
        return ()
    return tuple(
        Finding(kind=kind, start=start, end=end, words=text[start:end]) for start, end, kind in _one_a_place(found)
    )


def second_question(parts: Sequence[str], language: str = "en") -> tuple[int, Finding] | None:
    """Return the second question in a message: the index of its part, and the finding. None if there are not two.

    `parts` go out as one message. Questions in quotation marks are not the coach's.
    """
    asked = 0
    for number, part in enumerate(parts):
        for start, end in _questions(part, language):
            asked += 1
            if asked == 2:
                found = Finding(kind=VoiceKind.SECOND_QUESTION, start=start, end=end, words=part[start:end])
                return number, found
    return None


def _shortened(words: str) -> str:
    """Return the words in one short line."""
    line = " ".join(words.split())
    return line if len(line) <= _MOST_SHOWN else f"{line[: _MOST_SHOWN - 1].rstrip()}…"


@cache  # asked for every text, of few languages
def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def plain_signs(text: str) -> str:
    """Return `text` as the expressions meet it, with each character in its place.

    Letters are small, markup is spaces, and slots are blanked.
    """
    blanked = _SLOT.sub(_blank, text) if "{" in text else text
    return blanked.translate(_PLAIN)


@lru_cache(maxsize=16)  # what is said is read for its phrases and, right after, for its questions
def _signs(text: str) -> tuple[str, str]:
    """Return the plain characters of `text`, and the same without what is in quotation marks."""
    plain = plain_signs(text)
    return plain, _without_quotes(plain)


def _without_quotes(plain: str) -> str:
    return plain if _QUOTES.isdisjoint(plain) else _QUOTED.sub(_blank, plain)


def _blank(found: re.Match[str]) -> str:
    return _BLANK * (found.end() - found.start())


def _lines_for(plain: str) -> Iterable[Line]:
    words = _LINES_OF.keys() & _WORD.findall(plain)
    return dict.fromkeys(line for word in words for line in _LINES_OF[word]) if words else ()


def _hits(line: Line, plain: str) -> Iterator[_Span]:
    for hit in line.expression.finditer(plain):
        before = max(0, hit.start() - _LOOK_BACK)
        if not line.harmless or not line.harmless.search(plain, before, hit.start()):
            yield *hit.span(hit.lastgroup or 0), line.kind


def _one_a_place(found: list[_Span]) -> Iterator[_Span]:
    """Yield the hits in order. Of hits that overlap, take the one that begins first, and of these the longest."""
    free = 0
    for start, end, kind in sorted(found, key=lambda span: (span[0], -span[1], span[2])):
        if start >= free:
            yield start, end, kind
            free = end


def _questions(text: str, language: str) -> list[tuple[int, int]]:
    """Return where each question begins and ends."""
    if _primary(language) == "en" and "you" not in text.lower() and not _MARK.search(text):
        return []  # as most of what is said
    _, own = _signs(text)
    found = list(_marked(own, _GREEK_MARK if _primary(language) == "el" else _MARK))
    if _primary(language) == "en":
        halves = found and (" and " in own or " or " in own)
        expressions = ([_SECOND_HALF] if halves else []) + ([_WITHOUT_MARK] if " you" in own else [])
        found += [hit.span() for expression in expressions for hit in expression.finditer(own)]
    return sorted(found)


def _marked(own: str, mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    last = 0
    for hit in mark.finditer(own):
        ends = own.rfind(".", last, hit.start()), own.rfind("!", last, hit.start()), own.rfind("\n", last, hit.start())
        begins = max(last, *(end + 1 for end in ends))
        sentence = own[begins : hit.end()]
        yield begins + len(sentence) - len(sentence.lstrip()), hit.end()
        last = hit.end()
