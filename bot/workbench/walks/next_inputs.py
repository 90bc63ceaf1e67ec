"""Finds everything that leads on from where somebody is: each button, an answer for each branch, the end of a silence.

Answers are chosen by what the dialogue's own branches ask about, so that each branch is taken by some. Knows nothing of
where they lead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.dialogue.buttons import Act, button
from bot.dialogue.conditions import facts
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.inputs import ChoicePressed, CommandReceived, Input, TextReceived, TimeCame, Timer
from bot.dialogue.matching import label_of
from bot.dialogue.model import (
    Breath,
    Condition,
    Dialogue,
    ManyAsk,
    Pause,
    Reading,
    ScaleAsk,
    State,
    StateId,
    TextAsk,
)
from bot.dialogue.session import Session
from bot.dialogue.values import Number
from bot.workbench.transcripts.transcript import Happening, Taps, Types, Waits

_WORDS = "We sat by the river until it was dark, and nobody said very much at all."
_READ = {Reading.WORDS: _WORDS, Reading.NAME: "Ana", Reading.HOUR: "7:45", Reading.PLACE: "Berlin"}


@dataclass(frozen=True, kw_only=True)
class PossibleInput:
    """One thing that can be done, as a transcript tells it and as the core receives it."""

    what: Happening
    received: Input
    takes: timedelta = timedelta()


InputPath = tuple[PossibleInput, ...]


def ways_on(dialogues: Dialogues, session: Session) -> Iterator[InputPath]:
    """Yield what a person can do next. `session` must be in a state that waits."""
    top = session.stack[-1]
    dialogue = dialogues.pinned[top.dialogue, top.version]
    state = dialogue.states[top.state]
    yield from _answers(dialogues, dialogue, state, session)
    for choice in state.choices:
        if not choice.count:
            yield (_tap(session, label_of(choice.label), Act.CHOOSE, choice.key),)
    yield (_command("skip"),)


def conditions(dialogue: Dialogue) -> Iterator[Condition]:
    """Yield all conditions of the dialogue's branches."""
    for state in dialogue.states.values():
        yield from conditions_of(state)


def conditions_of(state: State) -> Iterator[Condition]:
    for ways in (state.next, *(choice.next for choice in state.choices)):
        yield from (way.when for way in ways if way.when)


def state_of(dialogues: Dialogues, session: Session) -> State:
    top = session.stack[-1]
    return dialogues.pinned[top.dialogue, top.version].states[StateId(top.state)]


def _answers(dialogues: Dialogues, dialogue: Dialogue, state: State, session: Session) -> Iterator[InputPath]:
    asked = list(_asked_of(state.keep, dialogue, session)) if state.keep else []
    match state.wait:
        case TextAsk(reading=Reading.PHRASE, phrase=phrase):
            yield (_typed(session, phrase or ""),)
        case TextAsk(reading=reading):
            words = [_READ[reading], *(str(value) for value in asked)]
            yield from ((_typed(session, said),) for said in dict.fromkeys(words))
        case ScaleAsk(low=low, high=high):
            near = [number + by for number in asked if isinstance(number, int) for by in (-1, 0, 1)]
            for number in dict.fromkeys([low, high, *(n for n in near if low <= n <= high)]):
                yield (_tap(session, str(number), Act.RATE, str(number)),)
        case ManyAsk() as wait:
            yield from _ticked(dialogues, wait, asked, session)
        case Pause(lasts=lasts):
            yield from _counted(state, asked, session, _time(session, Timer.PAUSE, lasts))
        case Breath(minutes=minutes):
            over = _time(session, Timer.PHASE, timedelta(minutes=minutes + 1), late=True)
            yield from _counted(state, asked, session, over)


def _asked_of(name: str, dialogue: Dialogue, session: Session) -> Iterator[int | str]:
    """Yield what the branches compare an answer with. Another kept number counts if it is told already."""
    values = facts(session)
    for condition in conditions(dialogue):
        if condition.name == name and condition.value is not None:
            yield condition.value
        elif condition.other and name in condition.names:
            first, second = values.get(condition.name), values.get(condition.other)
            if name == condition.name and isinstance(second, Number):
                yield second.value + condition.plus
            if name == condition.other and isinstance(first, Number):
                yield first.value - condition.plus


def _counted(state: State, asked: list[int | str], session: Session, over: PossibleInput) -> Iterator[InputPath]:
    """Yield ways through a silence, to its end or a button that ends it.

    In each there are as many taps as some branch asks about.
    """
    counting = next((choice for choice in state.choices if choice.count), None)
    others = [choice for choice in state.choices if not choice.count]
    ends = (over, *(_tap(session, label_of(choice.label), Act.CHOOSE, choice.key) for choice in others))
    yield (over,)
    for number in dict.fromkeys(number + by for number in asked if isinstance(number, int) for by in (-1, 0, 1)):
        if counting and number > 0:
            label = label_of(counting.label)
            labels = (label, *(f"{label} · {before}" for before in range(1, number)))
            taps = tuple(_tap(session, shown, Act.CHOOSE, counting.key) for shown in labels)
            yield from ((*taps, end) for end in ends)


def _ticked(dialogues: Dialogues, wait: ManyAsk, asked: list[int | str], session: Session) -> Iterator[InputPath]:
    labels = {option.key: label_of(option.label) for option in wait.options}
    done = _tap(session, dialogues.label("button_done"), Act.DONE, "")
    for keys in dict.fromkeys([*(str(value) for value in asked), " ".join(list(labels)[:2]), ""]):
        ticks = (_tap(session, labels[key], Act.TICK, key) for key in keys.split() if key in labels)
        yield (*ticks, done)


def _tap(session: Session, label: str, act: Act, argument: str) -> PossibleInput:
    data = button(session, "", act, argument).data
    return PossibleInput(what=Taps(label=label), received=ChoicePressed(data=data, press_id="tap"))


def _typed(session: Session, words: str) -> PossibleInput:
    received = TextReceived(text=words, message_id=session.last_message + 1)
    return PossibleInput(what=Types(words=words), received=received)


def _command(name: str) -> PossibleInput:
    return PossibleInput(what=Types(words=f"/{name}"), received=CommandReceived(name=name))


def _time(session: Session, timer: Timer, lasts: timedelta, *, late: bool = False) -> PossibleInput:
    received = TimeCame(timer=timer, token=str(session.turn))
    return PossibleInput(what=Waits(lasts=lasts, off=late), received=received, takes=lasts)
