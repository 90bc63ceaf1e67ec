"""Words that do not count at once: the parts of a long paste, what somebody writes after hours away, and what was
written before its question had come, or may have been.
"""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.after_crisis import is_shaken
from bot.dialogue.answering import answer
from bot.dialogue.asking import ask, put_further, question_of, settle, wake
from bot.dialogue.buttons import Act
from bot.dialogue.effects import AnswerPart
from bot.dialogue.inputs import Timer
from bot.dialogue.keeping import hold, join, journals, keep_held, release
from bot.dialogue.matching import by_label, names_a_button
from bot.dialogue.migration_notice import keep_at_old_question, was_told
from bot.dialogue.model import Breath, DialogueKind, Pause, TextAsk
from bot.dialogue.move import Move
from bot.dialogue.phrases import PhraseKey
from bot.dialogue.session import Held
from bot.dialogue.transitions import set_aside
from bot.dialogue.values import words_in
from bot.dialogue.visiting import is_invitation
from bot.dialogue.words import utf16_length

AWAY = timedelta(hours=6)  # whoever comes back after this long is first told where they are
PASTE_WAIT = timedelta(seconds=2)  # for the next part
_WISHES: tuple[tuple[PhraseKey, str], ...] = (
    ("button_my_answer", "y"),
    ("button_ask_again", "n"),
    ("button_not_today", "l"),
)
_NEARLY_FULL = 3900  # UTF-16 units: a client cuts a paste at 4,096, or at a space a little before


def hold_paste(move: Move, part: AnswerPart) -> bool:
    """Hold `part` if it is so long that more of one paste may follow. Return whether it was held."""
    if utf16_length(part.words or "") < _NEARLY_FULL:
        return False
    move.change(held_for=Held.PASTE)
    hold(move, part)
    wake(move, Timer.PASTE, move.now + PASTE_WAIT)
    return True


def is_back_after_long(move: Move) -> bool:
    """Return whether this is the first thing after hours away, in an exercise whose question waits.

    False for somebody who was just told where they are, by a visit or by the notice of a changed dialogue.
    """
    in_exercise = bool(move.session.stack) and move.dialogue.kind is DialogueKind.EXERCISE
    return is_away(move) and in_exercise and not is_invitation(move) and not was_told(move)


def may_lead_back(move: Move) -> bool:
    """Return whether somebody at rest may be asked about the exercise that was set aside.

    False if they have just paused it themselves, and on the day after a crisis.
    """
    return not is_shaken(move) and (is_away(move) or move.session.interrupted)


def is_away(move: Move) -> bool:
    """Return whether the person did nothing for hours."""
    return move.session.seen is not None and move.now - move.session.seen >= AWAY


def offer_held(move: Move, parts: tuple[AnswerPart, ...], phrase: PhraseKey = "welcome_back") -> None:
    """Send a recap, and hold what was just written until the person says whether it is the answer.

    Where a tap is due, only a button's label can be the answer: there the question comes again at once.
    """
    if isinstance(move.state.wait, TextAsk):
        move.change(held_for=Held.RETURN)
        for part in parts:
            hold(move, part)
        recap(move, phrase)
        return
    if not names_a_button(words_in(parts), move.state):
        move.open_with(move.dialogues.phrase("welcome_back_to", dialogue_title=move.dialogue.title))
    answer(move, parts)


def hold_more(move: Move, part: AnswerPart, *, unseen: bool = False) -> None:
    """Add words to what is held after the recap.

    The recap comes again only after further hours, or if it may not have arrived.
    """
    join(move, part)
    if is_away(move) or unseen:
        recap(move)


def recap(move: Move, phrase: PhraseKey = "welcome_back") -> None:
    """Ask whether what is held answers the question that stands."""
    settle(move)
    words = move.dialogues.phrase(phrase, dialogue_title=move.dialogue.title, question=question_of(move, move.state))
    put_further(move, words, [(phrase, Act.HELD, wish) for phrase, wish in _WISHES])


def take_early(move: Move, part: AnswerPart, unseen: bool) -> bool:
    """Keep words that were written before the question that stands had come. Return whether they were kept."""
    if move.session.held or move.session.joins is not None:
        join(move, part)
        if unseen:
            ask_unseen(move)
        return True
    if was_told(move):
        keep_at_old_question(move, (part,))
        return True
    return False


def ask_unseen(move: Move) -> None:
    """Ask once more, since the person may never have seen the question. A silence or a breath that runs goes on."""
    if isinstance(move.state.wait, Pause | Breath):
        return
    if move.session.held_for is Held.RETURN:
        recap(move)
    else:
        settle(move)
        ask(move)


def offer_unseen(move: Move, part: AnswerPart) -> bool:
    """Keep words from answering a question that may not have arrived. Return whether they were kept from it.

    Somebody who types a label of the question has seen it. In an exercise words are held until their writer says what
    they are. Where a tap is due they are kept as usual, and the question comes again anyway. Elsewhere nothing would be
    kept, so the question simply comes again.
    """
    if isinstance(move.state.wait, Pause | Breath) or names_a_button(part.words or "", move.state):
        return False
    if journals(move):
        if not isinstance(move.state.wait, TextAsk):
            return False
        offer_held(move, (part,), "may_have_missed")
    else:
        ask_unseen(move)
    return True


def settle_by_words(move: Move, part: AnswerPart) -> bool:
    """Settle the held words if `part` is one of the recap's labels, typed. Return whether it is."""
    labels = [(wish, move.dialogues.label(phrase)) for phrase, wish in _WISHES]
    wish = by_label(part.words or "", labels)
    return wish is not None and settle_held(move, wish)


def settle_held(move: Move, wish: str) -> bool:
    """Settle the held words by the recap's button: "y" takes them as the answer, "n" asks again, "l" is for not today.

    Return False if no words are held.
    """
    if move.session.held_for is not Held.RETURN or not move.session.stack:
        return False
    settle(move)
    if wish == "y":
        answer(move, release(move))
        return True
    keep_held(move)  # not the answer, yet not lost
    if wish == "l":
        set_aside(move)
        move.say("paused")
    else:
        ask(move)
    return True
