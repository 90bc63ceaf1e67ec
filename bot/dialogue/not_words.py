"""A photo, a sticker or anything else without words: nothing of it is kept, and an album is answered once."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.asking import ask, settle
from bot.dialogue.held_words import recap
from bot.dialogue.model import Breath, Pause
from bot.dialogue.move import Move
from bot.dialogue.reading import needs_writing
from bot.dialogue.session import Held

BURST = timedelta(minutes=1)  # from one to the next, so that they are answered together


def take_other(move: Move) -> None:
    """Say that nothing of it is kept, and ask again what stands. Of several in a row only the first is answered."""
    last = move.session.other_at
    note_other(move)
    if last and timedelta() <= move.now - last < BURST:
        return
    if not move.session.stack or isinstance(move.state.wait, Pause | Breath):
        move.say("only_words")
        return
    settle(move)
    move.open_with(move.dialogues.phrase("needs_writing" if needs_writing(move) else "only_words"))
    if move.session.held_for is Held.RETURN:
        recap(move)
    else:
        ask(move)


def note_other(move: Move) -> None:
    """Note that something came that is no words."""
    move.change(other_at=move.now)
