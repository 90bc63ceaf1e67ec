"""The dialogues that are shipped, loaded once, and a session at every place of them where somebody can be.

The places are walked to with the engine, as people would come to them; none is made by hand.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from bot.authoring.load import load_dialogues
from bot.dialogue.buttons import Act, button
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import Part
from bot.dialogue.engine import advance, open_at
from bot.dialogue.inputs import ChoicePressed, CommandReceived, Input, TextReceived, TimeCame, Timer
from bot.dialogue.model import Breath, DialogueId, ManyAsk, Pause, Reading, ScaleAsk, State, StateId, TextAsk
from bot.dialogue.reserved import ONBOARDING
from bot.dialogue.session import Profile, Session
from bot.dialogue.values import Said
from bot.practice.places import TABLE, Places

FOLDER = Path(__file__).parent.parent / "dialogues"
NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
KEY = "k3y"

Place = tuple[DialogueId, StateId]


@cache
def shipped() -> Dialogues:
    return load_dialogues(FOLDER, Places.load(TABLE)).dialogues


@cache
def everywhere() -> Mapping[Place, Session]:
    """For each state that waits, the session of somebody who has come to it."""
    found: dict[Place, Session] = {}
    walked = set()
    ahead = deque(_beginnings())
    while ahead:
        session = ahead.popleft()
        if session.stack and _whereabouts(session) not in walked:
            walked.add(_whereabouts(session))
            found.setdefault(place_of(session), session)
            ahead.extend(advance(shipped(), session, way, _later(session), 0).session for way in ways_on(session))
    return found


def places() -> list[Place]:
    return sorted(everywhere())


def place_of(session: Session) -> Place:
    return session.stack[-1].dialogue, session.stack[-1].state


def state_of(session: Session) -> State:
    frame = session.stack[-1]
    return shipped().pinned[frame.dialogue, frame.version].states[frame.state]


def member(**profile: str) -> Session:
    """Somebody who has agreed to what is kept."""
    return Session(key=KEY, profile=Profile(consented=True, **profile))


def _whereabouts(session: Session) -> Hashable:
    """Where a way leads depends on what is beneath, and on whether there is a home base."""
    return tuple((frame.dialogue, frame.state) for frame in session.stack), "home_place" in session.remembered


def _beginnings() -> Iterator[Session]:
    home_base = Said(parts=(Part(message_id=1, words="a meadow"),))
    beginners = (
        member(),
        member(zone="Europe/Berlin", prompt_time="08:00"),
        member(zone="Europe/Berlin", prompt_time="08:00", prompts="paused"),
        replace(member(), remembered={"home_place": home_base}),
    )
    yield open_at(shipped(), Session(key=KEY), ONBOARDING, NOW, 0).session
    for dialogue in sorted(shipped().live.keys() - {ONBOARDING}):
        yield from (open_at(shipped(), beginner, dialogue, NOW, 0).session for beginner in beginners)


_WORDS = {
    Reading.WORDS: "We sat by the river until it was dark, and nobody said very much at all.",
    Reading.NAME: "Ana",
    Reading.HOUR: "7:45",
    Reading.PLACE: "Berlin",
}


def ways_on(session: Session) -> Iterator[Input]:
    """Everything that leads on from where somebody is."""
    state = state_of(session)
    match state.wait:
        case TextAsk(reading=reading, phrase=phrase):
            yield TextReceived(text=phrase or _WORDS[reading], message_id=session.turn * 10)
        case ScaleAsk(low=low, high=high):
            yield from (_tap(session, Act.RATE, str(number)) for number in (low, high))
        case ManyAsk():
            yield TextReceived(text="chest and throat", message_id=session.turn * 10)
        case Pause():
            yield TimeCame(timer=Timer.PAUSE, token=str(session.turn))
        case Breath():
            yield TimeCame(timer=Timer.PHASE, token=str(session.turn))
    for choice in state.choices:
        yield _tap(session, Act.CHOOSE, choice.key)
    yield CommandReceived(name="skip")


def _tap(session: Session, act: Act, argument: str) -> ChoicePressed:
    return ChoicePressed(data=button(session, "", act, argument).data, press_id="1")


def _later(session: Session) -> datetime:
    """Long enough for a pause or a breath to be over, and not so long that somebody has been away."""
    return (session.seen or NOW) + timedelta(minutes=5)
