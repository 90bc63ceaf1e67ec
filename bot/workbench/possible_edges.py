"""The edges of a dialogue that some values lead along: those that plays should pass and walks go. Plays nothing."""

from __future__ import annotations

from bot.dialogue.conditions import holds
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.edges import Edge, edges
from bot.dialogue.effects import AnswerPart
from bot.dialogue.model import Dialogue, State
from bot.dialogue.values import Said
from bot.language.checks.values import seen_by_branches
from bot.language.proofs.state_space import steps_of


def possible_edges(dialogue: Dialogue, dialogues: Dialogues) -> tuple[Edge, ...]:
    """Return these edges, in the order in which they are written.

    Buttons that share their state's ways have an edge along each of these, though what the tap keeps or sets may leave
    only one. If that is not known, all count as possible.
    """
    seen = seen_by_branches(dialogues.live.values())
    own = seen - {name for other in dialogues.live.values() for name in _kept_in(other)}
    taken = {step.edge for on in steps_of(dialogue, seen).on.values() for step in on}
    return tuple(
        edge
        for state in dialogue.states.values()
        for edge in edges(state)
        if edge in taken and _may_follow(state, edge, own)
    )


def _may_follow(state: State, edge: Edge, names: frozenset[str]) -> bool:
    """Return whether the way is open after what its button sets. Nothing else gives a value to `names`."""
    choice = state.choice(edge.choice) if edge.choice else None
    if choice is None or choice.next:
        return True
    told = {s.field: _said(s.constant) for s in choice.sets if s.constant is not None and s.field in names}
    for number, way in enumerate(state.next):
        if way.when is None or number > edge.number:
            break
        if way.when.other is None and way.when.name in told and holds(way.when, told) != (number == edge.number):
            return False
    return True


def _said(words: str) -> Said:
    return Said(parts=(AnswerPart(message_id=0, words=words),))


def _kept_in(dialogue: Dialogue) -> frozenset[str]:
    return frozenset(name for state in dialogue.states.values() for name in (state.keep, state.remember) if name)
