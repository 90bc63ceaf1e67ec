"""Works out where the boxes of a graph are and how the lines between them run: a layered layout, from top to bottom.

After Sugiyama, Tagawa and Toda (1981): rows by the longest way, fewer crossings by barycentres, then straight lines.
Boxes of one band (a part of an exercise) are in rows of their own, so that a frame can be drawn around them. A line
that would run upwards, or past many rows, is left out and becomes a jump: a name reads better than such a line. Knows
sizes and names, no dialogue and no drawing. Lengths are pixels.

No library fitted: those in pure Python know no bands and no ports, the others need a program of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import groupby, pairwise

from bot.dialogue.graph_search import without_circles

LONGEST = 4  # rows that a line may go down
GAP_X, GAP_Y, GAP_BAND = 36.0, 46.0, 44.0
MARGIN = 24.0
_LANE = 14.0  # the width that a line keeps free on its way past a row
_SWEEPS = 16

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Box:
    id: str
    width: float
    height: float
    band: int  # bands stand above each other, from 0


@dataclass(frozen=True, kw_only=True)
class Link:
    source: str
    target: str
    port: float  # where it leaves: from the source's left side


@dataclass(frozen=True, kw_only=True)
class Band:
    number: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Layout:
    corners: Mapping[str, Point]  # the upper left of each box
    routes: Mapping[int, tuple[Point, ...]]  # by the link's place in the list; those that are missing are jumps
    bands: tuple[Band, ...]
    width: float
    height: float


@dataclass(kw_only=True)
class _Slot:
    """A box in its row, or the place where a line passes a row."""

    width: float
    height: float
    x: float = 0.0  # of its middle
    above: list[tuple[_Slot, float]]  # what leads here, and how far from its middle that leaves
    below: list[tuple[_Slot, float]]
    is_box: bool


def layout(boxes: Sequence[Box], links: Sequence[Link], first: str) -> Layout:
    """Return where everything stands. `first` is the box where everything begins.

    The same input gives the same layout.
    """
    by_id = {box.id: box for box in boxes}
    forward = _forward(by_id, links, first)
    row = _rows(by_id, links, forward)
    drawn = [i for i in forward if row[links[i].target] - row[links[i].source] <= LONGEST]
    rows, slots, chains = _slots(by_id, links, drawn, row)
    _order(rows)
    _straighten(rows)
    return _placed(by_id, links, drawn, row, rows, slots, chains)


def _forward(boxes: Mapping[str, Box], links: Sequence[Link], first: str) -> list[int]:
    """Return the links that do not lead back: neither in a circle nor into a band above."""
    out: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for i, link in enumerate(links):
        if boxes[link.target].band >= boxes[link.source].band:
            out[link.source].append((i, link.target))
    return sorted(without_circles((first, *boxes), out))


def _rows(boxes: Mapping[str, Box], links: Sequence[Link], forward: Sequence[int]) -> dict[str, int]:
    """Return each box's row: below all that leads to it, and each band below the one before."""
    before: dict[str, list[str]] = {id: [] for id in boxes}
    for i in forward:
        before[links[i].target].append(links[i].source)
    from_above = sorted(TopologicalSorter(before).static_order(), key=lambda id: boxes[id].band)
    row: dict[str, int] = {}
    for _, band in groupby(from_above, key=lambda id: boxes[id].band):
        base = max(row.values(), default=-1) + 1
        for id in band:
            row[id] = max([base, *(row[source] + 1 for source in before[id])])
    return row


def _slots(
    boxes: Mapping[str, Box], links: Sequence[Link], drawn: Sequence[int], row: Mapping[str, int]
) -> tuple[list[list[_Slot]], dict[str, _Slot], dict[int, list[_Slot]]]:
    rows: list[list[_Slot]] = [[] for _ in range(max(row.values()) + 1)]
    slots = {}
    for box in boxes.values():
        slots[box.id] = _Slot(width=box.width, height=box.height, above=[], below=[], is_box=True)
        rows[row[box.id]].append(slots[box.id])
    chains: dict[int, list[_Slot]] = {}
    for i in drawn:
        link = links[i]
        chain, offset = [slots[link.source]], link.port - boxes[link.source].width / 2
        for between in range(row[link.source] + 1, row[link.target]):
            passing = _Slot(width=_LANE, height=0, above=[], below=[], is_box=False)
            rows[between].append(passing)
            chain.append(passing)
        chain.append(slots[link.target])
        for upper, lower in pairwise(chain):
            upper.below.append((lower, offset))
            lower.above.append((upper, offset))
            offset = 0.0
        chains[i] = chain
    return rows, slots, chains


def _order(rows: list[list[_Slot]]) -> None:
    """Sort each row by where its neighbours stand, down and up, and keep the order with the fewest crossings."""
    best, fewest = [list(row) for row in rows], _crossings(rows)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for row in rows[1:] if down else rows[-2::-1]:
            _sort(rows, row, down=down)
        found = _crossings(rows)
        if found < fewest:
            best, fewest = [list(row) for row in rows], found
    rows[:] = best


def _sort(rows: list[list[_Slot]], row: list[_Slot], *, down: bool) -> None:
    place = {id(slot): i for other in rows for i, slot in enumerate(other)}

    def wanted(slot: _Slot) -> float:
        if down:
            ends = [place[id(upper)] + offset / (upper.width + 1) for upper, offset in slot.above]
        else:
            ends = [place[id(lower)] - offset / (slot.width + 1) * 0.5 for lower, offset in slot.below]
        return sum(ends) / len(ends) if ends else place[id(slot)]

    row.sort(key=wanted)


def _crossings(rows: list[list[_Slot]]) -> int:
    count = 0
    for upper, lower in pairwise(rows):
        place = {id(slot): i for i, slot in enumerate(lower)}
        ends = [
            ((i, offset), place[id(target)])
            for i, slot in enumerate(upper)
            for target, offset in slot.below
            if id(target) in place
        ]
        ends.sort()
        count += sum(1 for a in range(len(ends)) for b in range(a) if ends[b][1] > ends[a][1])
    return count


def _straighten(rows: list[list[_Slot]]) -> None:
    for row in rows:
        _spread(row, [0.0] * len(row))
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for row in rows if down else rows[::-1]:
            _spread(row, [_wanted_x(slot, down=down) for slot in row])


def _wanted_x(slot: _Slot, *, down: bool) -> float:
    above = [upper.x + offset for upper, offset in slot.above]
    below = [lower.x - offset for lower, offset in slot.below]
    ends = (above or below) if down else (below or above)
    return sum(ends) / len(ends) if ends else slot.x


def _spread(row: list[_Slot], wanted: list[float]) -> None:
    """Place the slots as near to where each wants to be as their widths allow.

    Least squares in the given order (pool neighbours).
    """
    shift, shifts = 0.0, []
    for left, right in zip([None, *row], row, strict=False):
        shift += (left.width + right.width) / 2 + GAP_X if left else 0.0
        shifts.append(shift)
    pools: list[tuple[float, float, int]] = []  # sum of weighted wishes, weight, members
    for slot, wish, moved in zip(row, wanted, shifts, strict=True):
        weight = 1.0 if slot.is_box else 4.0
        pool = ((wish - moved) * weight, weight, 1)
        while pools and pools[-1][0] / pools[-1][1] > pool[0] / pool[1]:
            total, before, members = pools.pop()
            pool = (total + pool[0], before + pool[1], members + pool[2])
        pools.append(pool)
    places = [total / weight for total, weight, members in pools for _ in range(members)]
    for slot, place, moved in zip(row, places, shifts, strict=True):
        slot.x = place + moved


def _placed(
    boxes: Mapping[str, Box],
    links: Sequence[Link],
    drawn: Sequence[int],
    row: Mapping[str, int],
    rows: list[list[_Slot]],
    slots: Mapping[str, _Slot],
    chains: Mapping[int, list[_Slot]],
) -> Layout:
    band_of = {row[box.id]: box.band for box in boxes.values()}
    tops, heights, y = [], [], MARGIN
    for number, slots_in_row in enumerate(rows):
        if band_of.get(number) != band_of.get(number - 1):
            y += GAP_BAND
        tops.append(y)
        heights.append(max((slot.height for slot in slots_in_row), default=0.0))
        y += heights[-1] + GAP_Y
    left = min(slot.x - slot.width / 2 for line in rows for slot in line) - 2 * MARGIN
    right = max(slot.x + slot.width / 2 for line in rows for slot in line) + 2 * MARGIN
    corners = {id: (slot.x - slot.width / 2 - left, tops[row[id]]) for id, slot in slots.items()}
    routes = {}
    for i in drawn:
        link = links[i]
        x, top = corners[link.source]
        points = [(x + link.port, top + boxes[link.source].height)]
        for step, slot in enumerate(chains[i][1:-1], start=row[link.source] + 1):
            points += [(slot.x - left, tops[step]), (slot.x - left, tops[step] + heights[step])]
        target = slots[link.target]
        points.append((target.x - left, tops[row[link.target]]))
        routes[i] = tuple(points)
    bands = []
    for band in sorted({box.band for box in boxes.values()}):
        inside = [number for number, of in band_of.items() if of == band]
        ids = [box.id for box in boxes.values() if box.band == band]
        x = min(corners[id][0] for id in ids) - MARGIN
        width = max(corners[id][0] + boxes[id].width for id in ids) + MARGIN - x
        top = tops[min(inside)] - GAP_BAND + 12
        bottom = tops[max(inside)] + heights[max(inside)] + 16
        bands.append(Band(number=band, x=x, y=top, width=width, height=bottom - top))
    return Layout(corners=corners, routes=routes, bands=tuple(bands), width=right - left, height=y)
