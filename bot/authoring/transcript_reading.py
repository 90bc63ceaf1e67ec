"""Reads a transcript's file; every problem in it with its line and column. Plays nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

from bot.authoring.nodes import Node, Sequence
from bot.authoring.problems import Report, Rule, suggest
from bot.authoring.reader import read_tree
from bot.authoring.shapes import Fields, entries, fields, items, scalar, text
from bot.authoring.transcript import (
    BotRewords,
    BotSays,
    BotToasts,
    Edits,
    Expectation,
    Happening,
    HasButtons,
    KeepsAnswer,
    KeepsNothing,
    Pastes,
    ProfileHas,
    PromptBecame,
    PromptIsDue,
    Remembers,
    Rewrites,
    Sends,
    StandsAt,
    Step,
    Taps,
    Transcript,
    Types,
    Waits,
    WaitsUntil,
)
from bot.dialogue.model import Dialogue, DialogueId
from bot.dialogue.profile import FIELDS
from bot.dialogue.session import Profile
from bot.errors import DialogueError
from bot.practice.zones import valid_zone, zone_rules

What = Happening | Expectation
Live = Mapping[DialogueId, Dialogue]

AT_REST = "at rest"  # where nothing is going on
NONE = "none"

_KEYS = ("title", "opens", "begins", "profile", "remembered", "turns")
_BEGINS = "2026-03-02 09:00"  # a Monday, far from any change of the clocks
_WALL = re.compile(r"([01]\d|2[0-3]):[0-5]\d\Z")
_LENGTH = re.compile(r"(?:(\d{1,3})d)?\s*(?:(\d{1,3})h)?\s*(?:(\d{1,3})m)?\s*(?:(\d{1,4})s)?\Z")


def read_transcript(path: str, data: bytes, live: Live) -> Transcript:
    """`live` are the dialogues there are. Raises DialogueError with every problem of the file."""
    report = Report(path=path)
    tree = read_tree(data, report)
    transcript = _transcript(fields(tree, _KEYS, report), live) if tree else None
    if transcript is None or report.problems:
        raise DialogueError("\n".join(map(str, report.problems)))
    return transcript


def _transcript(found: Fields, live: Live) -> Transcript:
    report = found.report
    profile = found.take("profile", _profile) or Profile(consented=True)
    return Transcript(
        path=report.path,
        title=found.need("title", text) or "",
        begins=_moment(found.take("begins", text) or _BEGINS, profile.zone, found),
        opens=found.take("opens", partial(_dialogue, live)),
        profile=profile,
        remembered=found.take("remembered", _texts) or {},
        steps=tuple(_step(item, report, live) for item in found.need("turns", items) or ()),
    )


def _moment(written: str, zone: str | None, found: Fields) -> datetime:
    """An instant on the person's own clock; UTC where their zone is not known."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        advice = f"Write it like `{_BEGINS}`."
        found.report.add(Rule.BAD_NUMBER, found.mark_of("begins"), f"`{written}` is no moment.", advice)
        return datetime.max.replace(tzinfo=UTC)
    return moment.replace(tzinfo=zone_rules(zone or "UTC")).astimezone(UTC)


def _profile(node: Node, report: Report) -> Profile:
    told: dict[str, Any] = {**_texts(node, report, known=FIELDS)}
    if not valid_zone(told.get("zone", "UTC")):
        report.add(Rule.UNKNOWN_WORD, node.mark, f"There is no zone `{told['zone']}`.", "Write it like `Europe/Paris`.")
    consented = told.pop("consented", "yes") == "yes"
    return replace(Profile(consented=consented), **told)


def _texts(node: Node, report: Report, known: frozenset[str] | None = None) -> dict[str, str]:
    found = fields(node, known, report).found.values() if known else entries(node, report)
    return {entry.key.text: text(entry.value, report) for entry in found}


def _dialogue(live: Live, node: Node, report: Report) -> DialogueId:
    id = DialogueId(text(node, report))
    if id not in live:
        report.add(Rule.UNKNOWN_DIALOGUE, node.mark, f"There is no dialogue called `{id}`.", suggest(id, live))
    return id


def _step(node: Node, report: Report, live: Live) -> Step:
    found = fields(node, (*_READ, *_READ_WITH_DIALOGUES), report)
    if len(found.found) > 1:
        advice = "Begin each with a hyphen on a line of its own."
        report.add(Rule.WRONG_SHAPE, node.mark, "Two things stand here as one.", advice)
    what: What = KeepsNothing()
    for key, entry in found.found.items():
        read = _READ.get(key) or partial(_READ_WITH_DIALOGUES[key], live)
        what = read(entry.value, report)
    return Step(mark=node.mark, what=what)


def _edits(node: Node, report: Report) -> What:
    found = fields(node, ("was", "to"), report)
    return Edits(was=found.need("was", text) or "", to=found.need("to", text) or "")


def _waits(node: Node, report: Report, *, off: bool = False) -> What:
    found = scalar(node, report)
    read = _LENGTH.match(found.text)
    days, hours, minutes, seconds = (int(part or 0) for part in read.groups()) if read else (0, 0, 0, 0)
    lasts = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not lasts:
        advice = "Write it like `4s`, `30m`, `6h`, `2d` or `1h 30m`."
        report.add(Rule.BAD_NUMBER, found.mark, f"`{found.text}` is no length of time.", advice)
    return Waits(lasts=lasts, off=off)


def _waits_until(node: Node, report: Report) -> What:
    found = scalar(node, report)
    if not _WALL.match(found.text):
        report.add(Rule.BAD_NUMBER, found.mark, f"`{found.text}` is no time of day.", "Write it like `08:30`.")
        return WaitsUntil(wall=time())
    return WaitsUntil(wall=time.fromisoformat(found.text))


def _keeps(node: Node, report: Report) -> What:
    if text_is(node, "nothing"):
        return KeepsNothing()
    found = fields(node, ("question", "words"), report)
    return KeepsAnswer(words=found.need("words", text) or "", question=found.take("question", text))


def _has_buttons(node: Node, report: Report) -> What:
    labels = () if text_is(node, NONE) else items(node, report)
    return HasButtons(labels=tuple(text(label, report) for label in labels))


def _prompt_is_due(node: Node, report: Report) -> What:
    return PromptIsDue(at=None if text_is(node, NONE) else text(node, report))


def _profile_has(node: Node, report: Report) -> What:
    return ProfileHas(fields=_or_none(_texts(node, report, known=FIELDS)))


def _remembers(node: Node, report: Report) -> What:
    return Remembers(values=_or_none(_texts(node, report)))


def _or_none(told: Mapping[str, str]) -> dict[str, str | None]:
    return {name: None if value == NONE else value for name, value in told.items()}


def _stands_at(live: Live, node: Node, report: Report) -> What:
    written = text(node, report)
    if written == AT_REST:
        return StandsAt(state=None)
    dialogue, dot, state = written.rpartition(".")
    owners = [live[DialogueId(dialogue)]] if dialogue in live else [] if dot else list(live.values())
    known = sorted(state for owner in owners for state in owner.states)
    if state not in known:
        report.add(Rule.UNKNOWN_STATE, node.mark, f"There is no state called `{written}`.", suggest(state, known))
    return StandsAt(state=state, dialogue=dialogue or None)


def _rewrites(live: Live, node: Node, report: Report) -> What:
    return Rewrites(dialogue=_dialogue(live, node, report))


def text_is(node: Node, word: str) -> bool:
    return not isinstance(node, Sequence) and getattr(node, "text", None) == word


_READ: Mapping[str, Callable[[Node, Report], What]] = {
    "person": lambda node, report: Types(words=text(node, report)),
    "early": lambda node, report: Types(words=text(node, report), early=True),
    "paste": lambda node, report: Pastes(words=text(node, report)),
    "tap": lambda node, report: Taps(label=text(node, report)),
    "tap_gone": lambda node, report: Taps(label=text(node, report), gone=True),
    "edit": _edits,
    "voice": lambda node, report: Sends(kind="voice", words=text(node, report)),
    "early_voice": lambda node, report: Sends(kind="voice", words=text(node, report), early=True),
    "sticker": lambda node, report: Sends(kind="sticker", words=text(node, report)),
    "photo": lambda node, report: Sends(kind="photo", words=text(node, report)),
    "wait": _waits,
    "off": partial(_waits, off=True),
    "until": _waits_until,
    "bot": lambda node, report: BotSays(words=text(node, report)),
    "edited": lambda node, report: BotRewords(words=text(node, report)),
    "toast": lambda node, report: BotToasts(words=text(node, report)),
    "buttons": _has_buttons,
    "kept": _keeps,
    "prompt": lambda node, report: PromptBecame(outcome=text(node, report)),
    "next_prompt": _prompt_is_due,
    "profile": _profile_has,
    "remembered": _remembers,
}
_READ_WITH_DIALOGUES: Mapping[str, Callable[[Live, Node, Report], What]] = {
    "state": _stands_at,
    "rewritten": _rewrites,
}
