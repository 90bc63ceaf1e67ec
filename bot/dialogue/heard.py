"""Remembers which message held which words, since Telegram also calls it an edit when nothing changed.

It keeps marks that nobody can read: those of the last messages, and for longer those that led to the support card. What
an answer holds is compared with the answer itself, however old it is.
"""

from __future__ import annotations

import hashlib

from bot.dialogue.inputs import (
    AnswerEdited,
    ChoicePressed,
    CommandReceived,
    Input,
    OtherReceived,
    TextReceived,
    TimeCame,
    VoiceReceived,
)
from bot.dialogue.move import Move
from bot.dialogue.session import Session

_LAST = 20  # messages
_CRIES = 10
_CRY = "!"  # before the mark of what led to the support card


def changes_nothing(session: Session, received: Input) -> bool:
    """Return whether this is an edit after which the message says what it said before.

    A command counts as edited only if its message is known to have said something else: nobody who puts a heart on last
    month's /stop means to stop.
    """
    match received:
        case AnswerEdited(text=text, message_id=message_id):
            if received.before is not None:
                return received.before == text
            held = next((part.words for part in session.held if part.message_id == message_id), None)
            return held == text or _mark_in(session, message_id) == _mark(session, text)
        case CommandReceived(edited=True, message_id=message_id):
            return _mark_in(session, message_id) in (None, _mark(session, _words(received) or ""))
        case _:
            return False


def note_heard(move: Move, received: Input, *, is_cry: bool) -> None:
    """Remember what the message said. `is_cry` says that it led to the support card."""
    words = _words(received)
    if words is None or isinstance(received, ChoicePressed | TimeCame):
        return
    id = str(received.message_id)
    marks = {other: mark for other, mark in move.session.heard.items() if other != id}
    old, last = list(marks)[: 1 - _LAST], list(marks)[1 - _LAST :]
    cries = [other for other in old if marks[other].startswith(_CRY)][-_CRIES:]
    kept = {other: marks[other] for other in (*cries, *last)}
    move.change(heard={**kept, id: (_CRY if is_cry else "") + _mark(move.session, words)})


def _words(received: Input) -> str | None:
    """Return the words of the message; None for something that cannot be edited."""
    match received:
        case TextReceived(text=text) | AnswerEdited(text=text):
            return text
        case CommandReceived(name=name, argument=argument):
            return f"/{name} {argument}"
        case VoiceReceived(caption=caption) | OtherReceived(caption=caption):
            return caption
        case _:
            return None


def _mark_in(session: Session, message_id: int) -> str | None:
    found = session.heard.get(str(message_id))
    return None if found is None else found.removeprefix(_CRY)


def _mark(session: Session, words: str) -> str:
    return hashlib.blake2b(words.encode(), key=session.key.encode(), digest_size=6).hexdigest()
