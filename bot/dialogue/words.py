"""Words that an author wrote, and the message that they become once values are filled in. Knows no Telegram.

The markup is `*bold*` and `_italic_`. A backslash takes the meaning from the sign after it; so do letters or digits on
both sides of a sign, as in `snake_case`. `{value}` stands for a kept value. A line with `{value?}` is left out if there
is no value; `{value?|not told}` then says "not told". Values are filled in as plain text after the markup was read, so
nothing that a person writes can change the form of a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any


class Style(StrEnum):
    """How a piece of text looks."""

    BOLD = "bold"
    ITALIC = "italic"


@dataclass(frozen=True, kw_only=True)
class Entity:
    """A piece of a message that is bold or italic, as Telegram wants it described."""

    style: Style
    offset: int  # UTF-16 code units, as Telegram counts
    length: int


@dataclass(frozen=True, kw_only=True)
class Message:
    """A text that is sent, with the pieces of it that are bold or italic."""

    text: str
    entities: tuple[Entity, ...] = ()

    def then(self, other: Message, between: str = "\n\n") -> Message:
        """Return this message, `between` and the other message as one."""
        shift = utf16_length(self.text + between)
        moved = tuple(replace(entity, offset=entity.offset + shift) for entity in other.entities)
        return Message(text=self.text + between + other.text, entities=self.entities + moved)

    def to_dict(self) -> dict[str, Any]:
        """Return the message as JSON values."""
        entities = [[e.style, e.offset, e.length] for e in self.entities]
        return {"text": self.text, "entities": entities} if entities else {"text": self.text}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Message:
        """Return the message that `to_dict` wrote."""
        entities = tuple(Entity(style=Style(s), offset=o, length=n) for s, o, n in data.get("entities", ()))
        return cls(text=data["text"], entities=entities)


@dataclass(frozen=True, kw_only=True)
class Literal:
    """A piece of an author's words that is said as it stands."""

    text: str
    styles: frozenset[Style] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A place in an author's words where a value goes in."""

    name: str
    optional: bool = False
    otherwise: str | None = None  # what stands there when there is no value; None: then the line is left out
    styles: frozenset[Style] = frozenset()


WordsPart = Literal | Slot

_NONE: frozenset[str] = frozenset()  # one for all: nearly all words hold no value, and a set of its own is 200 bytes


class MarkupError(ValueError):
    """Words that cannot be read as markup. `offset` is the index of the character where it went wrong."""

    def __init__(self, sentence: str, offset: int) -> None:
        super().__init__(sentence)
        self.offset = offset


@dataclass(frozen=True, kw_only=True)
class Words:
    """An author's text, read: lines of literal pieces and slots."""

    lines: tuple[tuple[WordsPart, ...], ...]

    @property
    def holds_values(self) -> bool:
        """Return whether the words have any slot."""
        return any(isinstance(part, Slot) for line in self.lines for part in line)

    @cached_property
    def slots(self) -> frozenset[str]:
        """Return the names of the values without which the words cannot be said."""
        return frozenset(p.name for line in self.lines for p in line if isinstance(p, Slot) and not p.optional) or _NONE

    @cached_property
    def optional_slots(self) -> frozenset[str]:
        """Return the names of the values without which the words can be said."""
        return frozenset(p.name for line in self.lines for p in line if isinstance(p, Slot) and p.optional) or _NONE

    def fill(self, values: Mapping[str, str]) -> Message:
        """Return the message with `values` in the slots.

        Raises KeyError if a value is missing that is not optional. The checks should have prevented that.
        """
        return self._filled(values) if self.slots or self.optional_slots else self._without_slots

    @cached_property
    def _without_slots(self) -> Message:
        return self._filled({})

    def _filled(self, values: Mapping[str, str]) -> Message:
        text: list[str] = []
        entities: list[Entity] = []
        at = 0
        for line in self.lines:
            if any(isinstance(part, Slot) and _leaves_out(part, values) for part in line):
                continue
            if text:
                text.append("\n")
                at += 1
            for part in line:
                said = part.text if isinstance(part, Literal) else _value(part, values)
                length = utf16_length(said)
                entities += [Entity(style=s, offset=at, length=length) for s in sorted(part.styles) if length]
                text.append(said)
                at += length
        return Message(text="".join(text), entities=_joined(entities))


def _leaves_out(slot: Slot, values: Mapping[str, str]) -> bool:
    return slot.optional and slot.otherwise is None and not values.get(slot.name)


def _value(slot: Slot, values: Mapping[str, str]) -> str:
    if slot.otherwise is not None:
        return values.get(slot.name) or slot.otherwise
    return values[slot.name]


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, as Telegram counts: a character beyond the basic plane is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _joined(entities: list[Entity]) -> tuple[Entity, ...]:
    """Return the entities, with neighbours of one style made into one."""
    joined: list[Entity] = []
    for style in Style:
        run: Entity | None = None
        for entity in (e for e in entities if e.style is style):
            if run and run.offset + run.length == entity.offset:
                run = replace(run, length=run.length + entity.length)
            else:
                if run:
                    joined.append(run)
                run = entity
        if run:
            joined.append(run)
    return tuple(sorted(joined, key=lambda e: (e.offset, e.style)))


_TOKEN = re.compile(
    r"\\(?P<plain>.)|(?P<bold>\*)|(?P<italic>_)|\{(?P<slot>[^{}\n]*)\}|(?P<brace>[{}])|(?P<text>[^\\*_{}]+|\\)", re.S
)
_MARKUP = re.compile(r"[\\*_{}]")
_SLOT = re.compile(r"(?P<name>[a-z][a-z0-9_]*)(?P<optional>\?)?(?(optional)(?:\|(?P<otherwise>[^|]+))?)\Z")


def parse_words(source: str) -> Words:
    """Return an author's text as words.

    Raises MarkupError if a sign opens and never closes, or what stands in braces is no name.
    """
    if not _MARKUP.search(source):  # as most of what is said
        return Words(lines=tuple((Literal(text=line),) if line else () for line in source.split("\n")))
    parts = tuple(_parts(source))
    lines: list[tuple[WordsPart, ...]] = []
    line: list[WordsPart] = []
    for part in parts:
        if isinstance(part, Slot):
            line.append(part)
            continue
        first, *others = part.text.split("\n")
        line += [Literal(text=first, styles=part.styles)] if first else []
        for other in others:
            lines.append(tuple(line))
            line = [Literal(text=other, styles=part.styles)] if other else []
    lines.append(tuple(line))
    return Words(lines=tuple(lines))


def _parts(source: str) -> Iterator[WordsPart]:
    opened: dict[Style, int] = {}
    text = ""
    for token in _TOKEN.finditer(source):
        kind = _kind(source, token)
        if kind in ("plain", "text"):
            text += token["plain"] or token[0]
            continue
        if text:
            yield Literal(text=text, styles=frozenset(opened))
            text = ""
        if kind == "slot":
            yield _slot(token, frozenset(opened))
        else:
            style = Style.BOLD if kind == "bold" else Style.ITALIC
            if opened.pop(style, None) is None:
                opened[style] = token.start()
    if text:
        yield Literal(text=text, styles=frozenset(opened))
    for style, start in opened.items():
        raise MarkupError(f"The sign that opens {style} here never closes; write \\* or \\_ for a real one.", start)


def _kind(source: str, token: re.Match[str]) -> str | None:
    """Return what the token is: `slot`, `bold`, `italic`, or `plain` or `text`, which are said as they stand.

    Raises MarkupError for a single brace, or a doubled sign.
    """
    kind = token.lastgroup
    if kind == "brace":
        raise MarkupError("A single brace stands here; write \\{ for a real one.", token.start())
    if kind in ("bold", "italic"):
        if _is_within_a_word(source, token):
            return "text"
        if source.startswith(token[0], token.end()):
            so = "*bold*" if kind == "bold" else "_italic_"
            raise MarkupError(f"Two {token[0]} stand here; one is enough, as in {so}.", token.start())
    return kind


def _is_within_a_word(source: str, token: re.Match[str]) -> bool:
    """Return whether the sign stands between letters or digits of a script that separates words by spaces."""
    return _is_of_word(source[max(token.start() - 1, 0) : token.start()]) and _is_of_word(
        source[token.end() : token.end() + 1]
    )


def _is_of_word(sign: str) -> bool:
    """Return whether the character is a digit or a letter of a script with capitals.

    In scripts without capitals words may follow each other without a space, and markup has to work between them.
    """
    return sign.isdigit() or sign.lower() != sign.upper()


def _slot(token: re.Match[str], styles: frozenset[Style]) -> Slot:
    found = _SLOT.match(token["slot"])
    if not found or (found["otherwise"] or "x").isspace():
        raise MarkupError("What stands in braces is no value's name.", token.start())
    return Slot(name=found["name"], optional=bool(found["optional"]), otherwise=found["otherwise"], styles=styles)
