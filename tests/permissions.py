"""Files that this process may not open: root, whom no mode keeps out, is somebody else meanwhile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def closed_to_others(path: Path) -> Iterator[None]:
    """A file or folder that nobody may read or enter."""
    mode, me = path.stat().st_mode & 0o777, os.geteuid()
    path.chmod(0)
    if me == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(me)
        path.chmod(mode)
