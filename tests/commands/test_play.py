"""A play in the terminal: time counts where it matters, and what is recorded plays back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.play import play
from bot.errors import SettingError
from bot.workbench.transcripts.checking import play_transcript
from bot.workbench.transcripts.reading import read_transcript
from bot.workbench.transcripts.recorded_play import RecordedPlay
from bot.workbench.transcripts.transcript import Taps, Types, Waits
from bot.workbench.transcripts.writing import written
from tests.shipped import shipped

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def played(dialogue: str, *lines: str, apart: timedelta) -> tuple[RecordedPlay, str]:
    """Lines that are typed so long after one another, and the screen."""
    screen: list[str] = []
    looks = iter(range(len(lines) + 2))
    coming = iter(lines)
    done = play(
        shipped(),
        dialogue,
        now=lambda: NOW + next(looks) * apart,
        read=lambda: next(coming, ""),
        write=screen.append,
    )
    return done, "\n".join(screen)


def happenings(done: RecordedPlay) -> list[object]:
    return [step.what for step in done.transcript("t").steps if isinstance(step.what, Taps | Types | Waits)]


def test_time_in_which_nothing_could_come_is_not_counted() -> None:
    done, _ = played("settings", "#1", "Ana", "#6", apart=timedelta(minutes=3))

    assert happenings(done) == [Taps(label="My name"), Types(words="Ana"), Taps(label="Nothing more")]


def test_while_a_breath_runs_every_second_counts() -> None:
    done, screen = played("breathe", "#1\n", "\n", "\n", "#2", apart=timedelta(seconds=65))

    assert happenings(done) == [
        Taps(label="Longer out: 4 in, 6 out"),
        Waits(lasts=timedelta(seconds=65)),
        Waits(lasts=timedelta(seconds=65)),
        Taps(label="That is enough"),
    ]
    assert "That was your breath." in screen


def test_a_planned_visit_comes_when_the_time_is_moved_and_the_play_goes_on_until_then() -> None:
    lines = ["#1", *["/skip"] * 5, "#1", "+1d", "#3"]

    done, screen = played("attunement", *lines, apart=timedelta(seconds=1))

    told, after = screen.split("(attunement_after comes in 1 d: +1d moves the time, Ctrl+D ends the play)")
    assert "Then I ask you tomorrow." in told
    assert "You planned three minutes of listening" in after
    assert done.play.session.stack == ()
    recorded = read_transcript("t.yaml", written(done.transcript("A visit")).encode(), shipped().live)
    assert play_transcript(recorded, shipped()) is None


def test_a_play_without_a_visit_ends_with_its_dialogue() -> None:
    done, screen = played("attunement", "#1", *["/skip"] * 5, "#2", "never read", apart=timedelta(seconds=1))

    assert "comes in" not in screen
    assert Types(words="never read") not in happenings(done)


def test_half_an_hour_of_silence_comes_although_nothing_runs() -> None:
    done, screen = played("shame", "#1", "#3", "\n", apart=timedelta(minutes=31))

    assert "There is no hurry." in screen
    assert Waits(lasts=timedelta(minutes=31)) in happenings(done)


def test_words_that_were_typed_as_a_silence_ended_belong_to_what_was_before() -> None:
    done, _ = played("shame", "#1", "#3", "Being left", apart=timedelta(minutes=31))

    assert happenings(done)[-1] == Types(words="Being left", early=True)


def test_parts_of_seconds_add_up() -> None:
    done, _ = played("breathe", "#1", *("\n" for _ in range(5)), apart=timedelta(seconds=0.7))

    waited = [what.lasts for what in happenings(done) if isinstance(what, Waits)]
    assert sum(waited, timedelta()) == timedelta(seconds=4)


@pytest.mark.parametrize("apart", [timedelta(), timedelta(seconds=0.7), timedelta(seconds=50), timedelta(hours=7)])
def test_whatever_the_pace_a_recorded_play_plays_back(apart: timedelta) -> None:
    lines = (
        "#1",
        "#3",
        "Being left",
        "That nobody stays when it matters",
        "/skip",
        "+2h",
        "\n",
        "/breathe",
        "#1",
        "#1",
    )
    done, _ = played("shame", *lines, apart=apart)

    transcript = read_transcript("t.yaml", written(done.transcript("At a pace")).encode(), shipped().live)

    assert play_transcript(transcript, shipped()) is None


def test_a_dialogue_that_is_not_there_is_named_with_the_nearest_that_is() -> None:
    with pytest.raises(SettingError, match=r"There is no dialogue called `shane`\. Did you mean `shame`\?"):
        played("shane", apart=timedelta())
