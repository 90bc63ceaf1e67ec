"""Holds the map of rooms: which folder may import which. The table is the one in docs/architecture.md."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"

MAY_IMPORT = {
    "dialogue": {"listening", "practice"},
    "listening": set(),
    "practice": set(),
    "pictures": set(),
    "language": {"dialogue", "listening", "practice"},
    "workbench": {"language", "dialogue", "listening", "practice"},
    "storage": {"dialogue", "practice"},
    "services": {"storage", "dialogue", "listening", "practice", "pictures"},
    "adapters": {"services", "dialogue"},
    "sandbox": {"workbench", "language", "adapters", "services"},
}
# The parts inside the two rooms of authors, each with the parts of the same room that it may import.
PARTS = {
    "language": {
        "names": set(),
        "problems": set(),
        "version": set(),
        "source_excerpt": {"problems"},
        "problem_formats": {"problems", "source_excerpt"},
        "root_causes": {"problems", "names"},
        "source": {"problems", "names"},
        "folder_watch": {"source"},
        "grammar": {"source", "problems", "names", "version"},
        "proofs": {"grammar", "problems"},
        "migration_requirements": {"proofs"},
        "checks": {"proofs", "grammar", "source", "problems"},
        "overlays": {"checks", "proofs", "grammar", "source", "problems"},
        "checked_folder": {"checks", "overlays", "grammar", "source", "problems"},
        "load": {"checked_folder", "grammar", "source", "problems", "problem_formats", "root_causes"},
        "older_versions": {"load", "checked_folder"},
    },
    "workbench": {
        "drawing": set(),
        "possible_edges": set(),
        "transcripts": {"possible_edges"},
        "walks": {"transcripts", "possible_edges"},
        "mutants": {"transcripts"},
        "json_schema": {"transcripts"},
        "recheck": {"transcripts"},
        "session_view": {"transcripts"},
        "translating": set(),
    },
}
# What the bot on Telegram never loads: the sandbox, what it shows there, and the author's tools.
NOT_FOR_TELEGRAM = ("bot.workbench", "bot.sandbox", "bot.coaching")

PURE = {"dialogue", "listening", "practice", "pictures"}
EVERYBODY = {"errors", "comparable_text"}
KNOWS_ALL = {"commands"}  # with app and __main__

# What reads the world, or chance. (`practice` reads its table of places and the zones' rules, once.)
WORLD = {"asyncio", "aiohttp", "aiosqlite", "os", "socket", "sqlcipher3", "subprocess", "telegram", "time"}
CHANCE = {"random", "secrets"}


def modules(room: str) -> list[Path]:
    return sorted((BOT / room).rglob("*.py"))


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_imported(module: Path) -> set[str]:
    return {name.split(".")[1] for name in imported(module) if name.startswith("bot.")}


@pytest.mark.parametrize("room", sorted({room.parent.name for room in BOT.glob("*/__init__.py")} - KNOWS_ALL))
def test_a_room_imports_only_what_the_map_allows(room: str) -> None:
    allowed = MAY_IMPORT[room] | EVERYBODY | {room}
    strays = {
        str(module.relative_to(BOT)): found for module in modules(room) if (found := rooms_imported(module) - allowed)
    }
    assert strays == {}


def modules_imported(module: Path) -> Iterator[tuple[str, ...]]:
    """The parts of each name of ours that is imported, without `bot` itself."""
    return (tuple(name.split(".")[1:]) for name in imported(module) if name.startswith("bot."))


@pytest.mark.parametrize("room", sorted(PARTS))
def test_a_part_of_a_room_imports_only_what_the_map_allows(room: str) -> None:
    strays: dict[str, set[str]] = {}
    for module in modules(room):
        part = module.relative_to(BOT / room).parts[0].removesuffix(".py")
        if part != "__init__":
            within = {names[1] for names in modules_imported(module) if names[0] == room}
            if found := within - PARTS[room][part] - {part}:
                strays[str(module.relative_to(BOT))] = found
    assert strays == {}


@pytest.mark.parametrize("arrows", [MAY_IMPORT, *PARTS.values()], ids=["rooms", *PARTS])
def test_the_map_shows_no_circle(arrows: dict[str, set[str]]) -> None:
    assert len(tuple(TopologicalSorter(arrows).static_order())) >= len(arrows)  # else it raises CycleError


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {".".join(("bot", *module.relative_to(BOT).with_suffix("").parts)): module for module in BOT.rglob("*.py")}
    arrows = {
        name: {found if found in names else found.rpartition(".")[0] for found in imported(module)} & names.keys()
        for name, module in names.items()
    }
    assert len(tuple(TopologicalSorter(arrows).static_order())) == len(names)


def test_the_bot_on_telegram_loads_neither_the_sandbox_nor_the_tools_of_authors() -> None:
    code = "import sys; from bot.__main__ import main; main(['run']); print(*sys.modules, sep='\\n')"
    environment = {**os.environ, "BOT_TOKEN": ""}
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    loaded = set(ran.stdout.split())
    assert "bot.app" in loaded
    assert [name for name in loaded if name.startswith(NOT_FOR_TELEGRAM)] == []


@pytest.mark.parametrize("room", sorted(PURE))
def test_a_pure_room_touches_neither_the_world_nor_chance(room: str) -> None:
    strays = {
        str(module.relative_to(BOT)): found
        for module in modules(room)
        if (found := {name.split(".")[0] for name in imported(module)} & (WORLD | CHANCE))
    }
    assert strays == {}


def test_only_the_clock_reads_the_time() -> None:
    readers = {
        str(module.relative_to(BOT))
        for module in BOT.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func)
        in ("datetime.now", "datetime.utcnow", "datetime.today", "time.time", "time.monotonic", "date.today")
    }
    assert readers == {"clock.py"}


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        str(module.relative_to(BOT))
        for module in BOT.rglob("*.py")
        for name in imported(module)
        if name in ("os.environ", "os.getenv", "os") and "environ" in module.read_text(encoding="utf-8")
    }
    assert readers == {"settings.py"}


def test_only_the_adapters_know_telegram() -> None:
    knowers = {
        module.relative_to(BOT).parts[0]
        for module in BOT.rglob("*.py")
        if any(name.split(".")[0] == "telegram" for name in imported(module))
    }
    # The sandbox plays Telegram's part, and takes its list of reactions from the library.
    assert knowers == {"adapters", "app.py", "sandbox"}


def test_only_storage_knows_sqlite() -> None:
    knowers = {
        module.relative_to(BOT).parts[0]
        for module in BOT.rglob("*.py")
        if any(name.split(".")[0] in ("sqlite3", "sqlcipher3", "aiosqlite") for name in imported(module))
    }
    assert knowers == {"storage"}


def test_no_module_is_longer_than_three_hundred_lines_and_each_says_what_it_is() -> None:
    for module in BOT.rglob("*.py"):
        source = module.read_text(encoding="utf-8")
        assert source.count("\n") <= 300, module
        assert ast.get_docstring(ast.parse(source)), module
