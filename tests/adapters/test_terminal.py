"""What is typed at the terminal reaches the partner as what it means, and all that comes of it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.adapters.terminal import Screen, Shown, converse

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
Heard = tuple[str, object]


class Partner:
    """Notes what it is told; says what the test wants it to."""

    def __init__(self, lasts: int = 100, brings: Iterable[Screen] = ()) -> None:
        self.heard: list[Heard] = []
        self._left, self._brings = lasts, iter(brings)

    @property
    def is_over(self) -> bool:
        return self._left == 0

    def begins(self) -> Screen:
        return Screen(messages=(Shown(text="Which?", buttons=("One", "Two")),))

    def waits(self, lasts: timedelta) -> Screen:
        if not lasts:
            return Screen()
        self.heard.append(("waits", lasts))
        return next(self._brings, Screen())

    def types(self, words: str, *, early: bool) -> Screen:
        self._left -= 1
        self.heard.append(("early" if early else "types", words))
        return Screen(
            messages=(Shown(text="Breathe", buttons=("Enough",), reworded=True), Shown(text="▸", reworded=True))
        )

    def taps(self, label: str) -> Screen:
        self.heard.append(("taps", label))
        return Screen(toasts=("Old",))


def typed(partner: Partner, *lines: str, apart: timedelta = timedelta()) -> list[str]:
    """The screen after these lines, typed so long after one another."""
    screen: list[str] = []
    coming = iter(lines)
    clock = iter(range(len(lines) + 1))
    converse(
        partner,
        now=lambda: NOW + next(clock) * apart,
        read=lambda: next(coming, ""),
        write=screen.append,
    )
    return screen


def test_words_a_command_a_tap_and_time_are_told_apart() -> None:
    partner = Partner()

    typed(partner, "#2\n", "  My words\n", "/skip\n", "+10m\n", "+2d\n", "\n")

    assert partner.heard == [
        ("taps", "Two"),
        ("types", "My words"),
        ("types", "/skip"),
        ("waits", timedelta(minutes=10)),
        ("waits", timedelta(days=2)),
    ]


def test_a_number_taps_the_button_of_that_number_and_a_number_too_high_is_words() -> None:
    partner = Partner()

    typed(partner, "#2", "#3", "#0")

    assert partner.heard == [("taps", "Two"), ("types", "#3"), ("types", "#0")]


def test_messages_their_buttons_and_toasts_are_shown_and_a_message_that_lost_its_buttons_is_not() -> None:
    assert typed(Partner(), "#1", "Hello") == [
        "\nWhich?",
        "  #1 One  #2 Two",
        "  (Old)",
        "\nBreathe",
        "  #1 Enough",
    ]


def test_a_picture_is_told_by_its_name_above_its_words() -> None:
    came = Screen(messages=(Shown(text="A lake at dusk.", picture="lake.png"),))

    screen = typed(Partner(brings=[came]), "+1m")

    assert screen[-1] == "\n[picture: lake.png]\nA lake at dusk."


def test_it_ends_when_the_conversation_does() -> None:
    partner = Partner(lasts=1)

    typed(partner, "Hello", "Still there?")

    assert partner.heard == [("types", "Hello")]


def test_time_that_goes_by_at_the_terminal_comes_before_the_line_which_is_early_if_something_came_of_it() -> None:
    came = Screen(messages=(Shown(text="And now?", buttons=("Go on",)),))
    partner = Partner(brings=[Screen(), came, came])

    typed(partner, "In time", "Too late for that", "#1", apart=timedelta(seconds=20))

    twenty = timedelta(seconds=20)
    assert partner.heard == [
        ("waits", twenty),
        ("types", "In time"),
        ("waits", twenty),
        ("early", "Too late for that"),
        ("waits", twenty),
        ("taps", "Enough"),  # the button that was seen when it was typed
    ]
