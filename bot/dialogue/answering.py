"""Takes words as an answer to the question that stands, and asks for more or goes on.

Where a tap is due and no label was typed, an exercise keeps the words all the same, so that nothing is lost.
"""

from __future__ import annotations

from bot.dialogue.asking import ask, choices_of, is_heavy, put_further, redraw, settle
from bot.dialogue.buttons import Act
from bot.dialogue.effects import AnswerPart
from bot.dialogue.keeping import journals, keep_beside, keep_choice, keep_count, keep_held, keep_words
from bot.dialogue.matching import choice_for, label_of, options_for, rating
from bot.dialogue.model import READ_NAMES, Breath, Choice, ManyAsk, Pause, Reading, ScaleAsk, TextAsk
from bot.dialogue.move import Move
from bot.dialogue.phrases import PhraseKey
from bot.dialogue.reading import read_and_keep
from bot.dialogue.tension import is_tense, last_tension
from bot.dialogue.tension_again import is_tension_old
from bot.dialogue.transitions import keep_value, leave
from bot.dialogue.values import Number, Picked, Skipped, words_in
from bot.dialogue.words import Message
from bot.listening.hearing import Heard, hear
from bot.listening.probes import choose_probe

_NO = "no"  # the first word on the label of a choice that declines


def answer(move: Move, parts: tuple[AnswerPart, ...]) -> None:
    """Take `parts`, which are one answer, at the top state."""
    text = words_in(parts)
    choice = choice_for(text, choices_of(move))
    if choice:
        choose(move, choice, parts)
        return
    match move.state.wait:
        case TextAsk(reading=Reading.WORDS) as wait:
            _take_words(move, wait, parts)
        case TextAsk() as wait:
            if not _declines(move, text) or not skip(move):
                read_and_keep(move, wait, parts)
        case ScaleAsk() as wait:
            number = rating(text, wait)
            _take_stray(move, parts) if number is None else rate(move, number, parts)
        case ManyAsk(options=options):
            named = options_for(text, options)
            done = hear(text, move.dialogues.cues).closes
            move.change_top(picks=tuple(dict.fromkeys((*move.frame.picks, *(o.key for o in named)))))
            finish_ticking(move, parts) if named or done else _take_stray(move, parts)
        case _:
            _take_stray(move, parts)


def choose(move: Move, choice: Choice, typed: tuple[AnswerPart, ...] = ()) -> None:
    """Take a choice that was tapped or `typed`, and go on by it."""
    keep_held(move)
    if choice.count:
        _count(move, typed)
        return
    label = label_of(choice.label)
    settle(move, label)
    if not keep_count(move):
        keep_choice(move, _picked(choice), label, typed)
    _forget_what_was_read(move, choice)
    leave(move, choice)


def _picked(choice: Choice) -> Picked:
    return Picked(keys=(choice.key,), words=label_of(choice.label))


def _count(move: Move, typed: tuple[AnswerPart, ...]) -> None:
    """Count one more tap. The silence goes on."""
    move.change_top(taps=move.frame.taps + 1)
    if move.session.standing:
        redraw(move, move.session.standing)
    if typed:
        move.say("kept_in_silence")


def rate(move: Move, number: int, typed: tuple[AnswerPart, ...] = ()) -> None:
    """Take a number on the scale as the answer, and go on."""
    settle(move, str(number))
    keep_choice(move, Number(value=number), str(number), typed)
    leave(move)


def finish_ticking(move: Move, typed: tuple[AnswerPart, ...] = ()) -> None:
    """Take what is ticked as the answer, and go on. Nothing ticked is an answer too: it counts as skipped."""
    wait, picks = move.state.wait, move.frame.picks
    options = wait.options if isinstance(wait, ManyAsk) else ()
    labels = ", ".join(label_of(option.label) for option in options if option.key in picks)
    settle(move, labels or None)
    keep_choice(move, Picked(keys=picks, words=labels) if picks else Skipped(), labels, typed)
    leave(move)


def skip(move: Move) -> bool:
    """Leave the question, with what was said so far, and go on. Return False if that is refused, as for consent.

    Once something was answered, it is no longer skipped: a request for more may always be left unanswered.
    """
    state = move.state
    stands_for = state.choice(state.skip) if state.skip else None
    may_leave_it_at_that = move.frame.answer is not None and state.wait and state.next
    if not state.can_be_left_out and not may_leave_it_at_that:
        return False
    keep_held(move)
    if not keep_count(move) and state.keep and move.frame.answer is None:
        keep_value(move, state.keep, _picked(stands_for) if stands_for else Skipped())
    _forget_what_was_read(move, stands_for)
    settle(move)
    leave(move, stands_for)
    return True


def _forget_what_was_read(move: Move, choice: Choice | None) -> None:
    """Remove a place or an hour that was typed here, if the person then left by a choice that does not set it."""
    wait = move.state.wait
    read = set(READ_NAMES[wait.reading] if isinstance(wait, TextAsk) else ())
    left = read - {setting.field for setting in (choice.sets if choice else ())}
    if move.frame.values.keys() & left:
        move.change_top(values={name: value for name, value in move.frame.values.items() if name not in left})


def _take_words(move: Move, wait: TextAsk, parts: tuple[AnswerPart, ...]) -> None:
    spoken = any(part.voice for part in parts)
    heard = hear(words_in(parts), move.dialogues.cues)
    if not spoken and heard.closes and move.frame.answer is not None:
        skip(move)
        return
    if not spoken and heard.refuses and move.state.skippable:
        move.open_with(move.dialogues.phrase("we_can_leave_that"))
        skip(move)
        return
    keep_words(move, parts)
    probe = None if spoken else _probe_for(move, wait, heard)
    settle(move)
    if probe:
        _ask_for_more(move, wait, probe)
    else:
        leave(move)


def _declines(move: Move, text: str) -> bool:
    heard = hear(text, move.dialogues.cues)
    return heard.refuses or heard.closes


def _probe_for(move: Move, wait: TextAsk, heard: Heard) -> str | None:
    return choose_probe(
        heard,
        move.dialogues.cues,
        asked=move.frame.probes,
        most=wait.listen.most,
        min_words=wait.listen.min_words,
        quiet=move.session.profile.listening == "quiet",
        tense=_is_tense(move),
        last=move.session.last_probe,
        seed=move.seed,
    )


def _ask_for_more(move: Move, wait: TextAsk, probe: str) -> None:
    """Ask for more in the question's own words, if it has some and they were not said yet, or else by the probe."""
    own = None if move.frame.probes else wait.more
    move.change(last_probe=None if own else probe)
    move.change_top(probes=move.frame.probes + 1)
    words = own.fill({}) if own else Message(text=move.dialogues.cues.probes[probe])
    acts: list[tuple[PhraseKey, Act, str]] = [("button_that_is_all", Act.ENOUGH, "")]
    acts += [("button_support", Act.COMMAND, "support")] if is_heavy(move) else []
    put_further(move, words, acts)


def _is_tense(move: Move) -> bool:
    """Return whether the tension told last on this way is high, or was told too long ago to rely on."""
    last = last_tension(frame.values for frame in move.session.stack)
    return last is not None and (is_tense(last) or is_tension_old(move))


def _take_stray(move: Move, parts: tuple[AnswerPart, ...]) -> None:
    """Take words where a tap or silence is due: an exercise keeps them, and the question stands on.

    A plain refusal or "enough" is not kept: it taps the button that says no, or else skips the question. A nod changes
    nothing.
    """
    heard = hear(words_in(parts), move.dialogues.cues)
    says_no = choice_for(_NO, move.state.choices) if heard.refuses else None
    if says_no:
        choose(move, says_no, parts)
        return
    if heard.refuses or heard.closes:
        if not skip(move):
            settle(move)
            move.open_with(move.dialogues.phrase("cannot_skip"))
            ask(move)
        return
    keeps = journals(move) and not heard.nods
    if keeps:
        keep_beside(move, parts)
    if isinstance(move.state.wait, Pause | Breath):
        move.say("kept_in_silence" if keeps else "still_timing")
        return
    settle(move)
    not_kept: PhraseKey = "tap_to_go_on" if heard.nods else "tap_one"
    move.open_with(move.dialogues.phrase("kept_beside" if keeps else not_kept))
    ask(move)
