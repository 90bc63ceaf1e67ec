"""While a folder is checked Python's collector rests: it would find nothing, and it works again right after."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import DialogueError
from tests.language.folders import check, load, sound_folder


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


def test_checking_leaves_nothing_that_only_the_collector_could_clear(tmp_path: Path) -> None:
    folder = sound_folder(
        tmp_path, {"broken.yaml": "title: Broken\nstart: [\n", "lost.yaml": "title: Lost\nstart: at\n"}
    )
    check(folder)  # what is made when it is first needed is made
    gc.collect()
    gc.disable()

    check(folder)

    assert gc.collect() == 0


def test_the_collector_works_again_after_a_check(tmp_path: Path) -> None:
    gc.enable()

    load(sound_folder(tmp_path))

    assert gc.isenabled()


def test_the_collector_works_again_after_a_check_of_no_folder(tmp_path: Path) -> None:
    gc.enable()

    with pytest.raises(DialogueError):
        load(tmp_path / "nowhere")

    assert gc.isenabled()


def test_a_collector_that_rested_before_a_check_still_rests(tmp_path: Path) -> None:
    gc.disable()

    load(sound_folder(tmp_path))

    assert not gc.isenabled()
