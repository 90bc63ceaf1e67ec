"""Keeps a person's answers: begins one, adds to it, and replaces the words of an edited message. Never moves on.

Each is kept twice, in the journal and as a value for branches and words, and both change together. But a value holds
only the first MOST_PARTS messages, since a session is written at every turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.dialogue.asking import question_of
from bot.dialogue.effects import AddToAnswer, AnswerPart, ContinueAnswer, KeepAnswer, ReplaceWords
from bot.dialogue.given_answers import note_given, take_back
from bot.dialogue.model import DialogueKind
from bot.dialogue.move import Move
from bot.dialogue.session import Frame, Held
from bot.dialogue.session_changes import changed
from bot.dialogue.transitions import keep_value
from bot.dialogue.values import Number, Said, Value
from bot.dialogue.words import utf16_length

MOST_PARTS = 40
MOST_HELD = 10  # messages
LONGEST_ANSWER = 100_000  # as `size_of` measures: some 25 messages as long as Telegram takes them
_A_MESSAGE = 50


def journals(move: Move) -> bool:
    """Return whether answers at the top state go into the journal: only in an exercise, and only after consent."""
    return move.dialogue.kind is DialogueKind.EXERCISE and move.session.profile.consented


def keep_words(move: Move, parts: tuple[AnswerPart, ...]) -> None:
    """Keep words as the answer to the question that stands. After a probe they go on with the answer that was begun."""
    begun = move.frame.answer
    if not move.state.keep or not journals(move):
        keep_value(move, move.state.keep, Said(parts=parts))
    elif begun is None:
        take_back(move)
        keep_beside(move, parts)
        move.change_top(answer=move.session.answers)
        note_given(move, move.session.answers)
        keep_value(move, move.state.keep, Said(parts=parts, answer=move.session.answers))
    else:
        if move.session.joins != begun:
            value = move.frame.values.get(move.state.keep)
            begun_with = value.parts if isinstance(value, Said) else ()
            move.change(joins=begun, joined=size_of(begun_with), goes_on=False)
        for part in parts:
            join(move, part)


def keep_beside(move: Move, parts: tuple[AnswerPart, ...], question: str | None = None) -> None:
    """Begin an answer in the journal that is no value, such as words that were written where a tap was due.

    `question` is the heading of words that answer no question.
    """
    frame = move.frame
    write_down(move, frame, question or question_of(move, move.state), parts)
    here = (*frame.numbers.get(frame.state, ()), move.session.answers)
    move.change_top(numbers={**frame.numbers, frame.state: here})
    move.change(joins=move.session.answers, joined=size_of(parts), goes_on=False)


def write_down(move: Move, frame: Frame, question: str, parts: tuple[AnswerPart, ...]) -> None:
    """Begin an answer in the journal, under the person's next number."""
    move.change(answers=move.session.answers + 1)
    move.order(
        KeepAnswer(
            number=move.session.answers,
            dialogue=frame.dialogue,
            run=frame.run,
            state=frame.state,
            question=question,
            parts=parts,
        )
    )


def keep_choice(move: Move, value: Value, label: str, typed: tuple[AnswerPart, ...]) -> None:
    """Keep a tapped choice, and write it into the journal if the state keeps its answer.

    A tap is no message: it cannot be edited, and nothing joins it. A choice that was `typed` can be edited and joined.
    """
    move.change(joins=None)
    keep_value(move, move.state.keep, value)
    if move.state.keep:
        take_back(move)
    if move.state.keep and label and journals(move):
        keep_beside(move, (AnswerPart(message_id=typed[0].message_id if typed else 0, words=label),))
        note_given(move, move.session.answers)
        move.change(joins=move.session.joins if typed else None)


def keep_count(move: Move) -> bool:
    """Keep how often a counting button was tapped, as the answer. Return False if the state counts nothing."""
    if not move.state.counts:
        return False
    keep_choice(move, Number(value=move.frame.taps), str(move.frame.taps), ())
    return True


def release(move: Move) -> tuple[AnswerPart, ...]:
    """Return the held words, and hold them no longer."""
    held = move.session.held
    move.change(held=(), held_for=None)
    return held


def keep_held(move: Move, *parts: AnswerPart) -> None:
    """Keep the held words, and `parts` after them, at the question that stands. The question stays."""
    on_return = move.session.held_for is Held.RETURN
    parts = (*release(move), *parts)
    if not parts or not move.session.stack or not journals(move):
        return
    if on_return:
        keep_beside(move, parts, move.dialogues.phrase("written_on_return").text)
    elif move.state.wants_words:
        keep_words(move, parts)
    else:
        keep_beside(move, parts)


def join(move: Move, part: AnswerPart) -> None:
    """Add a message to the held words, or else to the answer that was given last."""
    number = move.session.joins
    if move.session.held:
        hold(move, part)
    elif number is not None:
        _add(move, number, part)


def hold(move: Move, part: AnswerPart) -> None:
    """Hold one more message. The session holds it, so what is more than a few messages is kept before."""
    held_for = move.session.held_for
    if len(move.session.held) >= MOST_HELD:
        keep_held(move)
    move.change(held=(*move.session.held, part), held_for=held_for)


def size_of(parts: Iterable[AnswerPart]) -> int:
    """Return how long the messages are, in UTF-16 units. Each counts for some more than its words."""
    return sum(_A_MESSAGE + utf16_length(part.words or "") for part in parts)


def _add(move: Move, number: int, part: AnswerPart) -> None:
    """Add a message to the answer in the journal, and to the value as long as that holds few messages."""
    joined = move.session.joined + size_of((part,))
    if joined > LONGEST_ANSWER:
        _go_on(move, number, part)
        return
    move.change(joined=joined)
    move.order(AddToAnswer(number=number, part=part))

    def longer(said: Said) -> Said:
        is_it = said.answer == number and len(said.parts) < MOST_PARTS
        return replace(said, parts=(*said.parts, part)) if is_it else said

    _rewrite(move, longer)


def _go_on(move: Move, full: int, part: AnswerPart) -> None:
    """Begin a further answer for what is written to an answer that is full. The person is told once."""
    number = move.session.answers + 1
    move.order(ContinueAnswer(number=number, of=full, part=part))

    def noted(frame: Frame) -> Frame:
        numbers = {state: (*kept, number) if full in kept else kept for state, kept in frame.numbers.items()}
        return changed(frame, numbers=numbers)

    _change_frames(move, noted)
    if not move.session.goes_on:
        move.say("goes_on")
    move.change(answers=number, joins=number, joined=size_of((part,)), goes_on=True)


def replace_words(move: Move, message_id: int, words: str) -> None:
    """Replace the words of an edited message wherever they are kept. Nothing else follows from an edit."""

    def edited(parts: tuple[AnswerPart, ...]) -> tuple[AnswerPart, ...]:
        return tuple(replace(part, words=words or None) if part.message_id == message_id else part for part in parts)

    done = move.dialogues.phrase("edited")
    is_held = any(part.message_id == message_id for part in move.session.held)  # of which the journal knows nothing yet
    none = done if is_held else move.dialogues.phrase("nothing_to_edit")
    move.order(ReplaceWords(message_id=message_id, words=words or None, done=done, none=none))
    move.change(held=edited(move.session.held))
    _rewrite(move, lambda said: replace(said, parts=edited(said.parts)))


def _rewrite(move: Move, new: Callable[[Said], Said]) -> None:
    def values(old: Mapping[str, Value]) -> dict[str, Value]:
        return {name: new(value) if isinstance(value, Said) else value for name, value in old.items()}

    def frame(old: Frame) -> Frame:
        return changed(old, values=values(old.values))

    _change_frames(move, frame)
    move.change(remembered=values(move.session.remembered))


def _change_frames(move: Move, new: Callable[[Frame], Frame]) -> None:
    session = move.session
    move.change(
        stack=tuple(map(new, session.stack)),
        aside=tuple(tuple(map(new, stack)) for stack in session.aside),
    )
