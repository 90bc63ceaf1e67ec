"""One process at a time in a data directory."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from bot.errors import DatabaseError, InUseError
from bot.storage.lock import data_directory


def test_a_directory_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    with data_directory(tmp_path / "new" / "data"):
        assert (tmp_path / "new" / "data").stat().st_mode & 0o777 == 0o700


def test_a_second_holder_is_refused_until_the_first_leaves(tmp_path: Path) -> None:  # fault 11
    with data_directory(tmp_path), pytest.raises(InUseError, match="Another process"), data_directory(tmp_path):
        pass
    with data_directory(tmp_path):
        pass


@pytest.mark.slow
async def test_a_second_process_is_refused(tmp_path: Path) -> None:  # fault 11
    second = (
        "import sys; from pathlib import Path\n"
        "from bot.errors import InUseError\n"
        "from bot.storage.lock import data_directory\n"
        "try:\n"
        "    with data_directory(Path(sys.argv[1])): sys.exit(0)\n"
        "except InUseError as error: sys.exit(error.exit_code)\n"
    )

    async def try_it() -> int:
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", second, str(tmp_path))
        return await process.wait()

    with data_directory(tmp_path):
        assert await try_it() == InUseError.exit_code
    assert await try_it() == 0


def test_a_file_in_the_place_of_the_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(DatabaseError, match="data directory"), data_directory(tmp_path / "data"):
        pass
