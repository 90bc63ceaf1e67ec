"""Whatever lines a translation has lost, they come back where they belong, once, and what is there stays as it is."""

from __future__ import annotations

import json
import re

import pytest

from bot.language.checked_folder import check_folder
from bot.language.problems import Report
from bot.language.source.nodes import Mapping
from bot.language.source.reader import read_tree
from bot.workbench.translating.merging import merged, whole
from bot.workbench.translating.skeleton import Part, skeletons
from tests.shipped import FOLDER, PLACES

SKELETONS = skeletons(check_folder(FOLDER, PLACES).original, {})


def filled_in(parts: tuple[Part, ...]) -> str:
    """The skeleton with words, every other of them as a block."""
    texts = iter(range(1_000))

    def words(found: re.Match[str]) -> str:
        number, indent = next(texts), " " * (len(found[1]) - len(found[1].lstrip()) + 2)
        return f"{found[1]} {json.dumps(f'Text {number}')}\n" if number % 2 else f"{found[1]} |-\n{indent}# {number}\n"

    return re.sub(r"^(?: *#.*\n)+( *\w+:)\n", words, whole(parts).text, flags=re.M)  # remarks stand above texts alone


def tree_of(text: str) -> Mapping | None:
    report = Report(path="")
    tree = read_tree(text.encode(), report)
    return None if report.problems else tree


@pytest.mark.parametrize("name", ["crisis", "changed", "_phrases", "exercises"])
@pytest.mark.parametrize("lost", [1, 2, 4])
def test_what_is_lost_comes_back_once_and_all_else_stays(name: str, lost: int) -> None:
    parts = SKELETONS[name]
    lines = filled_in(parts).split("\n")
    assert merged("\n".join(lines), _tree("\n".join(lines)), parts).added == 0
    tried = 0
    for number in range(len(lines) - lost):
        cut = "\n".join(lines[:number] + lines[number + lost :])
        tree = tree_of(cut)
        if tree is None:  # no YAML any more
            continue
        tried += 1
        once = merged(cut, tree, parts)
        again = merged(once.text, _tree(once.text), parts)

        kept = iter(once.text.split("\n"))
        assert all(line in kept for line in cut.split("\n"))
        assert again.text == once.text
        assert again.added == 0
    assert tried > len(lines) // 4


def _tree(text: str) -> Mapping:
    tree = tree_of(text)
    assert tree, text
    return tree
