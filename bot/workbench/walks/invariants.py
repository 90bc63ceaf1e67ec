"""What holds after every turn, whatever anybody does. Says which promises a turn broke."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.cutting import LONGEST, LONGEST_CAPTION
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import Buttons, EditMessage, SendMessage
from bot.dialogue.engine import Turn, advance
from bot.dialogue.inputs import CommandReceived
from bot.dialogue.reserved import STOPPED
from bot.dialogue.session import Session
from bot.dialogue.words import Message, utf16_length
from bot.workbench.transcripts.playing import LostInJsonError, through_json
from bot.workbench.transcripts.transcript import Transcript

MOST_DATA = 64  # bytes that a button may carry
MOST_BUTTONS = 100  # under one message


@dataclass(frozen=True, kw_only=True)
class Grief:
    """A walk that broke a promise."""

    sentence: str
    transcript: Transcript  # plays to where it was broken


def broken_by(turn: Turn, now: datetime, dialogues: Dialogues) -> Iterator[str]:
    """Yield a sentence for each promise that the turn broke."""
    session = turn.session
    yield from _lost(session)
    if session.top:
        yield from _stuck(session, dialogues)
        yield from _unstoppable(session, now, dialogues)
    for effect in turn.effects:
        if isinstance(effect, SendMessage | EditMessage):
            is_caption = isinstance(effect, SendMessage) and effect.picture is not None
            yield from _refused(effect.message, LONGEST_CAPTION if is_caption else LONGEST)
            yield from _refused_buttons(effect.buttons)


def _lost(session: Session) -> Iterator[str]:
    try:
        through_json(session)
    except LostInJsonError as error:
        yield str(error)


def _stuck(session: Session, dialogues: Dialogues) -> Iterator[str]:
    """Yield a sentence if something is going on and nothing is waited for."""
    top = session.stack[-1]
    dialogue = dialogues.pinned_to(top.dialogue, top.version)
    if dialogue and top.state in dialogue.states and not dialogue.states[top.state].waits:
        yield f"The conversation stands at {top.dialogue}.{top.state}, which waits for nothing."


def _unstoppable(session: Session, now: datetime, dialogues: Dialogues) -> Iterator[str]:
    top = advance(dialogues, session, CommandReceived(name="stop"), now, 0).session.top
    if top and top.dialogue != STOPPED:
        yield f"/stop leads to {top.dialogue}.{top.state}."


def _refused(message: Message, most: int) -> Iterator[str]:
    """Yield what Telegram would refuse in a message."""
    length = utf16_length(message.text)
    if not message.text.strip():
        yield "A message is empty."
    if length > most:
        yield f"A message is {length} long; Telegram takes {most}."
    if any(entity.offset < 0 or entity.offset + entity.length > length for entity in message.entities):
        yield "Markup reaches out of its message."


def _refused_buttons(rows: Buttons) -> Iterator[str]:
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        yield f"There are {len(buttons)} buttons under one message; Telegram takes {MOST_BUTTONS}."
    for button in buttons:
        if not button.label.strip():
            yield "A button bears no words."
        if not 0 < len(button.data.encode()) <= MOST_DATA:
            yield f"The button `{button.label}` carries more than {MOST_DATA} bytes."
