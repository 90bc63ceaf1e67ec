"""A file's tree as an editor sees it: plain data, its scalars by the core schema of YAML 1.2."""

from __future__ import annotations

import re

from bot.language.source.nodes import Mapping, Node, Scalar

Data = None | bool | int | float | str | list["Data"] | dict[str, "Data"]

_WHOLE = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
_TRUTHS = {
    word: truth
    for truth, words in {True: "true True TRUE", False: "false False FALSE"}.items()
    for word in words.split()
}


def plain_data(node: Node) -> Data:
    if isinstance(node, Mapping):
        return {entry.key.text: plain_data(entry.value) for entry in node.entries}
    if isinstance(node, Scalar):
        return _value(node.text) if node.plain else node.text
    return [plain_data(item) for item in node.items]


def _value(text: str) -> Data:
    if text in _NOTHING:
        return None
    if text in _TRUTHS:
        return _TRUTHS[text]
    if _WHOLE.match(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    return float(text.lower().replace(".inf", "inf").replace(".nan", "nan")) if _is_number(text) else text


def _is_number(text: str) -> bool:
    return bool(_NUMBER.match(text) or _ENDLESS.match(text))
