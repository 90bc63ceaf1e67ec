"""Follows what somebody wrote through one turn: it must be kept, held or taken for something; a cry for help must be
heard.

It compares what stood before the turn with what stands after it and with what the turn ordered. It knows what words may
be taken for, and nothing of how the core takes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import AddToAnswer, AnswerPart, ContinueAnswer, Erase, KeepAnswer, ReplaceWords
from bot.dialogue.heard import changes_nothing
from bot.dialogue.inputs import AnswerEdited, TextReceived, VoiceReceived, text_of
from bot.dialogue.matching import by_label, choice_for, names_a_button, options_for, rating
from bot.dialogue.model import DialogueKind, ManyAsk, Reading, ScaleAsk, State, TextAsk
from bot.dialogue.phrases import PhraseKey
from bot.dialogue.reserved import CRISIS
from bot.dialogue.session import Frame, Held, Session
from bot.dialogue.values import Said, words_in
from bot.listening.crisis import sounds_like_crisis
from bot.listening.hearing import hear
from bot.workbench.transcripts.playing import Taken

# Stand below what is held for somebody's return.
_RECAP: tuple[PhraseKey, ...] = (
    "button_my_answer",
    "button_ask_again",
    "button_not_today",
)


@dataclass(frozen=True, kw_only=True)
class _Place:
    """The question that stood."""

    frame: Frame
    state: State
    keeps: bool  # whether what is written there is a reflection

    def __str__(self) -> str:
        return f"{self.frame.dialogue}.{self.frame.state}"


def lost_in(taken: Taken, dialogues: Dialogues) -> Iterator[str]:
    """Yield a sentence for each thing that was written in this turn and came to nothing."""
    spoken = dialogues.speaking(taken.before.profile.language)
    place = _place(taken.before, spoken)
    where = str(place or "rest")
    if taken.received and changes_nothing(taken.before, taken.received):  # it was answered when it was written
        return
    if taken.received and sounds_like_crisis(text_of(taken.received), spoken.cues):
        top = taken.turn.session.top
        if top is None or top.dialogue != CRISIS:
            yield f"A cry for help at {where} was not heard."
    if isinstance(taken.received, AnswerEdited):
        yield from _unedited(taken.received, taken)
    if any(isinstance(effect, Erase) for effect in taken.turn.effects):
        return
    kept = _kept_by(taken)
    if any(part not in kept and not _is_taken(part, taken, place, spoken) for part in _parts_of(taken)):
        yield f"What was written at {where} is neither kept nor held."
    yield from _lost_of_held(taken, place, spoken, {part.message_id for part in kept})


def _unedited(received: AnswerEdited, taken: Taken) -> Iterator[str]:
    edit = received.message_id, received.text or None
    ordered = any(
        isinstance(effect, ReplaceWords) and (effect.message_id, effect.words) == edit for effect in taken.turn.effects
    )
    after = taken.turn.session
    parts = (*after.held, *(part for said in said_in(after) for part in said.parts))
    if not ordered or any(p.message_id == received.message_id and p.words != edit[1] for p in parts):
        yield "A message was edited, and its old words stand."


def said_in(session: Session) -> Iterator[Said]:
    """Yield every answer in words that the session holds."""
    stacks = (session.stack, *session.aside)
    told = [session.remembered, *(frame.values for stack in stacks for frame in stack)]
    return (value for values in told for value in values.values() if isinstance(value, Said))


def _lost_of_held(taken: Taken, place: _Place | None, spoken: Dialogues, kept: set[int]) -> Iterator[str]:
    """Yield held words that are lost: neither held on, nor kept at their question, nor taken as the answer."""
    held, after = taken.before.held, taken.turn.session
    if not (held and place and place.keeps):
        return
    if any(part.message_id not in kept for part in held):
        with_more = (*held, *_parts_of(taken)) if taken.before.held_for is Held.PASTE else held
        if not _is_read(with_more, place, spoken):
            yield f"What was held at {place} is neither kept nor held on."
    elif after.held[: len(held)] and _stands(after) != _stands(taken.before):
        yield f"What was held at {place} is still held behind it."


def _stands(session: Session) -> object:
    return [(frame.dialogue, frame.state, frame.run) for frame in session.stack]


def _parts_of(taken: Taken) -> tuple[AnswerPart, ...]:
    match taken.received:
        case TextReceived(text=text, message_id=id):
            return (AnswerPart(message_id=id, words=text),)
        case VoiceReceived(file_id=file_id, message_id=id, caption=caption):
            return (AnswerPart(message_id=id, words=caption, voice=file_id),)
        case _:
            return ()


def _kept_by(taken: Taken) -> tuple[AnswerPart, ...]:
    """Return what the turn orders to be kept, and what is held after it."""
    parts = list(taken.turn.session.held)
    for effect in taken.turn.effects:
        match effect:
            case KeepAnswer(parts=answer):
                parts += answer
            case AddToAnswer(part=part) | ContinueAnswer(part=part):
                parts.append(part)
    return tuple(parts)


def _is_taken(part: AnswerPart, taken: Taken, place: _Place | None, spoken: Dialogues) -> bool:
    """Return whether the words are no reflection, so that they need not be kept."""
    before, text = taken.before, part.words or ""
    if place and place.keeps and sounds_like_crisis(text, spoken.cues):
        return not _asks_to_keep(place.state)
    is_command = isinstance(taken.received, TextReceived) and hear(text, spoken.cues).command is not None
    if is_command and before.held_for is not Held.PASTE and not (place and names_a_button(text, place.state)):
        return True
    if getattr(taken.received, "early", False) and (before.held or before.joins is not None):
        return False  # it goes where the message before it went
    if not (place and place.keeps):
        return True
    if before.held_for is Held.RETURN:
        return by_label(text, [(name, spoken.label(name)) for name in _RECAP]) is not None
    return _is_read((*before.held, part), place, spoken)


def _is_read(parts: tuple[AnswerPart, ...], place: _Place, spoken: Dialogues) -> bool:
    """Return whether words at a question are a label, a number or a refusal: an answer in another form."""
    text, state = words_in(parts), place.state
    heard = hear(text, spoken.cues)
    if choice_for(text, state.choices):
        return True
    match state.wait:
        case TextAsk(reading=Reading.WORDS):
            leaves = (heard.closes and place.frame.answer is not None) or (heard.refuses and state.skippable)
            return not _asks_to_keep(state) or (leaves and not any(part.voice for part in parts))
        case TextAsk():
            return True
        case ScaleAsk() as scale if rating(text, scale) is not None:
            return True
        case ManyAsk(options=options) if options_for(text, options):
            return True
        case _:
            return heard.refuses or heard.closes or heard.nods


def _asks_to_keep(state: State) -> bool:
    """Return whether the state keeps its answers. Words at a question that keeps none are not kept."""
    return not isinstance(state.wait, TextAsk) or state.keep is not None


def _place(session: Session, spoken: Dialogues) -> _Place | None:
    """Return the question that stands; None at rest, and where the place itself is gone."""
    top = session.top
    dialogue = spoken.pinned_to(top.dialogue, top.version) if top else None
    if top is None or dialogue is None or top.state not in dialogue.states:
        return None
    keeps = dialogue.kind is DialogueKind.EXERCISE and session.profile.consented
    return _Place(frame=top, state=dialogue.states[top.state], keeps=keeps)
