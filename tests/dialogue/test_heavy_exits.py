"""Ways to leave a heavy question stand below it as buttons, whatever buttons its author gave it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import SendMessage
from bot.dialogue.model import DialogueId, Version
from bot.language.load import read_source
from bot.workbench.drawing.packet import packet_of
from tests.dialogue.person import Person
from tests.shipped import member, shipped

TWO = "choices: {a: {label: Nothing comes, next: done}, b: {label: Something else, next: fears}}"
ONE = "choices: {a: {label: Nothing comes, next: done}}"


def heavy(question: str) -> str:
    return f"title: H\nload: high\nstart: fears\nstates:\n  fears: {{{question}}}\n  done: {{say: Done., end: true}}\n"


def with_dialogue(source: str) -> Dialogues:
    known, dialogue = shipped(), read_source(DialogueId("heavy"), Version("v"), source)
    return replace(
        known,
        live={**known.live, dialogue.id: dialogue},
        pinned={**known.pinned, (dialogue.id, dialogue.version): dialogue},
    )


def shown(question: str) -> list[str]:
    person = Person(session=member(), dialogues=with_dialogue(heavy(question))).opens("heavy")
    (question_asked,) = person.ordered(SendMessage)
    return [button.label for row in question_asked.buttons for button in row]


@pytest.mark.parametrize(
    ("question", "exits"),
    [
        ("ask: What was it?, keep: it, next: done", ["Skip", "Pause", "Support"]),
        (f"ask: What was it?, keep: it, text: true, {ONE}, next: done", ["Skip", "Pause", "Support"]),
        (f"ask: What was it?, keep: it, text: true, {ONE}, skip: a, next: done", ["Pause", "Support"]),
        (f"ask: What was it?, keep: it, text: true, {ONE}, skip: false, next: done", ["Pause", "Support"]),
        (f"ask: What was it?, keep: it, {TWO}", ["Pause", "Support"]),
        ("ask: What was it?, keep: it, skip: false, next: done", ["Pause", "Support"]),
        ("ask: How bad?, scale: 0-10, keep: it, next: done", ["Skip", "Pause", "Support"]),
        (f"say: Somebody stands there., pause: 60, {ONE}, next: done", ["Skip", "Pause", "Support"]),
        (f"ask: What next?, {TWO}", []),
    ],
)
def test_pause_and_support_stay_below_a_heavy_question_and_skip_where_it_can_be_skipped(
    question: str, exits: list[str]
) -> None:
    assert [label for label in shown(question) if label in ("Skip", "Pause", "Support")] == exits


@pytest.mark.parametrize(
    ("question", "is_said"),
    [
        (f"ask: What was it?, keep: it, {TWO}", True),
        (f"ask: What was it?, keep: it, {TWO}, skip: a", False),
        (f"ask: What was it?, keep: it, text: true, {ONE}, next: done", False),
        ("ask: What was it?, keep: it, skip: false, next: done", True),
    ],
)
def test_the_packet_says_of_a_question_that_it_cannot_be_skipped_exactly_where_the_bot_refuses(
    question: str, is_said: bool
) -> None:
    source = heavy(question)
    dialogues = with_dialogue(source)
    screen = packet_of(dialogues, DialogueId("heavy"), source, lambda _: None).screens[0]
    person = Person(session=member(), dialogues=dialogues).opens("heavy").commands("skip")

    assert ("Cannot be skipped." in screen.notes) is is_said
    assert (person.place == ("heavy", "fears")) is is_said
