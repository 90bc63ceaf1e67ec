"""A dialogue's graph as an SVG picture: cards, their exits, and frames around the parts of an exercise.

The picture loads nothing from outside and runs nothing. Each card is a group with the id `state-<id>`; a page lights
the one where somebody is by giving it the class `here`. Where a line would be too long, the exit names its target.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from bot.dialogue.model import StateId
from bot.workbench.drawing.graph import Card, CardExit, Graph
from bot.workbench.drawing.layout import Band, Box, Layout, Link, Point, layout

_SIGN, _LINE = 7.0, 15.0  # pixels: the width of a sign at 12 px in a wide font, the height of a line
_BOLD = 8.0  # the width of one in the first line
_NARROWEST, _PAD = 210.0, 12.0
_CHIP_SIGNS, _CHIP_LINES, _WORD_LINES = 17, 4, 3
_FILE_SIGNS = 20
_LEGEND = 40.0

STYLE = """
.dialogue-graph { --paper: #fbfaf7; --card: #ffffff; --ink: #23282b; --quiet: #5d676c; --line: #8a969b;
  --frame: #eef1ec; --frame-line: #cfd8cf; --chip: #e6eef0; --heavy: #a3341f; --here: #0b6e69; --jump: #6b4c9a;
  background: var(--paper); font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
@media (prefers-color-scheme: dark) { .dialogue-graph { --paper: #171a1c; --card: #22272a; --ink: #e8ecec;
  --quiet: #a7b2b6; --line: #7d898e; --frame: #1d2224; --frame-line: #333c3f; --chip: #2c3539; --heavy: #f08a72;
  --here: #4fd1c5; --jump: #c3a6f0; } }
.dialogue-graph text { fill: var(--ink); }
.dialogue-graph .quiet { fill: var(--quiet); }
.dialogue-graph .id { font-weight: 650; font-size: 13px; }
.dialogue-graph .band { fill: var(--frame); stroke: var(--frame-line); }
.dialogue-graph .band-name { fill: var(--quiet); font-weight: 600; }
.dialogue-graph .body { fill: var(--card); stroke: var(--line); }
.dialogue-graph .begins .body { stroke-width: 2.5; }
.dialogue-graph .ends .body { stroke-dasharray: 5 3; }
.dialogue-graph .bar { fill: var(--heavy); }
.dialogue-graph .heavy-sign { fill: var(--heavy); font-weight: 600; }
.dialogue-graph .chip { fill: var(--chip); }
.dialogue-graph .jump { fill: var(--jump); }
.dialogue-graph .line { fill: none; stroke: var(--line); stroke-width: 1.4; }
.dialogue-graph .head { fill: var(--line); }
.dialogue-graph .here .body { stroke: var(--here); stroke-width: 4; }
.dialogue-graph .here .id { fill: var(--here); }
"""


@dataclass(frozen=True, kw_only=True)
class _Chip:
    """An exit on its card."""

    exit: CardExit
    lines: tuple[str, ...]
    jump: str | None  # where it leads, if no line does
    x: float
    width: float

    @property
    def height(self) -> float:
        return (len(self.lines) + (self.jump is not None)) * _LINE + 10


@dataclass(frozen=True, kw_only=True)
class _Drawn:
    """A card with everything measured."""

    card: Card
    words: tuple[str, ...]
    notes: tuple[str, ...]
    chips: tuple[_Chip, ...]
    width: float

    @property
    def chips_height(self) -> float:
        return max((chip.height for chip in self.chips), default=0.0)

    @property
    def height(self) -> float:
        return (1 + len(self.words) + len(self.notes)) * _LINE + 2 * _PAD + (self.chips_height + 4 if self.chips else 0)


def svg_of(graph: Graph, here: StateId | None = None, *, styled: bool = True) -> str:
    """Return the picture as XML text, with the state `here` lit.

    A page that has STYLE among its own styles takes it without `styled`.
    """
    jumps = {i for i, _ in enumerate(_exits(graph))}
    for _ in range(2):  # which exits are jumps decides how wide their cards are, and that hardly the rows
        drawn = {card.id: _measure(card, graph, jumps) for card in graph.cards}
        links, numbers = _links(graph, drawn)
        placed = layout(_boxes(graph, drawn), links, _first(graph))
        jumps = {number for i, number in enumerate(numbers) if i not in placed.routes}
    return "\n".join(_written(graph, drawn, placed, here, STYLE if styled else ""))


def _first(graph: Graph) -> str:
    return next(card.id for card in graph.cards if card.begins)


def _exits(graph: Graph) -> Iterator[CardExit]:
    return (exit for card in graph.cards for exit in card.exits)


def _boxes(graph: Graph, drawn: dict[StateId, _Drawn]) -> list[Box]:
    bands = {part: number for number, part in enumerate(graph.parts)}
    return [
        Box(id=card.id, width=drawn[card.id].width, height=drawn[card.id].height, band=bands[card.part])
        for card in graph.cards
    ]


def _links(graph: Graph, drawn: dict[StateId, _Drawn]) -> tuple[list[Link], list[int]]:
    """Return the links, and the number of the exit that each belongs to."""
    links, numbers = [], []
    for number, exit in enumerate(_exits(graph)):
        source = drawn[exit.edge.state]
        port = next((c.x + c.width / 2 for c in source.chips if c.exit is exit), source.width / 2)
        if exit.edge.to is not None:
            links.append(Link(source=exit.edge.state, target=exit.edge.to, port=port))
            numbers.append(number)
    return links, numbers


def _measure(card: Card, graph: Graph, jumps: set[int]) -> _Drawn:
    places = {id(exit): number for number, exit in enumerate(_exits(graph))}
    order = {other.id: number for number, other in enumerate(graph.cards)}
    chips: list[_Chip] = []
    x = _PAD
    for exit in card.exits:
        jump = _jump(card, exit, order) if exit.edge.to is None or places[id(exit)] in jumps else None
        lines = _chip_lines(exit)
        if not lines and jump is None:
            continue
        longest = max(map(len, (*lines, jump or "")))
        width = max(46.0, longest * _SIGN + 14)
        chips.append(_Chip(exit=exit, lines=lines, jump=jump, x=x, width=width))
        x += width + 6
    width = max(_NARROWEST, x - 6 + _PAD, (len(card.id) + len(_tag(card)) + 2) * _BOLD + 2 * _PAD)
    words = _wrapped(f"“{card.words}”", int((min(width, 340) - 2 * _PAD) / _SIGN), _WORD_LINES) if card.words else ()
    return _Drawn(card=card, words=words, notes=_notes(card), chips=tuple(chips), width=width)


def _tag(card: Card) -> str:
    return f"▲ heavy · {card.kind}" if card.heavy else card.kind


def _notes(card: Card) -> tuple[str, ...]:
    shows = (f"shows {_short(card.picture)}",) if card.picture else ()
    calls = (f"calls {card.calls}",) if card.calls else ()
    keeps = (f"keeps {card.keeps}",) if card.keeps else ()
    return (*shows, *calls, *keeps)


def _short(name: str) -> str:
    """Return as much of a file's name as the narrowest card has room for, with its ending."""
    return name if len(name) <= _FILE_SIGNS else f"{name[: _FILE_SIGNS - 8]}…{name[-7:]}"


def _chip_lines(exit: CardExit) -> tuple[str, ...]:
    lines = _wrapped(exit.label, _CHIP_SIGNS, _CHIP_LINES) if exit.label else ()
    call = (f"calls {exit.call}",) if exit.call else ()
    start = (f"starts {exit.start}",) if exit.start else ()
    skip = ("(or /skip)",) if exit.skip else ()
    return (*lines, *skip, *call, *start)


def _jump(card: Card, exit: CardExit, order: dict[StateId, int]) -> str | None:
    to = exit.edge.to
    if to is None:
        return None if exit.start else "→ out"
    return f"{'↓' if order[to] > order[card.id] else '↺' if to == card.id else '↑'} {to}"


def _wrapped(text: str, signs: int, lines: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, max(signs, 8), max_lines=lines, placeholder=" …"))


def _written(
    graph: Graph, drawn: dict[StateId, _Drawn], placed: Layout, here: StateId | None, style: str
) -> Iterator[str]:
    width, height = placed.width, placed.height + _LEGEND
    title = escape(f"The states of {graph.title}")
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="dialogue-graph" role="img" width="{width:.0f}"'
        f' height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"><title>{title}</title>'
    )
    if style:
        yield f"<style>{style}</style>"
    yield (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path class="head" d="M0 0 8 4 0 8z"/></marker></defs>'
    )
    for band in placed.bands:
        yield from _band(graph.parts[band.number], band)
    for points in placed.routes.values():
        yield f'<path class="line" marker-end="url(#tip)" d="{_curve(points)}"/>'
    for id, corner in placed.corners.items():
        yield from _card(drawn[StateId(id)], corner, lit=id == here)
    yield _text(
        24,
        height - 16,
        "thick frame: it begins here · dashed frame: it ends · ▲ heavy question · ↑ ↓ goes on there",
        "quiet",
    )
    yield "</svg>"


def _band(part: str | None, band: Band) -> Iterator[str]:
    if part is not None:
        yield (
            f'<rect class="band" x="{band.x:.1f}" y="{band.y:.1f}" width="{band.width:.1f}"'
            f' height="{band.height:.1f}" rx="10"/>'
        )
        yield _text(band.x + 12, band.y + 19, part.replace("_", " "), "band-name")


def _card(drawn: _Drawn, corner: Point, *, lit: bool) -> Iterator[str]:
    x, y = corner
    card = drawn.card
    marks = {"heavy": card.heavy, "begins": card.begins, "ends": card.ends, "here": lit}
    classes = " ".join(("card", *(name for name, holds in marks.items() if holds)))
    yield f'<g id={quoteattr(f"state-{card.id}")} class="{classes}">'
    yield f'<rect class="body" x="{x:.1f}" y="{y:.1f}" width="{drawn.width:.1f}" height="{drawn.height:.1f}" rx="7"/>'
    if card.heavy:
        yield f'<rect class="bar" x="{x:.1f}" y="{y + 6:.1f}" width="5" height="{drawn.height - 12:.1f}" rx="2"/>'
    line = y + _PAD + 9
    yield _text(x + _PAD, line, card.id, "id")
    yield _text(x + drawn.width - _PAD, line, _tag(card), "heavy-sign" if card.heavy else "quiet", end=True)
    for words in drawn.words:
        line += _LINE
        yield _text(x + _PAD, line + 2, words)
    for note in drawn.notes:
        line += _LINE
        yield _text(x + _PAD, line + 3, note, "quiet")
    yield from _chips(drawn.chips, x, y + drawn.height - drawn.chips_height - 6)
    yield "</g>"


def _chips(chips: Sequence[_Chip], x: float, y: float) -> Iterator[str]:
    height = max((chip.height for chip in chips), default=0.0)
    for chip in chips:
        left = x + chip.x
        yield f'<rect class="chip" x="{left:.1f}" y="{y:.1f}" width="{chip.width:.1f}" height="{height:.1f}" rx="5"/>'
        line = y + 4
        for words in chip.lines:
            line += _LINE
            yield _text(left + 7, line - 1, words)
        if chip.jump:
            yield _text(left + 7, line + _LINE - 1, chip.jump, "jump")


def _text(x: float, y: float, words: str, style: str = "", *, end: bool = False) -> str:
    attributes = (f' class="{style}"' if style else "") + (' text-anchor="end"' if end else "")
    return f'<text x="{x:.1f}" y="{y:.1f}"{attributes}>{escape(words)}</text>'


def _curve(points: Iterable[Point]) -> str:
    """Return a path down from each point to the next, straight where a line passes a row."""
    (x, y), *others = points
    path = [f"M{x:.1f} {y:.1f}"]
    for to_x, to_y in others:
        middle = (y + to_y) / 2
        straight = abs(to_x - x) < 1
        path.append(
            f"L{to_x:.1f} {to_y:.1f}"
            if straight
            else f"C{x:.1f} {middle:.1f} {to_x:.1f} {middle:.1f} {to_x:.1f} {to_y:.1f}"
        )
        x, y = to_x, to_y
    return " ".join(path)
