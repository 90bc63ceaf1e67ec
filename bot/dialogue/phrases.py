"""The sentences that the core and the services say by themselves, by key, with the values each may hold.

The words are in dialogues/_phrases.yaml; a key that is missing there keeps the bot from starting.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.practice.breathing import PhaseKind

REQUIRED_PHRASES: Mapping[str, frozenset[str]] = {
    # answering
    "we_can_leave_that": frozenset(),
    "kept_beside": frozenset(),
    "kept_in_silence": frozenset(),
    "still_timing": frozenset(),
    "tap_one": frozenset(),
    "only_words": frozenset(),
    "unclear": frozenset(),
    "which_place": frozenset(),
    "no_offset": frozenset(),
    "edited": frozenset(),
    "nothing_to_edit": frozenset(),
    "old_button": frozenset(),
    # moving about
    "back_to": frozenset({"dialogue_title"}),
    "recap": frozenset({"dialogue_title"}),
    "welcome_back": frozenset({"dialogue_title", "question"}),
    "silence": frozenset(),
    "paused": frozenset(),
    "nothing_to_pause": frozenset(),
    "nothing_to_resume": frozenset(),
    "nothing_to_stop": frozenset(),
    "nothing_running": frozenset(),
    "at_the_beginning": frozenset(),
    "cannot_skip": frozenset(),
    "first_this": frozenset(),
    "hello_again": frozenset(),
    "at_rest": frozenset(),
    "unknown_command": frozenset(),
    "question_gone": frozenset(),
    "written_on_return": frozenset(),
    "exercise_gone": frozenset(),
    "exercise_moved": frozenset({"dialogue_title"}),
    "exercise_rewound": frozenset({"dialogue_title"}),
    "dialogue_gone": frozenset(),
    # breathing
    **{f"phase_{kind.value}": frozenset({"seconds", "breath", "of"}) for kind in PhaseKind},
    # buttons
    **dict.fromkeys(
        (
            "button_done",
            "button_ready",
            "button_that_is_all",
            "button_skip",
            "button_pause",
            "button_support",
            "button_home",
            "button_ground",
            "button_not_today",
            "button_my_answer",
            "button_ask_again",
            "button_newer",
            "button_older",
            "button_play",
        ),
        frozenset(),
    ),
    # the journal
    "history_empty": frozenset(),
    "history_put_away": frozenset(),
    "history_title": frozenset({"page", "pages"}),
    "history_voice": frozenset(),
    "history_goes_on": frozenset(),
    "history_when": frozenset({"day", "month", "year", "time"}),
    **{f"month_{number}": frozenset() for number in range(1, 13)},
    # what was chosen in the settings, in words
    **dict.fromkeys(("listening_quiet", "listening_gentle", "listening_curious"), frozenset()),
    **dict.fromkeys(("prompts_on", "prompts_paused"), frozenset()),
    # other languages
    "language_preview": frozenset({"language"}),
    # leaving
    "forgotten": frozenset({"answers", "messages"}),
    # intake
    "stranger": frozenset(),
    "group": frozenset(),
    "went_wrong": frozenset(),
    "helpline_unverified": frozenset(),
}
