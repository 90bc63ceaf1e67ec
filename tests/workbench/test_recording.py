"""Whatever goes on, what was recorded of it plays back just so; and whatever a transcript holds can be written."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.model import DialogueId
from bot.dialogue.session import Profile
from bot.language.problems import TOP
from bot.workbench.transcripts.checking import play_transcript
from bot.workbench.transcripts.playing import CannotPlayError
from bot.workbench.transcripts.reading import read_transcript
from bot.workbench.transcripts.recorded_play import RecordedPlay
from bot.workbench.transcripts.recording import Recording, Start
from bot.workbench.transcripts.transcript import (
    BotRewords,
    BotSays,
    BotToasts,
    Edits,
    Expectation,
    Happening,
    HasButtons,
    KeepsAnswer,
    KeepsNothing,
    Pastes,
    ProfileHas,
    PromptBecame,
    PromptIsDue,
    Remembers,
    Rewrites,
    Sends,
    ShowsPicture,
    StandsAt,
    Step,
    Taps,
    Transcript,
    Types,
    Waits,
    WaitsUntil,
)
from bot.workbench.transcripts.writing import written
from bot.workbench.walks.random_inputs import chosen
from bot.workbench.walks.starting_points import starts_of
from tests.shipped import shipped

SHAME = DialogueId("shame")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

# Words as people and Telegram send them: no blank ends, nothing that is no character.
words = (
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
    | st.sampled_from(["- a", "a: b", "a #b", "*", "&a", "!a", "{a", "[a]", "%", "@", "`", "yes", "12:30", "~", "null"])
    | st.sampled_from(["a\n\nb", "a\n  b", "a\tb", "\N{GRINNING FACE}", "\u200fשלום\u200f", "'", '"', "\\n", "---"])
).map(lambda said: " ".join(said.split(" ")).strip()).filter(str.strip)  # fmt: skip
names = st.sampled_from(["name", "place"])
lengths = st.integers(1, 10**6).map(lambda seconds: timedelta(seconds=seconds))
steps: st.SearchStrategy[Happening | Expectation] = st.one_of(
    st.builds(Types, words=words, early=st.booleans()),
    st.builds(Pastes, words=words),
    st.builds(Taps, label=words, gone=st.booleans()),
    st.builds(Edits, was=words, to=words),
    st.builds(Sends, kind=st.just("voice"), words=words, early=st.booleans()),
    st.builds(Sends, kind=st.sampled_from(["sticker", "photo"]), words=words),
    st.builds(Waits, lasts=lengths, off=st.booleans()),
    st.builds(WaitsUntil, wall=st.times().map(lambda t: time(t.hour, t.minute))),
    st.builds(Rewrites, dialogue=st.just(SHAME)),
    st.builds(BotSays, words=words),
    st.builds(BotRewords, words=words),
    st.builds(BotToasts, words=words),
    st.builds(HasButtons, labels=st.lists(words).map(tuple)),
    st.builds(ShowsPicture, name=st.none() | words.filter(lambda said: said != "none")),
    st.builds(KeepsAnswer, words=words, question=st.none() | words),
    st.just(KeepsNothing()),
    st.sampled_from([StandsAt(state=None), StandsAt(state="fears"), StandsAt(state="fears", dialogue="shame")]),
    st.builds(PromptBecame, outcome=words),
    st.builds(PromptIsDue, at=st.none() | st.datetimes().map(lambda at: at.isoformat(" ", "minutes"))),
    st.builds(ProfileHas, fields=st.dictionaries(names, st.none() | words.filter(lambda said: said != "none"))),
    st.builds(Remembers, values=st.dictionaries(names, st.none() | words.filter(lambda said: said != "none"))),
)
transcripts = st.builds(
    Transcript,
    path=st.just("t.yaml"),
    title=words,
    begins=st.integers(0, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    profile=st.builds(
        Profile, consented=st.booleans(), name=st.none() | words, zone=st.sampled_from([None, "Europe/Berlin"])
    ),
    steps=st.lists(steps.map(lambda what: Step(mark=TOP, what=what)), max_size=5).map(tuple),
    opens=st.none() | st.just(SHAME),
    remembered=st.dictionaries(names, words),
)


def without_marks(transcript: Transcript) -> dict[str, object]:
    return {**vars(transcript), "steps": [step.what for step in transcript.steps]}


@given(transcripts)
@settings(max_examples=300)
def test_any_transcript_can_be_written_and_is_read_as_the_same(transcript: Transcript) -> None:
    read = read_transcript("t.yaml", written(transcript).encode(), shipped().live)

    assert without_marks(read) == without_marks(transcript)


@given(st.sampled_from(sorted(shipped().live)), st.integers(0, 2**32))
@settings(max_examples=150)
def test_whatever_somebody_does_its_recording_plays_back_just_so(dialogue: DialogueId, seed: int) -> None:
    chance = Random(seed)
    played = RecordedPlay(chance.choice(starts_of(shipped(), dialogue)), shipped())
    played.open()
    for _ in range(30):
        for what in chosen(chance, played.play):
            if played.play.can_happen(what):
                played.happens(what)

    recorded = read_transcript("t.yaml", written(played.transcript("By chance")).encode(), shipped().live)

    wrong = play_transcript(recorded, shipped())
    assert wrong is None, f"{wrong}\n{written(recorded)}"


def test_a_recording_reads_as_a_coach_would_write_it() -> None:
    played = RecordedPlay(Start(begins=NOW, opens=DialogueId("home")), shipped())
    played.open()
    played.happens(Waits(lasts=timedelta(minutes=2)))
    played.happens(Taps(label="Not now"))

    assert written(played.transcript("Nobody builds one")) == (
        "title: Nobody builds one\n"
        "opens: home\n"
        'begins: "2026-03-02 09:00"\n'
        "turns:\n"
        "  - bot: |-\n"
        "      You have not built a home base yet. It takes about six minutes.\n"
        "\n"
        "      Would you like to build it now?\n"
        '  - buttons: ["Yes", Not now]\n'
        "  - wait: 2m\n"
        "  - tap: Not now\n"
        "  - bot: /home is there at any time.\n"
        "  - state: at rest\n"
    )


def test_the_buttons_of_a_list_that_grows_with_each_exercise_are_not_recorded() -> None:
    played = RecordedPlay(Start(begins=NOW), shipped())
    played.open()
    played.happens(Types(words="/exercises"))
    played.happens(Taps(label="A paced breath, 2 min"))

    recorded = written(played.transcript("To a breath"))

    assert recorded.count("- buttons:") == 1
    assert "- tap: A paced breath" in recorded.replace('"', "")
    assert "Longer out" in recorded


def test_what_asks_for_more_is_written_so_and_not_in_its_words() -> None:
    probe = next(iter(shipped().cues.probes.values()))
    recording = Recording(Start(begins=NOW), shipped())

    recording.happens(Types(words="Cold"))
    recording.comes(BotSays(words=probe))

    assert "  - bot: (asks for more)\n" in recording.text("Short")


def test_time_between_is_written_as_a_wait_of_whole_seconds() -> None:
    recording = Recording(Start(begins=NOW), shipped())

    recording.waits(NOW + timedelta(seconds=4.8))
    recording.happens(Types(words="Cold"))
    recording.waits(NOW + timedelta(seconds=5.1))
    recording.happens(Types(words="Warm"))
    recording.waits(NOW + timedelta(seconds=5.2))

    whats = [step.what for step in recording.transcript("Quick").steps]
    assert whats == [
        Waits(lasts=timedelta(seconds=4)),
        Types(words="Cold"),
        Waits(lasts=timedelta(seconds=1)),
        Types(words="Warm"),
    ]


def test_what_the_core_could_not_take_stands_in_the_recording_too() -> None:
    played = RecordedPlay(Start(begins=NOW, opens=SHAME), shipped())
    played.open()

    with pytest.raises(CannotPlayError):
        played.happens(Taps(label="Nowhere"))

    assert Taps(label="Nowhere") in [step.what for step in played.transcript("Lost").steps]


@pytest.mark.parametrize("offset", ["+01:00", "+02:00"])
def test_an_hour_that_comes_twice_is_written_so_that_it_is_the_right_one(offset: str) -> None:
    begins = datetime.fromisoformat(f"2026-10-25 02:30{offset}").astimezone(UTC)
    recording = Recording(Start(begins=begins, profile=Profile(consented=True, zone="Europe/Berlin")), shipped())

    read = read_transcript("t.yaml", recording.text("In autumn").encode(), shipped().live)

    assert read.begins == begins


@pytest.mark.parametrize(
    "left_out",
    [
        Types(words="  "),
        Edits(was="a", to=" "),
        Edits(was="\n", to="a"),
        Sends(kind="photo", words=" "),
        Pastes(words=" "),
        Taps(label=" "),
        BotSays(words="\n"),
        Waits(lasts=timedelta(milliseconds=900)),
        Waits(lasts=timedelta(), off=True),
    ],
)
def test_what_no_transcript_can_hold_is_left_out_of_its_file(left_out: Happening | Expectation) -> None:
    steps = tuple(Step(mark=TOP, what=what) for what in (left_out, Types(words="Hello")))
    transcript = Transcript(path="", title="T", begins=NOW, profile=Profile(consented=True), steps=steps)

    read = read_transcript("t.yaml", written(transcript).encode(), shipped().live)

    assert [step.what for step in read.steps] == [Types(words="Hello")]


@pytest.mark.parametrize("days", [999, 1000, 9999])
def test_a_wait_of_years_is_read_as_it_is_written(days: int) -> None:
    wait = Waits(lasts=timedelta(days=days, hours=1))
    steps = (Step(mark=TOP, what=wait),)
    transcript = Transcript(path="", title="T", begins=NOW, profile=Profile(consented=True), steps=steps)

    assert read_transcript("t.yaml", written(transcript).encode(), shipped().live).steps[0].what == wait
