"""Sees that files in the folder of dialogues have changed, and when they have come to rest. Reads none of them.

An editor saves in steps, and a coach several files: what changed is worth reading once two looks have seen the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.language.source.files import is_passed_over

# Of each file its name, and what changes when it does: size, instants of change (ns), inode. A folder put in the
# place of another, as tools that deploy do, has other inodes. None: there is no folder that can be read.
Signature = frozenset[tuple[str, int, int, int, int]] | None


def signature(folder: Path) -> Signature:
    """Of every file in the folder, in the languages' folders and among the pictures.

    A folder within that cannot be read is one that is empty: what that means, the checks say.
    """
    try:
        return frozenset(_files(folder, ""))
    except OSError:
        return None


def _files(folder: Path, above: str) -> Iterator[tuple[str, int, int, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_passed_over(entry.name):
                continue
            name = f"{above}{entry.name}"
            if not above and _is_folder(entry):
                with suppress(OSError):
                    yield from _files(folder / entry.name, f"{entry.name}/")
            yield name, *_stat(entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _stat(entry: os.DirEntry[str]) -> tuple[int, int, int, int]:
    """Zeros for a link that leads nowhere, and for what was there a moment ago."""
    try:
        found = entry.stat()
    except OSError:
        return 0, 0, 0, 0
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


@dataclass(kw_only=True)
class FolderWatch:
    """`known` is what is in force, or what was found wanting."""

    known: Signature
    _last: Signature = None
    _before: Signature = None  # by the look before that

    def see(self, seen: Signature) -> None:
        """One more look."""
        self._before, self._last = self._last, seen

    @property
    def has_come_to_rest(self) -> bool:
        """Whether what was seen last is new, and the look before saw it as well. A folder that is gone never is."""
        return self._last is not None and self._last == self._before and self._last != self.known
