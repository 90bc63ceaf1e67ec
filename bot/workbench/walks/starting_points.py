"""What people bring when they come to a dialogue, as far as it matters to where they are led.

A branch asks about what its own dialogue kept, or about what a person brings: their profile, and what an earlier
exercise kept for good. Starting points differ in the latter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, islice, product

from bot.dialogue.conditions import facts
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.graph_search import reachable
from bot.dialogue.model import Condition, Dialogue, DialogueId, StateId, Version
from bot.dialogue.profile import FIELDS
from bot.dialogue.reserved import ONBOARDING
from bot.dialogue.session import Frame, Profile, Session
from bot.dialogue.session_changes import changed
from bot.dialogue.values import Value
from bot.language.checks.links import calls, starts
from bot.language.proofs.exits import kept_by, reached
from bot.workbench.transcripts.recording import Start
from bot.workbench.transcripts.remembered_values import remembered
from bot.workbench.walks.next_inputs import conditions, conditions_of

BEGINS = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
MOST_STARTS = 64  # of one dialogue
KEY = "k3y"
_EXAMPLES = {
    "name": "Ana",
    "place": "Berlin, Germany",
    "zone": "Europe/Berlin",
    "country": "DE",
    "prompt_time": "08:00",
}
_NOWHERE = Frame(dialogue=DialogueId(""), version=Version(""), state=StateId(""), run=0)

Asked = tuple[Condition, ...]


def starts_of(dialogues: Dialogues, dialogue: DialogueId) -> tuple[Start, ...]:
    """Return how people may come to a dialogue, as far as it matters. The first brings nothing.

    Before onboarding nobody has consented.
    """
    if dialogue == ONBOARDING:
        return (Start(begins=BEGINS, profile=Profile(), opens=dialogue),)
    return tuple(islice(_starts(dialogues, dialogue), MOST_STARTS))


def session_of(start: Start, dialogues: Dialogues) -> Session:
    return Session(key=KEY, profile=start.profile, remembered=remembered(dialogues, start.remembered))


def brought_by(session: Session) -> Mapping[str, Value]:
    """Return what a branch may ask about that no dialogue on the way has kept."""
    return facts(changed(session, stack=(_NOWHERE,)))


def asked_of(dialogues: Dialogues, dialogue: DialogueId) -> Asked:
    """Return what the branches of a dialogue, and of all that it leads to, ask about what people bring."""
    found = (_asked_in(dialogues.live[id], kept_for_good(dialogues)) for id in _within(dialogues, dialogue))
    return tuple(dict.fromkeys(condition for asked in found for condition in asked))


def asked_ahead(dialogue: Dialogue) -> Mapping[StateId, Asked]:
    """Return for each state what the branches ahead in its own dialogue ask about."""
    asked = {}
    for state in dialogue.states:
        ahead = sorted(reached(dialogue.states, (state,)))
        asked[state] = tuple(dict.fromkeys(c for id in ahead for c in conditions_of(dialogue.states[id])))
    return asked


def kept_for_good(dialogues: Dialogues) -> frozenset[str]:
    """Return the names that exercises keep for good."""
    states = (state for dialogue in dialogues.live.values() for state in dialogue.states.values())
    return frozenset(state.remember for state in states if state.remember)


def _asked_in(dialogue: Dialogue, for_good: frozenset[str]) -> Iterator[Condition]:
    only_kept = frozenset().union(*map(kept_by, dialogue.states.values())) - for_good - FIELDS
    return (condition for condition in conditions(dialogue) if not only_kept.issuperset(condition.names))


def _within(dialogues: Dialogues, first: DialogueId) -> Collection[DialogueId]:
    """Return the dialogue and all that it calls or starts, directly or not."""

    def onward(id: DialogueId) -> Iterator[DialogueId]:
        links = (*calls(dialogues.live[id]), *starts(dialogues.live[id])) if id in dialogues.live else ()
        return (link.to for link in links)

    return [id for id in reachable((first,), onward) if id in dialogues.live]


def _starts(dialogues: Dialogues, dialogue: DialogueId) -> Iterator[Start]:
    asked = asked_of(dialogues, dialogue)
    names = sorted({name for condition in asked for name in condition.names} & (FIELDS | kept_for_good(dialogues)))
    for values in _combined([[None, *_values_of(name, asked)] for name in names]):
        told = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        profile = {name: value for name, value in told.items() if name in FIELDS}
        yield Start(
            begins=BEGINS,
            profile=_profile(profile),
            remembered={name: value for name, value in told.items() if name not in FIELDS},
            opens=dialogue,
        )


def _combined(values: Sequence[Sequence[str | None]]) -> Iterator[tuple[str | None, ...]]:
    """Yield all combinations of one of each.

    Those near to nothing and near to everything come first, since there may be many.
    """
    nothing, everything = tuple(of_one[0] for of_one in values), tuple(of_one[-1] for of_one in values)
    near = (
        (*base[:n], value, *base[n + 1 :])
        for base in (nothing, everything)
        for n, of in enumerate(values)
        for value in of
    )
    seen: set[tuple[str | None, ...]] = set()
    for combination in chain([nothing], near, product(*values)):
        if combination not in seen:
            seen.add(combination)
            yield combination


def _profile(told: dict[str, str]) -> Profile:
    fields: dict[str, object] = {**told}
    return Profile(**{"consented": True, **fields})  # type: ignore[arg-type]


def _values_of(name: str, asked: Asked) -> list[str]:
    """Yield values on both sides of each limit that a branch sets."""
    compared = [condition.value for condition in asked if condition.name == name and condition.value is not None]
    sides = [near for value in compared for near in ((value, value + 1) if isinstance(value, int) else (value,))]
    sides += [near for c in asked if c.other and name in c.names for near in (0, c.plus, c.plus + 1)]
    return [str(side) for side in dict.fromkeys(sides)] or [_EXAMPLES.get(name, "a meadow")]
