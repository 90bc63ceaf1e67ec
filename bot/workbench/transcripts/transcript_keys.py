"""The turns of a transcript: the table of what may happen and of what may be expected, each with its reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, timedelta
from functools import partial

from bot.dialogue.model import Dialogue, DialogueId
from bot.dialogue.profile import FIELDS
from bot.language.grammar.shapes import NAME, WORDS, reference, scalar, text
from bot.language.grammar.tables import Key, Reader, Table, entries, items, reads, spelled
from bot.language.problems import Report, Rule, nearest, suggest
from bot.language.source.nodes import Node, Sequence
from bot.workbench.transcripts.transcript import (
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
    ShowsPicture,
    StandsAt,
    Taps,
    Types,
    Waits,
    WaitsUntil,
)

What = Happening | Expectation
Live = Mapping[DialogueId, Dialogue]

AT_REST = "at rest"  # where nothing is going on
NONE = "none"

_LENGTH = re.compile(r"(?=[0-9])(?:([0-9]{1,5})d)?\s*(?:([0-9]{1,3})h)?\s*(?:([0-9]{1,3})m)?\s*(?:([0-9]{1,4})s)?\Z")
_WALL = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
_AS_LENGTH = "Write it like `4s`, `30m`, `6h`, `2d` or `1h 30m`."
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} (?:[01][0-9]|2[0-3]):[0-5][0-9]\Z")
_AS_WALL = "Write it like `08:30`."
_AS_DATE = "Write it like `2026-03-03 08:30`."

EDIT = Table(name="edit", about="An earlier message is changed.")
_WAS = EDIT.key("was", text, "Its words so far.", needed=True)
_TO = EDIT.key("to", text, "Its words from now on.", needed=True)

KEPT = Table(name="kept", about="A reflection that was kept or changed, whole as it now is.")
_WORDS = KEPT.key("words", text, "The person's words.", needed=True)
_QUESTION = KEPT.key("question", text, "What was asked.")

PROFILE = Table(
    name="profile",
    about="What the person has set.",
    keys={field: Key(name=field, reader=text, about="As it is kept in the profile.") for field in sorted(FIELDS)},
)


def _told(what: Callable[[str], What]) -> Reader[What]:
    """Return a reader of words that makes of them what happened, or what should follow."""

    @reads(WORDS)
    def read(node: Node, report: Report) -> What:
        return what(text(node, report))

    return read


@reads(PROFILE)
def of_profile(node: Node, report: Report) -> dict[str, str]:
    found = PROFILE.read(node, report)
    return {name: text(entry.value, report) for name, entry in found.entries.items()}


@reads({"type": "object", "additionalProperties": WORDS})
def of_memory(node: Node, report: Report) -> dict[str, str]:
    """Read words by the names under which they are kept for good."""
    return {entry.key.text: text(entry.value, report) for entry in entries(node, report)}


def dialogue_among(live: Live, node: Node, report: Report) -> DialogueId:
    """Read the id of a dialogue that there is. Report any other."""
    id = DialogueId(reference(node, report))
    if id not in live:
        report.add(Rule.UNKNOWN_DIALOGUE, node.mark, f"There is no dialogue called `{id}`.", suggest(id, live))
    return id


@reads(EDIT)
def _edits(node: Node, report: Report) -> What:
    found = EDIT.read(node, report)
    return Edits(was=found.take(_WAS) or "", to=found.take(_TO) or "")


def _waits(*, off: bool) -> Reader[What]:
    @reads(spelled(_LENGTH, _AS_LENGTH))
    def read(node: Node, report: Report) -> What:
        found = scalar(node, report)
        read = _LENGTH.match(found.text)
        days, hours, minutes, seconds = (int(part or 0) for part in read.groups()) if read else (0, 0, 0, 0)
        lasts = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if not lasts:
            report.add(Rule.BAD_NUMBER, found.mark, f"`{found.text}` is no length of time.", _AS_LENGTH)
        return Waits(lasts=lasts, off=off)

    return read


@reads(spelled(_WALL, _AS_WALL))
def _waits_until(node: Node, report: Report) -> What:
    found = scalar(node, report)
    if not _WALL.match(found.text):
        report.add(Rule.BAD_NUMBER, found.mark, f"`{found.text}` is no time of day.", _AS_WALL)
        return WaitsUntil(wall=time())
    return WaitsUntil(wall=time.fromisoformat(found.text))


@reads({"anyOf": [{"const": "nothing"}, KEPT]})
def _keeps(node: Node, report: Report) -> What:
    if text_is(node, "nothing"):
        return KeepsNothing()
    found = KEPT.read(node, report)
    return KeepsAnswer(words=found.take(_WORDS) or "", question=found.take(_QUESTION))


@reads({"anyOf": [{"const": NONE}, {"type": "array", "items": WORDS}]})
def _has_buttons(node: Node, report: Report) -> What:
    labels = () if text_is(node, NONE) else items(node, report)
    return HasButtons(labels=tuple(text(label, report) for label in labels))


@reads(WORDS)
def _shows_picture(node: Node, report: Report) -> What:
    return ShowsPicture(name=None if text_is(node, NONE) else text(node, report))


@reads({"anyOf": [{"const": NONE}, spelled(_DATE, _AS_DATE)]})
def _prompt_is_due(node: Node, report: Report) -> What:
    if text_is(node, NONE):
        return PromptIsDue(at=None)
    found = scalar(node, report)
    if not _is_moment(found.text):
        report.add(Rule.BAD_NUMBER, found.mark, f"`{found.text}` is no moment.", _AS_DATE)
    return PromptIsDue(at=found.text)


def _is_moment(written: str) -> bool:
    if not _DATE.match(written):
        return False
    try:
        datetime.fromisoformat(written)
    except ValueError:  # such as the 30th of February
        return False
    return True


@reads(PROFILE)
def _profile_has(node: Node, report: Report) -> What:
    return ProfileHas(fields=_or_none(of_profile(node, report)))


@reads(of_memory)
def _remembers(node: Node, report: Report) -> What:
    return Remembers(values=_or_none(of_memory(node, report)))


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
        report.add(
            Rule.UNKNOWN_STATE, node.mark, f"There is no state called `{written}`.", _suggested(written, state, known)
        )
    return StandsAt(state=state, dialogue=dialogue or None)


def _suggested(written: str, state: str, known: Iterable[str]) -> str:
    return suggest(written, [AT_REST]) if nearest(written, [AT_REST]) else suggest(state, known)


def _rewrites(live: Live, node: Node, report: Report) -> What:
    return Rewrites(dialogue=dialogue_among(live, node, report))


def text_is(node: Node, word: str) -> bool:
    """Return whether the node is this word."""
    return not isinstance(node, Sequence) and getattr(node, "text", None) == word


def turn_table(live: Live) -> Table:
    """Return the table of a turn, of which each has exactly one key. `live` are the dialogues there are."""
    table = Table(
        name="turn", about="What happens, or what should come of it.", rules=({"minProperties": 1, "maxProperties": 1},)
    )
    table.key("person", _told(lambda words: Types(words=words)), "Words of the person, or a command: `/skip`.")
    table.key("tap", _told(lambda label: Taps(label=label)), "A tap on the newest button of that name.")
    table.key(
        "bot", _told(lambda words: BotSays(words=words)), "The bot's next message. Every one must be told, in order."
    )
    table.key(
        "buttons",
        _has_buttons,
        "Those under the message that was told last: `[Skip, Pause]`; `...` is any others; `none`.",
    )
    table.key("picture", _shows_picture, "The picture above the message that was told last, by its file; or `none`.")
    table.key("wait", _waits(off=False), "Time goes by, and what is due comes: `4s`, `30m`, `6h`, `2d`, `1h 30m`.")
    table.key("until", _waits_until, 'The same, until the person\'s clock next shows that: `"08:30"`.')
    table.key("off", _waits(off=True), "The bot is switched off for so long, and what was due comes late.")
    table.key("edit", _edits, "An earlier message is changed: `{was: ..., to: ...}`.")
    table.key(
        "early", _told(lambda words: Types(words=words, early=True)), "Words from before the bot's question came."
    )
    table.key(
        "paste", _told(lambda words: Pastes(words=words)), "A message as long as can be: these words over and over."
    )
    table.key(
        "tap_gone", _told(lambda label: Taps(label=label, gone=True)), "A tap on a button that is no longer there."
    )
    table.key(
        "voice", _told(lambda words: Sends(kind="voice", words=words)), "A voice note; the words tell what it is."
    )
    table.key(
        "early_voice",
        _told(lambda words: Sends(kind="voice", words=words, early=True)),
        "A voice note from before the bot's question came.",
    )
    table.key(
        "sticker", _told(lambda words: Sends(kind="sticker", words=words)), "A sticker; the words tell what it is."
    )
    table.key("photo", _told(lambda words: Sends(kind="photo", words=words)), "A photo with these words under it.")
    rewrites = Reader(read=partial(_rewrites, live), takes=NAME)
    table.key("rewritten", rewrites, "That dialogue changed so much that nobody's place in it is left.")
    table.key("toast", _told(lambda words: BotToasts(words=words)), "What a tap is answered with, above the chat.")
    table.key("edited", _told(lambda words: BotRewords(words=words)), "A message that was there has these words now.")
    table.key("kept", _keeps, "A reflection as it is kept: `{question: ..., words: ...}`, or `nothing`.")
    stands = Reader(read=partial(_stands_at, live), takes=WORDS)
    table.key("state", stands, "Where the person is now: `shame.fears`, `fears` or `at rest`.")
    table.key(
        "next_prompt",
        _prompt_is_due,
        "When the daily prompt is due, by the person's clock: `2026-03-03 08:30`; `none`.",
    )
    table.key("prompt", _told(lambda outcome: PromptBecame(outcome=outcome)), "What became of it: `sent` or `dropped`.")
    table.key("profile", _profile_has, "What is set now; `none` for what is not.")
    table.key("remembered", _remembers, "What is kept for good now; `none` for what is not.")
    return table
