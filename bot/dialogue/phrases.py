"""The keys of the sentences that the core and the services say by themselves, and the values that each may hold.

The words are in dialogues/_phrases.yaml. If a key is missing there, the bot does not start.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast, get_args

PhraseKey = Literal[
    # answering
    "we_can_leave_that",
    "goes_on",
    "kept_beside",
    "kept_in_silence",
    "still_timing",
    "tap_one",
    "tap_to_go_on",
    "only_words",
    "needs_writing",
    "unclear",
    "which_place",
    "which_hour",
    "one_of_two_hours",
    "no_offset",
    "edited",
    "nothing_to_edit",
    "old_button",
    # moving about
    "back_to",
    "recap",
    "welcome_back",
    "may_have_missed",
    "welcome_back_to",
    "tension_again",
    "silence",
    "paused",
    "nothing_to_pause",
    "nothing_to_resume",
    "nothing_to_stop",
    "nothing_running",
    "at_the_beginning",
    "cannot_skip",
    "first_this",
    "hello_again",
    "at_rest",
    "unknown_command",
    "command_meant",
    "question_gone",
    "written_on_return",
    "exercise_gone",
    "exercise_moved",
    "exercise_rewound",
    "dialogue_gone",
    "visit_gone",
    # breathing
    "phase_in",
    "phase_in_again",
    "phase_hold",
    "phase_out",
    "phase_rest",
    # buttons
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
    # the journal
    "history_empty",
    "history_put_away",
    "history_title",
    "history_voice",
    "history_goes_on",
    "voice_not_played",
    "history_when",
    "month_1",
    "month_2",
    "month_3",
    "month_4",
    "month_5",
    "month_6",
    "month_7",
    "month_8",
    "month_9",
    "month_10",
    "month_11",
    "month_12",
    # what was chosen in the settings, in words
    "listening_quiet",
    "listening_gentle",
    "listening_curious",
    "prompts_on",
    "prompts_paused",
    # other languages
    "language_preview",
    # leaving
    "forgotten",
    # intake
    "stranger",
    "group",
    "went_wrong",
    "helpline_unverified",
]

# The values that a phrase may hold; most hold none.
_VALUES: Mapping[PhraseKey, frozenset[str]] = {
    "back_to": frozenset({"dialogue_title"}),
    "recap": frozenset({"dialogue_title"}),
    "welcome_back": frozenset({"dialogue_title", "question"}),
    "one_of_two_hours": frozenset({"hour", "other_hour"}),
    "may_have_missed": frozenset({"dialogue_title", "question"}),
    "welcome_back_to": frozenset({"dialogue_title"}),
    "command_meant": frozenset({"command"}),
    "exercise_moved": frozenset({"dialogue_title"}),
    "exercise_rewound": frozenset({"dialogue_title"}),
    "phase_in": frozenset({"breath", "of", "seconds"}),
    "phase_in_again": frozenset({"breath", "of", "seconds"}),
    "phase_hold": frozenset({"breath", "of", "seconds"}),
    "phase_out": frozenset({"breath", "of", "seconds"}),
    "phase_rest": frozenset({"breath", "of", "seconds"}),
    "history_title": frozenset({"page", "pages"}),
    "history_when": frozenset({"day", "month", "time", "year"}),
    "language_preview": frozenset({"language"}),
    "forgotten": frozenset({"answers", "messages"}),
}

REQUIRED_PHRASES: Mapping[str, frozenset[str]] = {key: _VALUES.get(key, frozenset()) for key in get_args(PhraseKey)}


def phrase_key(key: str) -> PhraseKey:
    """Return `key`, which was put together from parts, as a phrase key. Raises KeyError if it is none."""
    if key not in REQUIRED_PHRASES:
        raise KeyError(key)
    return cast(PhraseKey, key)
