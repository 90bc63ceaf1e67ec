"""What dialogues may set: a constant that its setting may be, and a copy of what was read as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.folders import said_about_states


def setting(what: str) -> str:
    return (
        f"first: {{ask: How?, choices: {{a: {{label: One, set: {what}, next: done}}, b: {{label: Two, next: done}}}}}}"
    )


@pytest.mark.parametrize(
    ("field", "constant"),
    [
        ("prompt_time", "25:99"),
        ("prompt_time", "half past eight"),
        ("prompt_time", "7:30"),
        ("prompt_time", "24:00"),
        ("prompt_time", "0730"),
        ("zone", "Mars/Base"),
        ("zone", "../../etc/passwd"),
        ("zone", "europe/berlin"),
        ("country", "Germany"),
        ("name", "x" * 41),
        ("place", "x" * 81),
        ("prompts", "never"),
        ("listening", "loud"),
        ("consented", "no"),
    ],
)
def test_a_constant_that_its_setting_cannot_be_is_refused(field: str, constant: str, tmp_path: Path) -> None:
    (told,) = said_about_states(tmp_path, setting(f'{{{field}: "{constant}"}}'))

    assert f"`{field}` cannot be `{constant}`." in told


@pytest.mark.parametrize(
    ("field", "constant"),
    [
        ("prompt_time", "07:30"),
        ("prompt_time", "00:00"),
        ("prompt_time", "23:59"),
        ("zone", "Europe/Berlin"),
        ("zone", "UTC"),
        ("country", "DE"),
        ("name", "Anna Maria"),
        ("place", "Paris, France"),
        ("prompts", "paused"),
        ("listening", "curious"),
        ("consented", "yes"),
        ("language", "en"),
    ],
)
def test_a_constant_that_its_setting_can_be_is_accepted(field: str, constant: str, tmp_path: Path) -> None:
    assert said_about_states(tmp_path, setting(f'{{{field}: "{constant}"}}')) == []


def test_of_a_zone_that_is_nearly_one_the_right_one_is_named(tmp_path: Path) -> None:
    (told,) = said_about_states(tmp_path, setting("{zone: Europe/Berlim}"))

    assert told.endswith("Did you mean `Europe/Berlin`?")


@pytest.mark.parametrize("field", ["zone", "prompt_time", "country", "place", "name"])
def test_words_that_nobody_read_are_no_setting(field: str, tmp_path: Path) -> None:
    (told,) = said_about_states(tmp_path, f"first: {{ask: What?, keep: {field}, set: [{field}], next: done}}")

    assert f"`{field}` is kept here as it was written, and may be anything. Ask for it with `read: " in told


@pytest.mark.parametrize("field", ["consented", "prompts", "listening"])
def test_what_is_chosen_by_buttons_cannot_be_told_in_words(field: str, tmp_path: Path) -> None:
    (told,) = said_about_states(tmp_path, f"first: {{ask: What?, keep: {field}, set: [{field}], next: done}}")

    assert f"`{field}` cannot be told in words." in told


@pytest.mark.parametrize(
    "states",
    [
        "first: {say: Hello., set: {consented: yes}, next: done}",
        "first: {ask: How?, keep: how, set: {consented: yes}, next: done}",
        "first: {say: Well?, skip: a, choices: {a: {label: One, set: {consented: yes}}, b: {label: Two}}, next: done}",
    ],
    ids=["in passing", "by any answer", "by /skip"],
)
def test_consent_to_begin_at_all_is_given_by_a_tap_alone(states: str, tmp_path: Path) -> None:
    (told,) = said_about_states(tmp_path, states.replace("yes", '"yes"'))

    assert "Consent is given by a button that was tapped, and here it is not." in told
