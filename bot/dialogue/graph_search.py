"""Searches of any graph: what can be reached, by which shortest way, what follows from what, and where circles close.

A node may be anything that is hashable, and an arrow may be anything. Knows no dialogue.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

Node = TypeVar("Node")
Arrow = TypeVar("Arrow")
Target = TypeVar("Target")
Fact = TypeVar("Fact")


class Arrival(NamedTuple, Generic[Node, Arrow]):
    """A node that was reached, with the last arrow of a shortest way to it."""

    node: Node
    arrow: Arrow | None = None  # None: the walk began here
    before: Arrival[Node, Arrow] | None = None

    @property
    def way(self) -> tuple[Arrow, ...]:
        """Return the arrows from the beginning of the search to here."""
        arrows: list[Arrow] = []
        here = self
        while here.arrow is not None and here.before is not None:
            arrows.append(here.arrow)
            here = here.before
        return tuple(reversed(arrows))


def reachable(begin: Iterable[Node], ahead: Callable[[Node], Iterable[Node]]) -> dict[Node, None]:
    """Return all nodes that can be reached from those in `begin`, which are included, as the keys of a dictionary.

    Deep nodes come before their neighbours. `ahead` returns the nodes to which a node leads, and is called once for
    each.
    """
    found: dict[Node, None] = {}
    waiting = list(begin)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found[node] = None
            waiting += ahead(node)
    return found


def nearest_first(
    begin: Node, arrows: Callable[[Node], Iterable[tuple[Arrow, Node]]]
) -> Iterator[Arrival[Node, Arrow]]:
    """Yield each node that can be reached, once, the nearest first. The first is `begin`.

    `arrows` returns the arrows from a node, each with the node it leads to. It is called after the node was yielded, so
    a caller may work them out first, or stop.
    """
    came = {begin}
    waiting = deque([Arrival[Node, Arrow](begin)])
    while waiting:
        here = waiting.popleft()
        yield here
        for arrow, node in arrows(here.node):
            if node not in came:
                came.add(node)
                waiting.append(Arrival(node, arrow, here))


def spread(
    first: Mapping[Node, Fact],
    onward: Callable[[Node, Fact], Iterable[tuple[Node, Fact]]],
    join: Callable[[Fact, Fact], Fact],
) -> dict[Node, Fact]:
    """Return what is known at each node, once nothing more follows from what is known at the others.

    `first` is what is known at the beginning. `onward` returns what follows from a fact at a node for the nodes to
    which it leads. `join` combines two facts about one node. Facts must change in one direction only, or this never
    ends.
    """
    known = dict(first)
    waiting = deque(known)
    while waiting:
        node = waiting.popleft()
        for to, fact in onward(node, known[node]):
            joined = join(known[to], fact) if to in known else fact
            if to not in known or joined != known[to]:
                known[to] = joined
                waiting.append(to)
    return known


def backwards(arrows: Mapping[Node, Iterable[Target]]) -> dict[Target, list[Node]]:
    """Return for each node that something leads to, the nodes that lead to it."""
    before: dict[Target, list[Node]] = {}
    for node, ahead in arrows.items():
        for to in ahead:
            before.setdefault(to, []).append(node)
    return before


def endless(arrows: Mapping[Node, Iterable[Node]]) -> list[Node]:
    """Return the nodes from which some way never ends: those in a circle, and those before one."""
    left = {node: set(ahead) for node, ahead in arrows.items()}
    before = backwards(left)
    over = [node for node, ahead in left.items() if not ahead]
    while over:
        node = over.pop()
        del left[node]
        for earlier in before.get(node, ()):
            left[earlier].discard(node)
            if not left[earlier]:
                over.append(earlier)
    return list(left)


def without_circles(begin: Iterable[Node], arrows: Mapping[Node, Iterable[tuple[Arrow, Node]]]) -> list[Arrow]:
    """Return the arrows without those that close a circle, searching depth first from the nodes in `begin`."""
    done: set[Node] = set()
    kept: list[Arrow] = []
    for node in begin:
        if node in done:
            continue
        on_way, stack = {node}, [(node, iter(arrows.get(node, ())))]
        while stack:
            here, ahead = stack[-1]
            arrow, to = next(ahead, (None, here))
            if arrow is None:
                stack.pop()
                on_way.discard(here)
                done.add(here)
            elif to not in on_way:
                kept.append(arrow)
                if to not in done:
                    on_way.add(to)
                    stack.append((to, iter(arrows.get(to, ()))))
    return kept
