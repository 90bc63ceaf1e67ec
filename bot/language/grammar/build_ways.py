"""Reads where a state leads and what happens on the way: `next`, `if`, `set`, `do` and the buttons of `choices`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from collections.abc import Mapping as Map
from dataclasses import replace

from bot.dialogue.model import Choice, Comparison, Condition, Deed, DialogueId, Setting, StateId, Way
from bot.dialogue.profile import FIELDS
from bot.dialogue.words import Words
from bot.language.grammar.key_rules import Refusal, has
from bot.language.grammar.seal_and_visit_shapes import sealed_names, visit
from bot.language.grammar.shapes import NAME, WORDS, label, name, named, one_of, only_true, reference, scalar, text
from bot.language.grammar.tables import Table, entries, items, reads, spelled
from bot.language.problems import Report, Rule, suggest
from bot.language.source.nodes import Entry, Mapping, Node, Scalar

MOST_BUTTONS = 99  # under one message, by Telegram, less one for "done"
_CONSTANTS: Map[str, tuple[str, ...]] = {
    "consented": ("yes",),
    "prompts": ("on", "paused"),
    "listening": ("quiet", "gentle", "curious"),
}
_CONDITION = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)(?:\s+(?P<kept>(?:not\s+)?kept)|\s*(?P<test>==|!=|<=|>=|<|>)\s*"
    r"(?P<value>[a-z][a-z0-9_]*(?:\s+\+\s*|\+\s+)[0-9]{1,9}|[^\s=]\S*))\Z"
)
_WHOLE = re.compile(r"[0-9]{1,9}\Z")
_KEPT_NUMBER = re.compile(r"(?P<other>[a-z][a-z0-9_]*)(?:\s*\+\s*(?P<plus>[0-9]{1,9}))?\Z")
_ORDER = frozenset({Comparison.LESS, Comparison.AT_MOST, Comparison.MORE, Comparison.AT_LEAST})


@reads(NAME)
def state_id(node: Node, report: Report) -> StateId:
    return StateId(reference(node, report))


@reads(NAME)
def dialogue_id(node: Node, report: Report) -> DialogueId:
    return DialogueId(reference(node, report))


_AS_CONDITION = (
    "Write `tension >= 7`, `tension_after >= tension_before + 2`, `answer == yes`, `name kept` or `name not kept`."
)


@reads(spelled(_CONDITION, _AS_CONDITION, around=r"\s*"))
def condition(node: Node, report: Report) -> Condition:
    found = scalar(node, report)
    read = _CONDITION.match(found.text.strip())
    made = _condition(read) if read else None
    if made is None:
        report.add(Rule.BAD_CONDITION, found.mark, f"`{found.text}` is no condition.", _condition_advice(found.text))
    elif made.name == made.other:
        sentence = f"`{found.text}` compares a value with itself."
        report.add(Rule.BAD_CONDITION, found.mark, sentence, "Keep the two numbers under two names.")
    else:
        return made
    return Condition(name="", test=Comparison.KEPT)


_CONDITION_SLIPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"\s(and|or|but)\s|&&|\|\||,"),
        "A condition compares one thing. Give each its own way, one below another.",
    ),
    (re.compile(r"=[<>]"), "Write the sign of more or less first: `>=` or `<=`."),
    (re.compile(r"\s(is|equals)\s|[^<>=!]=[^=]"), "Write `==` for is, and `!=` for is not."),
    (re.compile(r"[0-9][.,][0-9]"), "Compare with a whole number."),
    (re.compile(r"[=!]=\s*\S+\s+\S"), "Compare with one word: the key of a button, as in `answer == yes`."),
)


def _condition_advice(written: str) -> str:
    return next((advice for slip, advice in _CONDITION_SLIPS if slip.search(written)), _AS_CONDITION)


def _condition(read: re.Match[str]) -> Condition | None:
    """Return the condition; None if it orders something that is neither a number nor the name of one."""
    name, value = read["name"], read["value"]
    if read["kept"]:
        return Condition(name=name, test=Comparison(" ".join(read["kept"].split())))
    test = Comparison(read["test"])
    if _WHOLE.match(value):
        return Condition(name=name, test=test, value=int(value))
    if test in _ORDER or len(value.split()) > 1:
        return _with_number(name, test, value)
    return Condition(name=name, test=test, value=value)


def _with_number(name: str, test: Comparison, value: str) -> Condition | None:
    kept = _KEPT_NUMBER.match(value)
    return Condition(name=name, test=test, other=kept["other"], plus=int(kept["plus"] or 0)) if kept else None


def among_numbers(ways: tuple[Way, ...], numbers: Collection[str]) -> tuple[Way, ...]:
    """Return the ways with each word that a kept number is to equal, or not, taken for the name of another kept number.

    A number never equals a word. `numbers` are the names under which the dialogue keeps numbers.
    """
    return tuple(replace(way, when=_among_numbers(way.when, numbers)) if way.when else way for way in ways)


def _among_numbers(condition: Condition, numbers: Collection[str]) -> Condition:
    if condition.name not in numbers or not isinstance(condition.value, str):
        return condition
    among = _with_number(condition.name, condition.test, condition.value)
    return among if among and among.other in numbers and among.other != among.name else condition


WAY = Table(name="way", about="A way on, taken if its condition holds.", slips={"next": "to", "when": "if"})
_IF = WAY.key(
    "if",
    condition,
    "`tension >= 7` (also >, <, <=), `tension_after >= tension_before + 2` (also without +), `body == nowhere` "
    "(also !=), `home_place kept` or `home_place not kept`.",
)
_TO = WAY.key("to", state_id, "The state that it leads to.", needed=True)

# All but one have a condition. A schema cannot say that this one is the last.
_LIST_OF_WAYS = {"type": "array", "items": WAY, "contains": {"not": {"required": ["if"]}}, "maxContains": 1}


@reads({"anyOf": [NAME, _LIST_OF_WAYS]})
def ways(node: Node, report: Report) -> tuple[Way, ...]:
    """Read one state, or a list of ways of which only the last has no condition."""
    if isinstance(node, Scalar):
        return (Way(to=state_id(node, report)),)
    written = items(node, report)
    if written and all(isinstance(item, Scalar) for item in written):
        return _without_conditions(node, written, report)
    read = tuple(_way(item, report) for item in written)
    for way, item in zip(read[:-1], written[:-1], strict=True):
        if way.when is None:
            advice = "Give it a condition, or put it last."
            report.add(Rule.DEAD_WAY, item.mark, "No way behind this one can ever be taken.", advice)
    if all(way.when for way in read):
        advice = "End the list with `{to: ...}`, without `if`."
        report.add(Rule.OPEN_WAYS, node.mark, "Where to go when no condition holds is not said.", advice)
    return read


def _without_conditions(node: Node, written: Sequence[Node], report: Report) -> tuple[Way, ...]:
    """Report a list of states without conditions: nobody knows when to go to which."""
    names = [item.text for item in written if isinstance(item, Scalar)]
    if len(names) == 1:
        sentence, advice = "One state needs no list.", f"Write `next: {names[0]}`."
    else:
        sentence = "Which of these to go to is not said."
        advice = f"Give each but the last a condition: `[{{if: ..., to: {names[0]}}}, {{to: {names[-1]}}}]`."
    report.add(Rule.WRONG_SHAPE, node.mark, sentence, advice)
    return tuple(Way(to=StateId(name)) for name in names[-1:])


_IF_WITHOUT_COLON = re.compile(r"if\s+(?P<condition>.+?),?\s+to\Z")


def _way(node: Node, report: Report) -> Way:
    if isinstance(node, Mapping) and node.entries and (slip := _IF_WITHOUT_COLON.match(node.entries[0].key.text)):
        advice = f"Write `{{if: {slip['condition']}, to: ...}}`."
        report.add(Rule.WRONG_SHAPE, node.mark, "`if` has no colon here, and no bracket before it.", advice)
        return Way(to=state_id(node.entries[0].value, report), when=Condition(name="", test=Comparison.KEPT))
    found = WAY.read(node, report)
    return Way(to=found.take(_TO) or StateId(""), when=found.take(_IF))


_SETTINGS = {field: {"enum": list(_CONSTANTS[field])} if field in _CONSTANTS else WORDS for field in sorted(FIELDS)}


@reads(
    {
        "anyOf": [
            {"type": "object", "properties": _SETTINGS, "additionalProperties": False},
            {"type": "array", "items": {"enum": sorted(FIELDS)}},
        ]
    }
)
def settings(node: Node, report: Report) -> tuple[Setting, ...]:
    """Read settings: a mapping sets constants, a list copies kept values of these names."""
    if isinstance(node, Mapping):
        return tuple(_constant(entry, report) for entry in node.entries)
    return tuple(Setting(field=_field(scalar(item, report), report)) for item in items(node, report))


def _constant(entry: Entry, report: Report) -> Setting:
    field = _field(entry.key, report)
    allowed = _CONSTANTS.get(field)
    constant = text(entry.value, report) if allowed is None else scalar(entry.value, report).text
    if allowed is not None and constant not in allowed:
        sentence = f"`{field}` cannot be `{constant}`."
        report.add(Rule.BAD_SETTING, entry.value.mark, sentence, suggest(constant, allowed))
    return Setting(field=field, constant=constant)


def _field(found: Scalar, report: Report) -> str:
    if found.text not in FIELDS:
        sentence = f"The profile has nothing called `{found.text}`."
        report.add(Rule.BAD_SETTING, found.mark, sentence, suggest(found.text, FIELDS))
    return found.text


def _beside(key: str, other: str, because: str) -> Refusal:
    sentence = f"`{key}` has no place beside `{other}`, which {because}."
    return Refusal(key=key, when=has(other), sentence=sentence, advice="Take one of the two out.")


_REFUSALS = (
    *(_beside(key, "start", "leaves this dialogue") for key in ("next", "call", "do")),
    *(
        _beside(key, "count", "only counts")
        for key in ("next", "call", "start", "set", "do", "seal", "unseal", "visit")
    ),
)
_OF_STATES = ("say", "ask", "keep", "remember", "skip", "scale", "many", "places", "pause", "breathe", "read", "end")
CHOICE = Table(
    name="choice",
    about="A button.",
    rules=tuple(refusal.schema for refusal in _REFUSALS),
    slips={"to": "next"},
    elsewhere=dict.fromkeys(_OF_STATES, "It belongs to a state, not to one of its buttons: lead to one that has it."),
)
_LABEL = CHOICE.key("label", label, "The words on the button: plain, in one line, 40 characters at most.", needed=True)
_NEXT = CHOICE.key("next", ways, "Where it leads. Without it, the state's own `next` counts.")
_CALL = CHOICE.key("call", dialogue_id, "Another dialogue to go into first; from there one comes back to `next`.")
_START = CHOICE.key("start", dialogue_id, "Another dialogue to begin in place of this one.")
_SET = CHOICE.key("set", settings, "Puts something into the person's settings when this is tapped.")
_DO = CHOICE.key("do", one_of(Deed), "Orders one of a few things when this is tapped.")
_SEAL = CHOICE.key(
    "seal", sealed_names, "Puts away what was kept under these names, out of /history, when this is tapped."
)
_UNSEAL = CHOICE.key("unseal", only_true, "Takes back all that was ever put away, when this is tapped.")
_COUNT = CHOICE.key(
    "count", only_true, "Beside `pause` or `breathe`: leads nowhere; `keep` keeps how often it was tapped."
)
_VISIT = CHOICE.key("visit", visit, "Opens another dialogue at a later time, if this is tapped.")


@reads(named(CHOICE, least=1, most=MOST_BUTTONS))
def choices(node: Node, report: Report) -> tuple[Choice, ...]:
    found = entries(node, report)
    check_buttons(len(found), node, report)
    return tuple(_choice(entry, report) for entry in found)


def check_buttons(count: int, node: Node, report: Report) -> None:
    if not 1 <= count <= MOST_BUTTONS:
        sentence = f"There are {count} buttons here; 1 to {MOST_BUTTONS} are possible."
        report.add(Rule.TOO_MANY_BUTTONS, node.mark, sentence, "Ask in two steps, or let people write.")


def _choice(entry: Entry, report: Report) -> Choice:
    if isinstance(entry.value, Scalar) and entry.value.text.strip():
        advice = f"Write `{entry.key.text}: {{label: {entry.value.raw}}}`."
        report.add(Rule.WRONG_SHAPE, entry.value.mark, "A button's words stand behind `label`.", advice)
        return Choice(key=name(entry.key, report), label=Words(lines=()))
    found = CHOICE.read(entry.value, report, mark=entry.key.mark)
    there = found.keys
    for refusal in _REFUSALS:
        if refusal.applies(there):
            refusal.report(found)
    return Choice(
        key=name(entry.key, report),
        label=found.take(_LABEL) or Words(lines=()),
        next=found.take(_NEXT) or (),
        call=found.take(_CALL),
        start=found.take(_START),
        sets=found.take(_SET) or (),
        do=found.take(_DO),
        seal=found.take(_SEAL) or (),
        unseal=found.take(_UNSEAL) or False,
        visit=found.take(_VISIT),
        count=found.take(_COUNT) or False,
    )
