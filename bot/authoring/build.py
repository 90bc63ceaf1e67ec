"""A tree becomes a dialogue. Says whether each part is well made; whether they fit together is for the checks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.authoring.build_waits import Defaults, build_wait, listen
from bot.authoring.build_ways import choices, dialogue_id, settings, state_id, ways
from bot.authoring.nodes import Entry, Mapping, Node, Sequence, place
from bot.authoring.placement import check_placement
from bot.authoring.problems import Mark, Report, Rule, suggest
from bot.authoring.shapes import (
    Fields,
    check_length,
    entries,
    fields,
    is_false,
    name,
    one_of,
    only_true,
    text,
    whole,
    words,
    written_length,
)
from bot.authoring.version import version_of
from bot.dialogue.model import Deed, Dialogue, DialogueId, Kind, Load, State, StateId, Version

_DIALOGUE_KEYS = ("title", "about", "kind", "load", "source", "minutes", "listen", "start", "states")
_STATE_KEYS = (
    "say",
    "ask",
    "choices",
    "skip",
    "next",
    "keep",
    "remember",
    "set",
    "do",
    "call",
    "end",
    "renamed_from",
    "read",
    "phrase",
    "unclear",
    "listen",
    "text",
    "scale",
    "many",
    "places",
    "pause",
    "breathe",
)
_LONGEST_EXERCISE = 240  # minutes


@dataclass(frozen=True, kw_only=True)
class Built:
    """A dialogue, and the tree and report of its file, so that the checks can say where."""

    dialogue: Dialogue
    tree: Mapping
    report: Report

    def mark(self, *path: str | int) -> Mark:
        return place(self.tree, *path)

    def state_mark(self, state: StateId, *path: str | int) -> Mark:
        """Where something of a state stands; without a path, the state's own name."""
        return place(self.tree, "states", state, *path)


def build_dialogue(id: DialogueId, tree: Mapping, defaults: Defaults, report: Report) -> Built | None:
    """The dialogue; None where its parts have problems, which are then in the report."""
    found = fields(tree, _DIALOGUE_KEYS, report)
    defaults = replace(defaults, listen=listen(found, defaults.listen))
    states = [_state(entry, defaults, report) for entry in found.need("states", entries) or ()]
    dialogue = Dialogue(
        id=id,
        version=Version(""),
        title=found.need("title", text) or "",
        start=found.need("start", state_id) or StateId(""),
        states={state.id: state for state in states},
        kind=found.take("kind", one_of(Kind)) or Kind.EXERCISE,
        load=found.take("load", one_of(Load)) or Load.LIGHT,
        source=found.take("source", text),
        minutes=found.take("minutes", whole(1, _LONGEST_EXERCISE)),
        about=found.take("about", text),
    )
    if report.problems:
        return None
    return Built(dialogue=replace(dialogue, version=version_of(dialogue)), tree=tree, report=report)


def _state(entry: Entry, defaults: Defaults, report: Report) -> State:
    found = fields(entry.value, _STATE_KEYS, report, mark=entry.key.mark)
    check_placement(found)
    state = State(
        id=StateId(name(entry.key, report)),
        say=found.take("say", words),
        ask=found.take("ask", words),
        wait=build_wait(found, defaults),
        choices=found.take("choices", choices) or (),
        keep=found.take("keep", name),
        remember=found.take("remember", name),
        sets=found.take("set", settings) or (),
        do=found.take("do", one_of(Deed)),
        call=found.take("call", dialogue_id),
        next=found.take("next", ways) or (),
        end=found.take("end", only_true) or False,
        renamed_from=found.take("renamed_from", _renamed_from) or (),
    )
    _check_message(state, found)
    return _with_skip(state, found)


def _renamed_from(node: Node, report: Report) -> tuple[StateId, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return tuple(state_id(item, report) for item in items)


def _check_message(state: State, found: Fields) -> None:
    """`say` and `ask` go out as one message."""
    if state.say and state.ask:
        length = written_length(state.say) + len("\n\n") + written_length(state.ask)
        check_length(length, found.mark_of("ask"), found.report)


def _with_skip(state: State, found: Fields) -> State:
    if "skip" not in found:
        return state
    node = found.found["skip"].value
    if is_false(node):
        return replace(state, skippable=False)
    key = text(node, found.report)
    if state.choice(key) is None:
        known = ("false", *(choice.key for choice in state.choices))
        found.report.add(Rule.UNKNOWN_CHOICE, node.mark, f"No choice here is called `{key}`.", suggest(key, known))
    return replace(state, skip=key)
