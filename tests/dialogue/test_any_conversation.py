"""Whatever anybody does, in whatever order: nothing raises, nothing is lost, and nothing that Telegram would refuse is
ordered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.dialogue.effects import AddToAnswer, Erase, SendMessage
from bot.dialogue.inputs import (
    AnswerEdited,
    CommandReceived,
    Input,
    OtherReceived,
    TextReceived,
    Timer,
    VoiceReceived,
)
from bot.dialogue.keeping import journals
from bot.dialogue.move import Move
from bot.dialogue.session import Session
from tests.dialogue.person import Person
from tests.shipped import KEY, NOW, Place, everywhere, places, state_of, ways_on

COMMANDS = (
    *("start", "stop", "pause", "resume", "back", "skip", "again", "history", "help", "support", "forget", "breathe"),
    *("home", "exercises", "settings", "remind", "privacy", "container", "nonsense"),
)
WORDS = (
    *("yes", "no", "7", "10", "stop", "skip", "back", "that is all", "i'd rather not", "i don't know", "help me"),
    *("Ana", "Berlin", "springfield", "UTC+2", "7:30", "8", "forget me", "chest and throat", "nowhere", "Not today"),
    *("I want to die", "a long quiet evening by the sea with nobody there but my sister and me", "<b>_*[\\{name}"),
    *("x" * 4096, "\N{GRINNING FACE}" * 2048, "sea " * 1000, "\N{RIGHT-TO-LEFT OVERRIDE}abc", "\n" * 50 + "."),
)
TIMERS = (Timer.PAUSE, Timer.PHASE, Timer.PASTE, Timer.SILENCE, Timer.VISIT)
PROMPTS = (Timer.PROMPT, Timer.PROMPT_AGAIN)
SHIFTS = (0.1, 3, 60, 700, 2000, 30_000, 90_000)  # seconds: into every kind of wait, and past it


@dataclass(frozen=True)
class Press:
    """One of the buttons seen so far, counted from the newest."""

    number: int


@dataclass(frozen=True)
class Edit:
    """The last message."""

    text: str


@dataclass(frozen=True)
class Wait:
    seconds: float


@dataclass(frozen=True)
class GoOn:
    """One of the ways that lead on, counted; in a text of one's own where one is due."""

    number: int
    words: str | None = None


@dataclass(frozen=True)
class AllThatIsDue:
    pass


Happening = GoOn | Press | Edit | Wait | AllThatIsDue | Input

texts = st.sampled_from(WORDS) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1
).filter(str.strip)
commands = st.sampled_from(COMMANDS).map(lambda name: CommandReceived(name=name))
long_texts = st.sampled_from([text for text in WORDS if len(text) > 1000])
going_on = st.builds(GoOn, st.sampled_from([0, 0, 0, 1, 1, 2, 3, 4]), st.none() | long_texts | texts)
happenings: st.SearchStrategy[Happening] = st.one_of(
    *(going_on for _ in range(20)),  # else nobody would ever come far
    st.integers(0, 40).map(Press),
    st.integers(0, 8).map(Press),
    st.builds(TextReceived, text=texts, message_id=st.just(0), early=st.booleans()),
    commands,
    st.just(CommandReceived(name="start", argument="shame")),
    st.just(VoiceReceived(file_id="voice", message_id=0)),
    st.builds(OtherReceived, kind=st.just("photo"), message_id=st.just(0), caption=st.none() | texts),
    texts.map(Edit),
    st.sampled_from(SHIFTS).map(Wait),
    st.just(AllThatIsDue()),
)


class Life(Person):
    """Somebody who does what chance says."""

    def lives_through(self, happening: Happening) -> None:
        match happening:
            case GoOn(number, words):
                self._goes_on_by(number, words)
            case Wait(seconds):
                self.now += timedelta(seconds=seconds)
            case AllThatIsDue():
                self._is_told_what_is_due()
            case Press(number):
                data = self.seen[-1 - number % len(self.seen)] if self.seen else f"{KEY}:0:.x"
                self.presses(data)
            case Edit(text):
                self.does(AnswerEdited(text=text, message_id=self.messages))
            case TextReceived(text=text, early=early):
                self.writes(text, early=early)
            case received:
                self.does(received)

    def _goes_on_by(self, number: int, words: str | None) -> None:
        ways = list(ways_on(self.session)) if self.session.stack else [CommandReceived(name="exercises")]
        match ways[number % len(ways)]:
            case TextReceived() if words:
                self.writes(words)
            case TextReceived(text=text):
                self.writes(text)
            case way:
                self.does(way)

    def _is_told_what_is_due(self) -> None:
        for timer in TIMERS:
            self.time_comes(timer)
        for timer in PROMPTS:
            self.time_comes(timer, self.now.date().isoformat())

    def was_heard(self, before: Session) -> bool:
        """Answered, be it by whoever erases; or kept without a word, since it joins an answer or more may follow."""
        joined = bool(self.ordered(AddToAnswer)) or len(self.session.held) > len(before.held)
        return bool(self.ordered(SendMessage)) or bool(self.ordered(Erase)) or joined

    def journals(self) -> bool:
        """Whether what is written now is a reflection."""
        move = Move(dialogues=self.dialogues, session=self.session, now=self.now, seed=0)
        return bool(self.session.stack) and journals(move)

    def has_kept(self, words: str) -> bool:
        held = [part.words or "" for part in (*self.session.held, *self.taken_back)]
        return any(words in kept for kept in (*self.kept.values(), *held))


def somebody(place: Place | None, seed: int) -> Life:
    """Who has come to a place; None: who was never here."""
    session = everywhere()[place] if place else Session(key=KEY)
    return Life(session=session, now=session.seen or NOW, seed=seed)


FORGETS = (CommandReceived(name="forget"), TextReceived(text="forget me", message_id=0))


@given(st.none() | st.sampled_from(places()), st.lists(happenings, min_size=10, max_size=25), st.integers(0, 2**32))
@settings(max_examples=150)
@example(places()[0], [*FORGETS], 0)
def test_whatever_anybody_does_is_heard_and_leaves_them_where_they_can_go_on(
    place: Place | None, life_so_far: list[Happening], seed: int
) -> None:
    life = somebody(place, seed)
    for happening in life_so_far:
        before = life.session
        life.lives_through(happening)
        if isinstance(happening, TextReceived | VoiceReceived):
            assert life.was_heard(before)
        if life.session.stack:
            assert state_of(life.session).waits


@given(
    st.sampled_from([place for place in places() if place[0] in ("shame", "peaceful_place")]),
    st.lists(
        st.none() | happenings.filter(lambda happening: not isinstance(happening, Edit)), min_size=10, max_size=25
    ),
    st.integers(0, 2**32),
)
@settings(max_examples=150)
def test_no_reflection_is_ever_lost(place: Place, life_so_far: list[Happening | None], seed: int) -> None:
    life = somebody(place, seed)
    reflections: list[str] = []
    for number, happening in enumerate(life_so_far):
        if happening is not None:
            life.lives_through(happening)
            if life.ordered(Erase):
                reflections.clear()
        elif life.journals():
            words = f"this is what I remember, {number} of many things"
            reflections.append(words)
            life.writes(words + " sea" * (950 if number % 3 == 0 else 0), early=bool(seed >> number & 1))
    lost = [words for words in reflections if not life.has_kept(words)]
    assert not lost or not life.session.profile.consented
