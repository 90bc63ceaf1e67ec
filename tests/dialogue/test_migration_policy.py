"""What is judged of one frame, in dialogues that are made for it: the facts of a change, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.dialogue.effects import AnswerPart
from bot.dialogue.migration_policy import MigrationAction, MigrationVerdict, call_comes_back, judge_frame
from bot.dialogue.model import (
    Choice,
    Comparison,
    Condition,
    Deed,
    Dialogue,
    DialogueId,
    DialogueKind,
    Load,
    Setting,
    State,
    StateId,
    TextAsk,
    Version,
    Way,
)
from bot.dialogue.session import Frame, Offer, Session
from bot.dialogue.session_changes import changed
from bot.dialogue.session_migration import SessionMigration
from bot.dialogue.values import Number, Picked, Said, Value
from bot.dialogue.version_diff import Requirements, VersionDiff, diff_to
from bot.dialogue.words import parse_words
from bot.language.migration_requirements import requirements_of
from tests.dialogue.leading import with_versions
from tests.shipped import NOW, member, shipped

ID = DialogueId("made")
NONE = Requirements(words={}, branches={}, consents=frozenset(), tensions=frozenset())


def ways(*ids: str) -> tuple[Way, ...]:
    return tuple(Way(to=StateId(id)) for id in ids)


def asks(id: str, *to: str, **fields: Any) -> State:
    return State(id=StateId(id), ask=parse_words(f"{id}?"), wait=TextAsk(), next=ways(*to), **fields)


def picks(id: str, *choices: Choice, to: str = "", **fields: Any) -> State:
    return State(id=StateId(id), ask=parse_words(f"{id}?"), choices=choices, next=ways(to) if to else (), **fields)


def says(id: str, *to: str, **fields: Any) -> State:
    return State(id=StateId(id), say=parse_words(f"{id}."), next=ways(*to), **fields)


def choice(key: str, *to: str, **fields: Any) -> Choice:
    return Choice(key=key, label=parse_words(key), next=ways(*to), **fields)


END = State(id=StateId("done"), say=parse_words("Done."), end=True)


def made(*states: State, version: str = "old", **fields: Any) -> Dialogue:
    states = (*states, END)
    named = {state.id: state for state in states}
    return Dialogue(
        id=ID, version=Version(version), title="Made", start=states[0].id, states=named, **{"about": "It.", **fields}
    )


def changing(old: Dialogue, live: Dialogue, requirements: Requirements = NONE) -> VersionDiff:
    return diff_to(live, old, lambda _: requirements)


def at(state: str, *, trail: tuple[str, ...] = (), values: Mapping[str, Value] | None = None, **fields: Any) -> Frame:
    passed = tuple(map(StateId, trail))
    return Frame(
        dialogue=ID, version=Version("old"), state=StateId(state), run=1, trail=passed, values=values or {}, **fields
    )


def judged(diff: VersionDiff, frame: Frame, above: Frame | None = None) -> tuple[MigrationAction, str | None]:
    verdict: MigrationVerdict = judge_frame(diff, frame, above)
    return verdict.action, verdict.to


def called(by: str | None) -> Frame:
    return Frame(dialogue=DialogueId("grounding"), version=Version("x"), state=StateId("x"), run=1, called_by=by)


def led(old: Dialogue, live: Dialogue, *frames: Frame) -> tuple[Frame, ...]:
    session: Session = changed(member(), stack=frames, turn=5, runs=1)
    return SessionMigration(with_versions(old, live), requirements_of).migrate(session, NOW, 0).session.stack


# Where somebody is


def test_an_id_that_is_there_counts_for_more_than_one_that_took_the_place() -> None:
    live = made(asks("one", "two"), asks("two", "done", renamed_from=(StateId("one"),)), version="new")
    assert judged(changing(made(asks("one", "two"), asks("two", "done")), live), at("one")) == (
        MigrationAction.STAY,
        "one",
    )


def test_of_another_kind_nobody_goes_over() -> None:
    old, live = made(asks("one", "done")), made(asks("one", "done"), version="new", kind=DialogueKind.SERVICE)
    verdict = judge_frame(changing(old, live), at("one"), None)
    assert verdict.action is MigrationAction.DECIDE
    assert verdict.why.startswith("it was `kind: exercise`")


def test_nobody_is_led_to_where_nobody_waits_any_more() -> None:
    old = made(asks("one", "two"), asks("two", "done"))
    live = made(asks("one", "two"), says("two", "done"), version="new")
    verdict = judge_frame(changing(old, live), at("two", trail=("one",)), None)
    assert (verdict.action, verdict.to) == (MigrationAction.REWIND, "one")
    assert verdict.why == "nobody waits at `two` any more"


@pytest.mark.parametrize(
    "fields",
    [{"sets": (Setting(field="name"),)}, {"remember": "base"}, {"keep": "other"}],
    ids=["sets", "remember", "keep"],
)
def test_what_becomes_of_the_answer_is_part_of_the_question(fields: dict[str, Any]) -> None:
    old, live = made(asks("one", "done")), made(asks("one", "done", **fields), version="new")
    assert judged(changing(old, live), at("one"))[0] is MigrationAction.MOVE


def test_what_a_button_sets_is_part_of_the_question() -> None:
    old = made(picks("one", choice("a", "done")))
    live = made(picks("one", choice("a", "done", sets=(Setting(field="listening", constant="quiet"),))), version="new")
    assert judged(changing(old, live), at("one"))[0] is MigrationAction.MOVE


# Going back


@pytest.mark.parametrize(
    "acting",
    [{"sets": (Setting(field="listening", constant="quiet"),)}, {"call": DialogueId("grounding")}, {"seal": ("one",)}],
    ids=["sets", "call", "seal"],
)
def test_nobody_is_led_past_a_beginning_that_does_something(acting: dict[str, Any]) -> None:
    old = made(says("hello", "one"), asks("one", "two"), asks("two", "done"))
    live = made(says("hello", "one", **acting), asks("one", "done"), version="new")
    assert judged(changing(old, live), at("two")) == (MigrationAction.DECIDE, None)
    plain = made(says("hello", "one"), asks("one", "done"), version="new")
    assert judged(changing(old, plain), at("two")) == (MigrationAction.REWIND, "one")


def test_nobody_is_led_back_to_a_beginning_that_needs_what_they_were_not_asked_for() -> None:
    old, live = made(asks("one", "two"), asks("two", "done")), made(asks("first", "done"), version="new")
    needing = Requirements(
        words={StateId("first"): frozenset({"mood"})}, branches={}, consents=frozenset(), tensions=frozenset()
    )
    assert judged(changing(old, live, needing), at("two"))[0] is MigrationAction.DECIDE


# Gates


def heavy(*states: State, version: str = "new") -> Dialogue:
    return made(*states, version=version, load=Load.HIGH)


GATED = Requirements(words={}, branches={}, consents=frozenset({StateId("gate")}), tensions=frozenset())


@pytest.mark.parametrize(
    "leaving", [{"do": Deed.PAUSE}, {"start": DialogueId("grounding")}], ids=["paused", "another begun"]
)
def test_a_button_that_leads_out_is_no_way_past_a_gate(leaving: dict[str, Any]) -> None:
    first = picks("first", choice("on", "gate"), choice("out", **leaving), to="heavy")
    states = (first, asks("gate", "heavy"), asks("heavy", "done"))
    diff = changing(heavy(*states, version="old"), heavy(*states), GATED)
    assert diff.is_behind_gate(at("heavy"), StateId("heavy"))
    assert not diff.is_behind_gate(at("heavy", trail=("gate",)), StateId("heavy"))


def test_where_only_buttons_lead_on_there_is_no_other_way() -> None:
    states = (picks("first", choice("on", "gate"), to="heavy"), asks("gate", "heavy"), asks("heavy", "done"))
    assert changing(heavy(*states, version="old"), heavy(*states), GATED).is_behind_gate(at("heavy"), StateId("heavy"))


# Values


@pytest.mark.parametrize(("key", "lacking"), [("a", False), ("gone", True)])
def test_what_was_picked_is_known_if_it_can_still_be_picked(key: str, lacking: bool) -> None:
    live = made(picks("one", choice("a", "two"), keep="mood"), asks("two", "done"), version="new")
    requirements = Requirements(
        words={}, branches={StateId("two"): frozenset({"mood"})}, consents=frozenset(), tensions=frozenset()
    )
    diff = changing(made(asks("one", "two"), asks("two", "done")), live, requirements)
    picked = {"mood": Picked(keys=(key,), words="A")}
    assert bool(diff.lacks(at("two", values=picked), StateId("two"))) is lacking


def test_words_cannot_be_told_of_what_was_answered_without_any() -> None:
    requirements = Requirements(
        words={StateId("one"): frozenset({"fear"})}, branches={}, consents=frozenset(), tensions=frozenset()
    )
    diff = changing(made(asks("one", "done")), made(asks("one", "done"), version="new"), requirements)
    spoken = Said(parts=(AnswerPart(message_id=1, voice="file"),))
    assert diff.lacks(at("one", values={"fear": spoken}), StateId("one"))
    assert not diff.lacks(
        at("one", values={"fear": Said(parts=(AnswerPart(message_id=1, words="this"),))}), StateId("one")
    )
    assert not diff.lacks(at("one", values={"fear": Number(value=3)}), StateId("one"))


# Calls


def calling(key: str = "ground", **fields: Any) -> State:
    return picks("one", choice(key, "two", call=DialogueId("grounding")), **fields)


def test_what_a_command_opened_comes_back_to_the_question_itself() -> None:
    dialogue = made(calling(key=""), asks("two", "done"))
    diff = changing(dialogue, made(calling(key=""), asks("two", "done"), version="new"))
    assert not call_comes_back(diff, at("one"), dialogue.states[StateId("one")], called(None))
    assert not call_comes_back(diff, at("one"), dialogue.states[StateId("one")], None)


def test_a_state_that_waits_now_did_not_call_by_itself() -> None:
    waiting = asks("one", "two", call=DialogueId("grounding"))
    diff = changing(
        made(says("one", "two", call=DialogueId("grounding")), asks("two", "done")),
        made(waiting, asks("two", "done"), version="new"),
    )
    assert not call_comes_back(diff, at("one"), waiting, called(""))


def test_a_call_does_not_come_back_where_its_ways_compare_what_is_kept_there_now() -> None:
    when = Condition(name="help", test=Comparison.EQUAL, value="ground")
    branching = choice("ground", call=DialogueId("grounding"))
    state = State(
        id=StateId("one"),
        ask=parse_words("one?"),
        choices=(branching,),
        keep="help",
        next=(Way(to=StateId("two"), when=when), Way(to=StateId("done"))),
    )
    diff = changing(made(calling(), asks("two", "done")), made(state, asks("two", "done"), version="new"))
    assert not call_comes_back(diff, at("one"), state, called("ground"))
    told = at("one", values={"help": Picked(keys=("ground",), words="Ground")})
    assert call_comes_back(diff, told, state, called("ground"))


def test_a_call_from_a_place_that_is_gone_is_followed_by_the_question_they_go_back_to() -> None:
    first = picks("first", choice("ground", "done", call=DialogueId("grounding")), choice("on", "done"))
    old, live = made(first, calling(), asks("two", "done")), made(first, version="new")
    beneath = at("one", trail=("first",))
    grounding = shipped().live[DialogueId("grounding")]
    breath = changed(called("ground"), version=grounding.version, state=grounding.start)
    over, above = led(old, live, beneath, breath)
    assert over.state == "first"  # where there is a call by the same button, that they have not made
    assert above.called_by is None


# What is taken along


def test_what_was_offered_and_asked_goes_with_the_old_question() -> None:
    old, live = made(asks("one", "done")), made(asks("one", "done", keep="one"), version="new")
    frame = at(
        "one", offers=(Offer(label="Berlin", values={"place": "Berlin"}),), probes=1, answer=3, taps=2, since=NOW
    )
    (over,) = led(old, live, frame)
    assert (over.offers, over.probes, over.answer, over.taps, over.since) == ((), 0, None, 0, None)


def test_back_leads_to_no_place_twice_and_to_none_behind_a_gate() -> None:
    old = made(asks("one", "two"), asks("two", "three"), asks("three", "done"))
    live = made(asks("one", "three", renamed_from=(StateId("two"),)), asks("three", "done"), version="new")
    (over,) = led(old, live, at("three", trail=("one", "two")))
    assert over.trail == ("one",)
    needing = asks("two", "three")
    telling = State(**{**vars(needing), "ask": parse_words("You said {mood}?")})
    mood = asks("mood", "two", keep="mood")
    live = made(asks("one", "three"), telling, mood, asks("three", "done"), version="new")
    (over,) = led(old, live, at("three", trail=("one", "two")))
    assert over.trail == ("one",)


def test_the_numbers_of_answers_are_found_where_putting_away_looks_for_them() -> None:
    old = made(
        asks("one", "two", keep="a"),
        asks("two", "three", keep="b"),
        asks("three", "gone", keep="c"),
        asks("gone", "now"),
        asks("now", "done"),
    )
    live = made(
        asks("first", "second", keep="a", renamed_from=(StateId("one"),)),
        asks("second", "now", keep="b"),
        asks("third", "now", keep="c", renamed_from=(StateId("three"),)),
        asks("now", "done"),
        version="new",
    )
    numbers = {
        StateId("one"): (1,),
        StateId("two"): (2,),
        StateId("gone"): (3,),
        StateId("third"): (4,),
        StateId("three"): (5,),
    }
    (over,) = led(old, live, at("now", trail=("one",), numbers=numbers))
    assert over.numbers == {"first": (1,), "second": (2,), "gone": (3,), "third": (4, 5)}
