"""What phrases of the voice lint are written with, and what they are compiled to. Knows no phrase.

A line is `words: expression`. One of the words is in every hit of the expression, so a text with none of them need not
be searched. Expressions meet plain text: small letters, straight apostrophes, markup as spaces. Each begins at a word.
A space in it is any run of up to three white characters, and nothing repeats without a bound, so time is linear in the
text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.listening.voice_kinds import VoiceKind

# A sentence begins at the top, on a new line, or behind a mark that ends one. Markup may leave a second space there.
# Nothing of the text is taken, so a hit is the phrase alone; said by what must not stand before, which is quick to see.
SENTENCE_START = r"(?<![^ \n])(?<![^.?!:;…· \n] )(?<![^.?!:;…· \n]  )"
CLAUSE_START = rf"(?<![^dot,—–.?!:;…· \n] )(?:{SENTENCE_START}|(?<=[,—–] )|(?<=\band )|(?<=\bso )|(?<=\bbut ))"
# The rest of a sentence, which may go over a line break, and not over an empty line.
REST = r"(?:[^.?!\n]|\n(?!\n)){0,200}"
ASKS = rf"(?={REST}\?)"  # the sentence goes on to a question mark
TELLS = rf"(?!{REST}\?)"  # it does not

_LOOK_BEHIND_OR_SPACE = re.compile(r"(?P<kept>\(\?<[=!][^()]*\)|\[[^\]]*\])| ")


@dataclass(frozen=True, kw_only=True, eq=False)
class Line:
    """A phrase, or several that share a word."""

    kind: VoiceKind
    words: frozenset[str]  # some one of these stands in every hit
    written: str  # a group `at` in it is what is shown of a hit
    denial: str | None = None  # what makes a hit harmless, if it ends where the hit begins

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Return the compiled expression. One dialogue needs few, so each is compiled at its first use."""
        return re.compile(rf"\b(?:{_LOOK_BEHIND_OR_SPACE.sub(_spaced, self.written)})")

    @cached_property
    def harmless(self) -> re.Pattern[str] | None:
        """Return the compiled expression for what makes a hit harmless, or None."""
        return re.compile(self.denial) if self.denial else None


def lines(kind: VoiceKind, written: Mapping[str, str], denial: str | None = None) -> tuple[Line, ...]:
    """Return the lines of one kind.

    `denial` is an expression for what makes a hit harmless if it ends where the hit begins.
    """
    return tuple(
        Line(kind=kind, words=frozenset(words.split()), written=expression, denial=denial)
        for words, expression in written.items()
    )


def _spaced(found: re.Match[str]) -> str:
    """Return the replacement for a space. A look-behind keeps its single space, since its width must be fixed."""
    return found["kept"] or r"\s{1,3}"


def not_behind(*words: str, at: str) -> str:
    """Return an expression that none of these words stands right before. What follows it begins as `at` does.

    `at` is tried first, since it seldom matches.
    """
    return f"(?={at})" + "".join(f"(?<!{word} )" for word in words)
