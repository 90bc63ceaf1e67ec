"""The page for a clinician's review: every screen in order, every way, the proofs, and nothing from outside."""

from __future__ import annotations

import re
from base64 import b64decode
from functools import cache, partial
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.dialogue.edges import edges
from bot.dialogue.model import DialogueId, DialogueKind
from bot.language.source.picture_files import read_picture
from bot.workbench.drawing.packet import Packet, Screen, packet_of
from bot.workbench.drawing.packet_html import html_of
from tests.language.folders import load, sound_folder, with_states
from tests.shipped import FOLDER, shipped

EXERCISES = sorted(id for id, dialogue in shipped().live.items() if dialogue.kind is DialogueKind.EXERCISE)
EMPTY = {"meta", "br", "link", "img", "hr", "path", "rect"}


@cache
def packet(id: str) -> Packet:
    source = (FOLDER / f"{id}.yaml").read_text(encoding="utf-8")
    return packet_of(shipped(), DialogueId(id), source, partial(read_picture, FOLDER))


def screen(id: str, state: str) -> Screen:
    return next(screen for screen in packet(id).screens if screen.card.id == state)


class Outline(HTMLParser):
    """Which tags are open, which ids there are, where links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.wrong: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.ids += [id for id in (told.get("id"),) if id]
        self.links += [link for link in (told.get("href"), told.get("src")) if link]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.mark.parametrize("id", EXERCISES)
def test_the_page_is_whole_and_its_links_lead_to_screens_on_it(id: str) -> None:
    page = html_of(packet(id))
    outline = Outline(page)

    assert (outline.open, outline.wrong) == ([], [])
    assert len(set(outline.ids)) == len(outline.ids)
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)
    assert all(link.startswith("#") for link in outline.links)
    assert not re.search(r"<script|@import|https?://(?!www\.w3\.org/2000/svg)", page)


@pytest.mark.parametrize("id", EXERCISES)
def test_every_state_is_a_screen_in_the_order_of_the_file_with_every_way_on(id: str) -> None:
    states = shipped().live[DialogueId(id)].states
    screens = packet(id).screens

    assert [screen.card.id for screen in screens] == list(states)
    assert [screen.line for screen in screens] == sorted({screen.line for screen in screens})
    for screen in screens:
        state = states[screen.card.id]
        onward = [] if state.end else list(edges(state))
        assert [exit.edge for exit in screen.card.exits] == onward


def test_a_screen_shows_what_a_person_sees_and_where_it_stands_in_the_file() -> None:
    consent = screen("shame", "consent")
    line = (FOLDER / "shame.yaml").read_text(encoding="utf-8").split("\n")[consent.line - 1]

    assert line == "  consent:"
    assert consent.wordings[0].buttons == (("Yes, I am ready",), ("A calm place first",), ("No, not today",))
    assert consent.notes == ("Cannot be skipped.",)
    assert screen("shame", "fears").wordings[0].buttons == (("Skip", "Pause", "Support"),)


def test_where_probing_can_happen_is_told() -> None:
    assert screen("shame", "fears").notes[-1] == (
        "May ask for more, at most once, after an answer of fewer than 8 words."
    )
    assert screen("shame", "missed_reasons").notes[-1] == "Never asks for more."
    assert screen("shame", "stay").notes == ("Goes on by itself after 45 seconds.",)


def test_what_reaches_beyond_the_exercise_is_told_with_the_button_that_does_it() -> None:
    (sealing,) = screen("shame", "put_aside").notes
    assert sealing.startswith("With “Put my words away too” these answers are put away, out of the reflections, until ")
    assert sealing.endswith(
        ": fears, hard times, hard inside, hard signals, hard feeling, missed, missed before, missed"
        " outcome, missed feeling, missed reasons, body, body kind."
    )
    visits = [note for screen in packet("attunement").screens for note in screen.notes if "visit" in note]
    assert visits == [
        "With “Yes, ask me tomorrow” a visit is planned: attunement_after opens by itself 1 day later, at the hour of"
        " the daily prompt if there is one."
    ]


def test_a_state_itself_can_do_so_too(tmp_path: Path) -> None:
    states = """
    first: {ask: Shall we?, choices: {go: {label: Go on, next: thing}}}
    thing: {ask: What is it?, keep: thing, next: away}
    away: {say: It is put away., seal: [thing], visit: {dialogue: trying, in: 36h}, next: back}
    back: {ask: And now?, choices: {open: {label: Open it, unseal: true, next: done}}}
    """
    page = page_of(sound_folder(tmp_path, {"trying.yaml": with_states(states)}), states)

    assert "Here these answers are put away, out of the reflections, until the person takes them back: thing." in page
    assert "Here a visit is planned: trying opens by itself 36 hours later." in page
    assert "With “Open it” all that was ever put away comes back." in page


def test_what_only_speaks_goes_on_by_itself(tmp_path: Path) -> None:
    states = "first: {say: A lake at dusk., next: second}\nsecond: {ask: What is it?, keep: thing, next: done}"
    page = page_of(sound_folder(tmp_path, {"trying.yaml": with_states(states)}), states)

    assert "<b>by itself</b> → <a href='#second'>" in page
    assert "<b>any answer</b> → <a href='#done'>" in page


def test_where_nothing_has_to_be_proved_no_proofs_are_promised(tmp_path: Path) -> None:
    states = "first: {say: A lake at dusk., next: done}"
    page = page_of(sound_folder(tmp_path, {"trying.yaml": with_states(states)}), states)

    assert "proved" not in page


def test_the_proofs_are_on_the_page_with_the_way_that_breaks_one(tmp_path: Path) -> None:
    whole = html_of(packet("shame"))

    assert "✗" not in whole
    assert whole.count("✓ holds") == len(packet("shame").proofs)
    assert {str(proof.rule) for proof in packet("shame").proofs} >= {
        *("no_consent", "no_tension", "heavy_when_tense", "no_grounding", "probe_in_calm", "stop_not_calm")
    }


def test_languages_stand_beside_each_other_with_who_has_read_them() -> None:
    page = html_of(packet("shame"))

    assert "<td>English (en)</td><td>the original</td>" in page


def page_of(folder: Path, states: str) -> str:
    dialogues = load(folder).dialogues
    packet = packet_of(dialogues, DialogueId("trying"), with_states(states), partial(read_picture, folder))
    return html_of(packet)


def test_a_picture_is_on_the_page_itself_once_with_its_name(tmp_path: Path) -> None:
    states = "first: {say: A lake at dusk., picture: lake.png, next: done}"
    folder = sound_folder(tmp_path, {"trying.yaml": with_states(states)})
    page = page_of(folder, states)

    (url,) = (link for link in Outline(page).links if not link.startswith("#"))
    assert url.startswith("data:image/png;base64,")
    assert b64decode(url.partition(",")[2]) == (folder / "pictures" / "lake.png").read_bytes()
    assert "<code>lake.png</code>, shown above the words" in page


def test_a_picture_that_is_gone_since_it_was_checked_is_told_so_on_the_page(tmp_path: Path) -> None:
    states = "first: {say: A lake at dusk., picture: lake.png, next: done}"
    folder = sound_folder(tmp_path, {"trying.yaml": with_states(states)})
    dialogues = load(folder).dialogues
    (folder / "pictures" / "lake.png").unlink()

    page = html_of(packet_of(dialogues, DialogueId("trying"), with_states(states), partial(read_picture, folder)))

    assert "<img" not in page
    assert "<code>lake.png</code>, cannot be read, so the words go alone" in page


def test_no_words_can_break_out_of_the_page(tmp_path: Path) -> None:
    states = """
    first:
      say: "<script>alert(1)</script> *<b>* & {name?}"
      ask: "</div>What?"
      choices: {go: {label: "<i>'\\"&", next: done}}
    """
    folder = sound_folder(tmp_path, {"trying.yaml": with_states(states).replace("Trying", "<u>Trying</u>")})
    page = page_of(folder, states)

    outline = Outline(page)
    assert (outline.open, outline.wrong) == ([], [])
    assert not re.search(r"<(script|u|i)>", page)
    assert "<strong>&lt;b&gt;</strong>" in page


def test_what_the_proofs_do_not_hold_is_said_beside_them_with_its_screens() -> None:
    page, limits = html_of(packet("shame")), packet("shame").limits

    assert "What is not proved, and needs a reader" in page
    assert "What is said before and with the consent is heard by everybody: consent." in limits
    assert (
        "These are calm because the file says that they are: "
        + ", ".join(
            screen.card.id
            for screen in packet("shame").screens
            if screen.card.part in ("put_aside", "peaceful_place")
            if screen.wordings[0].words
        )
        + "."
        in limits
    )
    assert "What it calls is not on this page, and may come while somebody is tense: breathe." in limits
    assert "6 hours or more after they told their tension" in page
    assert "Below every heavy question stand buttons for pausing and support." in page


def test_a_light_exercise_promises_nothing_and_limits_nothing() -> None:
    assert packet("attunement").limits == ()
    assert "needs a reader" not in html_of(packet("attunement"))
