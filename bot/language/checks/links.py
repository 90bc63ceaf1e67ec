"""Rules over all dialogues: what one calls, starts or visits exists, and none calls itself by way of others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.dialogue.graph_search import reachable
from bot.dialogue.model import Dialogue, DialogueId
from bot.language.grammar.build import Built
from bot.language.problems import Rule


@dataclass(frozen=True, kw_only=True)
class Link:
    """The name of a dialogue in another one, with where it is written."""

    to: DialogueId
    path: tuple[str, ...]


def check_links(built: Built, known: Collection[DialogueId]) -> None:
    """Report links to dialogues that do not exist. `known` also holds dialogues with problems of their own."""
    for link in (*calls(built.dialogue), *starts(built.dialogue), *visits(built.dialogue)):
        if link.to and link.to not in known:  # a name that is missing has been told
            sentence = f"There is no dialogue called `{link.to}`."
            built.report.add(
                Rule.UNKNOWN_DIALOGUE, built.mark(*link.path), sentence, built.report.suggest(link.to, known)
            )


def check_renamed_dialogues(all_built: Mapping[DialogueId, Built]) -> None:
    """Report old names that are taken: by a dialogue that still has that name, or by another that was renamed from it.

    Each old name belongs to one dialogue.
    """
    taken: dict[DialogueId, DialogueId] = {}
    for id, built in all_built.items():
        for old in built.dialogue.renamed_from:
            other = old if old in all_built else taken.get(old)
            if other is not None:
                sentence = f"`{old}` is already taken by the dialogue `{other}`."
                advice = "An old name belongs to one dialogue that has a new one."
                built.report.add(Rule.RENAMED_CLASH, built.mark("renamed_from"), sentence, advice)
            taken[old] = id


def check_recursion(all_built: Mapping[DialogueId, Built]) -> None:
    """Report calls that lead back to their caller."""
    called = {id: {link.to for link in calls(built.dialogue)} for id, built in all_built.items()}
    for id, built in all_built.items():
        for link in calls(built.dialogue):
            if id in reachable([link.to], lambda one: called.get(one, ())):
                sentence = f"Calling `{link.to}` comes back to `{id}` before it ends."
                advice = "Use `start` to leave this dialogue for the other, or take the call out."
                built.report.add(Rule.CALL_RECURSES, built.mark(*link.path), sentence, advice)


def calls(dialogue: Dialogue) -> Iterator[Link]:
    """Yield what the dialogue calls."""
    for state in dialogue.states.values():
        if state.call:
            yield Link(to=state.call, path=("states", state.id, "call"))
        for choice in state.choices:
            if choice.call:
                yield Link(to=choice.call, path=("states", state.id, "choices", choice.key, "call"))


def starts(dialogue: Dialogue) -> Iterator[Link]:
    """Yield what the dialogue's choices start in its place."""
    for state in dialogue.states.values():
        for choice in state.choices:
            if choice.start:
                yield Link(to=choice.start, path=("states", state.id, "choices", choice.key, "start"))


def visits(dialogue: Dialogue) -> Iterator[Link]:
    """Yield what the dialogue plans visits for."""
    for state in dialogue.states.values():
        if state.visit:
            yield Link(to=state.visit.dialogue, path=("states", state.id, "visit", "dialogue"))
        for choice in state.choices:
            if choice.visit:
                path = ("states", state.id, "choices", choice.key, "visit", "dialogue")
                yield Link(to=choice.visit.dialogue, path=path)
