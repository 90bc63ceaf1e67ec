"""Dialogues as graphs, as Mermaid and as SVG: every state once, every way in words, and no label breaks the picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from bot.dialogue.model import DialogueId, StateId
from bot.workbench.drawing.graph import Card, Graph, graph_of
from bot.workbench.drawing.mermaid import mermaid_of
from bot.workbench.drawing.svg import STYLE, svg_of
from tests.language.folders import load, loaded, sound_folder, with_states
from tests.pictures import png
from tests.shipped import shipped

SVG = "{http://www.w3.org/2000/svg}"
IDS = sorted(shipped().live)


def drawn(id: str) -> Graph:
    return graph_of(shipped().live[DialogueId(id)])


def card(graph: Graph, id: str) -> Card:
    return next(card for card in graph.cards if card.id == id)


def labels(graph: Graph, id: str) -> list[str]:
    return [exit.label for exit in card(graph, id).exits]


@pytest.mark.parametrize("id", IDS)
def test_the_picture_is_xml_with_each_state_once_and_needs_nothing_from_outside(id: str) -> None:
    picture = svg_of(drawn(id))
    root = ET.fromstring(picture)

    states = [group.get("id") for group in root.iter(f"{SVG}g")]
    assert sorted(states, key=str) == sorted(f"state-{state}" for state in shipped().live[DialogueId(id)].states)
    assert not re.search(r"<script|href=|@import|url\((?!#)", picture)


@pytest.mark.parametrize("id", IDS)
def test_the_mermaid_text_declares_each_state_once_and_names_no_other(id: str) -> None:
    lines = mermaid_of(drawn(id)).split("\n")
    declared = [found[1] for line in lines if (found := re.match(r"\s+s_(\w+?)(?:\(\[|\{\{|\[)", line))]
    named = {name for line in lines for name in re.findall(r"\bs_(\w+)", re.sub(r'"[^"]*"', "", line))}

    assert sorted(declared) == sorted(shipped().live[DialogueId(id)].states)
    assert named == set(declared)
    assert all(line.count('"') % 2 == 0 for line in lines)


@pytest.mark.parametrize("write", [svg_of, mermaid_of])
def test_a_picture_comes_out_alike_each_time(write: object) -> None:
    assert callable(write)
    assert write(drawn("shame")) == write(drawn("shame"))


def test_the_state_where_somebody_is_can_be_lit() -> None:
    lit = ET.fromstring(svg_of(drawn("shame"), here=StateId("fears")))

    here = [group.get("id") for group in lit.iter(f"{SVG}g") if "here" in (group.get("class") or "").split()]
    assert here == ["state-fears"]


def test_a_page_that_allows_nothing_inline_takes_the_picture_without_its_style() -> None:
    shame = drawn("shame")
    bare = svg_of(shame, styled=False)

    assert "style" not in bare
    assert svg_of(shame).replace(f"<style>{STYLE}</style>\n", "") == bare


def test_heavy_questions_are_marked_by_a_sign_and_not_by_colour_alone() -> None:
    shame = drawn("shame")

    assert card(shame, "fears").heavy
    assert not card(shame, "tension_before").heavy
    assert not card(shame, "consent").heavy
    assert svg_of(shame).count(">▲ heavy ·") == sum(one.heavy for one in shame.cards)
    assert "▲ fears" in mermaid_of(shame)


def test_ways_are_told_in_words(tmp_path: Path) -> None:
    states = """
    first:
      ask: How tense are you?
      scale: 0-10
      keep: tension
      next:
        - {if: tension >= 7, to: quiet}
        - {if: tension == 3, to: quiet}
        - {to: choose}
    quiet: {say: Stay., pause: 90, next: choose}
    choose:
      ask: And now?
      keep: now
      text: true
      choices:
        walk: {label: To the walk, call: walk, next: done}
        leave: {label: Leave it, start: walk}
      skip: walk
      next: done
    """
    graph = graph_of(loaded(tmp_path, states))

    assert labels(graph, "first") == ["if tension ≥ 7", "if tension = 3", "else"]
    assert labels(graph, "quiet") == ["after 90 s"]
    assert labels(graph, "choose") == ["To the walk", "Leave it", "written"]
    walk, leave, _ = card(graph, "choose").exits
    assert (walk.call, walk.skip, leave.start, leave.edge.to) == ("walk", True, "walk", None)
    assert [one.kind for one in graph.cards] == ["scale 0 to 10", "silence, 90 s", "words or a tap", "the end"]


def test_a_card_tells_in_words_which_two_numbers_are_compared(tmp_path: Path) -> None:
    states = """
    first: {ask: How tense?, scale: 0-10, keep: tension_before, next: second}
    second:
      ask: And now?
      scale: 0-10
      keep: now
      next: [{if: now >= tension_before + 2, to: first}, {if: now == tension_before, to: third}, {to: done}]
    third: {say: As it was., next: done}
    """

    labelled = labels(graph_of(loaded(tmp_path, states)), "second")

    assert labelled == ["if now ≥ tension before + 2", "if now = tension before", "else"]


def test_a_picture_that_is_shown_is_on_its_card(tmp_path: Path) -> None:
    name = f"{'a very ' * 5}quiet lake.png"
    folder = sound_folder(tmp_path, {f"pictures/{name}": png()})
    states = f"first: {{say: Look at the water., picture: {name}, next: done}}"
    (folder / "trying.yaml").write_text(with_states(states), encoding="utf-8")
    graph = graph_of(load(folder).dialogues.live[DialogueId("trying")])

    assert card(graph, "first").picture == name
    assert f"<br>picture: {name}<br>Look at the water." in mermaid_of(graph)
    assert ">shows a very a ver…ake.png<" in svg_of(graph)


def test_no_label_can_break_out_of_a_picture(tmp_path: Path) -> None:
    nasty = """"<script>alert(1)</script> \\"] | end; %% & 'x' #59;"""
    states = f"""
    first:
      ask: |-
        {nasty}
      choices:
        go: {{label: '{nasty.replace("'", "''")[:38]}', next: done}}
    """
    graph = graph_of(loaded(tmp_path, states))

    assert "<script" not in svg_of(graph)
    assert "".join(ET.fromstring(svg_of(graph)).itertext()).count("alert(1)") >= 1
    mermaid = mermaid_of(graph)
    assert "<script" not in mermaid
    assert all(
        re.fullmatch(r'[^"]*("[^"<>|\];]*(?:#\d+;[^"<>|\];]*|<br>[^"<>|\];]*)*"[^"]*)*', line)
        for line in mermaid.split("\n")
    )
