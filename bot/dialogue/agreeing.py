"""Whether a button agrees to what its state asks, by the words on it: what counts as consent has to say so.

Knows English alone. In doubt a button agrees to nothing.
"""

from __future__ import annotations

from itertools import pairwise

from bot.dialogue.matching import whole_words
from bot.dialogue.model import State
from bot.dialogue.words import Literal, Words

# A button has to bear one of these. Those of the first kind say what is agreed to ...
_BEGINNING = frozenset({"ready", "begin", "start", "continue", "proceed", "willing", "try"})
_GOING_ON = frozenset({("go", "on"), ("go", "ahead"), ("let's", "go"), ("carry", "on"), ("good", "time")})
# ... as do these beside "first": what is calm comes before the questions, and puts nothing off ...
_STEADYING = frozenset({"calm", "steady", "breathe", "breath", "base", "ground"})
# ... and those leave it to the question, which then must not ask whether to leave.
_YES = frozenset({"yes", "yeah", "yep", "yup", "ok", "okay", "sure", "agree", "accept", "consent"})
_TO_LEAVE = frozenset(
    {"stop", "leave", "skip", "cancel", "quit", "end", "close", "wait", "postpone", "later", "tomorrow", "another"}
    | {"rather", "instead", "not", "without", "enough", "away", "back", "decline", "refuse", "else", "pause"}
)
# A button that bears one of these does not agree to anything: it refuses, puts off or hesitates.
_UNWILLING = frozenset(
    {"no", "nope", "nah", "never", "nothing", "none", "neither", "don't", "cannot", "can't", "won't"}
    | {"other", "some", "somewhere", "something", "sometime", "someday", "tonight", "next", "week", "weekend", "month"}
    | {"year", "evening", "afternoon", "soon", "delay", "pass", "exit", "finish", "hold", "abort", "out", "off"}
    | {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "disagree", "reject", "hesitate"}
    | {"afraid", "scared", "maybe", "perhaps", "unsure", "doubt", "too", "busy", "tired", "already", "less", "wrong"}
    | _TO_LEAVE
)


def agreeing(state: State) -> frozenset[str]:
    """Return the keys of the state's choices that agree."""
    is_plain = _TO_LEAVE.isdisjoint(_question(state))
    return frozenset(choice.key for choice in state.choices if _agrees(choice.label, is_plain=is_plain))


def declining(state: State) -> frozenset[str]:
    """Return the keys of the choices that surely do not agree. In other languages only English words are known."""
    return frozenset(choice.key for choice in state.choices if not _UNWILLING.isdisjoint(_said(choice.label)))


def _agrees(label: Words, *, is_plain: bool) -> bool:
    """`is_plain` is whether the question cannot be one whose yes declines, such as whether to stop."""
    said = _said(label)
    if not _UNWILLING.isdisjoint(said):
        return False
    if not _BEGINNING.isdisjoint(said) or not _GOING_ON.isdisjoint(pairwise(said)):
        return True
    return ("first" in said and not _STEADYING.isdisjoint(said)) or (is_plain and not _YES.isdisjoint(said))


def _question(state: State) -> list[str]:
    """Return what the buttons answer: what is asked, or else the last thing said if it is a question."""
    if state.ask:
        return _said(state.ask)
    said = _text(state.say).rstrip()
    return whole_words(said.replace("\n", ". ").rpartition(". ")[2]) if said.endswith("?") else []


def _said(words: Words) -> list[str]:
    return whole_words(_text(words))


def _text(words: Words | None) -> str:
    """Return the words without the values that they may hold."""
    lines = words.lines if words else ()
    return "\n".join("".join(part.text for part in line if isinstance(part, Literal)) for line in lines)
