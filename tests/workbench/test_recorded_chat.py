"""Whatever goes on in a chat with the bot, its recording plays back just so, and is of what was said in the chat."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.engine import Turn, advance
from bot.dialogue.inputs import AnswerEdited, ChoicePressed, CommandReceived, Input, TextReceived, TimeCame, Timer
from bot.dialogue.model import DialogueId
from bot.dialogue.session import Planned, Profile, Session
from bot.dialogue.words import Literal, Words
from bot.workbench.transcripts.chat_world import World
from bot.workbench.transcripts.playing import Play, play_of
from bot.workbench.transcripts.recorded_chat import (
    CHANGED,
    CLOCK_BACK,
    PARTED,
    CannotRecordError,
    Recorded,
    RecordedChat,
    played_back,
)
from bot.workbench.transcripts.recording import Recording, Start
from bot.workbench.transcripts.transcript import Edits, Happening, Sends, Taps, Types, Waits
from bot.workbench.walks.random_inputs import chosen
from bot.workbench.walks.starting_points import session_of
from tests.shipped import shipped

BEGINS = datetime(2026, 3, 2, 9, 0, 7, 400_000, tzinfo=UTC)
TICK = timedelta(milliseconds=230)  # what is due is seen to so much later
ALEX = Start(begins=BEGINS, profile=Profile(consented=True, zone="Europe/Berlin", prompt_time="08:00"))


@dataclass(kw_only=True)
class Chat(Play):
    """The chat of a person who was here before: with ids, turns and chance of its own. Each turn of it is recorded."""

    recorded: list[RecordedChat] = field(default_factory=list)

    def _wait_until(self, then: datetime, *, off: bool = False) -> None:
        if off:
            self.now = then
        while due := self._due_by(then):
            self.now = max(self.now, due.at + TICK)
            del self.world.due[due.timer]
            self._advance(TimeCame(timer=due.timer, token=due.token))
        self.now = max(self.now, then)

    def _advance(self, received: Input) -> None:
        seed = 7 * len(self.taken) + 3
        self._take(received, advance(self.dialogues, self.session, received, self.now, seed))

    def _take(self, received: Input | None, turn: Turn) -> None:
        before = self.session
        super()._take(received, turn)
        assert received is not None
        for chat in self.recorded:
            chat.takes(before, received, turn, self.dialogues, self.now)


def chat_of(start: Start = ALEX, *, dialogues: Dialogues | None = None) -> Chat:
    dialogues = dialogues or shipped()
    session = replace(session_of(start, dialogues), turn=57, answers=12, runs=4, last_message=9000)
    due = play_of(Recording(start, dialogues).transcript(""), dialogues).world.due
    world = World(dialogues=dialogues, due=dict(due))
    chat = Chat(dialogues=dialogues, session=session, now=start.begins, world=world, messages=9000)
    chat.recorded.append(RecordedChat(session, dialogues, start.begins))
    return chat


def after(chat: Chat, *whats: Happening) -> Recorded:
    for what in whats:
        chat.happen(what)
    return played_back(chat.recorded[0], "What this shows", chat.dialogues)


def lines(recorded: Recorded) -> list[str]:
    return [line.removeprefix("  - ") for line in recorded.text.splitlines()]


@settings(max_examples=40)
@given(dialogue=st.sampled_from(["shame", "peaceful_place", "breathe", "onboarding", "settings"]), seed=st.integers())
@example(dialogue="shame", seed=50980)  # a breath that began when the play was behind
def test_a_recording_of_any_chat_is_green(dialogue: str, seed: int) -> None:
    chance = Random(seed)
    chat = chat_of(Start(begins=BEGINS, profile=Profile()) if dialogue == "onboarding" else ALEX)
    chat.happen(Types(words="/start" if dialogue == "onboarding" else f"/start {dialogue}"))
    for _ in range(25):
        for what in chosen(chance, chat):
            if chat.can_happen(what):
                chat.happen(what)
                chat.happen(Waits(lasts=timedelta(milliseconds=chance.randint(0, 90_000))))

    recorded = after(chat)

    assert recorded.failure is None, f"{recorded.failure}\n{recorded.text}"
    assert PARTED not in recorded.remarks, recorded.text


def test_it_reads_as_a_coach_would_write_it() -> None:
    recorded = after(
        chat_of(),
        Types(words="/home"),
        Waits(lasts=timedelta(seconds=9)),
        Taps(label="Not now"),
    )

    assert recorded.failure is None
    assert recorded.remarks == ()
    assert recorded.text == (
        "# yaml-language-server: $schema=../../schema/transcript.json\n"
        "title: What this shows\n"
        'begins: "2026-03-02 10:00:07"\n'
        'profile: {zone: Europe/Berlin, prompt_time: "08:00"}\n'
        "turns:\n"
        "  - person: /home\n"
        "  - bot: |-\n"
        "      You have not built a home base yet. It takes about six minutes.\n"
        "\n"
        "      Would you like to build it now?\n"
        '  - buttons: ["Yes", Not now]\n'
        "  - tap: Not now\n"
        "  - bot: /home is there at any time.\n"
        "  - state: at rest\n"
    )


def test_whole_minutes_between_two_turns_are_told_and_seconds_only_where_they_count() -> None:
    recorded = after(
        chat_of(),
        Types(words="/home"),
        Waits(lasts=timedelta(minutes=2)),
        Taps(label="Not now"),
    )

    assert "wait: 2m" in lines(recorded)


def test_a_breath_is_one_wait_although_the_bot_saw_to_each_phase() -> None:
    chat = chat_of()
    recorded = after(
        chat, Types(words="/breathe"), Taps(label="Longer out: 4 in, 6 out"), Waits(lasts=timedelta(minutes=3))
    )

    assert recorded.failure is None
    assert recorded.remarks == ()
    assert sum(line.startswith("wait:") for line in lines(recorded)) == 1


def test_a_clock_that_was_moved_on_is_told_as_a_bot_that_was_off() -> None:
    chat = chat_of()
    recorded = after(
        chat,
        Types(words="/start shame"),
        Taps(label="Yes, I am ready"),
        Taps(label="3"),
        Waits(lasts=timedelta(hours=1), off=True),
    )

    assert recorded.failure is None
    assert recorded.remarks == ()
    assert "off: 1h" in lines(recorded)


def test_a_clock_that_was_set_back_is_remarked() -> None:
    chat = chat_of()
    chat.happen(Types(words="/home"))
    chat.now -= timedelta(minutes=30)

    recorded = after(chat, Taps(label="Not now"))

    assert CLOCK_BACK in recorded.remarks
    assert recorded.failure is None


def test_edits_and_taps_that_came_late_are_told() -> None:
    chat = chat_of()
    recorded = after(
        chat,
        Types(words="/start shame"),
        Taps(label="Yes, I am ready"),
        Taps(label="3"),
        Taps(label="3", gone=True),
        Types(words="Being laughed at by all of them, and nobody stops"),
        Edits(was="Being laughed at by all of them, and nobody stops", to="Being seen"),
        Sends(kind="voice", words="of an evening"),
    )

    assert recorded.failure is None
    assert recorded.remarks == ()
    assert 'tap_gone: "3"' in lines(recorded)
    assert 'edit: {was: "Being laughed at by all of them, and nobody stops", to: Being seen}' in lines(recorded)
    assert "voice: A voice note" in lines(recorded)


def test_what_is_older_than_the_recording_is_left_out_and_remarked() -> None:
    chat = chat_of()
    old = f"{chat.session.key}:3:.ready"

    for received in (
        ChoicePressed(data=old, press_id="1"),
        ChoicePressed(data="forged", press_id="2"),
        AnswerEdited(text="other words", message_id=17),
        TextReceived(text="/ and no command", message_id=9001),
    ):
        chat._advance(received)
    recorded = after(chat)

    assert recorded.remarks[:3] == (
        "A tap on an older button is left out: a transcript cannot tell it.",
        "An edit of an older message is left out: a transcript cannot tell it.",
        "A message that begins with a slash and is no command is left out: a transcript cannot tell it.",
    )
    assert recorded.failure is None


def test_an_edit_to_blanks_is_left_out_and_remarked() -> None:
    chat = chat_of()
    chat.happen(Types(words="Hello"))

    recorded = after(chat, Edits(was="Hello", to="  "))

    assert "A message of blanks is left out: a transcript cannot tell it." in recorded.remarks
    assert not any(line.startswith("edit:") for line in lines(recorded))


def test_a_chat_that_goes_another_way_than_its_recording_is_remarked() -> None:
    chat = chat_of()
    chat.happen(Types(words="/home"))
    chat.session = replace(chat.session, stack=())

    recorded = after(chat, Types(words="Hello"))

    assert recorded.remarks == (PARTED,)


def test_dialogues_that_changed_meanwhile_are_used_and_remarked() -> None:
    chat = chat_of()
    chat.happen(Types(words="/home"))
    home = shipped().live[DialogueId("home")]
    state = next(state for state in home.states.values() if state.say and "is there at any time" in str(state.say))
    other = replace(state, say=Words(lines=((Literal(text="Another time, then."),),)))
    changed = replace(home, states={**home.states, state.id: other})
    chat.dialogues = chat.world.dialogues = replace(
        shipped(),
        live={**shipped().live, home.id: changed},
        pinned={**shipped().pinned, (home.id, home.version): changed},
    )

    recorded = after(chat, Taps(label="Not now"))

    assert recorded.remarks == (CHANGED,)
    assert "bot: Another time, then." in lines(recorded)
    assert recorded.failure is None


def test_words_that_were_edited_since_make_it_red_and_say_where() -> None:
    chat = chat_of()
    after(chat, Types(words="/home"))
    words = Words(lines=((Literal(text="Another question"),),))
    other = replace(shipped(), phrases={**shipped().phrases, "unknown_command": words})
    after(chat, Types(words="/no_such_command"))

    failure = played_back(chat.recorded[0], "Help", other).failure

    assert failure
    assert failure.startswith("recorded.yaml:13:5: The bot says something else.")


def test_what_comes_although_the_transcript_knows_of_nothing_is_remarked() -> None:
    chat = chat_of()
    chat.happen(Types(words="/home"))

    chat._advance(TimeCame(timer=Timer.VISIT, token=""))

    assert chat.recorded[0].remarks == ["Something came at its time that the transcript knows nothing of (visit)."]


def test_a_play_that_fails_ends_the_recording_and_not_the_chat() -> None:
    chat = chat_of()
    chat.happen(Types(words="/help"))
    recording = chat.recorded[0]
    broken = replace(shipped(), phrases={})
    command = CommandReceived(name="no_such_command", message_id=9100)

    recording.takes(chat.session, command, advance(shipped(), chat.session, command, BEGINS, 0), broken, BEGINS)

    assert "The program itself fails here: KeyError." in recording.remarks
    assert played_back(recording, "Until then", shipped()).text.splitlines()[1] == "title: Until then"


def test_whoever_is_in_the_middle_is_asked_to_come_to_an_end_first() -> None:
    chat = chat_of()
    chat.happen(Types(words="/start shame"))

    with pytest.raises(CannotRecordError, match=r"in the middle of “Meeting shame with kindness”.*/stop"):
        RecordedChat(chat.session, shipped(), BEGINS)


def test_what_no_transcript_begins_with_is_refused() -> None:
    chat = chat_of()
    for what in (Types(words="/start shame"), Types(words="/pause")):
        chat.happen(what)
    at_rest = session_of(ALEX, shipped())
    visit = Planned(dialogue=DialogueId("attunement_after"), on="2026-03-03")

    for session, why in (
        (replace(chat.session, stack=()), "set aside"),
        (replace(at_rest, sealed=1), "put away"),
        (replace(at_rest, visits=(visit,)), "visit is planned"),
    ):
        with pytest.raises(CannotRecordError, match=why):
            RecordedChat(session, shipped(), BEGINS)


def test_a_turn_that_the_beginning_has_seen_is_not_told_again() -> None:
    session = Session(key="k")
    command = CommandReceived(name="help", message_id=1)
    turn = advance(shipped(), session, command, BEGINS, 0)
    turn = replace(turn, session=replace(turn.session, stack=()))
    chat = RecordedChat(turn.session, shipped(), BEGINS)

    chat.takes(session, command, turn, shipped(), BEGINS)

    assert chat.turns == 0


def test_whoever_is_new_has_agreed_to_nothing_yet() -> None:
    chat = RecordedChat(None, shipped(), BEGINS)
    session = Session(key="k")
    command = CommandReceived(name="start", message_id=1)

    chat.takes(session, command, advance(shipped(), session, command, BEGINS, 0), shipped(), BEGINS)
    recorded = played_back(chat, "The welcome", shipped())

    assert recorded.failure is None
    assert 'profile: {consented: "no"}' in lines(recorded)
    assert lines(recorded)[-1].startswith("state: onboarding.")
