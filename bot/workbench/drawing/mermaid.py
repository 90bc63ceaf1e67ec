"""Writes a dialogue's graph as Mermaid text, which many editors and web pages draw. Nothing is drawn here.

By Mermaid's flowchart syntax: labels in quotes, with characters that mean something written as numbered entities.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.workbench.drawing.graph import Card, CardExit, Graph

_LONGEST = 60  # signs of a state's words


def mermaid_of(graph: Graph) -> str:
    """Return the graph as Mermaid text."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    yield "---"
    yield f"title: {_quoted(graph.title)}"
    yield "---"
    yield "flowchart TD"
    for number, part in enumerate(graph.parts):
        cards = [card for card in graph.cards if card.part == part]
        if part is None:
            yield from (f"  {_card(card)}" for card in cards)
        else:
            yield f"  subgraph part{number}[{_quoted(part.replace('_', ' '))}]"
            yield from (f"    {_card(card)}" for card in cards)
            yield "  end"
    for card in graph.cards:
        yield from (f"  {line}" for exit in card.exits for line in _way(card, exit))
        if card.calls:
            yield f"  {_id(card.id)} -.->|calls| {_called(card.calls)}"
    yield from _classes(graph)


def _card(card: Card) -> str:
    words = card.words if len(card.words) <= _LONGEST else f"{card.words[: _LONGEST - 1]}…"
    picture = f"picture: {card.picture}" if card.picture else ""
    label = _quoted("\n".join(line for line in (f"{_sign(card)}{card.id}: {card.kind}", picture, words) if line))
    opens, closes = ("([", "])") if card.begins or card.ends else ("{{", "}}") if card.kind == "decides" else ("[", "]")
    return f"{_id(card.id)}{opens}{label}{closes}"


def _sign(card: Card) -> str:
    return "▲ " if card.heavy else ""


def _way(card: Card, exit: CardExit) -> Iterator[str]:
    label = f"|{_quoted(exit.label)}|" if exit.label else ""
    if exit.start:
        yield f"{_id(card.id)} ==>{label} {_called(exit.start)}"
    elif exit.edge.to is None:
        yield f'{_id(card.id)} -->{label} out(["out"])'
    else:
        yield f"{_id(card.id)} -->{label} {_id(exit.edge.to)}"
    if exit.call:
        yield f"{_id(card.id)} -.->|{_quoted(f'{exit.label}: calls')}| {_called(exit.call)}"


def _classes(graph: Graph) -> Iterator[str]:
    heavy = [_id(card.id) for card in graph.cards if card.heavy]
    if heavy:
        yield "  classDef heavy stroke:#a3341f,stroke-width:3px"
        yield f"  class {','.join(heavy)} heavy"


def _id(state: str) -> str:
    """Return an id for Mermaid. `end` and a few others are words of its own."""
    return f"s_{state}"


def _called(dialogue: str) -> str:
    return f"d_{dialogue}[[{_quoted(dialogue)}]]"


def _quoted(words: str) -> str:
    """Return the words with characters that mean something in Mermaid, Markdown or HTML written by number."""
    signs = ("<br>" if sign == "\n" else sign if _is_plain(sign) else f"#{ord(sign)};" for sign in words)
    return f'"{"".join(signs)}"'


def _is_plain(sign: str) -> bool:
    return sign.isalnum() or sign in " .,:?!'’“”-–—_/()…▲≥≤≠="
