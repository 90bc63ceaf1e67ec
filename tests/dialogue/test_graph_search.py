"""Walks over any graph: each is compared with what is plain of a small one, or with the simplest way to find it."""

from __future__ import annotations

from operator import and_

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.graph_search import backwards, endless, nearest_first, reachable, spread, without_circles

Graph = dict[int, list[int]]
graphs = st.lists(st.lists(st.integers(0, 7), max_size=4), min_size=8, max_size=8).map(
    lambda ways: dict(enumerate(ways))
)

#   0 → 1 → 3 → 4
#   0 → 2 ↗   ↺ 3 → 1
SMALL: Graph = {0: [1, 2], 1: [3], 2: [3], 3: [4, 1], 4: []}


def step_by_step(graph: Graph, begin: set[int]) -> set[int]:
    """What can be come to, found by looking again and again."""
    found = begin
    for _ in graph:
        found = found | {to for node in found for to in graph[node]}
    return found


@given(graphs, st.sets(st.integers(0, 7)))
@settings(deadline=None)
def test_all_that_can_be_come_to_is_found(graph: Graph, begin: set[int]) -> None:
    assert reachable(begin, graph.__getitem__).keys() == step_by_step(graph, begin)


def arrows(graph: Graph, node: int) -> list[tuple[tuple[int, int], int]]:
    return [((node, to), to) for to in graph[node]]


def test_the_nearest_comes_first_by_a_shortest_way() -> None:
    arrivals = list(nearest_first(0, lambda node: arrows(SMALL, node)))
    assert [arrival.node for arrival in arrivals] == [0, 1, 2, 3, 4]
    ways = [arrival.way for arrival in arrivals]
    assert ways == [(), ((0, 1),), ((0, 2),), ((0, 1), (1, 3)), ((0, 1), (1, 3), (3, 4))]


@given(graphs)
@settings(deadline=None)
def test_a_way_leads_where_it_says_and_none_is_longer_than_the_next(graph: Graph) -> None:
    lengths = []
    for arrival in nearest_first(0, lambda node: arrows(graph, node)):
        here = 0
        for source, to in arrival.way:
            assert source == here
            here = to
        assert here == arrival.node
        lengths.append(len(arrival.way))
    assert lengths == sorted(lengths)
    assert len(lengths) == len(step_by_step(graph, {0}))


@given(graphs)
@settings(deadline=None)
def test_what_is_known_by_all_ways_is_known(graph: Graph) -> None:
    """Of a node is known which others are passed on each way to it from the first."""
    known = spread({0: frozenset({0})}, lambda node, passed: ((to, passed | {to}) for to in graph[node]), and_)
    for node, passed in known.items():
        for other in graph:
            avoiding = {one: [to for to in ways if to != other] for one, ways in graph.items()}
            is_passed = other in (0, node) or node not in step_by_step(avoiding, {0})
            assert (other in passed) is is_passed


def test_arrows_can_be_followed_backwards() -> None:
    assert backwards(SMALL) == {1: [0, 3], 2: [0], 3: [1, 2], 4: [3]}


@given(graphs)
@settings(deadline=None)
def test_a_way_never_ends_if_it_leads_to_a_node_that_leads_back_to_itself(graph: Graph) -> None:
    in_circles = {node for node in graph if node in step_by_step(graph, set(graph[node]))}
    assert set(endless(graph)) == {node for node in graph if in_circles & step_by_step(graph, {node})}


@given(graphs)
@settings(deadline=None)
def test_no_circle_is_left_and_each_arrow_that_is_left_out_closes_one(graph: Graph) -> None:
    kept = without_circles(graph, {node: arrows(graph, node) for node in graph})
    left: Graph = {node: [to for source, to in kept if source == node] for node in graph}
    assert endless(left) == []
    for node, ways in graph.items():
        for to in set(ways) - set(left[node]):
            assert node in step_by_step(left, {to})
