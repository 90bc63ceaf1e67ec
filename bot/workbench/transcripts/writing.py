"""Writes a transcript as the text of its file. Read again, it is the same transcript.

Any words can be written: what YAML would take for something else is put in quotes. Blank words, and waits of less than
a second, are left out, since no transcript can have them. Decides nothing else about what is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from textwrap import indent

from bot.dialogue.session import Profile
from bot.practice.zones import zone_rules
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
    Transcript,
    Types,
    Waits,
    WaitsUntil,
)
from bot.workbench.transcripts.transcript_keys import AT_REST, NONE

BESIDE_TRANSCRIPTS = "../../schema/transcript.json"  # for a file among the shipped ones, in tests/transcripts/

_WIDTH = 116
_PLAIN = re.compile(r"[/(]?[^\W\d_][\w ,./'’()+?-]*(?<!\s)\Z")  # words that YAML reads as they stand
_NO_WORDS = re.compile(r"(?:true|false|yes|no|on|off|null|none|y|n|nan|inf)\Z", re.I)  # ... or some reader would not
# What no file may hold as it is: it is not seen, or turns the order of letters round.
_TELLING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0001-\U000e007f]"
)
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")  # a slip, were it behind a key in a file
_BLOCK = re.compile(r"[^\W\d_]")  # how the first line of a block begins, so that no indentation is guessed


def schema_line(schema: str) -> str:
    """Return the first line of a file, which tells editors where its schema is."""
    return f"# yaml-language-server: $schema={schema}\n"


def written(transcript: Transcript) -> str:
    """Return the file's text, which ends with a line break. Raises TypeError for a step that cannot be written."""
    return "".join(f"{line}\n" for line in _lines(transcript))


def _lines(transcript: Transcript) -> Iterator[str]:
    yield f"title: {_text(transcript.title, commas=True)}"
    if transcript.opens:
        yield f"opens: {transcript.opens}"
    yield f"begins: {_moment(transcript.begins, transcript.profile.zone)}"
    profile = _profile(transcript.profile)
    if profile:
        yield f"profile: {_mapping(profile)}"
    if transcript.remembered:
        yield f"remembered: {_mapping(transcript.remembered)}"
    steps = [step.what for step in transcript.steps if _can_be_read(step.what)]
    yield "turns:" if steps else "turns: []"
    for what in steps:
        yield from _step(what)


def _can_be_read(what: Happening | Expectation) -> bool:
    match what:
        case Waits(lasts=lasts):
            return lasts >= timedelta(seconds=1)
        case Edits(was=was, to=to):
            return bool(was.strip() and to.strip())
        case Types(words=words) | Pastes(words=words) | Sends(words=words) | Taps(label=words):
            return bool(words.strip())
        case BotSays(words=words) | BotRewords(words=words) | BotToasts(words=words) | KeepsAnswer(words=words):
            return bool(words.strip())
        case _:
            return True


def _step(what: Happening | Expectation) -> Iterator[str]:
    key, value = _told(what)
    if isinstance(what, BotSays | Types) and _reads_better_as_block(value):
        yield f"  - {key}: |-"
        yield indent(value, "      ", lambda line: bool(line.strip()))
    elif isinstance(what, BotSays | Types | BotRewords | BotToasts | Taps | Pastes | Sends):
        yield f"  - {key}: {_text(value, commas=True)}"
    else:
        yield f"  - {key}: {value}"


def _reads_better_as_block(words: str) -> bool:
    is_whole = not _TELLING.search(words.replace("\n", "")) and words == words.strip() and not _ODD_SPACE.search(words)
    lines = words.split("\n")
    begins_well = _BLOCK.match(words) is not None and all(line == line.strip() for line in lines)
    return is_whole and begins_well and (len(lines) > 1 or len(words) > _WIDTH)


def _told(what: Happening | Expectation) -> tuple[str, str]:
    match what:
        case Types(words=words, early=early):
            return ("early" if early else "person"), words
        case Pastes(words=words):
            return "paste", words
        case Taps(label=label, gone=gone):
            return ("tap_gone" if gone else "tap"), label
        case Sends(kind=kind, words=words, early=early):
            return (f"early_{kind}" if early else kind), words
        case BotSays(words=words):
            return "bot", words
        case BotRewords(words=words):
            return "edited", words
        case BotToasts(words=words):
            return "toast", words
        case _:
            return _told_otherwise(what)


def _told_otherwise(what: Happening | Expectation) -> tuple[str, str]:
    """Return the key and the value of a step whose value is YAML already."""
    match what:
        case Edits(was=was, to=to):
            return "edit", _mapping({"was": was, "to": to})
        case Waits(lasts=lasts, off=off):
            return ("off" if off else "wait"), _length(lasts)
        case WaitsUntil(wall=wall):
            return "until", json.dumps(wall.strftime("%H:%M"))
        case Rewrites(dialogue=dialogue):
            return "rewritten", dialogue
        case HasButtons(labels=labels):
            return "buttons", f"[{', '.join(map(_text, labels))}]" if labels else NONE
        case ShowsPicture(name=name):
            return "picture", _text(name) if name else NONE
        case KeepsAnswer(words=words, question=question):
            return "kept", _mapping({"question": question, "words": words} if question else {"words": words})
        case KeepsNothing():
            return "kept", "nothing"
        case _:
            return _told_of_the_whole(what)


def _told_of_the_whole(what: Happening | Expectation) -> tuple[str, str]:
    match what:
        case StandsAt(state=None):
            return "state", AT_REST
        case StandsAt(state=state, dialogue=dialogue):
            return "state", f"{dialogue}.{state}" if dialogue else str(state)
        case PromptBecame(outcome=outcome):
            return "prompt", _text(outcome)
        case PromptIsDue(at=at):
            return "next_prompt", _quoted(at) if at else NONE
        case ProfileHas(fields=values) | Remembers(values=values):
            told = {name: NONE if value is None else value for name, value in values.items()}
            return ("profile" if isinstance(what, ProfileHas) else "remembered"), _mapping(told)
        case _:
            raise TypeError(f"{type(what).__name__} cannot be written")


def _text(words: str, *, commas: bool = False) -> str:
    """Return the words in the plainest form that is read unchanged. Between brackets, a comma would end them."""
    if _PLAIN.match(words) and (commas or "," not in words) and not _NO_WORDS.match(words):
        return words
    return _quoted(words)


def _quoted(words: str) -> str:
    """Return the words in JSON's quotes, which are YAML's. What must not be in a file is written by number."""
    return _TELLING.sub(lambda found: f"\\U{ord(found[0]):08x}", json.dumps(words, ensure_ascii=False))


def _mapping(told: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{name}: {_text(words)}' for name, words in told.items())}}}"


def _moment(begins: datetime, zone: str | None) -> str:
    """Return an instant on the person's own clock, with its offset if that clock shows the hour twice."""
    local = begins.astimezone(zone_rules(zone or "UTC"))
    wall = local.replace(tzinfo=None)
    plain = wall.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")
    return json.dumps(plain if local.fold == 0 else local.isoformat(sep=" "))


def _length(lasts: timedelta) -> str:
    seconds = int(lasts.total_seconds())
    days, seconds = divmod(seconds, 86_400)
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    parts = ((days, "d"), (hours, "h"), (minutes, "m"), (seconds, "s"))
    return " ".join(f"{number}{unit}" for number, unit in parts if number)


def _profile(profile: Profile) -> dict[str, str]:
    plain = Profile()
    told = {name: value for name, value in vars(profile).items() if value != getattr(plain, name)}
    consented = {} if told.pop("consented", False) else {"consented": "no"}
    return {**told, **consented}
