"""Rules about which keys of a state may stand together.

They only look at which keys are there. What the keys hold is read elsewhere.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

from bot.language.grammar.key_rules import Keys, Refusal, When, has, implies
from bot.language.grammar.tables import Found, Fragment
from bot.language.problems import Rule

_ASKED = ("read", "scale", "many", "places")  # answered by the person, so a question must stand above them
_WITH_CHOICES = {"read", "pause", "breathe"}  # may have buttons of their own beside them
_WAITS = (*_ASKED, "pause", "breathe", "choices")
_ONE_AT_A_TIME = (*_WAITS, "call")

_TEXT = (has("read") | has("choices") & has("listen", "text") | has("ask") & ~has(*_ONE_AT_A_TIME)).called("takes_text")
_WAITED = (_TEXT | has(*_WAITS)).called("waits")
_SILENT = has("pause", "breathe")
# A silence is answered by a button that counts; whether one is there, only `build` sees.
_ANSWERED = (_WAITED & (~_SILENT | has("choices"))).called("is_answered")
_NEEDS_QUESTION = has(*_ASKED, "listen", "text")
_SPOKEN = has("say", "ask")


def _refusal(key: str, when: When, because: str) -> Refusal:
    sentence = f"`{key}` has no place in this state: {because}."
    return Refusal(key=key, when=when, sentence=sentence, advice="Take it out, or make it a state of its own.")


_REFUSALS = (
    _refusal("ask", _SILENT | has("call"), "nothing is answered here; use `say`"),
    _refusal("picture", _WAITED, "it is for states that do not wait"),
    Refusal(
        key="picture",
        when=~has("say"),
        sentence="`picture` has no place in this state: nothing is said under it.",
        advice="Add `say`: whoever cannot see the picture reads that.",
    ),
    _refusal("keep", ~_ANSWERED, "nothing is answered here"),
    _refusal("remember", ~has("keep"), "there is no `keep` whose value it could take"),
    _refusal("skip", ~_WAITED, "nothing is waited for here"),
    _refusal("listen", ~_TEXT, "no words are waited for here"),
    _refusal("more", ~_TEXT | has("read"), "no answer is taken here that could be short"),
    _refusal("text", ~has("choices"), "there are no buttons beside which it would take words"),
    _refusal("unclear", ~has("read"), "nothing is `read` here that could fail"),
    _refusal("phrase", ~has("read"), "only `read: phrase` compares with it"),
    _refusal("do", _WAITED, "it is for states that do not wait; a choice may have one"),
    _refusal("seal", _WAITED, "it is for states that do not wait; a choice may have one"),
    _refusal("visit", _WAITED, "it is for states that do not wait; a choice may have one"),
    _refusal("end", _WAITED | has("call"), "what comes after must be a state of its own"),
    _refusal("next", has("end"), "`end` leads nowhere"),
)


def _may_pair(first: str, second: str) -> bool:
    return "choices" in (first, second) and not _WITH_CHOICES.isdisjoint((first, second))


def _one_at_a_time(key: str) -> Refusal:
    others = (other for other in _ONE_AT_A_TIME if other != key and not _may_pair(key, other))
    sentence = f"`{key}` stands beside something else to wait for, but a state does one thing at a time."
    return Refusal(key=key, when=has(*others), sentence=sentence, advice="Share them out over two states.")


# All of it, for editors.
PLACEMENT: tuple[Fragment, ...] = (
    *(_one_at_a_time(key).schema for key in _ONE_AT_A_TIME),
    implies(_NEEDS_QUESTION, has("ask")),
    implies(has("choices"), _SPOKEN),
    *(refusal.schema for refusal in _REFUSALS),
)


@lru_cache(maxsize=1024)
def takes_text(there: Keys) -> bool:
    """Return whether the state waits for words.

    A question does, unless it has buttons and nothing says that it takes words as well.
    """
    return _TEXT.holds(there)


@lru_cache(maxsize=1024)
def _fits(there: Keys) -> bool:
    pairs = combinations((key for key in _ONE_AT_A_TIME if key in there), 2)
    return all(_may_pair(*pair) for pair in pairs)


@lru_cache(maxsize=1024)
def _refusals(there: Keys) -> tuple[Refusal, ...]:
    return tuple(refusal for refusal in _REFUSALS if refusal.applies(there))


def check_placement(found: Found) -> None:
    """Report the keys of a state that do not go together. Few sets of keys occur, so each is judged once."""
    there = found.keys
    if not _fits(there):
        first, second, *_ = sorted((key for key in _ONE_AT_A_TIME if key in there), key=found.mark_of)
        sentence = f"`{second}` stands beside `{first}`, but a state does one thing at a time."
        found.report.add(Rule.SEVERAL_WAITS, found.mark_of(second), sentence, "Share them out over two states.")
        return
    meant = there | frozenset(key for key in found.meant if key)  # a key with a slip in it is there all the same
    _check_question(found, there, meant)
    for refusal in _refusals(there):
        if refusal.applies(meant):
            refusal.report(found)


def _check_question(found: Found, there: Keys, meant: Keys) -> None:
    if _NEEDS_QUESTION.holds(there) and "ask" not in meant:
        wanting = next(key for key in (*_ASKED, "listen", "text") if key in there)
        advice = "Put the question into `ask`."
        found.report.add(Rule.NO_QUESTION, found.mark_of(wanting), f"`{wanting}` needs a question.", advice)
    elif "choices" in there and not _SPOKEN.holds(meant):
        advice = "Put some into `say` or `ask`."
        found.report.add(Rule.NO_QUESTION, found.mark_of("choices"), "Buttons need words above them.", advice)
