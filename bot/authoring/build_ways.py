"""Where a state leads and what happens on the way: `next`, `if`, `set`, `do` and the buttons of `choices`."""

from __future__ import annotations

import re
from collections.abc import Mapping as Map

from bot.authoring.nodes import Entry, Mapping, Node, Scalar
from bot.authoring.problems import Report, Rule, suggest
from bot.authoring.shapes import Fields, entries, fields, items, label, name, one_of, scalar, text
from bot.dialogue.model import Choice, Comparison, Condition, Deed, DialogueId, Setting, StateId, Way
from bot.dialogue.profile import FIELDS
from bot.dialogue.words import Words

_CHOICE_KEYS = ("label", "next", "call", "start", "set", "do")
_MOST_BUTTONS = 100  # under one message, by Telegram; one is left for "done"
_CONSTANTS: Map[str, tuple[str, ...]] = {
    "consented": ("yes",),
    "prompts": ("on", "paused"),
    "listening": ("quiet", "gentle", "curious"),
}
_CONDITION = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)(?:\s+(?P<kept>(?:not\s+)?kept)|\s*(?P<test>==|!=|<=|>=|<|>)\s*(?P<value>[^\s=]\S*))\Z"
)
_WHOLE = re.compile(r"\d{1,9}\Z")


def state_id(node: Node, report: Report) -> StateId:
    return StateId(text(node, report))


def dialogue_id(node: Node, report: Report) -> DialogueId:
    return DialogueId(text(node, report))


def ways(node: Node, report: Report) -> tuple[Way, ...]:
    """One state, or a list of ways of which only the last is open to all."""
    if isinstance(node, Scalar):
        return (Way(to=state_id(node, report)),)
    written = items(node, report)
    read = tuple(_way(item, report) for item in written)
    for way, item in zip(read[:-1], written[:-1], strict=True):
        if way.when is None:
            advice = "Give it a condition, or put it last."
            report.add(Rule.DEAD_WAY, item.mark, "No way behind this one can ever be taken.", advice)
    if not read or read[-1].when is not None:
        advice = "End the list with `{to: ...}`, without `if`."
        report.add(Rule.OPEN_WAYS, node.mark, "Where to go when no condition holds is not said.", advice)
    return read


def _way(node: Node, report: Report) -> Way:
    found = fields(node, ("if", "to"), report)
    return Way(to=found.need("to", state_id) or StateId(""), when=found.take("if", condition))


def condition(node: Node, report: Report) -> Condition:
    found = scalar(node, report)
    read = _CONDITION.match(found.text.strip())
    if read is None or (read["test"] in ("<", "<=", ">", ">=") and not _WHOLE.match(read["value"])):
        advice = "Write `tension >= 7`, `answer == yes`, `name kept` or `name not kept`."
        report.add(Rule.BAD_CONDITION, found.mark, f"`{found.text}` is no condition.", advice)
        return Condition(name="", test=Comparison.KEPT)
    if read["kept"]:
        return Condition(name=read["name"], test=Comparison(" ".join(read["kept"].split())))
    value = read["value"]
    told = int(value) if _WHOLE.match(value) else value
    return Condition(name=read["name"], test=Comparison(read["test"]), value=told)


def settings(node: Node, report: Report) -> tuple[Setting, ...]:
    """A mapping sets constants; a list copies kept values of these names."""
    if isinstance(node, Mapping):
        return tuple(_constant(entry, report) for entry in node.entries)
    return tuple(Setting(field=_field(scalar(item, report), report)) for item in items(node, report))


def _constant(entry: Entry, report: Report) -> Setting:
    field, constant = _field(entry.key, report), text(entry.value, report)
    allowed = _CONSTANTS.get(field, (constant,))
    if constant not in allowed:
        sentence = f"`{field}` cannot be `{constant}`."
        report.add(Rule.BAD_SETTING, entry.value.mark, sentence, suggest(constant, allowed))
    return Setting(field=field, constant=constant)


def _field(found: Scalar, report: Report) -> str:
    if found.text not in FIELDS:
        sentence = f"The profile has nothing called `{found.text}`."
        report.add(Rule.BAD_SETTING, found.mark, sentence, suggest(found.text, FIELDS))
    return found.text


def choices(node: Node, report: Report) -> tuple[Choice, ...]:
    found = entries(node, report)
    check_buttons(len(found), node, report)
    return tuple(_choice(entry, report) for entry in found)


def check_buttons(count: int, node: Node, report: Report) -> None:
    if not 1 <= count < _MOST_BUTTONS:
        sentence = f"There are {count} buttons here; 1 to {_MOST_BUTTONS - 1} are possible."
        report.add(Rule.TOO_MANY_BUTTONS, node.mark, sentence, "Ask in two steps, or let people write.")


def _choice(entry: Entry, report: Report) -> Choice:
    found = fields(entry.value, _CHOICE_KEYS, report, mark=entry.key.mark)
    _check_choice(found)
    return Choice(
        key=name(entry.key, report),
        label=found.need("label", label) or Words(lines=()),
        next=found.take("next", ways) or (),
        call=found.take("call", dialogue_id),
        start=found.take("start", dialogue_id),
        sets=found.take("set", settings) or (),
        do=found.take("do", one_of(Deed)),
    )


def _check_choice(found: Fields) -> None:
    for key in ("next", "call", "do"):
        if "start" in found and key in found:
            sentence = f"`{key}` has no place beside `start`, which leaves this dialogue."
            found.report.add(Rule.OUT_OF_PLACE, found.mark_of(key), sentence, "Take one of the two out.")
