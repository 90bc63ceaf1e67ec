"""Where somebody is, as a coach sees it: the way down, what is kept, and what is only known to be gone."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import AnswerPart
from bot.dialogue.model import DialogueId, StateId, Version
from bot.dialogue.session import Frame, Planned, Profile, Session
from bot.dialogue.values import Number, Picked, Said, Skipped, Value
from bot.workbench.session_view import view_of
from tests.bilingual import bilingual
from tests.shipped import shipped

SHAME, GROUNDING = shipped().live[DialogueId("shame")], shipped().live[DialogueId("grounding")]
FEARS = Frame(dialogue=SHAME.id, version=SHAME.version, state=StateId("fears"), run=1)
SEE = Frame(dialogue=GROUNDING.id, version=GROUNDING.version, state=StateId("see"), run=1)
SOMEBODY = Session(key="k", profile=Profile(consented=True), stack=(FEARS, SEE))


def test_the_way_down_is_told_by_titles_and_states() -> None:
    standing = view_of(SOMEBODY, shipped())

    assert [(spot.title, spot.state) for spot in standing.stack] == [
        ("Meeting shame with kindness", "fears"),
        ("Steady yourself", "see"),
    ]
    assert all(spot.newest for spot in standing.stack)


def test_whoever_is_in_an_older_version_or_in_one_that_is_gone_is_told_so() -> None:
    older = replace(SHAME, version=Version("older"), title="Meeting shame")
    dialogues = replace(shipped(), pinned={**shipped().pinned, (older.id, older.version): older})
    gone = replace(SEE, dialogue=DialogueId("no_more"))
    stack = (replace(FEARS, version=older.version), gone)

    standing = view_of(replace(SOMEBODY, stack=stack), dialogues)

    assert [(spot.title, spot.newest) for spot in standing.stack] == [("Meeting shame", False), ("no_more", False)]


def test_what_was_set_aside_and_what_is_planned_is_told() -> None:
    visit = Planned(dialogue=DialogueId("attunement_after"), on="2026-03-03")

    standing = view_of(replace(SOMEBODY, stack=(), aside=((FEARS, SEE),), visits=(visit,)), shipped())

    assert standing.stack == ()
    assert [[spot.state for spot in stack] for stack in standing.aside] == [["fears", "see"]]
    assert standing.planned == ("Listening, the day after",)


def test_every_kind_of_value_is_told_in_words() -> None:
    values: dict[str, Value] = {
        "said": Said(parts=(AnswerPart(message_id=1, words="a\nb"), AnswerPart(message_id=2, voice="file"))),
        "number": Number(value=7),
        "picked": Picked(keys=("a", "b"), words="Chest, Face"),
        "skipped": Skipped(),
    }
    session = replace(SOMEBODY, stack=(replace(FEARS, values=values), SEE), remembered={"home_place": values["said"]})

    standing = view_of(session, shipped())

    (kept,) = standing.kept
    assert kept.title == "Meeting shame with kindness"
    assert kept.values == {
        "said": "a\nb\n(a voice note)",
        "number": "7",
        "picked": "Chest, Face",
        "skipped": "(left out)",
    }
    assert standing.remembered == {"home_place": "a\nb\n(a voice note)"}


def test_of_the_profile_what_is_known_is_told() -> None:
    standing = view_of(replace(SOMEBODY, profile=Profile(consented=True, name="Ana")), shipped())

    assert standing.profile["consented"] == "yes"
    assert standing.profile["name"] == "Ana"
    assert "zone" not in standing.profile


def test_it_is_told_in_the_persons_own_language() -> None:
    dialogue = next(iter(bilingual().others["de"].live.values()))
    frame = Frame(dialogue=dialogue.id, version=dialogue.version, state=dialogue.start, run=1)
    session = Session(key="k", profile=Profile(language="de"), stack=(frame,))

    (spot,) = view_of(session, bilingual()).stack

    assert spot.title == dialogue.title
    assert spot.title != bilingual().live[dialogue.id].title
