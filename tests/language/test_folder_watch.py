"""When files have changed, and when they have come to rest."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.language.folder_watch import FolderWatch, Signature, signature
from tests.language.folders import sound_folder

ONE: Signature = frozenset({("a.yaml", 1, 1, 1, 1)})
TWO: Signature = frozenset({("a.yaml", 2, 2, 2, 1)})


def append(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")


def replace_whole(file: Path) -> None:
    other = file.with_name(".new")
    other.write_bytes(file.read_bytes())
    os.utime(other, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    other.replace(file)


@pytest.mark.parametrize("change", [append, Path.unlink, replace_whole], ids=["edited", "removed", "replaced"])
def test_any_change_of_a_file_is_seen(tmp_path: Path, change: Callable[[Path], object]) -> None:
    folder = sound_folder(tmp_path)
    before = signature(folder)
    change(folder / "walk.yaml")
    assert signature(folder) != before


def test_a_change_in_a_languages_folder_is_seen(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    (folder / "de").mkdir()
    (folder / "de" / "walk.yaml").write_text("title: Gehen\n", encoding="utf-8")
    before = signature(folder)
    append(folder / "de" / "walk.yaml")
    assert signature(folder) != before


def test_what_editors_leave_beside_a_file_is_not_seen(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    before = signature(folder)
    for name in (".walk.yaml.swp", "walk.yaml~", "walk.yaml.bak", "#walk.yaml#", ".#walk.yaml", "de.orig"):
        (folder / name).write_text("half", encoding="utf-8")
    assert signature(folder) == before


def test_a_link_that_leads_nowhere_is_seen_and_harms_nothing(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    before = signature(folder)
    (folder / "lost.yaml").symlink_to(tmp_path / "nowhere")
    assert signature(folder) not in (before, None)


def test_a_link_that_leads_to_itself_is_seen_and_harms_nothing(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    before = signature(folder)
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    assert signature(folder) not in (before, None)


def test_a_folder_that_is_gone_has_no_signature(tmp_path: Path) -> None:
    assert signature(tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    ("looks", "rests"),
    [
        ([ONE, ONE], [False, False]),  # nothing has changed
        ([TWO], [False]),  # it may change further
        ([TWO, TWO], [False, True]),
        ([TWO, ONE, ONE], [False, False, False]),  # and back again
        ([None, None], [False, False]),
        ([None, TWO, TWO], [False, False, True]),
    ],
)
def test_what_changed_has_come_to_rest_when_two_looks_see_the_same(looks: list[Signature], rests: list[bool]) -> None:
    watch, rested = FolderWatch(known=ONE), list[bool]()
    for seen in looks:
        watch.see(seen)
        rested += [watch.has_come_to_rest, watch.has_come_to_rest]  # asking changes nothing
    assert rested == [rest for rest in rests for _ in range(2)]
