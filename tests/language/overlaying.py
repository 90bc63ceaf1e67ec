"""Makes a language of a folder: its files say what the original says, word for word, where another language says it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bot.language.checked_folder import check_folder
from bot.language.problems import Report
from bot.language.source.nodes import Mapping, Node, Scalar
from bot.language.source.reader import read_tree
from bot.workbench.translating.merging import confirmed
from bot.workbench.translating.skeleton import skeletons
from tests.language.folders import NOWHERE

_LABELLED = {"choices", "many"}
_PLAIN = {"say", "ask", "unclear", "more", "phrase"}
_COPIED = ("_safety", "_helplines")


def add_language(folder: Path, tag: str, name: str = "Deutsch") -> None:
    """A folder for the language in which no word is missing."""
    (folder / tag).mkdir()
    for path in sorted(folder.glob("*.yaml")):
        written = path.read_text(encoding="utf-8")
        if path.stem == "_phrases":
            written = _phrases(_tree(path), name)
        elif path.stem == "_listening":
            written = re.sub(r"^listen:.*\n", "", written, flags=re.M)
        elif path.stem not in _COPIED:
            written = overlay_of(_tree(path))
        (folder / tag / path.name).write_text(written, encoding="utf-8")
    confirm(folder, tag)


def confirm(folder: Path, tag: str) -> None:
    """Note in the language that its words that keep people safe are those of the original as it is now."""
    original = check_folder(folder, NOWHERE).original
    own = original.files.languages[tag]
    files = {**own.own, **{str(id): file for id, file in own.dialogues.items()}}
    for name, parts in skeletons(original, files).items():
        if (file := files.get(name)) and file.tree:
            path = folder / tag / f"{name}.yaml"
            path.write_text(confirmed(path.read_text(encoding="utf-8"), file.tree, parts), encoding="utf-8")


def overlay_of(tree: Mapping) -> str:
    """JSON, which is YAML too."""
    head = {key: _text(entry.value) for key in ("title", "about", "unclear") if (entry := tree.entry(key))}
    states = {entry.key.text: words for entry in _entries(tree, "states") if (words := _words(entry.value))}
    return json.dumps({**head, "states": states}, ensure_ascii=False, indent=1)


def _words(state: Node) -> dict[str, Any]:
    assert isinstance(state, Mapping)
    plain = {entry.key.text: _text(entry.value) for entry in state.entries if entry.key.text in _PLAIN}
    labels = {key: _labels(state, key) for key in sorted(_LABELLED) if state.entry(key)}
    return plain | labels


def _labels(state: Mapping, key: str) -> dict[str, str]:
    return {entry.key.text: _label(entry.value) for entry in _entries(state, key)}


def _label(node: Node) -> str:
    label = node.entry("label") if isinstance(node, Mapping) else None
    return _text(label.value if label else node)


def _phrases(tree: Mapping, name: str) -> str:
    sections = {"body_places", "patterns"}
    phrases = {e.key.text: _text(e.value) for e in tree.entries if isinstance(e.value, Scalar)}
    labels = {key: _labels(tree, key) for key in sorted(sections) if tree.entry(key)}
    menu = {
        entry.key.text: _text(about.value)
        for entry in _entries(tree, "commands")
        if isinstance(entry.value, Mapping) and (about := entry.value.entry("about"))
    }
    language = {"name": name, "review": "preview"}
    return json.dumps({"language": language, **phrases, **labels, "commands": menu}, ensure_ascii=False, indent=1)


def _entries(tree: Mapping, key: str) -> Any:
    entry = tree.entry(key)
    assert entry
    assert isinstance(entry.value, Mapping)
    return entry.value.entries


def _text(node: Node) -> str:
    assert isinstance(node, Scalar)
    return node.text


def _tree(path: Path) -> Mapping:
    report = Report(path=str(path))
    tree = read_tree(path.read_bytes(), report)
    assert tree, report.problems
    return tree
