"""Whose names are: what one dialogue remembers no other replaces, and the home base is its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogue.person import Person
from tests.language.folders import said_about, with_states
from tests.shipped import member

HOME = """
title: H
kind: service
start: a
states:
  a:
    say: |-
      You are there.
      You see: {colour?}
    pause: 60
    next: b
  b: {end: true}
"""


def asking(name: str) -> str:
    return with_states(f"first: {{ask: What was it?, keep: it, remember: {name}, next: done}}")


@pytest.mark.parametrize("name", ["home_place", "home_see", "home_anything"])
def test_no_exercise_replaces_anything_of_the_home_base(name: str, tmp_path: Path) -> None:
    (told,) = said_about(tmp_path, {"trying.yaml": asking(name)})

    assert f"`{name}` belongs to the home base" in told


def test_whatever_the_home_base_says_belongs_to_it(tmp_path: Path) -> None:
    place = asking("colour").replace("keep: it", "keep: it, listen: {most: 0}")
    told = said_about(tmp_path, {"trying.yaml": asking("colour"), "home.yaml": HOME, "peaceful_place.yaml": place})

    assert [line.partition(":")[0] for line in told] == ["trying.yaml"]


@pytest.mark.parametrize("name", ["name", "zone", "place", "prompts", "consented", "helplines", "sealed", "next_visit"])
def test_nothing_is_remembered_under_a_name_of_the_bots_own(name: str, tmp_path: Path) -> None:
    (told,) = said_about(tmp_path, {"trying.yaml": asking(name)})

    assert f"`{name}` is a name of the bot's own." in told


def test_two_dialogues_do_not_remember_under_one_name(tmp_path: Path) -> None:
    (told,) = said_about(tmp_path, {"b.yaml": asking("week"), "a.yaml": asking("week")})

    assert told.startswith("b.yaml:")
    assert "`week` is what `a` remembers" in told


def test_one_dialogue_may_ask_twice_for_what_it_remembers(tmp_path: Path) -> None:
    states = """
    first: {ask: What?, keep: it, remember: week, next: again}
    again: {ask: What else?, keep: it, remember: week, next: done}
    """

    assert said_about(tmp_path, {"trying.yaml": with_states(states)}) == []


def test_what_somebody_is_in_the_middle_of_gives_its_words_to_no_setting() -> None:
    somebody = Person(session=member(place="Berlin, Germany", zone="Europe/Berlin"))
    somebody.opens("peaceful_place").writes("The shed behind my father's house")

    somebody.commands("settings")

    assert "Your time is that of Berlin, Germany" in somebody.said[-1]
