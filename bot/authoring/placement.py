"""Which keys of a state may stand together. Looks only at which are there; what they hold is read elsewhere."""

from __future__ import annotations

from bot.authoring.problems import Rule
from bot.authoring.shapes import Fields

_ASKED = ("read", "scale", "many", "places")  # answered by the person, so a question must stand above them
_WITH_CHOICES = {"read", "pause", "breathe"}  # may have buttons of their own beside them
_WAITS = (*_ASKED, "pause", "breathe", "choices")


def takes_text(found: Fields) -> bool:
    """Whether the state waits for words: a question does, unless it has buttons and nothing says that it takes both."""
    if "read" in found:
        return True
    if "choices" in found:
        return "listen" in found or "text" in found
    return "ask" in found and not any(key in found for key in (*_WAITS, "call"))


def check_placement(found: Fields) -> None:
    """Report the keys of a state that do not go together."""
    waits = sorted((key for key in (*_WAITS, "call") if key in found), key=found.mark_of)
    if len(waits) > 1 and not (len(waits) == 2 and "choices" in waits and set(waits) & _WITH_CHOICES):
        sentence = f"`{waits[1]}` stands beside `{waits[0]}`, but a state does one thing at a time."
        found.report.add(Rule.SEVERAL_WAITS, found.mark_of(waits[1]), sentence, "Share them out over two states.")
        return
    _check_question(found)
    _check_companions(found)


def _check_question(found: Fields) -> None:
    wanting = [key for key in (*_ASKED, "listen", "text") if key in found]
    if wanting and "ask" not in found:
        advice = "Put the question into `ask`."
        found.report.add(Rule.NO_QUESTION, found.mark_of(wanting[0]), f"`{wanting[0]}` needs a question.", advice)
    elif "choices" in found and not ("ask" in found or "say" in found):
        advice = "Put some into `say` or `ask`."
        found.report.add(Rule.NO_QUESTION, found.mark_of("choices"), "Buttons need words above them.", advice)


def _check_companions(found: Fields) -> None:
    waits = takes_text(found) or any(key in found for key in _WAITS)
    silent = "pause" in found or "breathe" in found
    answered = waits and not silent
    _refuse(found, "ask", when=silent or "call" in found, because="nothing is answered here; use `say`")
    _refuse(found, "keep", when=not answered, because="nothing is answered here")
    _refuse(found, "remember", when="keep" not in found, because="there is no `keep` whose value it could take")
    if "keep" in found:
        _refuse(found, "remember", when=not takes_text(found), because="only words are kept for good")
    _refuse(found, "skip", when=not waits, because="nothing is waited for here")
    _refuse(found, "listen", when=not takes_text(found), because="no words are waited for here")
    _refuse(found, "text", when="choices" not in found, because="there are no buttons beside which it would take words")
    _refuse(found, "unclear", when="read" not in found, because="nothing is `read` here that could fail")
    _refuse(found, "phrase", when="read" not in found, because="only `read: phrase` compares with it")
    _refuse(found, "do", when=waits, because="it is for states that do not wait; a choice may have one")
    _refuse(found, "end", when=waits or "call" in found, because="what comes after must be a state of its own")
    _refuse(found, "next", when="end" in found, because="`end` leads nowhere")


def _refuse(found: Fields, key: str, *, when: bool, because: str) -> None:
    if key in found and when:
        sentence = f"`{key}` has no place in this state: {because}."
        found.report.add(Rule.OUT_OF_PLACE, found.mark_of(key), sentence, "Take it out, or make it a state of its own.")
