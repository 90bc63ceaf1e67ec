"""Holds the map of rooms: which folder may import which. The table is the one in docs/architecture.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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
PURE = {"dialogue", "listening", "practice", "pictures"}
EVERYBODY = {"errors"}
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
