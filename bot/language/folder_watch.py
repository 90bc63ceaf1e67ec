"""Sees that files in the folder of dialogues have changed, and when they have come to rest. Reads no file.

An editor saves in steps, and a coach saves several files. What changed is worth reading once two looks see the same.
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
    """Return the signature of all files in the folder, its languages and its pictures; None if it cannot be read.

    A folder inside that cannot be read counts as empty. The checks say what that means.
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
    """Return the numbers of a file that change with it; zeros if it is gone, or a link that leads nowhere."""
    try:
        found = entry.stat()
    except OSError:
        return 0, 0, 0, 0
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


@dataclass(kw_only=True)
class FolderWatch:
    """Compares looks at a folder. `known` is the signature of what is in force, or of what was refused."""

    known: Signature
    _last: Signature = None
    _before: Signature = None  # by the look before that

    def see(self, seen: Signature) -> None:
        """Note one more look."""
        self._before, self._last = self._last, seen

    @property
    def has_come_to_rest(self) -> bool:
        """Return whether the last two looks saw the same, and it is new. A folder that is gone never comes to rest."""
        return self._last is not None and self._last == self._before and self._last != self.known
