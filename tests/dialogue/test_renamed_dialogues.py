"""A dialogue's file gets another name: who is in it, who set it aside and who is to be visited by it go on with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.inputs import Timer
from bot.dialogue.migration_policy import MigrationAction
from bot.dialogue.model import Dialogue, DialogueId, Version
from bot.dialogue.session import Planned
from tests.dialogue.leading import action, led_over
from tests.dialogue.person import Person, somebody_at
from tests.shipped import NOW, shipped

OLD, NEW = DialogueId("attunement"), DialogueId("listening_well")
WORDS = "Somebody at work whom I hardly know, and she looked tired today."


def another_id(dialogue: Dialogue) -> Dialogue:
    return replace(dialogue, id=NEW, version=Version("renamed"), renamed_from=(OLD,))


def renamed() -> Dialogues:
    """The file of the dialogue is called otherwise; who is inside the old one can go on in its stored version."""
    live = {id: one for id, one in shipped().live.items() if id != OLD}
    new = another_id(shipped().live[OLD])
    return replace(shipped(), live={**live, NEW: new}, pinned={**shipped().pinned, (NEW, new.version): new})


def gone() -> Dialogues:
    return replace(shipped(), live={id: one for id, one in shipped().live.items() if id != OLD})


def planned(at: datetime = NOW) -> tuple[Planned, ...]:
    return (Planned(dialogue=OLD, at=at),)


def test_who_is_inside_goes_on_in_the_version_of_the_old_name() -> None:
    person = somebody_at("attunement", "person")
    person.dialogues = renamed()
    assert person.writes(WORDS).place == (OLD, "signals")


def test_migrate_leads_over_to_the_new_name_and_nobody_notices() -> None:
    person = somebody_at("attunement", "person")
    result = led_over(person, renamed())
    assert action(result) == (MigrationAction.STAY, "person")
    assert result.effects == ()
    assert person.place == (NEW, "person")
    assert person.writes(WORDS).place == (NEW, "signals")


def test_what_was_set_aside_under_the_old_name_is_offered_when_the_new_one_is_begun() -> None:
    person = somebody_at("attunement", "person").commands("pause")
    person.dialogues = replace(renamed(), commands={**shipped().commands, "attunement": NEW})
    assert person.commands("attunement").place == ("begun", "begun")


def test_a_planned_visit_follows_to_the_new_name() -> None:
    person = Person()
    person.dialogues = renamed()
    person.session = replace(person.session, visits=planned())
    person.time_comes(Timer.VISIT, OLD)
    assert person.place
    assert person.place[0] == NEW


def test_who_was_to_be_visited_by_what_is_gone_hears_so_once_when_they_are_here() -> None:
    person = Person()
    person.dialogues = gone()
    person.session = replace(person.session, visits=planned(datetime(2030, 1, 1, tzinfo=UTC)))
    told = shipped().phrase("visit_gone").text
    person.commands("exercises")
    assert [told in said for said in person.said] == [True]
    assert not any(told in said for said in person.commands("exercises").said)


def test_nobody_is_told_so_unasked_but_when_they_are_back() -> None:
    person = Person()
    person.dialogues = gone()
    person.session = replace(person.session, visits=planned())
    person.time_comes(Timer.VISIT, OLD)
    assert person.said == []
    assert any(shipped().phrase("visit_gone").text in said for said in person.commands("exercises").said)


def test_nothing_of_the_kind_comes_before_the_support_card() -> None:
    person = Person()
    person.dialogues = gone()
    person.session = replace(person.session, visits=planned(datetime(2030, 1, 1, tzinfo=UTC)))
    person.writes("I want to die.")
    assert not any(shipped().phrase("visit_gone").text in said for said in person.said)
