"""Every rule has a broken file of its name in tests/broken_dialogues/.

The file's first line says under which name it lies in the folder, and what is said about it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import DialogueError
from bot.language.problems import Rule
from bot.language.source.reader import MOST_BYTES
from tests.language.folders import BROKEN, check, load, said_about, sound_folder, with_states

FILES = sorted(BROKEN.glob("*.yaml"))
# Shown by tests of their own, below or in test_folder.py.
WITHOUT_FILE = {Rule.TOO_LARGE, Rule.MISSING_FILE, Rule.NO_BODY_PLACES, Rule.OUTSIDE, Rule.UNREADABLE}


# fault 21
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_broken_file_is_refused_with_its_place_a_sentence_and_advice(file: Path, tmp_path: Path) -> None:
    data = file.read_bytes()
    expected = data.partition(b"\n")[0].decode().removeprefix("# ")
    name = expected.partition(":")[0]

    assert said_about(tmp_path, {name: data}) == [expected]


def test_every_rule_has_a_broken_file_and_every_broken_file_a_rule() -> None:
    assert {file.stem for file in FILES} == set(Rule) - WITHOUT_FILE


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_broken_file_breaks_the_rule_whose_name_it_has(file: Path, tmp_path: Path) -> None:
    data = file.read_bytes()
    name = data[2:].partition(b":")[0].decode()

    assert [problem.rule for problem in check(sound_folder(tmp_path, {name: data})).problems] == [Rule(file.stem)]


def test_the_folder_around_the_broken_files_is_sound(tmp_path: Path) -> None:
    assert list(load(sound_folder(tmp_path)).dialogues.live) == ["grounding", "walk"]


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    large = "# " + "x" * MOST_BYTES
    assert said_about(tmp_path, {"walk.yaml": large}) == [
        "walk.yaml:1:1: The file is larger than 256 KiB. Split it into several dialogues."
    ]


def test_a_missing_file_of_the_bots_own_words_is_named(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    (folder / "_safety.yaml").unlink()

    with pytest.raises(DialogueError, match=r"_safety\.yaml:1:1: This file is missing\."):
        load(folder)


def test_body_places_that_nobody_has_named_cannot_be_tapped(tmp_path: Path) -> None:
    phrases = (BROKEN / "sound" / "_phrases.yaml").read_text(encoding="utf-8").replace("body_places:", "# body_places:")
    trying = with_states("first: {ask: Where?, places: true, next: done}")

    assert said_about(tmp_path, {"_phrases.yaml": phrases, "trying.yaml": trying}) == [
        "trying.yaml:4:24: `_phrases.yaml` has no body places. Add `body_places:` there, or list them here with `many`."
    ]


def test_of_very_many_names_that_are_not_known_the_first_are_told_what_is_nearest(tmp_path: Path) -> None:
    states = "".join(f"step{number}: {{say: Go on., next: stepp{number}}}\n" for number in range(60))

    told = said_about(tmp_path, {"trying.yaml": with_states(states).replace("start: first", "start: step0")})

    assert len(told) == 60
    assert sum("Did you mean `step" in line for line in told) == 50
    assert told[-1] == (
        "trying.yaml:63:31: There is no state called `stepp59`. "
        "Correct the first 50, and check again to be told which name is nearest."
    )
