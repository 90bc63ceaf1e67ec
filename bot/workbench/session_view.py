"""Where somebody is in the dialogues, as a coach sees it: the stack, what is kept, what is planned. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import DialogueId, StateId, Version
from bot.dialogue.session import Frame, Session, Stack
from bot.dialogue.values import Said, Skipped, Value
from bot.workbench.transcripts.remembered_values import told

_VOICE = "(a voice note)"
_SKIPPED = "(left out)"


@dataclass(frozen=True, kw_only=True)
class ShownFrame:
    """A state of a dialogue where somebody is, or to which they come back."""

    dialogue: DialogueId
    version: Version
    title: str  # the id where that version is not known any more
    state: StateId
    newest: bool  # False: they are in an older version, and stay in it until its end


@dataclass(frozen=True, kw_only=True)
class ShownValues:
    """What was kept in one dialogue on the way: words by name."""

    dialogue: DialogueId
    title: str
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class SessionView:
    """A session as a coach sees it."""

    stack: tuple[ShownFrame, ...]  # the last one is where they are
    aside: tuple[tuple[ShownFrame, ...], ...]  # the one to be resumed first comes last
    kept: tuple[ShownValues, ...]  # as the stack; dialogues in which nothing is kept are left out
    remembered: Mapping[str, str]
    profile: Mapping[str, str]  # what they have told about themselves, and what differs from how everybody begins
    planned: tuple[str, ...]  # the titles of the dialogues that a later visit will open


NOWHERE = SessionView(stack=(), aside=(), kept=(), remembered={}, profile={}, planned=())


def view_of(session: Session, dialogues: Dialogues) -> SessionView:
    """Return the session in words, with authors' words in the person's own language where there are any."""
    spoken = dialogues.speaking(session.profile.language)
    return SessionView(
        stack=_spots(session.stack, spoken),
        aside=tuple(_spots(stack, spoken) for stack in session.aside),
        kept=tuple(_kept(session.stack, spoken)),
        remembered=_in_words(session.remembered),
        profile={name: _plain(value) for name, value in vars(session.profile).items() if value is not None},
        planned=tuple(_title(spoken, planned.dialogue) for planned in session.visits),
    )


def _spots(stack: Stack, dialogues: Dialogues) -> tuple[ShownFrame, ...]:
    return tuple(_spot(frame, dialogues) for frame in stack)


def _spot(frame: Frame, dialogues: Dialogues) -> ShownFrame:
    live = dialogues.live.get(frame.dialogue)
    return ShownFrame(
        dialogue=frame.dialogue,
        version=frame.version,
        title=_title(dialogues, frame.dialogue, frame.version),
        state=frame.state,
        newest=live is not None and live.version == frame.version,
    )


def _title(dialogues: Dialogues, id: DialogueId, version: Version | None = None) -> str:
    found = dialogues.pinned_to(id, version) if version else dialogues.live.get(id)
    return found.title if found else id


def _kept(stack: Stack, dialogues: Dialogues) -> Iterator[ShownValues]:
    for frame in stack:
        if frame.values:
            title = _title(dialogues, frame.dialogue, frame.version)
            yield ShownValues(dialogue=frame.dialogue, title=title, values=_in_words(frame.values))


def _in_words(values: Mapping[str, Value]) -> dict[str, str]:
    return {name: _words(value) for name, value in values.items()}


def _words(value: Value) -> str:
    match value:
        case Said(parts=parts):
            return "\n".join(_VOICE if part.words is None else part.words for part in parts)
        case Skipped():
            return _SKIPPED
        case _:
            return told(value) or ""


def _plain(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
