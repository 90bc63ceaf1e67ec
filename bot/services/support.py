"""The support card from memory: what is sent when nothing else can be. Needs no database and no session."""

from __future__ import annotations

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.reserved import SUPPORT
from bot.dialogue.words import Message


def support_card(dialogues: Dialogues) -> Message:
    """Return the first words of the support dialogue, with the helplines that serve any country.

    Raises LookupError if its first state says nothing.
    """
    dialogue = dialogues.live[SUPPORT]
    words = dialogue.states[dialogue.start].say
    if words is None:
        raise LookupError("the support dialogue's first state says the card")
    helplines = dialogues.helplines
    return words.fill({"emergency": helplines.emergency_anywhere, "helplines": helplines.anywhere})
