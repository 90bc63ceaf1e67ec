"""Boxes and lines: nothing overlaps, every line touches what it joins, and the same graph comes out alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bot.workbench.drawing.layout import LONGEST, Box, Layout, Link, layout


def boxes_of(bands: Sequence[int], width: float = 100.0) -> list[Box]:
    return [Box(id=f"b{i}", width=width + 10 * i, height=40.0 + 5 * i, band=band) for i, band in enumerate(bands)]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Box], list[Link]]:
    boxes = boxes_of(draw(st.lists(st.integers(0, 3), min_size=1, max_size=12)))
    ids = st.sampled_from([box.id for box in boxes])
    ends = draw(st.lists(st.tuples(ids, ids), max_size=20))
    return boxes, [Link(source=source, target=target, port=20.0) for source, target in ends]


def overlap(one: Box, other: Box, placed: Layout) -> bool:
    (x, y), (u, v) = placed.corners[one.id], placed.corners[other.id]
    return x < u + other.width and u < x + one.width and y < v + other.height and v < y + one.height


@given(graphs())
def test_no_two_boxes_overlap_and_all_stand_on_the_paper(graph: tuple[list[Box], list[Link]]) -> None:
    boxes, links = graph
    placed = layout(boxes, links, "b0")

    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair, placed)]
    for box in boxes:
        x, y = placed.corners[box.id]
        assert x >= 0
        assert y >= 0
        assert x + box.width <= placed.width
        assert y + box.height <= placed.height


@given(graphs())
def test_a_line_begins_at_its_port_ends_on_its_target_and_never_runs_upwards(
    graph: tuple[list[Box], list[Link]],
) -> None:
    boxes, links = graph
    placed = layout(boxes, links, "b0")
    by_id = {box.id: box for box in boxes}

    for number, points in placed.routes.items():
        link = links[number]
        x, y = placed.corners[link.source]
        u, v = placed.corners[link.target]
        assert points[0] == (x + link.port, y + by_id[link.source].height)
        assert u <= points[-1][0] <= u + by_id[link.target].width
        assert points[-1][1] == v
        assert [y for _, y in points] == sorted(y for _, y in points)


@given(graphs())
def test_each_band_holds_its_boxes_and_no_others(graph: tuple[list[Box], list[Link]]) -> None:
    boxes, links = graph
    placed = layout(boxes, links, "b0")

    for band in placed.bands:
        inside = {
            box.id for box in boxes if band.y <= placed.corners[box.id][1] < band.y + band.height
        }  # bands stand above each other
        assert inside == {box.id for box in boxes if box.band == band.number}


@given(graphs())
def test_the_same_graph_is_always_laid_out_alike(graph: tuple[list[Box], list[Link]]) -> None:
    boxes, links = graph

    assert layout(boxes, links, "b0") == layout(boxes, links, "b0")


def test_a_way_back_and_a_way_past_many_rows_are_jumps() -> None:
    boxes = boxes_of([0] * (LONGEST + 2))
    chain = [Link(source=f"b{i}", target=f"b{i + 1}", port=10.0) for i in range(LONGEST + 1)]
    back = Link(source="b2", target="b1", port=10.0)
    far = Link(source="b0", target=f"b{LONGEST + 1}", port=10.0)
    just = Link(source="b1", target=f"b{LONGEST + 1}", port=10.0)

    routes = layout(boxes, [*chain, back, far, just], "b0").routes

    assert set(range(len(chain) + 3)) - set(routes) == {len(chain), len(chain) + 1}


def test_lines_that_need_not_cross_do_not() -> None:
    boxes = boxes_of([0] * 5)
    ends = [("b0", "b1", 10.0), ("b0", "b2", 90.0), ("b1", "b4", 10.0), ("b2", "b3", 10.0)]
    placed = layout(boxes, [Link(source=s, target=t, port=p) for s, t, p in ends], "b0")

    x = {id: corner[0] for id, corner in placed.corners.items()}
    assert x["b1"] < x["b2"]
    assert x["b4"] < x["b3"]
