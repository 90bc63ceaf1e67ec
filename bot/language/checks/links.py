"""Rules over all dialogues: what is called, started or visited exists, and none calls itself by way of others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.dialogue.graph_search import reachable
from bot.dialogue.model import Dialogue, DialogueId
from bot.language.grammar.build import Built
from bot.language.problems import Rule


@dataclass(frozen=True, kw_only=True)
class Link:
    """A dialogue named by another, and where."""

    to: DialogueId
    path: tuple[str, ...]


def check_links(built: Built, known: Collection[DialogueId]) -> None:
    """`known` are all dialogues that have a file, also those with problems of their own."""
    for link in (*calls(built.dialogue), *starts(built.dialogue), *visits(built.dialogue)):
        if link.to and link.to not in known:  # a name that is missing has been told
            sentence = f"There is no dialogue called `{link.to}`."
            built.report.add(
                Rule.UNKNOWN_DIALOGUE, built.mark(*link.path), sentence, built.report.suggest(link.to, known)
            )


def check_renamed_dialogues(all_built: Mapping[DialogueId, Built]) -> None:
    """An old name belongs to one dialogue, and to none that has a file of that name."""
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
    called = {id: {link.to for link in calls(built.dialogue)} for id, built in all_built.items()}
    for id, built in all_built.items():
        for link in calls(built.dialogue):
            if id in reachable([link.to], lambda one: called.get(one, ())):
                sentence = f"Calling `{link.to}` comes back to `{id}` before it ends."
                advice = "Use `start` to leave this dialogue for the other, or take the call out."
                built.report.add(Rule.CALL_RECURSES, built.mark(*link.path), sentence, advice)


def calls(dialogue: Dialogue) -> Iterator[Link]:
    for state in dialogue.states.values():
        if state.call:
            yield Link(to=state.call, path=("states", state.id, "call"))
        for choice in state.choices:
            if choice.call:
                yield Link(to=choice.call, path=("states", state.id, "choices", choice.key, "call"))


def starts(dialogue: Dialogue) -> Iterator[Link]:
    for state in dialogue.states.values():
        for choice in state.choices:
            if choice.start:
                yield Link(to=choice.start, path=("states", state.id, "choices", choice.key, "start"))


def visits(dialogue: Dialogue) -> Iterator[Link]:
    for state in dialogue.states.values():
        if state.visit:
            yield Link(to=state.visit.dialogue, path=("states", state.id, "visit", "dialogue"))
        for choice in state.choices:
            if choice.visit:
                path = ("states", state.id, "choices", choice.key, "visit", "dialogue")
                yield Link(to=choice.visit.dialogue, path=path)
