"""Finds for what happened in a chat with the bot what must happen in a play of the core. Plays nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.dialogue.effects import Button
from bot.dialogue.inputs import (
    AnswerEdited,
    ChoicePressed,
    CommandReceived,
    Input,
    OtherReceived,
    TextReceived,
    VoiceReceived,
)
from bot.dialogue.session import Session
from bot.workbench.transcripts.playing import Play
from bot.workbench.transcripts.transcript import Edits, Happening, Sends, Taps, Types


def same_again(received: Input, before: Session, play: Play, ids: Mapping[int, int]) -> Happening | None:
    """Return what has to happen in the play; None if a transcript or the play has no such thing.

    `before` is the chat's session to which it happened. `ids` maps ids of the person's messages from the chat to the
    play.
    """
    match received:
        case TextReceived(text=text, early=early):
            return None if text.startswith("/") or not text.strip() else Types(words=text, early=early)
        case CommandReceived(name=name, argument=argument):
            return Types(words=f"/{name} {argument}".strip())
        case VoiceReceived(early=early):
            return Sends(kind="voice", words="A voice note", early=early)
        case OtherReceived(kind="photo", caption=caption):
            return Sends(kind="photo", words=(caption or "").strip() or "A picture")
        case OtherReceived(kind=kind):
            return Sends(kind="sticker", words=f"A {kind}")  # what it is makes no difference to the bot
        case AnswerEdited(text=text, message_id=id):
            return _edit(play, ids.get(id), text) if text.strip() else None
        case ChoicePressed(data=data):
            return _tap(play, before, data)
        case _:
            return None


def named(received: Input) -> str:
    """Return the name of something for which `same_again` has nothing."""
    match received:
        case ChoicePressed():
            return "A tap on an older button"
        case AnswerEdited(text=text) | TextReceived(text=text) if not text.strip():
            return "A message of blanks"
        case AnswerEdited():
            return "An edit of an older message"
        case _:
            return "A message that begins with a slash and is no command"


def _edit(play: Play, id: int | None, text: str) -> Edits | None:
    was = next((words for typed, words in play.typed if typed == id), None)
    newest = next((typed for typed, words in reversed(play.typed) if words == was), None)
    return Edits(was=was, to=text) if was is not None and newest == id else None


def _tap(play: Play, before: Session, data: str) -> Taps | None:
    """Return a tap on the same button in the play, where buttons bear the play's own session and turns; else None."""
    key, _, rest = data.partition(":")
    turn, _, action = rest.partition(":")
    if key != before.key or not turn.isdecimal():
        return None
    session = play.session
    data = f"{session.key}:{int(turn) - before.turn + session.turn}:{action}"
    for gone in (False, True):
        for button in _buttons(play, gone=gone):
            tap = Taps(label=button.label.strip(), gone=gone)
            newest = play.button(tap)
            if button.data == data and newest and newest.data == data:
                return tap
    return None


def _buttons(play: Play, *, gone: bool) -> Iterator[Button]:
    return (button for bubble in play.world.chat for button in (bubble.gone if gone else bubble.buttons))
