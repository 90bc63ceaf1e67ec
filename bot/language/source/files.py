"""Opens one file of the folder with care: never one outside it, never one that would keep us waiting.

Whatever the file system says becomes a problem of that file. `folder.py` knows which files there should be.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from bot.language.problems import TOP, Report, Rule
from bot.language.source.nodes import Mapping
from bot.language.source.reader import MOST_BYTES, read_what_can_be

_LEFT_BY_EDITORS = re.compile(r"~\Z|\.(?:bak|backup|old|orig|sw[a-p]|tmp)\Z|\A#.*#\Z", re.IGNORECASE)

# What systems and programs put into any folder by themselves: disks, network drives, desktops, and those that keep two
# folders the same, where both have changed.
_LEFT_BY_SYSTEMS = re.compile(
    r"(?:lost\+found|@(?:eaDir|tmp|Recycle|Recently-Snapshot|SynoResource)|#(?:recycle|snapshot)|__MACOSX|Icon\r?"
    r"|(?:eh)?thumbs(?:_vista)?\.db|desktop\.ini|\$RECYCLE\.BIN|System Volume Information|Network Trash Folder"
    r"|Temporary Items|~\$.*|.*\.(?:part|partial|crdownload|filepart)"
    r"|.*\.sync-conflict-\d{8}-.*|.*\(.*conflicted copy.*\).*|.*\(case conflict.*\).*|.*_conflict-\d{8}-.*)\Z",
    re.IGNORECASE | re.DOTALL,
)

_UNREADABLE = {
    FileNotFoundError: ("This file cannot be found, though its name is there.", "Put it back, or take the link out."),
    PermissionError: ("This file may not be read.", "Let the bot's user read it."),
}


@dataclass(frozen=True, kw_only=True)
class File:
    """A file of the folder, as far as it could be read."""

    report: Report
    tree: Mapping | None  # None: missing, or it cannot be read
    text: str = ""  # as it was read


def read_file(path: Path, inside: Path) -> File:
    """Return the file at `path`, with its tree as far as it has one.

    With links followed, it must be in the folder `inside`.
    """
    report = Report(path=str(path))
    content = _content(path, inside, report)
    if content is None:
        return File(report=report, tree=None)
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return File(report=report, tree=read_what_can_be(content, report), text=text)


def is_passed_over(name: str) -> bool:
    """Return whether a file of this name is ignored: it is hidden, or was left by an editor or a system."""
    return name.startswith(".") or _LEFT_BY_EDITORS.search(name) is not None or is_left_by_a_system(name)


def is_left_by_a_system(name: str) -> bool:
    """Return whether no author made a file or folder of this name.

    It is reported once, since it may be a copy that was in conflict.
    """
    return _LEFT_BY_SYSTEMS.match(name) is not None


def leads_out(path: Path, inside: Path) -> bool:
    """Return whether the path is a link, or below one, that leads out of the folder `inside`."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(inside))


def _content(path: Path, inside: Path, report: Report) -> bytes | None:
    """Return the content of a file, or None with a problem.

    It is at most one byte longer than a file may be, so that the reader sees when it is too large.
    """
    if leads_out(path, inside):
        sentence = "This link leads out of the folder of dialogues."
        report.add(Rule.OUTSIDE, TOP, sentence, "Put the file itself here.")
        return None
    try:
        with open(path, "rb", opener=without_waiting) as file:
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return file.read(MOST_BYTES + 1)
            report.add(Rule.UNREADABLE, TOP, "This is no file that could be read.", "Put a text file in its place.")
    except IsADirectoryError:
        report.add(Rule.UNREADABLE, TOP, "This is a folder.", "Give it a name without .yaml, or take it out.")
    except OSError as error:
        otherwise = (f"This file cannot be read: {error.strerror or 'the system refuses it'}.", "Check the file.")
        report.add(Rule.UNREADABLE, TOP, *_UNREADABLE.get(type(error), otherwise))
    return None


def without_waiting(path: str, flags: int) -> int:
    """Open a path. A pipe is not waited for: otherwise that would last until somebody writes to it."""
    return os.open(path, flags | os.O_NONBLOCK)
