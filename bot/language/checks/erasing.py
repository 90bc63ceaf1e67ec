"""The rule over `do: erase`: nobody's words are removed but by the phrase that they typed for it.

Not by /skip, a refusal, a button or time, which may come by mistake, and not at the beginning of a dialogue.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.edges import leads_to, ways_by
from bot.dialogue.graph_search import backwards, reachable
from bot.dialogue.matching import whole_words
from bot.dialogue.model import Choice, Deed, Dialogue, Reading, State, StateId, TextAsk
from bot.language.grammar.build import Built
from bot.language.problems import HIDES_EXITS, Mark, Rule

_FEWEST_WORDS = 2  # of the phrase: a single word may be an answer to anything
_ADVICE = "Let only the `next` of a question with `read: phrase` lead there, and give that question a `skip`."


def check_erasing(built: Built) -> None:
    if built.report.has(HIDES_EXITS):
        return
    dialogue = built.dialogue
    for state in dialogue.states.values():
        for choice in state.choices:
            if choice.do is Deed.ERASE:
                mark = built.state_mark(state.id, "choices", choice.key, "do")
                _report(built, mark, f"The button `{choice.key}` removes everything.")
    if any(state.do is Deed.ERASE for state in dialogue.states.values()):
        _check_ways(built)
        check_phrases(built)


def check_phrases(built: Built) -> None:
    """Of the words of one language: the phrase by which everything is removed is no everyday answer."""
    removing = _leads_to_erasing(built.dialogue)
    for state in built.dialogue.states.values():
        if not _asks_for_phrase(state) or removing.isdisjoint(way.to for way in state.next):
            continue
        phrase = state.wait.phrase if isinstance(state.wait, TextAsk) else None
        if phrase is not None and len(whole_words(phrase)) < _FEWEST_WORDS:
            sentence = f"`{phrase}` removes everything, and somebody may write it by chance."
            advice = f"Let it be {_FEWEST_WORDS} words or more."
            built.report.add(Rule.ERASE_UNASKED, built.state_mark(state.id, "phrase"), sentence, advice)


def _check_ways(built: Built) -> None:
    removing = _leads_to_erasing(built.dialogue)
    if built.dialogue.start in removing:
        _report(built, built.mark("start"), "This dialogue removes everything as soon as it is opened.")
    for state in built.dialogue.states.values():
        for choice, sentence in _unasked(state):
            if not removing.isdisjoint(way.to for way in ways_by(state, choice)):
                path = ("choices", choice.key) if choice else ()
                _report(built, built.state_mark(state.id, *path), sentence)


def _leads_to_erasing(dialogue: Dialogue) -> frozenset[StateId]:
    """Return the states that remove everything, and those that lead to one without anybody doing anything."""
    before = backwards({id: leads_to(state) for id, state in dialogue.states.items()})
    erasing = (id for id, state in dialogue.states.items() if state.do is Deed.ERASE)
    return frozenset(reachable(erasing, lambda id: (at for at in before.get(id, ()) if not dialogue.states[at].waits)))


def _unasked(state: State) -> Iterator[tuple[Choice | None, str]]:
    """Everything by which a state that waits is left, but a phrase that was typed; None is its own `next`."""
    for choice in state.choices:
        yield choice, f"The button `{choice.key}` leads to where everything is removed."
    if state.wait and not _asks_for_phrase(state):
        yield None, f"`{state.id}` leads to where everything is removed, and asks for no phrase."
    elif state.wait and state.skippable and state.skip is None:
        yield None, f"/skip at `{state.id}` leads to where everything is removed."


def _asks_for_phrase(state: State) -> bool:
    return isinstance(state.wait, TextAsk) and state.wait.reading is Reading.PHRASE


def _report(built: Built, mark: Mark, sentence: str) -> None:
    built.report.add(Rule.ERASE_UNASKED, mark, sentence, _ADVICE)
